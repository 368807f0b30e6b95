"""What a user may do with an order, and doing it (contract C.5). Nothing that changes an order is sent twice."""

import time
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, Final

from components.regards import orders, records
from components.regards.errors import NoAnswer, Refused, UnexpectedReply
from components.regards.http import addresses
from components.regards.http.connection import Connection
from components.regards.poll_intervals import WHILE_CANCELLING
from components.regards.records import Order
from components.regards.statuses import OrderStatus


class Action(StrEnum):
    """One action, by the name of its link; CANCEL is ours: pause, wait, delete."""

    PAUSE = "pause"
    RESUME = "resume"
    RETRY = "retry"
    RESTART = "restart"
    CANCEL = "cancel"
    DELETE = "delete"


class ActionRefused(Refused):
    """The archive does not allow this action now; the session is as good as before (T-32)."""

    def __init__(self, what: str, advice: str, server_message: str = "") -> None:
        super().__init__(what, server_message)
        self.advice = advice


_ENDED: Final = frozenset({Action.RESTART, Action.DELETE})
_ALLOWED: Final[dict[str, frozenset[Action]]] = {
    OrderStatus.PENDING: frozenset({Action.PAUSE}),
    OrderStatus.RUNNING: frozenset({Action.PAUSE}),
    OrderStatus.PAUSED: frozenset({Action.RESUME, Action.DELETE}),
    OrderStatus.DONE: _ENDED,
    OrderStatus.DONE_WITH_WARNING: _ENDED | {Action.RETRY},
    OrderStatus.FAILED: _ENDED | {Action.RETRY},
    OrderStatus.EXPIRED: frozenset({Action.DELETE}),
}
_LOOK_AGAIN: Final = "Look at the order again: it may have moved on meanwhile."
_REFUSALS: Final = {
    "ORDER_MUST_BE_PENDING_OR_RUNNING": (
        "Only an order that is being prepared or running can be paused.",
        _LOOK_AGAIN,
    ),
    "ORDER_MUST_BE_PAUSED": (
        "Only a paused order can be resumed, once all work on it has stopped.",
        "After a pause that takes some seconds: try again then.",
    ),
    "ORDER_MUST_BE_DONE_OR_DONE_WITH_WARNING_OR_PAUSED_OR_FAILED_OR_EXPIRED": (
        "An order that is being prepared or running cannot be deleted.",
        "Cancel it, or pause it first.",
    ),
    "ORDER_MUST_BE_DONE_OR_DONE_WITH_WARNING_OR_FAILED": (
        "Only an order that is done or has failed can be ordered again on the archive.",
        "Wait for its end. If it has expired, order the same anew from this desk.",
    ),
    "ORDER_MUST_BE_DONE_WITH_WARNING_OR_FAILED": (
        "There is nothing to retry: only an order that ended with errors has something.",
        _LOOK_AGAIN,
    ),
    "ORDER_HAS_PROCESSING": (
        "The archive cannot retry this order, because it processes the files before it delivers them.",
        "Repeat the order instead.",
    ),
    "USER_NOT_ALLOWED_TO_MANAGE_ORDER": (
        "This order belongs to somebody else.",
        "Only the account that ordered can change it.",
    ),
    "BASKET_NOT_FOUND": (
        "The archive no longer holds what was selected for this order.",
        "Order the same anew from this desk.",
    ),
}
_STATUS_WAS_WRONG: Final = "ORDER_MUST_BE_"


def possible(order: Order) -> tuple[Action, ...]:
    """What may be done with an order now: what its links say, else what its status allows (contract C.5).

    A failed order of which no file was ever listed is not retried: it would run for ever with nothing to do.
    """
    named = _ALLOWED.get(order.status, frozenset()) if order.links is None else order.links
    allowed = {action for action in Action if action in named}
    if order.status == OrderStatus.FAILED and not order.tasks:
        allowed.discard(Action.RETRY)
    if Action.PAUSE in allowed:
        allowed.add(Action.CANCEL)
    return tuple(action for action in Action if action in allowed)


def perform(connection: Connection, order_id: int, action: Action) -> int:
    """Do something with an order and give the number of the order to look at next: a new one after RESTART.

    Raises:
        ActionRefused: the archive does not allow it now.
        RegardsError: see `Connection`.
    """
    if action is Action.RESTART:
        return restart(connection, order_id)
    _PLAIN[action](connection, order_id)
    return order_id


def pause(connection: Connection, order_id: int) -> None:
    """Have the archive stop working on an order; what is available stays so. Of a pending order this may not last."""
    _send(connection, "PUT", f"pause/{order_id}")


def resume(connection: Connection, order_id: int) -> None:
    """Have the archive go on with a paused order."""
    _send(connection, "PUT", f"resume/{order_id}")


def retry(connection: Connection, order_id: int) -> None:
    """Ask once more for the files in error and for those whose download failed; the order runs again soon."""
    _send(connection, "PUT", f"{order_id}/retry")


def restart(connection: Connection, order_id: int) -> int:
    """Order the same again and give the new order's number."""
    try:
        return records.order(_send(connection, "POST", f"{order_id}/restart", "{}")).order_id
    except (NoAnswer, UnexpectedReply) as error:
        error.advice = "A new order may exist all the same: look at your list of orders before you order again."
        raise


def delete(connection: Connection, order_id: int) -> None:
    """Delete an order that has ended or is paused, with its files on the archive."""
    _send(connection, "DELETE", f"{order_id}")


def cancel(
    connection: Connection,
    order_id: int,
    *,
    pauses: Sequence[float] = WHILE_CANCELLING,
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Delete an order that is being prepared or running: pause it, look until it may be deleted, delete it.

    The archive may overwrite a pause while it still prepares the order (contract C.4); then it is paused again.

    Args:
        connection: of the user.
        order_id: the order.
        pauses: how long to wait, in seconds, after each look at the order.
        wait: sleeps.

    Raises:
        ActionRefused: it could not be deleted in that time; it may be paused.
    """
    for seconds in pauses:
        order = orders.read(connection, order_id)
        if order.status == OrderStatus.DELETED:
            return
        allowed = possible(order)
        try:
            if Action.DELETE in allowed:
                delete(connection, order_id)
                return
            if Action.PAUSE in allowed:
                pause(connection, order_id)
        except ActionRefused as refusal:
            if not refusal.server_message.startswith(_STATUS_WAS_WRONG):
                raise  # else it has moved on since we looked
        wait(seconds)
    raise ActionRefused(
        "The archive has not let go of the order so far.", "Look at it again in a minute: if it is paused, delete it."
    )


_PLAIN: Final[dict[Action, Callable[[Connection, int], None]]] = {
    Action.PAUSE: pause,
    Action.RESUME: resume,
    Action.RETRY: retry,
    Action.CANCEL: cancel,
    Action.DELETE: delete,
}


def _send(connection: Connection, method: str, path: str, body: str = "") -> Any:  # noqa: ANN401 - JSON is any value
    try:
        return connection.send(method, f"{addresses.ORDERS}/{path}", body)
    except Refused as error:
        what, advice = _REFUSALS.get(error.server_message, (error.what, _LOOK_AGAIN))
        raise ActionRefused(what, advice, error.server_message) from error
