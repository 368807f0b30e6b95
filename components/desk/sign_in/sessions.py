"""The sessions of all users: one for each sign-in, shared by its tabs, its downloads and its deliveries."""

import threading
from collections.abc import Callable
from weakref import WeakValueDictionary

from components.regards.http.connection import Connection
from components.regards.sign_in.login import Login
from components.regards.sign_in.session import Session


class Sessions:
    """The sessions of this process, each for as long as somebody uses it.

    Args:
        forgotten: whether the user has signed out of a login.
    """

    def __init__(self, forgotten: Callable[[Login], bool]) -> None:
        self._forgotten = forgotten
        self._lock = threading.Lock()
        self._by_sign_in: WeakValueDictionary[str, Session] = WeakValueDictionary()

    def of(self, login: Login) -> Session:
        """The session of a login; it uses this login from now on if it is newer than its own."""
        with self._lock:
            session = self._by_sign_in.get(login.sign_in_id)
            if session is None:
                session = self._by_sign_in[login.sign_in_id] = Session(login, forgotten=self._forgotten)
            elif login.received_at > session.login.received_at:
                session.use(login)
            return session

    def lasting(self, session: Session) -> Callable[[], Connection]:
        """What gives the connection for each request of work that goes on while nobody looks.

        When its session is over, it goes on with any other of the same account; if there is none, its requests raise
        SignInAwaited.
        """

        def connection() -> Connection:
            nonlocal session
            if not session.usable:
                session = self._usable(session.login.account) or session
            return session.connection

        return connection

    def has_another(self, login: Login) -> bool:
        """Whether the same user is signed in otherwise, too, such as in another browser."""
        return self._usable(login.account, but=login.sign_in_id) is not None

    def _usable(self, account: str, but: str = "") -> Session | None:
        with self._lock:
            sessions = [each for sign_in_id, each in self._by_sign_in.items() if sign_in_id != but]
        return next((each for each in sessions if each.login.account == account and each.usable), None)
