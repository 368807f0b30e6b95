"""The gateway: authentication, scenarios, dispatch to the endpoint, and logging of each request (contract A)."""

from asyncio import sleep
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from components.demo.accounts.accounts import User
from components.demo.api.callers import ANONYMOUS, caller_of, check_role, scope_of
from components.demo.api.calls import Call, Caller, Endpoint
from components.demo.api.dates import iso
from components.demo.api.firewall import firewall_page
from components.demo.api.responses import PREFIX, Refusal, Reply, errors
from components.demo.archive import Archive
from components.demo.request_log import RecordedRequest, without_secrets
from components.demo.scenarios import Scenario

_CORRELATION: Final = "correlation-id"
_TIMEOUT_PAGE: Final = (
    "<html><head><title>504 Gateway Time-out</title></head>"
    "<body><center><h1>504 Gateway Time-out</h1></center><hr><center>nginx</center></body></html>"
)
_MAINTENANCE: Final = 515
_ORDERING: Final = {("POST", "/rs-order/user/orders/apply"), ("POST", "/rs-order/user/orders")}
"""The endpoints that create an order, in one call and from the basket (contract C.1, C.9)."""

_MAINTENANCE_PAGE: Final = (
    "<!doctype html><html><head><title>HTTP Status 515</title></head><body><h1>HTTP Status 515</h1></body></html>"
)


def route(archive: Archive, endpoint: Endpoint) -> Route:
    """The route to an endpoint."""

    async def serve(request: Request) -> Response:
        body = await request.body()
        caller = ANONYMOUS
        try:
            if endpoint.documented not in {None, archive.documented}:
                raise HTTPException(404)
            if endpoint.login:
                scope_of(request.query_params, request.headers)
            else:
                caller = caller_of(archive, request)
                check_role(caller, endpoint.role)
            response = await _respond(archive, endpoint, caller, request, body)
        except Refusal as refusal:
            response = _refused(refusal)
        _finish(archive, request, response, user=caller.user, body=b"" if endpoint.login else body)
        return response

    return Route(PREFIX + endpoint.path, serve, methods=[endpoint.method])


def failure_page(archive: Archive) -> Callable[[Request, Exception], Awaitable[Response]]:
    """The handler for unknown addresses, which responds with Spring's default error object (contract A.6)."""

    async def answer(request: Request, fault: Exception) -> Response:
        status = fault.status_code if isinstance(fault, HTTPException) else 500
        data = {
            "timestamp": iso(archive.clock()),
            "path": request.url.path,
            "status": status,
            "error": fault.detail if isinstance(fault, HTTPException) else "Internal Server Error",
            "requestId": archive.new_identifier(),
        }
        response = Reply(data, status).written(pretty=False)
        _finish(archive, request, response, user=None, body=b"")
        return response

    return answer


def _finish(archive: Archive, request: Request, response: Response, *, user: User | None, body: bytes) -> None:
    """Set the correlation id, the one of the request if given, and log the request."""
    response.headers[_CORRELATION] = request.headers.get(_CORRELATION) or archive.new_identifier()
    archive.requests.add(
        RecordedRequest(
            method=request.method,
            path=request.url.path,
            query=without_secrets(request.url.query),
            user=user.username if user else "",
            body=body,
            status=response.status_code,
        )
    )


async def _respond(archive: Archive, endpoint: Endpoint, caller: Caller, request: Request, body: bytes) -> Response:
    """The response of an endpoint in the scenario of the caller; at a sign-in the endpoint itself knows who calls."""
    scenario = None if endpoint.login else archive.scenario_of(caller.user.username if caller.user else None)
    delay = max(archive.latency, archive.slow_latency if scenario is Scenario.SLOW else 0)
    if delay:
        await sleep(delay)
    if gate := archive.gates.get(endpoint.path):
        await run_in_threadpool(gate.hold)
    if page := firewall_page(scenario):
        return page
    if (archive.maintenance or scenario is Scenario.MAINTENANCE) and request.method != "GET":
        return HTMLResponse(_MAINTENANCE_PAGE, _MAINTENANCE)
    call = Call(
        archive=archive,
        caller=caller,
        method=request.method,
        path=request.path_params,
        query=request.query_params,
        headers=request.headers,
        body=body,
        base=str(request.base_url).rstrip("/"),
    )
    response = await run_in_threadpool(_answered, endpoint, call)
    if scenario is Scenario.GATEWAY_TIMEOUT and (endpoint.method, endpoint.path) in _ORDERING:
        await sleep(archive.gateway_timeout)
        return HTMLResponse(_TIMEOUT_PAGE, 504)
    return response


def _answered(endpoint: Endpoint, call: Call) -> Response:
    try:
        answer = endpoint.answer(call)
    except Refusal as refusal:
        return _refused(refusal)
    except Exception as fault:  # noqa: BLE001 - contract A.6: an unexpected exception is a 500 with its name
        answer = errors(500, f"{type(fault).__name__}: {fault}")
    return answer.written(pretty="_pretty" in call.query) if isinstance(answer, Reply) else answer


def _refused(refusal: Refusal) -> Response:
    if not refusal.messages:
        return Response(status_code=refusal.status)
    return errors(refusal.status, *refusal.messages).written(pretty=False)
