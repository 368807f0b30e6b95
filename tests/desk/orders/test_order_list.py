"""The list of the user's orders: page by page, of old ones only as many as the user asks for."""

from collections.abc import Callable

import pytest

from components.desk.orders.order_list import OrderList
from components.regards.errors import RegardsError, Unreachable
from components.regards.orders import records
from components.regards.orders.orders import MOST_LISTED
from components.regards.orders.records import Order

PATIENCE = 60  # seconds


class Archive:
    """Lists the orders of some numbers; notes the pages asked for."""

    def __init__(self, count: int) -> None:
        self.numbers = list(range(count, 0, -1))
        self.status = "DONE"
        self.asked: list[int] = []
        self.fault: RegardsError | None = None

    def read(self, page: int) -> tuple[Order, ...]:
        self.asked.append(page)
        if self.fault:
            raise self.fault
        of_page = self.numbers[page * MOST_LISTED : (page + 1) * MOST_LISTED]
        return tuple(records.order({"id": number, "status": self.status}) for number in of_page)


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def listed(archive: Archive, now: Callable[[], float] | None = None) -> OrderList:
    orders = OrderList(archive.read, 5.0, now or Clock())
    orders.renew()
    orders.take(PATIENCE)
    return orders


def read_more(orders: OrderList) -> None:
    orders.read_more()
    orders.take(PATIENCE)


def numbers(orders: OrderList) -> list[int]:
    return [order.order_id for order in orders.value or ()]


def test_nothing_is_known_before_it_was_read() -> None:
    assert OrderList(Archive(3).read, 5.0).value is None


def test_an_older_page_is_read_only_when_it_is_asked_for() -> None:
    archive = Archive(120)
    orders = listed(archive)
    assert (numbers(orders), archive.asked) == (archive.numbers[:50], [0])
    read_more(orders)
    assert (numbers(orders), archive.asked) == (archive.numbers[:100], [0, 1])
    read_more(orders)
    assert numbers(orders) == archive.numbers
    assert not orders.has_more


@pytest.mark.parametrize(("count", "more"), [(MOST_LISTED - 1, False), (MOST_LISTED, True)])
def test_only_behind_a_full_page_there_may_be_more(count: int, more: bool) -> None:
    assert listed(Archive(count)).has_more is more


def test_the_second_half_of_a_double_click_asks_for_no_further_page() -> None:
    archive = Archive(200)
    orders = listed(archive)
    orders.read_more()
    orders.read_more()
    orders.take(PATIENCE)
    assert len(numbers(orders)) == 2 * MOST_LISTED


def test_a_new_order_moves_the_others_on_and_none_is_lost_or_doubled() -> None:
    archive, clock = Archive(70), Clock()
    orders = listed(archive, clock)
    read_more(orders)
    archive.numbers.insert(0, 71)
    for _ in range(2):  # the newest are read, and then the others
        clock.seconds += 3600
        orders.renew_when_due()
        orders.take(PATIENCE)
        orders.renew_when_due()
        orders.take(PATIENCE)
    assert numbers(orders) == archive.numbers


@pytest.mark.parametrize(("status", "pages"), [("RUNNING", [0, 1]), ("DONE", [0])])
def test_of_the_older_pages_those_are_read_again_on_which_something_may_change(status: str, pages: list[int]) -> None:
    archive, clock = Archive(70), Clock()
    archive.status = status
    orders = listed(archive, clock)
    read_more(orders)
    archive.asked.clear()
    clock.seconds += 3600
    orders.renew_when_due()
    orders.take(PATIENCE)
    assert sorted(archive.asked) == pages


def test_an_outage_keeps_what_was_read_beside_the_error() -> None:
    archive = Archive(2)
    orders = listed(archive)
    archive.fault = Unreachable("It cannot be reached.")
    orders.renew()
    orders.take(PATIENCE)
    assert orders.error is archive.fault
    assert numbers(orders) == [2, 1]
