"""A user's login: sign-in with a password, and renewal of the token (contract B). `entrance` has the other ways."""

import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.auth import ClientAuth

from components.regards.errors import RegardsError, SignInRefused, UnexpectedReply
from components.regards.http import addresses, correlation, replies
from components.regards.http.connection import Connection, Unrenewed, bearer
from components.regards.http.gateway import answered, transport, trusted
from components.regards.http.read_retries import CONNECT_TIMEOUT, READ_TIMEOUT
from components.regards.http.replies import Reply
from components.regards.settings import Archive
from components.regards.sign_in import sign_in_request, tokens
from components.regards.sign_in.sign_in_refusals import password_was_not_read, refused_sign_in
from components.regards.sign_in.ways import Way

_HOUR: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Login:
    """A user of a project of an archive, with the token, or with the key in its place.

    Times are in seconds of the clock that was passed in. ``identifier_field`` is the attribute that holds the
    identifiers of products. ``way`` is how the user signed in, and ``provider`` the identity provider of that way.
    ``sign_in_id`` and ``signed_in_at``, when the user signed in, stay the same over renewals; without a time, it is
    that of the token.
    """

    archive: Archive
    project: str
    username: str
    role: str
    token: str = field(repr=False)
    received_at: float
    life: float
    identifier_field: str = "providerId"
    way: Way = Way.PASSWORD
    provider: str = ""
    sign_in_id: str = field(default_factory=lambda: secrets.token_hex(8), compare=False)
    signed_in_at: float = 0.0

    def __post_init__(self) -> None:
        if not self.signed_in_at:
            object.__setattr__(self, "signed_in_at", self.received_at)

    @property
    def ends_at(self) -> float:
        """When the user must sign in again, however often the token was renewed."""
        return self.signed_in_at + self.archive.session_hours * _HOUR

    @property
    def headers(self) -> Mapping[str, str]:
        """What brings the token or the key. Without a token, requests must name the project (contract A.2)."""
        if self.way == Way.KEY:
            return {self.archive.api_key_header: self.token, "scope": self.project}
        return bearer(self.token)

    @property
    def usable_until(self) -> float:
        """When the token counts as expired."""
        return min(self.ends_at, tokens.usable_until(self.received_at, self.life))

    def due(self, now: float) -> bool:
        """Whether to renew the token; a key is never renewed."""
        return self.way != Way.KEY and tokens.renewal_due(self.received_at, self.life, now)

    @property
    def account(self) -> str:
        """The key of the user, unique among all users of all archives."""
        return f"{self.archive.name}|{self.project}|{self.username}"

    def connection(self, now: Callable[[], float] = time.time) -> Connection:
        """A connection with this token, which is never renewed; `session.Session` has one that is."""
        return Connection(self.archive, Unrenewed(self), now=now)


def sign_in(
    archive: Archive, project: str, username: str, password: str, now: Callable[[], float] = time.time
) -> Login:
    """Sign in with a password.

    The request is sent once: wrong passwords lock accounts (contract B.1). Only if the archive's settings have
    ``legacy_login`` and the archive does not read JSON, the same is sent again as a form.

    Raises:
        SignInRefused: the archive refused; the message gives the meaning of its code.
        RegardsError: the archive is unreachable or closed, or its answer is not one of REGARDS.
    """
    try:
        return _ask(archive, project, username, password, now, as_json=True)
    except _NotRead:
        if not archive.legacy_login:
            raise
        return _ask(archive, project, username, password, now, as_json=False)


def renew(login: Login, now: Callable[[], float] = time.time) -> Login:
    """Renew the token of a login: the user borrows their own role (contract B.3).

    Raises:
        SessionOver: the token is no longer valid, or it is a key; the user must sign in again.
    """
    if login.way == Way.KEY:
        raise replies.session_over()
    fresh = granted(login.archive, login.project, login.connection(now).read(addresses.borrow_role(login.role)), now())
    return replace(login, role=fresh.role, token=fresh.token, received_at=fresh.received_at, life=fresh.life)


