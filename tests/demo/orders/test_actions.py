"""The actions on an order by status (contract C.5; the links are those of OrderControllerLinksIT)."""

import pytest

from components.demo.api.responses import Refusal
from components.demo.orders.actions import Action, check, check_owner, possible
from components.demo.orders.order import Order, OrderStatus


def order(status: OrderStatus, available: int = 3) -> Order:
    made = Order(id=1, owner="user@demo.example", label="", created=0, selections=(), suborder_hours=2, status=status)
    made.available = available
    return made


@pytest.mark.parametrize(
    ("status", "rels"),
    [
        (OrderStatus.PENDING, "pause"),
        (OrderStatus.RUNNING, "download pause"),
        (OrderStatus.PAUSED, "download resume delete"),
        (OrderStatus.DONE, "download restart delete"),
        (OrderStatus.DONE_WITH_WARNING, "download restart retry delete"),
        (OrderStatus.FAILED, "download restart retry delete"),
        (OrderStatus.DELETED, ""),
    ],
)
def test_an_order_with_available_files_offers_what_its_status_allows(status: OrderStatus, rels: str) -> None:
    assert [each.value for each in possible(order(status))] == rels.split()


@pytest.mark.parametrize("status", OrderStatus)
def test_without_available_files_there_is_nothing_to_download(status: OrderStatus) -> None:
    assert Action.DOWNLOAD not in set(possible(order(status, available=0)))


def test_an_expired_order_can_only_be_deleted() -> None:
    assert list(possible(order(OrderStatus.EXPIRED, available=0))) == [Action.DELETE]


@pytest.mark.parametrize(
    ("action", "status", "code"),
    [
        (Action.PAUSE, OrderStatus.DONE, "ORDER_MUST_BE_PENDING_OR_RUNNING"),
        (Action.RESUME, OrderStatus.RUNNING, "ORDER_MUST_BE_PAUSED"),
        (Action.RETRY, OrderStatus.DONE, "ORDER_MUST_BE_DONE_WITH_WARNING_OR_FAILED"),
        (Action.RESTART, OrderStatus.EXPIRED, "ORDER_MUST_BE_DONE_OR_DONE_WITH_WARNING_OR_FAILED"),
        (
            Action.DELETE,
            OrderStatus.RUNNING,
            "ORDER_MUST_BE_DONE_OR_DONE_WITH_WARNING_OR_PAUSED_OR_FAILED_OR_EXPIRED",
        ),
        (Action.REMOVE, OrderStatus.DONE, "ORDER_MUST_BE_DELETED"),
    ],
)
def test_t32_a_refused_action_is_a_401_with_its_reason(action: Action, status: OrderStatus, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        check(action, order(status))
    assert (refused.value.status, refused.value.messages) == (401, (code,))


@pytest.mark.parametrize("action", [Action.DELETE, Action.RESUME])
def test_the_same_action_is_welcome_in_another_status(action: Action) -> None:
    check(action, order(OrderStatus.PAUSED))


def test_only_the_owner_manages_an_order() -> None:
    check_owner(order(OrderStatus.DONE), "user@demo.example")
    with pytest.raises(Refusal) as refused:
        check_owner(order(OrderStatus.DONE), "visitor-01@demo.example")
    assert (refused.value.status, refused.value.messages) == (401, ("USER_NOT_ALLOWED_TO_MANAGE_ORDER",))
