"""Who may enter the archive, and how each refusal of contract B.1 comes about."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

UNLIMITED: Final = -1
"""What REGARDS says for "no limit" in quotas and rates (contract G)."""


class Role(IntEnum):
    """The default roles, weakest first (contract A.7)."""

    PUBLIC = 0
    REGISTERED_USER = 1
    EXPLOIT = 2
    ADMIN = 3
    PROJECT_ADMIN = 4
    INSTANCE_ADMIN = 5


class LoginError(StrEnum):
    """Why a sign-in is refused (contract B.1)."""

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
        """Whether it is said whatever the password: the status of the account comes first (contract B.1)."""
        return self.name.startswith("ACCOUNT_")


class LoginRefused(Exception):
    """The archive does not let this visitor in."""

    def __init__(self, error: LoginError) -> None:
        super().__init__(error)
        self.error = error


@dataclass(frozen=True)
class Account:
    """A login that anybody may use on the demo archive."""

    username: str
    password: str


@dataclass
class User:
    """One person of the project: what they may see, and how much of their quota is used (contract G)."""

    username: str
    password: str
    role: Role = Role.REGISTERED_USER
    groups: frozenset[str] = frozenset({"public"})
    refusal: LoginError | None = None
    failures: int = 0
    max_quota: int = UNLIMITED
    rate_limit: int = UNLIMITED
    current_quota: int = 0
    current_rate: int = 0


PASSWORD: Final = "demo"  # noqa: S105 - every account of the demo archive has it, as its help says
VISITORS: Final = tuple(Account(f"visitor-{number:02}@demo.example", PASSWORD) for number in range(1, 51))
MAIN: Final = Account("user@demo.example", PASSWORD)
ADMINISTRATOR: Final = Account("admin@demo.example", PASSWORD)
STAFF: Final = Account("staff@demo.example", PASSWORD)
"""Sees and may order what the other accounts may not."""

NEWCOMER: Final = Account("newcomer@demo.example", PASSWORD)
"""May sign in, but belongs to no group yet: the catalogue is empty (contract E.1)."""

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
"""An account for each refusal; a wrong password gives the twelfth, `ACCOUNT_UNKNOWN`."""


class Directory:
    """All users of the project, by login."""

    def __init__(self, allowed_failures: int = 5) -> None:
        self.allowed_failures = allowed_failures
        ordinary = [User(each.username, each.password) for each in (MAIN, *VISITORS)]
        special = [
            User(ADMINISTRATOR.username, PASSWORD, role=Role.PROJECT_ADMIN, groups=_STAFF_GROUPS),
            User(STAFF.username, PASSWORD, groups=_STAFF_GROUPS),
            User(NEWCOMER.username, PASSWORD, groups=frozenset()),
        ]
        refused = [User(username, PASSWORD, refusal=error) for username, error in REFUSED.items()]
        self._users = {user.username: user for user in (*ordinary, *special, *refused)}

    def add(self, user: User) -> User:
        """Add a user, or replace the one of that login."""
        self._users[user.username] = user
        return user

    def get(self, username: str) -> User | None:
        """The user of this login, None if there is none."""
        return self._users.get(username)

    def sign_in(self, username: str, password: str) -> User:
        """The user behind login and password. Raises `LoginRefused`.

        Wrong passwords are counted; one above the allowed number locks the account, and from then on the right one
        does not help either (contract B.1).
        """
        user = self._users.get(username)
        if user is None:
            raise LoginRefused(LoginError.ACCOUNT_UNKNOWN)
        if user.refusal and user.refusal.before_password:
            raise LoginRefused(user.refusal)
        if password != user.password:
            user.failures += 1
            if user.failures > self.allowed_failures:
                user.refusal = LoginError.ACCOUNT_LOCKED
            raise LoginRefused(LoginError.ACCOUNT_UNKNOWN)
        user.failures = 0
        if user.refusal:
            raise LoginRefused(user.refusal)
        return user