def _ask(
    archive: Archive, project: str, username: str, password: str, now: Callable[[], float], *, as_json: bool
) -> Login:
    session = OAuth2Session(archive.client_id, archive.client_secret, token_endpoint_auth_method="regards")  # noqa: S106
    proof = sign_in_request.client(archive.client_id, archive.client_secret, raw=archive.raw_client_secret)
    session.register_client_auth_method(("regards", _ClientProof(proof, as_json=as_json)))
    session.register_compliance_hook("access_token_response", _accept)
    session.headers.update({"User-Agent": archive.user_agent, correlation.HEADER: correlation.begin()})
    session.mount(archive.url, transport)  # it is not closed with this session: others use it
    address = f"{archive.base_url}/{addresses.TOKEN}?{urlencode(sign_in_request.query(project))}"
    with answered(archive.name):
        try:
            answer = session.fetch_token(
                address,
                **sign_in_request.body(project, username, password),
                timeout=(CONNECT_TIMEOUT, READ_TIMEOUT),
                allow_redirects=False,
                verify=trusted(archive),
            )
        except (AuthlibBaseError, OverflowError, TypeError, ValueError) as error:
            raise UnexpectedReply("The archive answered the sign-in with a token of an unknown form.") from error
    return granted(archive, project, answer, now())


def granted(archive: Archive, project: str, answer: Any, received_at: float) -> Login:  # noqa: ANN401 - JSON
    """The login that the archive grants in its answer to a sign-in or to a renewal (contract B.1).

    Raises:
        UnexpectedReply: the answer has another form.
    """
    try:
        return Login(
            archive=archive,
            project=str(answer.get("tenant") or project),
            username=str(answer["sub"]),
            role=str(answer["role"]),
            token=str(answer["access_token"]),
            received_at=received_at,
            life=tokens.life(answer["expires_in"]),
        )
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise UnexpectedReply(
            "The archive answered the sign-in without the user, the role or the life of the token."
        ) from error


@dataclass(frozen=True, slots=True)
class _ClientProof:
    """Adds the client to a request of Authlib, and turns OAuth's form into the JSON that REGARDS reads (T-42)."""

    authorization: str = field(repr=False)
    as_json: bool

    def __call__(
        self, _client: ClientAuth, _method: str, uri: str, headers: dict[str, str], body: str
    ) -> tuple[str, Any, Any]:
        headers = {**headers, "Authorization": self.authorization}
        if not self.as_json:
            return uri, headers, body
        content = json.dumps(dict(parse_qsl(body, keep_blank_values=True))).encode()
        return uri, {**headers, "Content-Type": "application/json", "Content-Length": str(len(content))}, content


class _NotRead(SignInRefused):
    """The archive may not have read the password at all: 400 or 401 without a code of its own (contract B.1)."""


def _accept(response: requests.Response) -> requests.Response:
    """Return an answer that holds a token; raise the cause of any other."""
    if not response.ok or response.is_redirect:
        raise _refusal(response)
    answer = replies.data(_reply(response))
    if not isinstance(answer, dict) or not isinstance(answer.get("access_token"), str):
        raise UnexpectedReply("The archive answered the sign-in without a token.", replies.reason(_reply(response)))
    return response


def _refusal(response: requests.Response) -> RegardsError:
    error = refused_sign_in(_reply(response))
    if isinstance(error, SignInRefused) and password_was_not_read(_reply(response)):
        return _NotRead(error.what, error.advice, error.server_message)
    return error


def _reply(response: requests.Response) -> Reply:
    """An answer of requests, which was read whole."""
    headers = response.headers
    kind, location = headers.get("Content-Type", ""), headers.get("Location", "")
    return Reply(response.status_code, kind, response.content, location, headers.get("Date", ""))
