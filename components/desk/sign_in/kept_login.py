"""Logins that a browser keeps: sealed for its cookie, handed over by ticket, and ended by a sign-out.

The cookie holds the login itself, or, for a long token, only which of the `long_logins` it is.

Streamlit sets no cookies. So a page gets a one-time ticket, and the browser exchanges it for the cookie at a route
of the app (`components.web.login_cookie`).
"""

import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any, Final

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from components.desk.archives import Archives
from components.desk.database import IN_MEMORY, Database
from components.desk.sign_in.long_logins import LongLogins
from components.desk.sign_in.sign_outs import SignOuts
from components.regards.sign_in.login import Login

_TICKET_LIFE: Final = 60.0  # seconds between the page that shows a ticket and the browser that brings it
_ALGORITHMS: Final = {"alg": "dir", "enc": "A256GCM"}
_LONGEST: Final = 3_800  # characters: browsers take 4,096 bytes, with the cookie's name and attributes (RFC 6265)
_ELSEWHERE: Final = "kept"  # what names the sign-in whose text is kept in the database


@dataclass(frozen=True, slots=True)
class SealedLogin:
    """The content of the cookie, and its life in seconds; an empty one, of no life, takes the cookie away."""

    cookie: str
    seconds: int


class KeptLogins:
    """The logins of all browsers of this process.

    Args:
        secret: encrypts the cookies; replicas that share it read each other's.
        archives: those on offer; a login to any other opens nothing.
        now: a clock in seconds, for the life of tickets.
        sign_outs: those of all users; without, they end with the process.
        long_logins: those too long for a cookie; without, they end with the process.
    """

    def __init__(
        self,
        secret: str,
        archives: Archives,
        now: Callable[[], float] = time.monotonic,
        sign_outs: SignOuts | None = None,
        long_logins: LongLogins | None = None,
    ) -> None:
        self._key = OctKey.import_key(sha256(f"order desk login {secret}".encode()).digest())
        self._archives = archives
        self._now = now
        self._lock = threading.Lock()
        self._exchanged = threading.Condition(self._lock)
        self._tickets: dict[str, tuple[SealedLogin, float]] = {}
        self._sign_outs = sign_outs or SignOuts(Database(IN_MEMORY))
        self._long_logins = long_logins or LongLogins(Database(IN_MEMORY))

    def seal(self, login: Login) -> str:
        """The encrypted content of the cookie for a login; what browsers would not take is kept in the database."""
        content = {each.name: getattr(login, each.name) for each in fields(login)} | {"archive": login.archive.name}
        sealed = self._encrypt(content)
        if len(sealed) <= _LONGEST:
            return sealed
        self._long_logins.keep(login.sign_in_id, sealed, login.usable_until)
        return self._encrypt({_ELSEWHERE: login.sign_in_id})

    def unseal(self, cookie: str, now: float) -> Login | None:
        """The login in a cookie, unless it is not ours, has expired, was signed out or its archive is gone."""
        try:
            content = self._decrypt(cookie)
            if kept := content.get(_ELSEWHERE):
                content = self._decrypt(self._long_logins.of(kept))
            archive = self._archives.named(content.pop("archive"))
            login = Login(archive=archive, **content) if archive else None
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            return None
        if login is None or login.usable_until <= now or self.is_signed_out(login):
            return None
        if kept and kept != login.sign_in_id:  # who moves texts within the database opens nothing with an own cookie
            return None
        return login

    def ticket_to_keep(self, login: Login) -> str:
        """A ticket that the browser exchanges for the cookie of a login."""
        return self._ticket(SealedLogin(self.seal(login), int(login.usable_until - login.received_at)))

    def sign_out(self, login: Login) -> str:
        """End a login; its cookie opens nothing from now on, also a copy. Gives a ticket that takes the cookie away."""
        # Another tab may have renewed the token meanwhile: the sign-in is remembered, and for longer than one life.
        self._sign_outs.add(login.sign_in_id, login.usable_until + login.life)
        self._long_logins.forget(login.sign_in_id)
        return self._ticket(SealedLogin("", 0))

    def is_signed_out(self, login: Login) -> bool:
        """Whether the user signed out of this login, here, in another tab or in another replica."""
        return self._sign_outs.has(login.sign_in_id)

    def awaits(self, ticket: str) -> bool:
        """Whether a ticket has not been exchanged yet."""
        return ticket in self._tickets

    def exchange(self, ticket: str) -> SealedLogin | None:
        """What a ticket stands for; each is good once, and for its own life."""
        with self._exchanged:
            sealed, issued = self._tickets.pop(ticket, (None, 0.0))
            self._exchanged.notify_all()
            return sealed if self._now() - issued <= _TICKET_LIFE else None

    def await_exchange(self, ticket: str, seconds: float) -> None:
        """Wait until the browser has exchanged a ticket, for so many seconds at most."""
        with self._exchanged:
            self._exchanged.wait_for(lambda: ticket not in self._tickets, seconds)

    def _encrypt(self, content: dict[str, object]) -> str:
        return jwe.encrypt_compact(_ALGORITHMS, json.dumps(content).encode(), self._key)

    def _decrypt(self, text: str) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(jwe.decrypt_compact(text, self._key).plaintext or b"")
        return content

    def _ticket(self, sealed: SealedLogin) -> str:
        ticket, now = secrets.token_hex(), self._now()  # a key of Streamlit must not hold “__”
        with self._lock:
            for old in [each for each, (_, issued) in self._tickets.items() if issued < now - _TICKET_LIFE]:
                del self._tickets[old]
            self._tickets[ticket] = sealed, now
        return ticket
