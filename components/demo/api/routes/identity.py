"""rs-authentication: sign-in with username and password, and renewal (contract B.1, B.3)."""

import base64
import binascii
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from components.demo.accounts.accounts import LoginError, LoginRefused, Role, User
from components.demo.accounts.tokens import Claims
from components.demo.api.callers import scope_of
from components.demo.api.calls import Answer, Call, Endpoint
from components.demo.api.firewall import firewall_page
from components.demo.api.responses import Refusal, Reply, without_nulls
from components.demo.archive import Archive
from components.demo.scenarios import Scenario

_SERVICE: Final = "/rs-authentication"


def token(call: Call) -> Answer:
    """A token for a username and password; the value of `grant_type` is ignored.

    The scope must be in the query or in a header; the one in the body is ignored. An empty username or password raises
    a 500. A legacy archive answers a 400 if it reads no `grant_type` (contract L.10). In an unknown project the
    response is the same as for an unknown user.
    """
    _check_client(call)
    given = _legacy_parameters(call) if call.archive.legacy_login else _parameters(call)
    if call.archive.legacy_login and "grant_type" not in given:
        return Reply({"error": "invalid_request", "error_description": "Missing grant type"}, 400)
    username, password = given.get("username"), given.get("password")
    if not username or not password:
        raise Refusal(500, "IllegalArgumentException: username and password must not be empty")
    if page := firewall_page(call.archive.stops_sign_in(username)):
        return page
    if scope_of(call.query, call.headers) != call.archive.project:
        return _refused(LoginError.USER_UNKNOWN)
    with call.archive.moment() as now:
        try:
            user = call.archive.directory.sign_in(username, password, now)
        except LoginRefused as refusal:
            return _refused(refusal.error)
        return token_answer(call.archive, user, now)


def _check_client(call: Call) -> None:
    """Raise a 401 unless the client sends its name and secret."""
    kind, _, encoded = call.headers.get("authorization", "").partition(" ")
    client = call.archive.client
    try:
        shown = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        shown = ""
    if kind != "Basic" or shown != f"{client.username}:{client.password}":
        raise Refusal(401)


def _parameters(call: Call) -> Mapping[str, str]:
    """The parameters of the query and of the JSON body; non-empty values of the body take precedence.

    A form raises a 415 (trap T-42).
    """
    body = call.json_object() if call.body else {}
    return {**call.query, **{name: value for name, value in body.items() if isinstance(value, str) and value}}


def _legacy_parameters(call: Call) -> Mapping[str, str]:
    """The parameters of query and form, without a JSON body, as in versions up to 1.15."""
    form = call.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    return {**call.query, **dict(parse_qsl(call.body.decode(errors="replace")) if form else ())}


def token_answer(
    archive: Archive, user: User, now: float, *, role: Role | None = None, provider: str | None = None
) -> Reply:
    """The response with a new token, not wrapped and never cached."""
    ending = archive.scenario_of(user.username) is Scenario.EXPIRED_SESSION
    expires = int(now) + (archive.short_token_life if ending else archive.token_life)
    name = (user.role if role is None else role).name
    data = {
        "token_type": "bearer",
        "tenant": archive.project,
        "scope": archive.project,
        "role": name,
        "sub": user.username,
        "email": user.username,
        "access_token": archive.tokens.sign(Claims(archive.project, name, user.username, expires, provider)),
        "expires_in": int(expires - now),
        "service_provider_name": provider,
    }
    return Reply(without_nulls(data), headers={"Cache-Control": "no-store"})


def _refused(error: LoginError) -> Reply:
    """The response to a refused sign-in: a serialised exception, not `messages`."""
    data = {
        "additionalInformation": {"error": error},
        "detailMessage": f"Access denied: {error}",
        "stackTrace": [],
        "suppressedExceptions": [],
    }
    return Reply(data, 400)


def borrow_role(call: Call) -> Reply:
    """A new token for the role of the caller or a lower one, without the identity provider of the old token."""
    wanted = Role.__members__.get(call.path["role"])
    if wanted is None or not Role.PUBLIC < wanted <= call.user.role:
        raise Refusal(403, f"The role {call.path['role']} cannot be borrowed")
    if call.archive.scenario_of(call.user.username) is Scenario.EXPIRED_SESSION:
        raise Refusal(403, "This session cannot be renewed")
    with call.archive.moment() as now:
        return token_answer(call.archive, call.user, now, role=wanted)


ENDPOINTS: Final = (
    Endpoint("POST", f"{_SERVICE}/oauth/token", token, Role.PUBLIC, login=True),
    Endpoint("GET", f"{_SERVICE}/borrowRole/{{role}}", borrow_role),
)
