"""Orders on the archive: submit one, list them, read one."""

from components.regards import records
from components.regards.errors import UnexpectedReply
from components.regards.http import addresses, replies
from components.regards.http.connection import Connection
from components.regards.records import Order

APPLY_TIMEOUT = 90.0  # seconds; an apply may use all of the gateway's 60, plus proxies (contract K.5)

MOST_LISTED = 50
"""Orders of a list: each one costs the server some queries (contract C.3)."""


def apply(connection: Connection, request_json: str) -> int:
    """Submit an order request, sent to the letter, and give the new order's number.

    Any success whose verdict is GRANTED counts (T-1, T-2).

    Raises:
        Refused: the archive's verdict is another, or the request is invalid (three shapes, contract C.1).
        RegardsError: see `Connection`; after NoAnswer or UnexpectedReply the order may exist all the same.
    """
    verdict = replies.unwrap(connection.send("POST", f"{addresses.ORDERS}/apply", request_json, APPLY_TIMEOUT))
    status, order_id = verdict.get("status"), verdict.get("orderId")
    if status in {"FAILED", "DENIED"}:
        server_message, error_type = str(verdict.get("message") or ""), str(verdict.get("errorType") or "")
        raise replies.refused("The archive refused the order.", server_message, error_type)
    if status == "GRANTED" and isinstance(order_id, int):
        return order_id
    raise UnexpectedReply("The archive answered the order without a verdict.", str(verdict)[:300])


def newest(connection: Connection, most: int = MOST_LISTED) -> tuple[Order, ...]:
    """The user's newest orders, newest first; each one costs the server some queries (contract C.3)."""
    page = connection.read(addresses.ORDERS, page=0, size=most)
    return tuple(records.order(item) for item in replies.items(page))


def read(connection: Connection, order_id: int) -> Order:
    """One order.

    Raises:
        NoRight: it belongs to somebody else.
        Missing: there is none of that number.
    """
    return records.order(connection.read(addresses.order(order_id)))
