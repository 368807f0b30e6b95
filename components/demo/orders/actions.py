"""The actions on an order and the statuses that allow them (contract C.5)."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Final

from components.demo.api.responses import Refusal
from components.demo.orders.order import RETRIABLE, Order, OrderStatus


class Action(Enum):
    """An action; the value is the `rel` of its link."""

    DOWNLOAD = "download"
    PAUSE = "pause"
    RESUME = "resume"
    RESTART = "restart"
    RETRY = "retry"
    DELETE = "delete"
    REMOVE = "remove"


_ALLOWED: Final[Mapping[Action, frozenset[OrderStatus]]] = {
    Action.DOWNLOAD: frozenset(OrderStatus) - {OrderStatus.PENDING, OrderStatus.DELETED},
    Action.PAUSE: frozenset({OrderStatus.PENDING, OrderStatus.RUNNING}),
    Action.RESUME: frozenset({OrderStatus.PAUSED}),
    Action.RESTART: RETRIABLE | {OrderStatus.DONE},
    Action.RETRY: RETRIABLE,
    Action.DELETE: RETRIABLE | {OrderStatus.DONE, OrderStatus.PAUSED, OrderStatus.EXPIRED},
    Action.REMOVE: frozenset({OrderStatus.DELETED}),
}
_REFUSALS: Final[Mapping[Action, str]] = {
    Action.DOWNLOAD: "ORDER_MUST_HAVE_AVAILABLE_FILES",
    Action.PAUSE: "ORDER_MUST_BE_PENDING_OR_RUNNING",
    Action.RESUME: "ORDER_MUST_BE_PAUSED",
    Action.RESTART: "ORDER_MUST_BE_DONE_OR_DONE_WITH_WARNING_OR_FAILED",
    Action.RETRY: "ORDER_MUST_BE_DONE_WITH_WARNING_OR_FAILED",
    Action.DELETE: "ORDER_MUST_BE_DONE_OR_DONE_WITH_WARNING_OR_PAUSED_OR_FAILED_OR_EXPIRED",
    Action.REMOVE: "ORDER_MUST_BE_DELETED",
}
_FOR_USERS: Final = (
    Action.DOWNLOAD,
    Action.PAUSE,
    Action.RESUME,
    Action.RESTART,
    Action.RETRY,
    Action.DELETE,
)


def possible(order: Order) -> Iterator[Action]:
    """The actions that the owner may take now, which are the links of the order."""
    return (each for each in _FOR_USERS if _fits(each, order))


def check(action: Action, order: Order) -> None:
    """Raise a 401 for an action that is not possible now; it does not mean that the session is invalid."""
    if not _fits(action, order):
        raise Refusal(401, _REFUSALS[action])


def check_owner(order: Order, username: str) -> None:
    """Raise a 401 for an action on the order of another user."""
    if order.owner != username:
        raise Refusal(401, "USER_NOT_ALLOWED_TO_MANAGE_ORDER")


def _fits(action: Action, order: Order) -> bool:
    if order.status not in _ALLOWED[action]:
        return False
    if action is Action.DOWNLOAD:
        return order.available > 0
    # A paused order can be resumed only after its jobs have stopped, which takes some seconds.
    return action is not Action.RESUME or order.stopped
