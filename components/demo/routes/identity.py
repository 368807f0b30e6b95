"""rs-authentication: tokens (contract B.1 to B.3)."""

import base64
import binascii
from collections.abc import Mapping
from typing import Final

from components.demo.accounts import LoginError, LoginRefused, Role, User
from components.demo.answers import Refusal, Reply, without_nulls
from components.demo.archive import Archive
from components.demo.gateway import Call, Endpoint
from components.demo.scenarios import Scenario
from components.demo.tokens import Claims

_SERVICE: Final = "/rs-authentication"


def token(call: Call) -> Reply:
    """Give a token for login and password.

    The scope must be in the query or a header, whatever the body says. Values of the JSON body win over those
    of the query when they are not empty. `grant_type` is not looked at.
    """
    _check_client(call)
    scope = call.query.get("scope") or call.headers.get("scope")
    if not scope:
        raise Refusal(401)
    asked = _credentials(call)
    username, password = (asked.get(name) or call.query.get(name) or "" for name in ("username", "password"))
    if not username or not password:
        raise Refusal(500, "IllegalArgumentException: username and password are required")
    try:
        if scope != call.archive.project:
            raise LoginRefused(LoginError.USER_UNKNOWN)
        with call.archive.moment() as now:
            user = call.archive.directory.sign_in(username, password)
            return token_answer(call.archive, user, now)
    except LoginRefused as refused:
        return _refusal(refused.error)


def _check_client(call: Call) -> None:
    kind, _, encoded = call.headers.get("authorization", "").partition(" ")
    expected = f"{call.archive.client.username}:{call.archive.client.password}"
    try:
        given = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        given = ""
    if kind != "Basic" or given != expected:
        raise Refusal(401)


def _credentials(call: Call) -> Mapping[str, str]:
    """Give the values of the body: those of a JSON object; a form is in a type that nothing reads (415)."""
    if not call.body:
        return {}
    body = call.json()
    if not isinstance(body, Mapping):
        raise Refusal(400, "JSON parse error: an object was expected")
    return {name: value for name, value in body.items() if isinstance(value, str)}


def token_answer(archive: Archive, user: User, now: float, provider: str | None = None) -> Reply:
    """Give the answer that carries a fresh token: not wrapped, never to be kept (contract B.1)."""
    ending = archive.scenario_of(user.username) is Scenario.EXPIRED_SESSION
    expires = int(now) + (archive.short_session if ending else archive.token_life)
    claims = Claims(archive.project, user.role.name, user.username, expires, provider)
    data = {
        "token_type": "bearer",
        "tenant": archive.project,
        "scope": archive.project,
        "role": user.role.name,
        "sub": user.username,
        "email": user.username,
        "access_token": archive.tokens.sign(claims),
        "expires_in": int(expires - now),
        "service_provider_name": provider,
    }
    return Reply(without_nulls(data), headers={"Cache-Control": "no-store"})


def _refusal(error: LoginError) -> Reply:
    """Give the serialised exception of a refused sign-in: it has no `messages` (contract B.1)."""
    data = {
        "additionalInformation": {"error": error},
        "detailMessage": f"Access denied: {error}",
        "stackTrace": [],
        "suppressedExceptions": [],
    }
    return Reply(data, 400)


def borrow_role(call: Call) -> Reply:
    """Give a fresh token for a role the caller may borrow: their own or a weaker one (contract B.3)."""
    user = call.caller
    wanted = call.path["role"]
    if wanted not in Role.__members__ or Role[wanted] > user.role or Role[wanted] is Role.PUBLIC:
        raise Refusal(403, f"The role {wanted} cannot be borrowed")
    if call.archive.scenario_of(user.username) is Scenario.EXPIRED_SESSION:
        raise Refusal(403, "The session cannot be renewed")
    with call.archive.moment() as now:
        return token_answer(call.archive, user, now)


ENDPOINTS: Final = (
    Endpoint("POST", f"{_SERVICE}/oauth/token", token, Role.PUBLIC, login=True),
    Endpoint("GET", f"{_SERVICE}/borrowRole/{{role}}", borrow_role),
)
