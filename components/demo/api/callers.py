"""Authentication of requests, by token or as anonymous (contract A.2)."""

from collections.abc import Mapping
from typing import Final

from starlette.requests import Request

from components.demo.accounts.accounts import Role
from components.demo.accounts.tokens import TokenRefused
from components.demo.api.calls import Caller
from components.demo.api.responses import Refusal
from components.demo.archive import Archive

_BEARER: Final = "Bearer "
_KEY: Final = "x-api-key"
ANONYMOUS: Final = Caller(Role.PUBLIC)


def caller_of(archive: Archive, request: Request) -> Caller:
    """The caller of a request. Raises a 401 without token and scope, or the error for an invalid token.

    A token is accepted after `Bearer` with a capital B or, without that header, in `?token=`. Any other request with a
    `scope` is anonymous, without an error, unless it brings a key of the archive (contract L.9).
    """
    header = request.headers.get("authorization", "")
    if header.startswith(_BEARER):
        return _bearer(archive, header.removeprefix(_BEARER))
    if not header and "token" in request.query_params:
        return _bearer(archive, request.query_params["token"])
    if scope_of(request.query_params, request.headers) != archive.project:
        raise Refusal(401)
    user = archive.directory.get(archive.api_keys.get(request.headers.get(_KEY, ""), ""))
    return Caller(user.role, user) if user else ANONYMOUS


def scope_of(query: Mapping[str, str], headers: Mapping[str, str]) -> str:
    """The project named in the query or in a header. Raises a 401 if there is none."""
    scope = query.get("scope") or headers.get("scope")
    if not scope:
        raise Refusal(401)
    return scope


def check_role(caller: Caller, least: Role) -> None:
    """Raise a 403 if the role of the caller is too low."""
    if caller.role < least:
        raise Refusal(403, f"Access denied: the role {caller.role.name} may not call this endpoint")


def _bearer(archive: Archive, token: str) -> Caller:
    now = archive.clock()
    try:
        claims = archive.tokens.read(token, now)
    except TokenRefused:
        raise _session_over(archive) from None
    user = archive.directory.get(claims.sub)
    if user is None or claims.order is not None or archive.ends_session_early(user.username, claims.exp - now):
        raise _session_over(archive)
    return Caller(Role[claims.role], user, claims.provider)


def _session_over(archive: Archive) -> Refusal:
    """The response to an invalid token: a 500 names an exception, other statuses have no body (contract A.6)."""
    messages = ("InvalidJwtException: JWT token is expired",) if archive.expired_status >= 500 else ()  # noqa: PLR2004 - a status
    return Refusal(archive.expired_status, *messages)
