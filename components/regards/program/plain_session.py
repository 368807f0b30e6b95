"""One user's session with an archive, held with the standard library alone (contract B)."""

from __future__ import annotations

import base64
import json
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from components.regards.errors import NoAnswer, NotReady, RegardsError, SessionOver, UnexpectedReply, Unreachable
from components.regards.http import replies
from components.regards.http.sign_in_refusals import refusal_code, refused_sign_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from components.regards.http.replies import Reply
    from components.regards.program.plain_http import PlainGateway

_OK: Final = 200
_SUCCESS: Final = range(200, 300)
_MAYBE_NOT_READ: Final = frozenset({400, 401})
_MAYBE_EXPIRED: Final = frozenset({401, 403, 500})  # what an expired token may be answered with (contract A.6)
_RESTS: Final = (0.5, 1.0)  # seconds before a read is repeated
_EARLY: Final = 60.0  # seconds before its end from which on a token counts as expired (contract A.6)


@dataclass(frozen=True)
class SignIn:
    """Who signs in, where, and as which application (contract B.1)."""

    project: str
    username: str
    password: str = field(repr=False)
    client_id: str = "client"
    client_secret: str = field(default="secret", repr=False)
    legacy: bool = False


class PlainSession:
    """Calls in the name of a user who has signed in; usable by several threads.

    The token is renewed when half of its life is over, as long as the archive does that (contract B.3).
    Making one signs in, once: wrong passwords lock accounts. Every method raises a RegardsError that names
    the cause.

    Args:
        gateway: the archive.
        sign_in: who; the password is not kept.
        now: a clock in seconds that never goes back.
        rest: waits so many seconds before a read is repeated.

    Raises:
        SignInRefused: with the meaning of the archive's code.
    """

    def __init__(
        self,
        gateway: PlainGateway,
        sign_in: SignIn,
        now: Callable[[], float] = time.monotonic,
        rest: Callable[[float], None] = time.sleep,
    ) -> None:
        self._gateway = gateway
        self._now = now
        self._rest = rest
        self._renewing = threading.Lock()
        self._token = _token(_signed_in(gateway, sign_in), now())
        self._renew_at = self._token.half

    def read(self, path: str, **query: object) -> Any:  # noqa: ANN401 - JSON is any value
        """The JSON value behind GET, or None where the archive has no content; asked again where nobody answered."""
        for rest in _RESTS:
            with suppress(NoAnswer, Unreachable):
                return self._read(path, query)
            self._rest(rest)
        return self._read(path, query)

    @contextmanager
    def stream(self, path: str) -> Iterator[Iterator[bytes]]:
        """The body of a download, piece by piece; never asked again, because it changes states (contract C.7).

        Raises:
            NotReady: status 202 or 204; only 200 is content (T-53).
        """
        headers = {**self._headers(), "Accept": "*/*", "Accept-Encoding": "identity"}
        with self._gateway.answer(path, headers) as answer:
            if answer.status not in _SUCCESS:
                raise self._failure(answer.whole())
            if answer.status != _OK:
                raise NotReady("The archive has nothing to send at this moment.")
            yield answer.pieces()

    def _read(self, path: str, query: dict[str, object]) -> Any:  # noqa: ANN401 - JSON
        with self._gateway.answer(path, self._headers(), query) as answer:
            reply = answer.whole()
        if reply.status not in _SUCCESS:
            raise self._failure(reply)
        if reply.status == _OK and not reply.body:
            raise UnexpectedReply("The archive answered without any data.")  # an outage is never an empty list
        return replies.data(reply)

    def _failure(self, reply: Reply) -> RegardsError:
        if reply.status in _MAYBE_EXPIRED and self._now() >= self._token.usable_until:
            return SessionOver("Your session with the archive is over.", replies.reason(reply))
        return replies.failure(reply)

    def _headers(self) -> dict[str, str]:
        if self._now() >= self._renew_at and self._renewing.acquire(blocking=False):
            try:
                self._renew()
            finally:
                self._renewing.release()
        if self._now() >= self._token.usable_until:
            raise SessionOver("Your session with the archive is over.")
        return self._token.headers()

    def _renew(self) -> None:
        """Borrow the user's own role; where that fails the old token serves to its end."""
        old = self._token
        if not self._renew_at <= self._now() < old.usable_until:  # another thread was faster, or it is too late
            return
        path = f"rs-authentication/borrowRole/{quote(old.role, safe='')}"
        try:
            with self._gateway.answer(path, old.headers()) as answer:
                self._token = _token(answer.whole(), self._now())
            self._renew_at = self._token.half
        except RegardsError:
            self._renew_at = self._now() + old.life / 10


@dataclass(frozen=True)
class _Token:
    """A user's token; times are seconds of the clock that was passed in."""

    text: str = field(repr=False)
    role: str
    received_at: float
    life: float

    @property
    def half(self) -> float:
        """When half of its life is over."""
        return self.received_at + self.life / 2

    @property
    def usable_until(self) -> float:
        """When it counts as expired: a minute early, or a tenth of a short life."""
        return self.received_at + self.life - min(_EARLY, self.life / 10)

    def headers(self) -> dict[str, str]:
        """The token in REGARDS' spelling, with a capital B (T-40)."""
        return {"Authorization": f"Bearer {self.text}"}


def _signed_in(gateway: PlainGateway, who: SignIn) -> Reply:
    """What answers a sign-in that is accepted.

    Only an archive of a version up to 1.15 is asked a second time, with a form: it does not read JSON, so that
    it has not seen a password (contract B.1).
    """
    content = {"grant_type": "password", "username": who.username, "password": who.password, "scope": who.project}
    reply = _asked(gateway, who, "application/json", json.dumps(content).encode())
    if reply.status in _MAYBE_NOT_READ and who.legacy and not refusal_code(reply):
        reply = _asked(gateway, who, "application/x-www-form-urlencoded", urlencode(content).encode())
    if reply.status != _OK:
        raise refused_sign_in(reply)
    return reply


def _asked(gateway: PlainGateway, who: SignIn, kind: str, body: bytes) -> Reply:
    client = base64.b64encode(f"{who.client_id}:{who.client_secret}".encode()).decode("ascii")
    headers = {"Authorization": f"Basic {client}", "Content-Type": kind}
    # The project goes into the query too: in the body alone REGARDS does not see it in time (T-41).
    with gateway.answer("rs-authentication/oauth/token", headers, {"scope": who.project}, body) as answer:
        return answer.whole()


def _token(reply: Reply, received_at: float) -> _Token:
    answer = replies.data(reply)
    try:
        return _Token(str(answer["access_token"]), str(answer["role"]), received_at, float(answer["expires_in"]))
    except (KeyError, OverflowError, TypeError, ValueError) as error:
        raise UnexpectedReply("The archive answered the sign-in without a token, or without its life.") from error
