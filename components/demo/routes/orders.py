"""rs-order: ordering, the list of orders and what can be done with one (contract C.1, C.3, C.5)."""

from typing import Final

from components.demo.accounts import Role
from components.demo.answers import Refusal, Reply, without_nulls
from components.demo.apply import Verdict, apply, read_request
from components.demo.gateway import Call, Endpoint
from components.demo.order_views import order_links, order_view, page, resource
from components.demo.orders import Order

_SERVICE: Final = "/rs-order"


def submit(call: Call) -> Reply:
    """Order in one call: 200 or, for every other verdict, 422 with the same shape.

    The public pages promise 201 and 400 instead.
    """
    verdict = apply(call.archive, call.caller, read_request(call.json()))
    granted, refused = (201, 400) if call.archive.documented else (200, 422)
    return resource(call, _verdict_view(verdict), status=granted if verdict.order_id else refused)


def _verdict_view(verdict: Verdict) -> dict[str, object]:
    return dict(
        without_nulls(
            {
                "status": "GRANTED" if verdict.order_id else "FAILED",
                "orderId": verdict.order_id,
                "correlationId": verdict.correlation_id,
                "message": verdict.message,
                "errorType": verdict.error_type,
            }
        )
    )


def list_orders(call: Call) -> Reply:
    """Give the caller's own orders, newest first."""
    window = call.window()
    with call.archive.moment():
        orders = call.archive.lifecycle.of(call.caller.username)
        items = [(order_view(each), order_links(each)) for each in window.cut(orders)]
    return page(call, window, len(orders), items)


def read_order(call: Call) -> Reply:
    """Give one order."""
    with call.archive.moment():
        order = readable_order(call, silent=True)
        return resource(call, order_view(order), order_links(order))


def readable_order(call: Call, *, silent: bool) -> Order:
    """Give the order of the path if the caller may read it; else raise 404 or 403.

    REGARDS answers some of its endpoints `silent`, with empty bodies, and others with messages (contract C.3,
    C.7).
    """
    number = call.number("order")
    order = call.archive.lifecycle.orders.get(number)
    if order is None:
        raise Refusal(404, *(() if silent else (f"Entity of type Order with id {number} not found",)))
    if order.owner != call.caller.username and call.caller.role < Role.PROJECT_ADMIN:
        raise Refusal(403)
    return order


ENDPOINTS: Final = (
    Endpoint("POST", f"{_SERVICE}/user/orders/apply", submit),
    Endpoint("GET", f"{_SERVICE}/user/orders", list_orders),
    Endpoint("GET", f"{_SERVICE}/user/orders/{{order}}", read_order),
)
