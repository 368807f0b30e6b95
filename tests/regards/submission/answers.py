"""Answers of an archive to what a submission asks, and what was asked of it."""

from collections.abc import Sequence

import pytest

from components.regards.errors import Refused
from components.regards.orders import orders
from components.regards.orders.records import Order
from components.regards.submission.submission import Outcome, submit
from tests.regards.scripted_server import Answer, AtOnce, ScriptedServer, reply
from tests.regards.served_demo import ServedDemo, request

ONE = 'providerId:"my_product_id_1"'
NOTHING = 'providerId:"NO_SUCH"'

BODY = '{"queries":  ["providerId:\\"é\\""]}'
EMPTY_BASKET = reply(204)
FULL_BASKET = reply(200, {"content": {"datasetSelections": [{"datasetLabel": "L2", "filesCount": 3}]}, "links": []})
GRANTED = reply(200, {"content": {"status": "GRANTED", "orderId": 812}, "links": []})
NO_ORDER = reply(200, {"content": [], "metadata": {"totalPages": 0}})
CLOSED = reply(403)
ABSENT = reply(404)

LOOK_AT_BASKET = "GET /api/v1/rs-order/order/basket"
EMPTY_THE_BASKET = "DELETE /api/v1/rs-order/order/basket"
LIST = "GET /api/v1/rs-order/user/orders"
APPLY = "POST /api/v1/rs-order/user/orders/apply"


def looked(orders: Answer = NO_ORDER, basket: Answer = EMPTY_BASKET) -> AtOnce:
    """What is looked at before an order is sent."""
    return AtOnce(basket=basket, orders=orders)


def listed(*numbers: int, label: str = "Generated order 2026-02-03T09:05:07Z") -> bytes:
    """Write a list of orders of these numbers."""
    return reply(200, {"content": [{"content": {"id": n, "label": label}, "links": []} for n in numbers]})


def tried(
    server: ScriptedServer, looks: Sequence[float] = (), *, empty_basket: bool = False
) -> tuple[Outcome, list[float]]:
    """Submit, and return the outcome and the pauses."""
    pauses: list[float] = []
    outcome = submit(server.connection(), BODY, empty_basket=empty_basket, looks=looks, wait=pauses.append)
    return outcome, pauses


def calls(server: ScriptedServer) -> list[str]:
    return [str(each) for each in server.requests]


def numbers(found: tuple[Order, ...]) -> list[int]:
    return [order.order_id for order in found]


def leave_something(served_demo: ServedDemo) -> None:
    """Fill the user's basket by a refused order."""
    with pytest.raises(Refused):
        orders.apply(served_demo.connection(), request(ONE, NOTHING))
    served_demo.demo.requests.clear()


def let_time_pass(served_demo: ServedDemo) -> None:
    """Advance the clock by 1 ms at each reading: two orders of the same time would have the same label."""

    def running() -> float:
        served_demo.clock.advance(0.001)
        return served_demo.clock()

    served_demo.demo.clock = running
