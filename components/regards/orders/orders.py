"""Requests for orders: submit one, list them, read one."""

from components.regards.errors import Refused, UnexpectedReply
from components.regards.http import addresses, order_refusals, replies
from components.regards.http.connection import Connection
from components.regards.orders import records
from components.regards.orders.records import Order

APPLY_TIMEOUT = 90.0  # seconds; an apply may take the gateway's 60, and proxies add to that (contract K.5)

MOST_LISTED = 50
"""The most orders in a list: each one costs the server some queries (contract C.3)."""


def apply(connection: Connection, request_json: str) -> int:
    """Submit an order request, exactly as given; return the new order's number.

    Any success with the status GRANTED counts (T-1, T-2).

    Raises:
        Refused: the status is FAILED or DENIED, or the request is invalid (three shapes, contract C.1).
        RegardsError: see `Connection`. After NoAnswer or UnexpectedReply the order may exist nevertheless.
    """
    answer = replies.unwrap(connection.send("POST", f"{addresses.ORDERS}/apply", request_json, APPLY_TIMEOUT))
    status, order_id = answer.get("status"), answer.get("orderId")
    if status in {"FAILED", "DENIED"}:
        server_message, error_type = str(answer.get("message") or ""), str(answer.get("errorType") or "")
        raise order_refusals.refused("The archive refused the order.", server_message, error_type)
    if status == "GRANTED" and isinstance(order_id, int):
        return order_id
    raise UnexpectedReply("The archive did not say whether it accepted the order.", str(answer)[:300])


def order_basket(connection: Connection, body: str) -> int:
    """Make an order of the basket, with a body exactly as given; return the new order's number (contract C.9).

    Raises:
        Refused: there is no basket, or the label cannot be used.
        RegardsError: see `Connection`. After NoAnswer or UnexpectedReply the order may exist nevertheless.
    """
    answer = connection.send("POST", addresses.ORDERS, body, APPLY_TIMEOUT)
    if answer is None:
        raise Refused("The archive made no order, because it found no basket.")
    return records.order(answer).order_id


def newest(connection: Connection, most: int = MOST_LISTED, page: int = 0) -> tuple[Order, ...]:
    """The user's newest orders, newest first; further pages of as many hold the older ones."""
    return _listed(connection.read(addresses.ORDERS, page=page, size=most))


def newest_once(connection: Connection, within: float, most: int = MOST_LISTED) -> tuple[Order, ...]:
    """The same, read as by `Connection.read_once`."""
    return _listed(connection.read_once(addresses.ORDERS, within, page=0, size=most))


def read(connection: Connection, order_id: int) -> Order:
    """An order.

    Raises:
        NoRight: it belongs to another user.
        Missing: there is no order of this number.
    """
    return records.order(connection.read(addresses.order(order_id)))


def _listed(page: object) -> tuple[Order, ...]:
    return tuple(records.order(item) for item in replies.items(page))
