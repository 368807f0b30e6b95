"""Who calls: from a token, or anonymous (contract A.2)."""

from collections.abc import Mapping
from typing import Final

from starlette.requests import Request

from components.demo.accounts.accounts import Role
from components.demo.accounts.tokens import TokenRefused
from components.demo.api.calls import Caller
from components.demo.api.responses import Refusal
from components.demo.archive import Archive

_BEARER: Final = "Bearer "
ANONYMOUS: Final = Caller(Role.PUBLIC)


def caller_of(archive: Archive, request: Request) -> Caller:
    """The caller of a request. Raises a 401 for nobody at all, or what a dead token is answered with.

    Only a capital `Bearer` is seen as a token, or `?token=` where there is no such header. Anything else with a
    `scope` silently becomes anonymous.
    """
    header = request.headers.get("authorization", "")
    if header.startswith(_BEARER):
        return _bearer(archive, header.removeprefix(_BEARER))
    if not header and "token" in request.query_params:
        return _bearer(archive, request.query_params["token"])
    if scope_of(request.query_params, request.headers) != archive.project:
        raise Refusal(401)
    return ANONYMOUS


def scope_of(query: Mapping[str, str], headers: Mapping[str, str]) -> str:
    """The project that is named in the query or in a header. Raises a 401 if none is."""
    scope = query.get("scope") or headers.get("scope")
    if not scope:
        raise Refusal(401)
    return scope


def check_role(caller: Caller, least: Role) -> None:
    """Raise a 403 for a caller whose role is too weak."""
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
    """The answer to a dead token: a 500 names an exception, the others say nothing (contract A.6)."""
    words = ("InvalidJwtException: JWT token is expired",) if archive.expired_status >= 500 else ()  # noqa: PLR2004 - a status
    return Refusal(archive.expired_status, *words)
