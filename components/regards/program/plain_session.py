"""The session of a user with an archive, with only the standard library (contract B)."""

from __future__ import annotations

import json
import math
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Union
from urllib.parse import urlencode

from components.regards.errors import Missing, NoRight, RegardsError, SessionOver, SignInRefused, UnexpectedReply
from components.regards.http import addresses, replies
from components.regards.http.client import Body
from components.regards.http.read_retries import repeated
from components.regards.sign_in import pasted_tokens, sign_in_request, tokens
from components.regards.sign_in.sign_in_refusals import password_was_not_read, refused_sign_in
from components.regards.sign_in.token_check import TokenCheck
from components.regards.sign_in.tokens import RENEWAL_REFUSED, Renewal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from components.regards.http.replies import Reply
    from components.regards.program.plain_http import PlainGateway

_OK: Final = 200


@dataclass(frozen=True)
class SignIn:
    """The account, the project and the client of a sign-in (contract B.1)."""

    project: str
    username: str
    password: str = field(repr=False)
    client_id: str = "client"
    client_secret: str = field(default="secret", repr=False)
    legacy: bool = False
    raw_client_secret: bool = False


@dataclass(frozen=True)
class PastedToken:
    """A token of a project that the user got elsewhere."""

    project: str
    token: str = field(repr=False)


@dataclass(frozen=True)
class ApiKey:
    """A key of a project, which goes with each request under a header (contract L.9)."""

    project: str
    header: str
    key: str = field(repr=False)


Credentials = Union[SignIn, PastedToken, ApiKey]


class PlainSession:
    """The session of a user who has signed in. Thread-safe.

    The constructor signs in, once: wrong passwords lock accounts. The token is renewed when due, as long as the archive
    allows it (contract B.3); a key is never renewed. Every method raises a RegardsError that names the cause.

    Args:
        gateway: the archive.
        credentials: what the user brings; the password is not kept.
        now: a monotonic clock in seconds.
        rest: waits for some seconds before a read is repeated.
        today: the clock of the end that a pasted token names, in seconds since 1970.

    Raises:
        SignInRefused: the archive refused; the message gives the meaning of its code. Of a key, it is not asked yet.
    """

    def __init__(
        self,
        gateway: PlainGateway,
        credentials: Credentials,
        now: Callable[[], float] = time.monotonic,
        rest: Callable[[float], None] = time.sleep,
        today: Callable[[], float] = time.time,
    ) -> None:
        self._gateway = gateway
        self._now = now
        self._rest = rest
        self._renewal = Renewal(self._entered(credentials, today), self._renewed, now)
        self._check = TokenCheck(self._look, credentials.project, now)

    def ask(self, path: str, /, **query: object) -> Reply:
        """The answer to a GET; repeated as `read_retries` describes."""
        return repeated(lambda: self._read(path, query), self._rest)

    def read(self, path: str, /, **query: object) -> Any:  # noqa: ANN401 - JSON is any value
        """The JSON value of the same, or None if the archive has no content."""
        return replies.data_read(self.ask(path, **query))

    @contextmanager
    def download(self, path: str, /) -> Iterator[Body]:
        """The body of a download; never repeated, because it changes states (contract C.7).

        Raises:
            NotReady: status 202 or 204; only 200 is content (T-53).
            UnexpectedReply: the content is a firewall's web page (contract L.6).
        """
        token = self._valid_token()
        headers = {**token.headers, "Accept": "*/*", "Accept-Encoding": "identity"}
        with self._gateway.answer(path, headers) as answer:
            if not replies.is_success(answer.status):
                raise self._failure(answer.whole(), token, of_download=True)
            if answer.status != _OK:
                raise replies.nothing_to_send()
            if answer.is_no_file():
                raise replies.web_page_for_file(answer.whole())
            yield Body(answer.pieces(), answer.kind)

    def _entered(self, credentials: Credentials, today: Callable[[], float]) -> _Token:
        if isinstance(credentials, SignIn):
            return _granted(_signed_in(self._gateway, credentials), self._now())
        if isinstance(credentials, ApiKey):
            headers = {credentials.header: credentials.key, "scope": credentials.project}  # contract A.2
            return _Token(headers, "", self._now(), math.inf)
        claims = pasted_tokens.unexpired(credentials.token, today())
        pasted = _Token(_bearer(credentials.token), claims.role, self._now(), claims.ends_at - today())
        try:
            return self._renewed(pasted)  # the archive's own clock then tells how long it lives
        except (NoRight, Missing):
            return pasted
        except SessionOver as refusal:
            raise SignInRefused(
                "The archive does not accept this token.",
                "Check that it is whole, or get a new one.",
                refusal.server_message,
            ) from refusal

    def _read(self, path: str, query: dict[str, object]) -> Reply:
        token = self._valid_token()
        with self._gateway.answer(path, token.headers, query) as answer:
            reply = answer.whole()
        if not replies.is_success(reply.status):
            raise self._failure(reply, token)
        return reply

    def _failure(self, reply: Reply, token: _Token, *, of_download: bool = False) -> RegardsError:
        expired = self._now() >= token.usable_until
        if not expired and replies.leaves_token_in_doubt(reply):
            expired = self._check.refuses(token)
        error = replies.failure(reply, expired=expired, of_download=of_download)
        if expired or not isinstance(error, SessionOver):
            return error
        try:
            self._renewal.renew_refused(token)
        except RENEWAL_REFUSED:
            return error
        except RegardsError as outage:
            return outage
        return replies.refused_within_session(error.server_message)

    def _look(self, token: _Token | None, query: Mapping[str, object]) -> object:
        headers = token.headers if token else {}
        with self._gateway.answer(addresses.PROVIDERS, headers, query) as answer:
            reply = answer.whole()
        if not replies.is_success(reply.status):
            raise replies.failure(reply)
        return replies.data_read(reply)

    def _valid_token(self) -> _Token:
        token = self._renewal.current()
        if self._now() >= token.usable_until:
            raise replies.session_over()
        return token

    def _renewed(self, old: _Token) -> _Token:
        if not old.role:
            raise NoRight("A key cannot be renewed, nor a token without a role.")

        def ask() -> Reply:
            with self._gateway.answer(addresses.borrow_role(old.role), old.headers) as answer:
                reply = answer.whole()
            if not replies.is_success(reply.status):
                raise replies.failure(reply, expired=self._now() >= old.usable_until)
            return reply

        reply = repeated(ask, self._rest)
        return _granted(reply, self._now())


