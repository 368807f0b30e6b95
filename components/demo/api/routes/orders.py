"""rs-order: creation, list and actions of orders (contract C.1, C.3, C.5, C.9)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from starlette.responses import Response

from components.demo.accounts.accounts import Role
from components.demo.api.calls import Answer, Call, Endpoint
from components.demo.api.order_views import order_links, order_view, page, resource
from components.demo.api.responses import Json, Refusal, Reply, without_nulls
from components.demo.orders.actions import Action, check, check_owner
from components.demo.orders.apply import OrderResponse, apply, read_request
from components.demo.orders.lifecycle import BASKET_ORDER_HOURS, LifeCycle
from components.demo.orders.order import Order

_SERVICE: Final = "/rs-order"
_LONGEST_LABEL: Final = 50


def submit(call: Call) -> Reply:
    """Order in one call. The status is 200 if the order is granted, 422 otherwise; as documented, 201 and 400."""
    response = apply(call.archive, call.user, read_request(call.json()))
    granted, refused = (201, 400) if call.documented else (200, 422)
    return resource(call, _order_response_view(response), status=granted if response.order_id else refused)


def _order_response_view(response: OrderResponse) -> Json:
    return without_nulls(
        {
            "status": "GRANTED" if response.order_id else "FAILED",
            "orderId": response.order_id,
            "correlationId": response.correlation_id,
            "message": response.message,
            "errorType": response.error_type,
        }
    )


def list_orders(call: Call) -> Reply:
    """The orders of the caller, newest first."""
    window = call.window()
    with call.archive.moment():
        orders = call.archive.lifecycle.of(call.user.username)
        items = [(order_view(each), order_links(each)) for each in window.cut(orders)]
    return page(call, window, len(orders), items)


def read_order(call: Call) -> Reply:
    """One order."""
    with call.archive.moment():
        order = readable_order(call)
        return resource(call, order_view(order), order_links(order))


def readable_order(call: Call) -> Order:
    """The order in the path. Raises a 404 or, if the caller may not read it, a 403, both without a message."""
    order = call.archive.lifecycle.orders.get(call.number("order"))
    if order is None:
        raise Refusal(404)
    check_reader(call, order)
    return order


def check_reader(call: Call, order: Order) -> None:
    """Raise a 403 unless the caller is the owner or an administrator, also where REGARDS does not (J.9)."""
    if order.owner != call.user.username and call.caller.role < Role.PROJECT_ADMIN:
        raise Refusal(403)


def own_order(call: Call) -> Order:
    """The order in the path. Raises a 404 or, if the caller is not its owner, a 401, both with a message."""
    number = call.number("order")
    order = call.archive.lifecycle.orders.get(number)
    if order is None:
        raise Refusal(404, f"Entity of type Order with id {number} was not found")
    check_owner(order, call.user.username)
    return order


def _action_endpoint(action: Action, act: Callable[[LifeCycle, Order, float], None]) -> Callable[[Call], Response]:
    """The handler of an action; its response is an empty 200."""

    def answer(call: Call) -> Response:
        with call.archive.moment() as now:
            order = own_order(call)
            check(action, order)
            act(call.archive.lifecycle, order, now)
        return Response()

    return answer


def remove(call: Call) -> Response:
    """Remove a deleted order of any user, as an administrator."""
    with call.archive.moment():
        order = call.archive.lifecycle.orders.get(call.number("order"))
        if order is None:
            raise Refusal(404, "Entity of type Order was not found")
        check(Action.REMOVE, order)
        call.archive.lifecycle.remove(order)
    return Response()


def restart(call: Call) -> Reply:
    """Create an order with the same selections and the lifetime of a basket's order (contract C.4)."""
    asked = call.json_object()
    with call.archive.moment() as now:
        order = own_order(call)
        check(Action.RESTART, order)
        label, page_after = _label(call, asked.get("label"), now), str(asked.get("onSuccessUrl") or "")
        again = call.archive.baskets.order(call.user, order.selections, label, BASKET_ORDER_HOURS, now, page_after)
        return resource(call, order_view(again), order_links(again), status=200 if call.documented else 201)


def order_basket(call: Call) -> Answer:
    """Create an order from the basket, even an empty one; a 204 if there is none (contract C.9)."""
    asked = call.json_object()
    with call.archive.moment() as now:
        basket = call.archive.baskets.by_owner.get(call.user.username)
        if basket is None:
            return Response(status_code=204)
        label, page_after = _label(call, asked.get("label"), now), str(asked.get("onSuccessUrl") or "")
        order = call.archive.baskets.order_basket(call.user, label, BASKET_ORDER_HOURS, now, page_after)
        return resource(call, order_view(order), order_links(order), status=200 if call.documented else 201)


def _label(call: Call, asked: object, now: float) -> str:
    """The requested label, or one with the date. Raises a 422 if it is too long or already used."""
    label = str(asked or f"Order of {datetime.fromtimestamp(now, UTC):%Y/%m/%d at %H:%M:%S}")
    if len(label.encode("utf-16-le", "surrogatepass")) // 2 > _LONGEST_LABEL:  # as Java counts
        raise Refusal(422, "TOO_MANY_CHARACTERS_IN_LABEL")
    if call.archive.lifecycle.has_label(call.user.username, label):
        raise Refusal(422, "LABEL_NOT_UNIQUE_FOR_OWNER")
    return label


_ORDERS: Final = f"{_SERVICE}/user/orders"

ENDPOINTS: Final = (
    Endpoint("POST", f"{_ORDERS}/apply", submit),
    Endpoint("GET", _ORDERS, list_orders),
    Endpoint("POST", _ORDERS, order_basket),
    Endpoint("GET", f"{_ORDERS}/{{order}}", read_order),
    Endpoint("PUT", f"{_ORDERS}/pause/{{order}}", _action_endpoint(Action.PAUSE, LifeCycle.pause)),
    Endpoint("PUT", f"{_ORDERS}/resume/{{order}}", _action_endpoint(Action.RESUME, LifeCycle.resume)),
    Endpoint("PUT", f"{_ORDERS}/{{order}}/retry", _action_endpoint(Action.RETRY, LifeCycle.retry)),
    Endpoint("POST", f"{_ORDERS}/{{order}}/restart", restart),
    Endpoint("DELETE", f"{_ORDERS}/remove/{{order}}", remove, Role.PROJECT_ADMIN),
    Endpoint("DELETE", f"{_ORDERS}/{{order}}", _action_endpoint(Action.DELETE, LifeCycle.delete)),
)
