"""The accounts of the archive, one for each refusal of contract B.1 included."""

import secrets
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

UNLIMITED: Final = -1
"""The value of REGARDS for "no limit" in quotas and rates (contract G)."""


class Role(IntEnum):
    """The default roles, weakest first (contract A.7)."""

    PUBLIC = 0
    REGISTERED_USER = 1
    EXPLOIT = 2
    ADMIN = 3
    PROJECT_ADMIN = 4
    INSTANCE_ADMIN = 5


class LoginError(StrEnum):
    """The reason for the refusal of a sign-in (contract B.1)."""

    ACCOUNT_UNKNOWN = "ACCOUNT_UNKNOWN"
    ACCOUNT_PENDING = "ACCOUNT_PENDING"
    ACCOUNT_INACTIVE = "ACCOUNT_INACTIVE"
    ACCOUNT_INACTIVE_PASSWORD = "ACCOUNT_INACTIVE_PASSWORD"  # noqa: S105 - the name of a status
    ACCOUNT_LOCKED = "ACCOUNT_LOCKED"
    USER_UNKNOWN = "USER_UNKNOWN"
    USER_WAITING_ACCOUNT_ACTIVE = "USER_WAITING_ACCOUNT_ACTIVE"
    USER_WAITING_ACCESS = "USER_WAITING_ACCESS"
    USER_WAITING_EMAIL_VERIFICATION = "USER_WAITING_EMAIL_VERIFICATION"
    USER_ACCESS_DENIED = "USER_ACCESS_DENIED"
    USER_ACCESS_INACTIVE = "USER_ACCESS_INACTIVE"
    INSTANCE_ACCESS_DENIED = "INSTANCE_ACCESS_DENIED"

    @property
    def before_password(self) -> bool:
        """Whether it is reported for any password: the account status is checked first (contract B.1)."""
        return self.name.startswith("ACCOUNT_")


class LoginRefused(Exception):
    """The archive refuses a sign-in."""

    def __init__(self, error: LoginError) -> None:
        super().__init__(error)
        self.error = error


@dataclass(frozen=True)
class Account:
    """Username and password of an account, or name and secret of an OAuth client."""

    username: str
    password: str


PROJECT: Final = "demo"
"""The project of all accounts."""
CLIENT: Final = Account("client", "secret")
"""Name and secret of the OAuth client that a sign-in must send."""


@dataclass
class User:
    """A user of the project with groups and quota (contract G)."""

    username: str
    password: str
    role: Role = Role.REGISTERED_USER
    groups: frozenset[str] = frozenset({"public"})
    refusal: LoginError | None = None
    failures: int = 0
    locked_until: float = float("-inf")
    max_quota: int = UNLIMITED
    rate_limit: int = UNLIMITED
    current_quota: int = 0
    current_rate: int = 0


PASSWORD: Final = "demo"  # noqa: S105 - the documented password of every account but the administrator's
VISITORS: Final = tuple(Account(f"visitor-{number:02}@demo.example", PASSWORD) for number in range(1, 51))
MAIN: Final = Account("user@demo.example", PASSWORD)
ADMINISTRATOR: Final = "admin@demo.example"
"""The account that may read the orders of all users; its password is random unless it is set."""

STAFF: Final = Account("staff@demo.example", PASSWORD)
"""May see and order what the other accounts may not."""

NEWCOMER: Final = Account("newcomer@demo.example", PASSWORD)
"""Belongs to no group yet: the catalogue is empty (contract E.1)."""

_STAFF_GROUPS: Final = frozenset({"public", "staff"})

REFUSED: Final = {
    "pending@demo.example": LoginError.ACCOUNT_PENDING,
    "inactive@demo.example": LoginError.ACCOUNT_INACTIVE,
    "old-password@demo.example": LoginError.ACCOUNT_INACTIVE_PASSWORD,
    "locked@demo.example": LoginError.ACCOUNT_LOCKED,
    "stranger@demo.example": LoginError.USER_UNKNOWN,
    "waiting-account@demo.example": LoginError.USER_WAITING_ACCOUNT_ACTIVE,
    "waiting-access@demo.example": LoginError.USER_WAITING_ACCESS,
    "waiting-email@demo.example": LoginError.USER_WAITING_EMAIL_VERIFICATION,
    "denied@demo.example": LoginError.USER_ACCESS_DENIED,
    "suspended@demo.example": LoginError.USER_ACCESS_INACTIVE,
    "instance@demo.example": LoginError.INSTANCE_ACCESS_DENIED,
}
"""One account per refusal, except `ACCOUNT_UNKNOWN`, the response to a wrong password."""


class Directory:
    """All users of the project by username.

    Args:
        allowed_failures: wrong passwords in a row that an account survives.
        lock: seconds for which one more locks it; REGARDS locks for good (contract B.1), but here anybody may try.
    """

    def __init__(self, allowed_failures: int = 5, lock: float = 3600.0) -> None:
        self.allowed_failures = allowed_failures
        self._lock = lock
        ordinary = [User(each.username, each.password) for each in (MAIN, *VISITORS)]
        special = [
            User(ADMINISTRATOR, secrets.token_urlsafe(), role=Role.PROJECT_ADMIN, groups=_STAFF_GROUPS),
            User(STAFF.username, PASSWORD, groups=_STAFF_GROUPS),
            User(NEWCOMER.username, PASSWORD, groups=frozenset()),
        ]
        refused = [User(username, PASSWORD, refusal=error) for username, error in REFUSED.items()]
        self._users = {user.username: user for user in (*ordinary, *special, *refused)}

    def add(self, user: User) -> User:
        """Add a user, or replace the one with the same username."""
        self._users[user.username] = user
        return user

    def get(self, username: str) -> User | None:
        """The user with this username, or None."""
        return self._users.get(username)

    def set_password(self, username: str, password: str) -> None:
        """Give an account of this directory another password."""
        self._users[username].password = password

    def new_guest(self) -> Account:
        """An account that nobody has used before, also not before this archive was started again.

        Others may remember what its users did: drafts, and orders on their way.
        """
        account = Account(f"guest-{secrets.token_hex(4)}@demo.example", PASSWORD)
        self.add(User(account.username, account.password))
        return account

    def sign_in(self, username: str, password: str, now: float) -> User:
        """Check username and password and return the user. Raises `LoginRefused`.

        More wrong passwords in a row than allowed lock the account, also for the right password (contract B.1).
        """
        user = self._users.get(username)
        if user is None:
            raise LoginRefused(LoginError.ACCOUNT_UNKNOWN)
        if user.refusal and user.refusal.before_password:
            raise LoginRefused(user.refusal)
        if now < user.locked_until:
            raise LoginRefused(LoginError.ACCOUNT_LOCKED)
        if password != user.password:
            user.failures += 1
            if user.failures > self.allowed_failures:
                user.failures, user.locked_until = 0, now + self._lock
            raise LoginRefused(LoginError.ACCOUNT_UNKNOWN)
        user.failures = 0
        if user.refusal:
            raise LoginRefused(user.refusal)
        return user
