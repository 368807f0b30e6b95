"""Signing in with a password, and staying signed in (contract B)."""

import json
import math
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.auth import ClientAuth, encode_client_secret_basic

from components.regards.errors import RegardsError, SessionOver, SignInRefused, UnexpectedReply
from components.regards.http import replies
from components.regards.http.connection import CONNECT_TIMEOUT, READ_TIMEOUT, Connection, answered, reply, trusted
from components.regards.http.sign_in_refusals import refused_sign_in
from components.regards.settings import Archive

_TOKEN_PATH: Final = "rs-authentication/oauth/token"  # noqa: S105 - a path
_MARGIN: Final = 60.0  # seconds; from then on a token counts as expired (contract A.6)
_RENEW_AGAIN: Final = 60.0  # seconds from a renewal that failed to the next


@dataclass(frozen=True, slots=True)
class Login:
    """A user of a project of an archive, and the token that proves it.

    Times are seconds of the clock that was passed in when the token came. ``identifier_field`` is the
    attribute by which the project names its products. ``renewable`` turns False when the archive refused.
    ``sign_in_id`` stays the same over renewals.
    """

    archive: Archive
    project: str
    username: str
    role: str
    token: str = field(repr=False)
    received_at: float
    life: float
    identifier_field: str = "providerId"
    renewable: bool = True
    sign_in_id: str = field(default_factory=lambda: secrets.token_hex(8), compare=False)

    @property
    def usable_until(self) -> float:
        """When the token counts as expired: a minute early, or a tenth of a short life."""
        return self.received_at + self.life - min(_MARGIN, self.life / 10)

    def due(self, now: float) -> bool:
        """Whether to renew: half of the token's life is over, and it is still valid (contract B.3)."""
        return self.renewable and self.received_at + self.life / 2 <= now < self.usable_until

    @property
    def account(self) -> str:
        """The key that tells the user from all users of all archives."""
        return f"{self.archive.name}|{self.project}|{self.username}"

    def connection(self, now: Callable[[], float] = time.time) -> Connection:
        """Calls in this user's name."""
        return Connection(self.archive, self.token, self.usable_until, now)


def sign_in(
    archive: Archive, project: str, username: str, password: str, now: Callable[[], float] = time.time
) -> Login:
    """The login of an account that proves itself by its password.

    Asked once and never again by itself: wrong passwords lock accounts (contract B.1). Only where the
    archive's settings say ``legacy_login`` and the archive does not read JSON, the same is sent as a form.

    Raises:
        SignInRefused: with the meaning of the archive's code.
        RegardsError: the archive is unreachable, closed, or answered nonsense.
    """
    try:
        return _ask(archive, project, username, password, now, as_json=True)
    except _NotRead:
        if not archive.legacy_login:
            raise
        return _ask(archive, project, username, password, now, as_json=False)


def renew(login: Login, now: Callable[[], float] = time.time) -> Login:
    """The same login with a fresh token: the user borrows their own role (contract B.3).

    Raises:
        SessionOver: the token is no longer valid; the password must be asked.
    """
    answer = login.connection(now).read(f"rs-authentication/borrowRole/{quote(login.role, safe='')}")
    fresh = _login(login.archive, login.project, answer, now())
    return replace(fresh, identifier_field=login.identifier_field, sign_in_id=login.sign_in_id)


class Renewing:
    """A login that is renewed by itself at half-life, for work that outlasts a token; usable by several threads.

    Args:
        login: where to begin.
        now: the clock.
        forgotten: tells whether the user has signed out meanwhile; the work then ends.
    """

    def __init__(
        self, login: Login, now: Callable[[], float] = time.time, forgotten: Callable[[Login], bool] = lambda _: False
    ) -> None:
        self._login = login
        self._now = now
        self._forgotten = forgotten
        self._connection = login.connection(now)
        self._renewing = threading.Lock()
        self._not_before = -math.inf

    def connection(self) -> Connection:
        """Calls in the user's name, good for the next one.

        Where renewing fails, the old token is used until it ends; its calls then raise SessionOver.

        Raises:
            SessionOver: the user has signed out.
        """
        if self._forgotten(self._login):
            raise SessionOver("You have signed out.")
        # One thread renews; the others need not wait for it, since the old token is still good.
        if self._login.due(self._now()) and self._renewing.acquire(blocking=False):
            try:
                self._renew()
            finally:
                self._renewing.release()
        return self._connection

    def _renew(self) -> None:
        now = self._now()
        if now < self._not_before or not self._login.due(now):
            return
        try:
            self._login = renew(self._login, self._now)
        except RegardsError:
            self._not_before = now + _RENEW_AGAIN
        else:
            self._connection = self._login.connection(self._now)


def _ask(
    archive: Archive, project: str, username: str, password: str, now: Callable[[], float], *, as_json: bool
) -> Login:
    session = OAuth2Session(archive.client_id, archive.client_secret, token_endpoint_auth_method="json")  # noqa: S106
    session.register_client_auth_method(("json", _as_json if as_json else encode_client_secret_basic))
    session.register_compliance_hook("access_token_response", _accept)
    # The project goes into the query too: in the body alone REGARDS does not see it in time (T-41).
    address = f"{archive.base_url}/{_TOKEN_PATH}?{urlencode({'scope': project})}"
    with session, answered(archive.name):
        try:
            answer = session.fetch_token(
                address,
                grant_type="password",
                username=username,
                password=password,
                scope=project,
                timeout=(CONNECT_TIMEOUT, READ_TIMEOUT),
                allow_redirects=False,
                verify=trusted(archive),
            )
        except (AuthlibBaseError, OverflowError, TypeError, ValueError) as error:
            raise UnexpectedReply("The archive answered the sign-in with a token of an unknown form.") from error
    return _login(archive, project, answer, now())


def _as_json(client: ClientAuth, method: str, uri: str, headers: dict[str, str], body: str) -> tuple[str, Any, Any]:
    """The client as Basic credentials, and OAuth's form turned into the JSON that REGARDS reads (T-42)."""
    uri, headers, body = encode_client_secret_basic(client, method, uri, headers, body)
    content = json.dumps(dict(parse_qsl(body, keep_blank_values=True))).encode()
    return uri, {**headers, "Content-Type": "application/json", "Content-Length": str(len(content))}, content


class _NotRead(SignInRefused):
    """The archive may not have read the password at all: 400 or 401 without a code of its own (contract B.1)."""


def _accept(response: requests.Response) -> requests.Response:
    """Let an answer with a token pass, and raise what any other means."""
    if not response.ok or response.is_redirect:
        raise _refusal(response)
    answer = replies.data(reply(response))
    if not isinstance(answer, dict) or not isinstance(answer.get("access_token"), str):
        raise UnexpectedReply("The archive answered the sign-in without a token.", replies.reason(reply(response)))
    return response


def _refusal(response: requests.Response) -> RegardsError:
    error = refused_sign_in(reply(response))
    if response.status_code in {400, 401} and isinstance(error, SignInRefused) and not error.code:
        return _NotRead(error.what, error.advice, error.words)
    return error


def _login(archive: Archive, project: str, answer: Any, received_at: float) -> Login:  # noqa: ANN401 - JSON
    try:
        return Login(
            archive=archive,
            project=str(answer.get("tenant") or project),
            username=str(answer["sub"]),
            role=str(answer["role"]),
            token=str(answer["access_token"]),
            received_at=received_at,
            life=float(answer["expires_in"]),
        )
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise UnexpectedReply("The archive answered the sign-in without saying who and for how long.") from error
