"""Actions on an order (contract C.5). No request that changes an order is sent twice."""

import time
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, Final

from components.regards.errors import Blocked, NoAnswer, Refused, RegardsError, SessionOver, UnexpectedReply
from components.regards.http import addresses
from components.regards.http.connection import Connection
from components.regards.orders import orders, records
from components.regards.orders.poll_intervals import WHILE_CANCELLING
from components.regards.orders.records import Order
from components.regards.orders.statuses import OrderStatus


class Action(StrEnum):
    """An action, by the name of its link. CANCEL is not one of REGARDS: it pauses, waits and deletes."""

    PAUSE = "pause"
    RESUME = "resume"
    RETRY = "retry"
    RESTART = "restart"
    CANCEL = "cancel"
    DELETE = "delete"


class ActionRefused(Refused):
    """The archive does not allow this action now. The session stays valid (T-32)."""

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
_LOOK_AGAIN: Final = "Look at the order again: its status may have changed."
_REFUSALS: Final = {
    "ORDER_MUST_BE_PENDING_OR_RUNNING": (
        "Only an order that is being prepared or running can be paused.",
        _LOOK_AGAIN,
    ),
    "ORDER_MUST_BE_PAUSED": (
        "Only a paused order can be resumed, once all work on it has stopped.",
        "That takes some seconds after a pause. Try again then.",
    ),
    "ORDER_MUST_BE_DONE_OR_DONE_WITH_WARNING_OR_PAUSED_OR_FAILED_OR_EXPIRED": (
        "An order that is being prepared or running cannot be deleted.",
        "Cancel it, or pause it first.",
    ),
    "ORDER_MUST_BE_DONE_OR_DONE_WITH_WARNING_OR_FAILED": (
        "Only an order that is done or has failed can be ordered again on the archive.",
        "Wait until it ends. If it has expired, order the same again from this desk.",
    ),
    "ORDER_MUST_BE_DONE_WITH_WARNING_OR_FAILED": (
        "There is nothing to retry: only an order that ended with errors can be retried.",
        _LOOK_AGAIN,
    ),
    "ORDER_HAS_PROCESSING": (
        "The archive cannot retry this order, because it processes the files before it delivers them.",
        "Repeat the order instead.",
    ),
    "USER_NOT_ALLOWED_TO_MANAGE_ORDER": (
        "This order belongs to another user.",
        "Only the account that made the order can change it.",
    ),
    "BASKET_NOT_FOUND": (
        "The archive no longer holds what was selected for this order.",
        "Order the same again from this desk.",
    ),
}
_STATUS_WAS_WRONG: Final = "ORDER_MUST_BE_"
_LOOK_FIRST: Final = "Look at the order first: the archive may have done it."
_PAUSED_PERHAPS: Final = "The order was asked to pause, and may be paused now. Look at it before you cancel it again."


def possible(order: Order) -> tuple[Action, ...]:
    """The actions that an order allows now: those of its links, else those of its status (contract C.5).

    A failed order without any file in its tasks is not retried: it would stay RUNNING with nothing to do.
    """
    named = _ALLOWED.get(order.status, frozenset()) if order.links is None else order.links
    allowed = {action for action in Action if action in named}
    if order.status == OrderStatus.FAILED and not order.tasks:
        allowed.discard(Action.RETRY)
    if Action.PAUSE in allowed:
        allowed.add(Action.CANCEL)
    return tuple(action for action in Action if action in allowed)


def perform(connection: Connection, order_id: int, action: Action) -> int:
    """Perform an action; return the number of the order to look at next, which is a new one after RESTART.

    Raises:
        ActionRefused: the archive does not allow it now.
        RegardsError: see `Connection`.
    """
    if action is Action.RESTART:
        return restart(connection, order_id)
    _PLAIN[action](connection, order_id)
    return order_id


def pause(connection: Connection, order_id: int) -> None:
    """Pause an order. Available files stay available. The archive may overwrite the pause of a pending order."""
    _send(connection, "PUT", f"pause/{order_id}")


def resume(connection: Connection, order_id: int) -> None:
    """Resume a paused order."""
    _send(connection, "PUT", f"resume/{order_id}")


def retry(connection: Connection, order_id: int) -> None:
    """Retry the files in error and those whose download failed; the order then runs again."""
    _send(connection, "PUT", f"{order_id}/retry")


def restart(connection: Connection, order_id: int) -> int:
    """Order the same again; return the number of the new order."""
    try:
        return records.order(_send(connection, "POST", f"{order_id}/restart", "{}")).order_id
    except (NoAnswer, UnexpectedReply) as error:
        if not isinstance(error, Blocked):
            error.advice = "A new order may exist nevertheless. Look at your list of orders before you order again."
        raise


def delete(connection: Connection, order_id: int) -> None:
    """Delete an order that has ended or is paused, and its files on the archive."""
    _send(connection, "DELETE", f"{order_id}")


def cancel(
    connection: Connection,
    order_id: int,
    *,
    pauses: Sequence[float] = WHILE_CANCELLING,
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Delete an order that is being prepared or running: pause it, wait until it may be deleted, delete it.

    The archive may overwrite the pause while it prepares the order (contract C.4); then the order is paused again.

    Args:
        connection: the user's connection.
        order_id: the order.
        pauses: seconds to wait after each look at the order.
        wait: waits for some seconds.

    Raises:
        ActionRefused: the order could not be deleted in that time; it may be paused.
    """
    sent = False
    for seconds in pauses:
        try:
            order = orders.read(connection, order_id)
        except RegardsError as error:
            if sent and not isinstance(error, SessionOver):
                error.advice = _PAUSED_PERHAPS
            raise
        if order.status == OrderStatus.DELETED:
            return
        allowed = possible(order)
        try:
            if Action.DELETE in allowed:
                delete(connection, order_id)
                return
            if Action.PAUSE in allowed:
                pause(connection, order_id)
                sent = True
        except ActionRefused as refusal:
            if not refusal.server_message.startswith(_STATUS_WAS_WRONG):
                raise  # else the status has changed since it was read
        wait(seconds)
    raise ActionRefused(
        "The archive has not stopped work on the order yet.",
        "Look at it again in a minute. If it is paused, delete it.",
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
    except (NoAnswer, UnexpectedReply) as error:
        if not isinstance(error, Blocked):  # what a firewall refused never reached the archive
            error.advice = _LOOK_FIRST
        raise