@dataclass(frozen=True)
class _Token:
    """A user's token, or a key, as headers; times are seconds of the clock that was passed in."""

    headers: Mapping[str, str] = field(repr=False)
    role: str
    received_at: float
    life: float

    @property
    def usable_until(self) -> float:
        """When it counts as expired."""
        return tokens.usable_until(self.received_at, self.life)

    def due(self, now: float) -> bool:
        """Whether to renew it."""
        return tokens.renewal_due(self.received_at, self.life, now)


def _bearer(token: str) -> dict[str, str]:
    """A token as a header, with the capital B that REGARDS requires (T-40)."""
    return {"Authorization": f"Bearer {token}"}


def _signed_in(gateway: PlainGateway, who: SignIn) -> Reply:
    """Sign in; return the accepted answer.

    Only an archive of a version up to 1.15 gets a second request, with a form. It does not read JSON, so it has not
    seen a password yet (contract B.1).
    """
    content = sign_in_request.body(who.project, who.username, who.password)
    reply = _asked(gateway, who, "application/json", json.dumps(content).encode())
    if who.legacy and password_was_not_read(reply):
        reply = _asked(gateway, who, "application/x-www-form-urlencoded", urlencode(content).encode())
    if reply.status != _OK:
        raise refused_sign_in(reply)
    return reply


def _asked(gateway: PlainGateway, who: SignIn, kind: str, body: bytes) -> Reply:
    client = sign_in_request.client(who.client_id, who.client_secret, raw=who.raw_client_secret)
    headers = {"Authorization": client, "Content-Type": kind}
    with gateway.answer(addresses.TOKEN, headers, sign_in_request.query(who.project), body) as answer:
        return answer.whole()


def _granted(reply: Reply, received_at: float) -> _Token:
    answer = replies.data(reply)
    try:
        headers, role = _bearer(str(answer["access_token"])), str(answer["role"])
        return _Token(headers, role, received_at, tokens.life(answer["expires_in"]))
    except (KeyError, OverflowError, TypeError, ValueError) as error:
        raise UnexpectedReply("The archive answered the sign-in without a token, or without its life.") from error
