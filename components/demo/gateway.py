"""The door of the archive: who calls, with what right, and in what mood the archive is (contract A, scenarios)."""

import asyncio
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from components.demo.accounts import Role, User
from components.demo.answers import PREFIX, Refusal, Reply, Window, errors
from components.demo.archive import Archive
from components.demo.request_log import Recorded, without_secrets
from components.demo.scenarios import Scenario
from components.demo.tokens import TokenRefused

_BEARER: Final = "Bearer "
LARGEST_PAGE: Final = 2_000
_FIREWALL_PAGE: Final = (
    "<!DOCTYPE html><html><body><h1>Web access</h1><p>Please accept the terms of use.</p></body></html>"
)
_PROXY_TIMEOUT: Final = "<html><head><title>504 Gateway Time-out</title></head><body><center><h1>504 Gateway Time-out</h1></center><hr><center>nginx</center></body></html>"
_MAINTENANCE_PAGE: Final = "<!doctype html><html><head><title>HTTP Status 515</title></head><body><h1>HTTP Status 515</h1></body></html>"
_MAINTENANCE: Final = 515


@dataclass(frozen=True)
class Call:
    """One request, as an endpoint sees it: `user` is None for an anonymous caller of the role PUBLIC."""

    archive: Archive
    user: User | None
    path: Mapping[str, str]
    query: QueryParams
    headers: Mapping[str, str]
    body: bytes
    base: str

    @property
    def caller(self) -> User:
        """The user of an endpoint that needs one."""
        if self.user is None:
            raise Refusal(403, "Access denied")
        return self.user

    @property
    def groups(self) -> frozenset[str]:
        """The groups whose data the caller may see."""
        return self.user.groups if self.user else frozenset({"public"})

    def json(self) -> object:
        """Give the body, read as JSON; raise a 400 if it is none and a 415 if it says that it is something else."""
        kind = self.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
        if kind not in {"application/json", "application/hal+json"}:
            raise Refusal(415, f"Content type '{kind}' not supported")
        try:
            return json.loads(self.body)
        except ValueError:
            raise Refusal(400, "JSON parse error: the body is not JSON") from None

    def number(self, name: str) -> int:
        """Give a number of the path; raise a 400 for anything else."""
        text = self.path[name]
        if not (text.isascii() and text.isdigit()):
            raise Refusal(
                400, f'Failed to convert value of type "java.lang.String" to required type "long": "{text}"'
            )
        return int(text)

    def window(self, size: int = 20) -> Window:
        """Give the page that is asked for; what cannot be read as a page falls back to the first (contract A.5)."""

        def number(name: str, otherwise: int, least: int) -> int:
            text = self.query.get(name, "")
            return int(text) if text.isascii() and text.isdigit() and int(text) >= least else otherwise

        return Window(number("page", 0, 0), min(number("size", size, 1), LARGEST_PAGE))


Answer = Response | Reply


@dataclass(frozen=True)
class Endpoint:
    """One verb and path of a microservice, the weakest role that may call it, and what answers."""

    method: str
    path: str
    answer: Callable[[Call], Answer]
    role: Role = Role.REGISTERED_USER
    login: bool = False


def route(archive: Archive, endpoint: Endpoint) -> Route:
    """Give the way from a request to an endpoint and back."""

    async def serve(request: Request) -> Response:
        body = await request.body()
        user: User | None = None
        try:
            user = None if endpoint.login else _caller(archive, request, endpoint.role)
            response = await _play(archive, endpoint, request, user, body)
        except Refusal as refusal:
            response = _refused(refusal)
        response.headers["correlation-id"] = request.headers.get("correlation-id") or str(uuid.uuid4())
        archive.requests.add(
            Recorded(
                method=request.method,
                path=request.url.path,
                query=without_secrets(request.url.query),
                user=user.username if user else "",
                body=b"" if endpoint.login else body,
                status=response.status_code,
            )
        )
        return response

    return Route(PREFIX + endpoint.path, serve, methods=[endpoint.method])


def _caller(archive: Archive, request: Request, role: Role) -> User | None:
    """Give the user of the request's token, or None for an anonymous one; raise a refusal (contract A.2).

    Only a capital `Bearer` is seen as a token. Anything else with a `scope` silently becomes anonymous.
    """
    header = request.headers.get("authorization", "")
    token = header.removeprefix(_BEARER) if header.startswith(_BEARER) else None
    if token is None and not header:
        token = request.query_params.get("token")
    scope = request.query_params.get("scope") or request.headers.get("scope")
    if token is not None:
        user = _bearer(archive, token)
        if user.role < role:
            raise Refusal(403, f"Access denied: the role {user.role.name} may not call this endpoint")
        return user
    if scope != archive.project:
        raise Refusal(401)
    if role > Role.PUBLIC:
        raise Refusal(403, "Access denied: the role PUBLIC may not call this endpoint")
    return None


def _bearer(archive: Archive, token: str) -> User:
    with archive.moment() as now:
        try:
            claims = archive.tokens.read(token, now)
        except TokenRefused:
            raise Refusal(archive.expired_status, *_expiry_words(archive)) from None
        user = archive.directory.get(claims.sub)
        if user is None or claims.order is not None or _cut_short(archive, user, claims.exp, now):
            raise Refusal(archive.expired_status, *_expiry_words(archive))
        return user


def _cut_short(archive: Archive, user: User, exp: int, now: float) -> bool:
    """Say whether a scenario ends a session that began before it: such a token has more left than it now grants."""
    return (
        archive.scenario_of(user.username) is Scenario.EXPIRED_SESSION
        and exp - now > archive.short_session
        and now >= archive.scenario_since(user.username) + archive.short_session
    )


def _expiry_words(archive: Archive) -> tuple[str, ...]:
    """Give what a dead token is told: the gateway's 500 names an exception, the others say nothing."""
    return ("InvalidJwtException: JWT token is expired",) if archive.expired_status == 500 else ()  # noqa: PLR2004


async def _play(
    archive: Archive, endpoint: Endpoint, request: Request, user: User | None, body: bytes
) -> Response:
    scenario = None if endpoint.login else archive.scenario_of(user.username if user else "")
    if scenario is Scenario.SLOW:
        await asyncio.sleep(archive.slowness)
    if scenario is Scenario.FIREWALL:
        return HTMLResponse(_FIREWALL_PAGE)
    if (archive.maintenance or scenario is Scenario.MAINTENANCE) and request.method != "GET":
        return HTMLResponse(_MAINTENANCE_PAGE, _MAINTENANCE)
    call = Call(
        archive,
        user,
        request.path_params,
        request.query_params,
        request.headers,
        body,
        str(request.base_url).rstrip("/"),
    )
    response = await run_in_threadpool(_answer, endpoint, call)
    if scenario is Scenario.GATEWAY_TIMEOUT and endpoint.path.endswith("/apply"):
        await asyncio.sleep(archive.gateway_patience)
        return HTMLResponse(_PROXY_TIMEOUT, 504)
    return response


def _answer(endpoint: Endpoint, call: Call) -> Response:
    try:
        answer = endpoint.answer(call)
    except Refusal as refusal:
        answer = _refused(refusal)
    except Exception as fault:  # noqa: BLE001 - contract A.6: anything unexpected is a 500 that names the exception
        answer = errors(500, f"{type(fault).__name__}: {fault}")
    return answer.written(pretty="_pretty" in call.query) if isinstance(answer, Reply) else answer


def _refused(refusal: Refusal) -> Response:
    if not refusal.messages:
        return Response(status_code=refusal.status)
    return errors(refusal.status, *refusal.messages).written(pretty=False)
