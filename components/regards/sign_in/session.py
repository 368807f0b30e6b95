"""The session of a user with an archive: one token for all of the user's requests (contract A.6, B.3)."""

import threading
import time
from collections.abc import Callable, Hashable, Mapping
from typing import Any, Final, TypeVar
from weakref import WeakValueDictionary

from components.regards.errors import SessionOver, SignInAwaited
from components.regards.http import addresses, replies
from components.regards.http.connection import Connection, Token
from components.regards.sign_in.login import Login, renew
from components.regards.sign_in.token_check import TokenCheck
from components.regards.sign_in.tokens import RENEWAL_REFUSED, Renewal

T = TypeVar("T")

_LOOK: Final = 10.0  # seconds to wait for the answer that tells whether a token is still accepted


class Session:
    """A login that stays valid: its token is renewed when due, by whichever request comes first. Thread-safe.

    It is over when the token has expired, or when the archive refuses it and its renewal. Then requests raise
    SignInAwaited until `use` brings a fresh login.

    Args:
        login: the first login.
        now: the clock of the login's times.
        forgotten: whether the user has signed out of a login; then requests raise SessionOver.

    Attributes:
        connection: for all requests of the user; each one bears the token of its moment.
    """

    def __init__(
        self, login: Login, now: Callable[[], float] = time.time, forgotten: Callable[[Login], bool] = lambda _: False
    ) -> None:
        self._now = now
        self._forgotten = forgotten
        self._renewal = Renewal(login, lambda old: renew(old, now), now)
        self._check = TokenCheck(self._look, login.project, now)
        self._refused: Login | None = None
        self._lock = threading.Lock()
        self._shared: WeakValueDictionary[Hashable, Any] = WeakValueDictionary()
        self.connection = Connection(login.archive, self, now=now)

    @property
    def login(self) -> Login:
        """The login as it is now."""
        return self._renewal.held

    @property
    def over(self) -> bool:
        """Whether the user must sign in again."""
        login = self.login
        return login is self._refused or login.usable_until <= self._now()

    @property
    def usable(self) -> bool:
        """Whether requests can be made: the session is not over, and the user has not signed out."""
        return not self.over and not self._forgotten(self.login)

    def shared(self, key: Hashable, make: Callable[[], T]) -> T:
        """What the tabs of this sign-in have in common, made by the first and kept as long as one of them holds it."""
        with self._lock:
            found: T | None = self._shared.get(key)
            if found is None:
                found = self._shared[key] = make()
            return found

    def use(self, login: Login) -> None:
        """Use a fresh login of the same user from now on."""
        self._renewal.use(login)
        if login.archive is not self.connection.archive:
            self.connection = Connection(login.archive, self, now=self._now)

    def current(self) -> Login:
        """The login of the next request, renewed first if it is due.

        Raises:
            SignInAwaited: the session is over.
            SessionOver: the user has signed out.
        """
        if self._forgotten(self.login):
            raise SessionOver("You have signed out.")
        if self.over:
            raise _awaited()
        return self._renewal.current()

    def after_refusal(self, token: Token, refusal: SessionOver) -> None:
        """Find out whether the refusal of a request is the end of the session: it is not if the token can be renewed.

        Raises:
            SignInAwaited: it is.
            RegardsError: the archive gave no clear answer to the renewal.
        """
        login = self.login
        if token is not login:  # it was renewed meanwhile
            return
        if not self.over:
            try:
                self._renewal.renew_refused(login)
            except RENEWAL_REFUSED:
                self._refused = login
            else:
                return
        raise SignInAwaited(refusal.what, refusal.server_message) from refusal

    def is_refused(self, token: Token) -> bool:
        """Whether the archive refuses a token altogether; then the session is over."""
        login = self.login
        if token is login and self._check.refuses(login):
            self._refused = login
        return token is self._refused

    def _look(self, login: Login | None, query: Mapping[str, object]) -> object:
        connection = login.connection(self._now) if login else Connection(self.login.archive)
        return connection.read_once(addresses.PROVIDERS, _LOOK, **query)


def _awaited() -> SignInAwaited:
    over = replies.session_over()
    return SignInAwaited(over.what)
