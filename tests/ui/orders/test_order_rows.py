"""The rows of My orders: what stands out, once; what belongs together; what the user looks for."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from components.desk.order_book import Entry
from components.desk.orders.order_waiting import OrderWithFiles
from components.regards.orders.records import Order
from components.ui.orders import order_rows
from components.ui.orders.order_rows import COLUMNS, Told, Wanted
from components.ui.orders.order_table import Cell, Row
from tests.ui.draw_block import NOW, order

TOLD = Told(NOW, UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def rows(*orders: Order, told: Told = TOLD, **wanted: str) -> tuple[Row, ...]:
    return order_rows.order_rows(orders, told, Wanted(**wanted))


def cell(row: Row, column: str) -> Cell:
    return row.cells[COLUMNS.index(column)]


def waiting(order_id: int = 54, status: str = "RUNNING", **more: Any) -> Order:  # noqa: ANN401 - fields of an order
    return order(order_id, status, waiting_for_user=True, **more)


# What stands out


def test_orders_that_wait_for_their_user_come_first_and_say_so_once() -> None:
    first, second = rows(order(55), waiting(54, expires=NOW + 10 * HOUR))
    assert (first.order_ids, second.order_ids) == ((54,), (55,))
    assert [each.badge for each in first.cells if each.badge] == ["waiting for you"]
    assert not any(each.badge for each in second.cells)


def test_of_those_that_wait_the_one_with_the_first_deadline_comes_first() -> None:
    late, none, soon = waiting(55, expires=NOW + 5 * HOUR), waiting(54), waiting(53, expires=NOW + MINUTE)
    assert [row.order_ids for row in rows(late, none, soon)] == [(53,), (55,), (54,)]


@pytest.mark.parametrize("status", ["EXPIRED", "DELETED", "PENDING", "FAILED"])
def test_orders_of_which_nothing_can_be_fetched_do_not_wait(status: str) -> None:
    [row] = rows(waiting(status=status))
    assert not any(each.badge for each in row.cells)


@pytest.mark.parametrize(
    ("left", "shown"),
    [
        (3 * HOUR, Cell("in 3 h · today 12:00")),
        (HOUR, Cell("in 60 min · today 10:00")),
        (40 * MINUTE, Cell("today 09:40", badge="in 40 min", tone="red")),
        (-MINUTE, Cell(badge="may be dropped at any moment", tone="red")),
    ],
)
def test_a_deadline_is_relative_and_absolute_and_stands_out_under_an_hour(left: timedelta, shown: Cell) -> None:
    [row] = rows(waiting(expires=NOW + left))
    assert cell(row, "Expires") == shown


def test_the_hour_is_that_of_the_archive() -> None:
    [row] = rows(waiting(expires=NOW + 2 * MINUTE), told=Told(NOW, UTC, hour=60.0))
    assert not cell(row, "Expires").badge


@pytest.mark.parametrize("status", ["DONE", "EXPIRED"])
def test_an_order_that_waits_for_nobody_and_has_ended_has_no_deadline(status: str) -> None:
    [row] = rows(order(status=status, expires=NOW + 5 * MINUTE))
    assert cell(row, "Expires") == Cell()


def test_dates_are_in_the_zone_of_the_browser() -> None:
    made = datetime(2026, 2, 2, 23, 30, tzinfo=UTC)
    [row] = rows(order(created=made), told=Told(NOW, ZoneInfo("Europe/Paris")))
    assert cell(row, "Made") == Cell("today 00:30")


def test_an_order_whose_files_the_desk_fetches_waits_for_nobody() -> None:
    other, brought = rows(waiting(55), waiting(56, "DONE"), told=Told(NOW, UTC, brought=frozenset({56})))
    assert (other.order_ids, cell(other, "Status").badge) == ((55,), "waiting for you")
    assert cell(brought, "Status") == Cell("Done, the desk fetches its files")
    [batch] = rows(
        order(54), order(55), told=Told(NOW, UTC, together={54: (54, 55), 55: (54, 55)}, brought=frozenset({54}))
    )
    assert cell(batch, "Status") == Cell("1 × Running, the desk fetches its files · 1 × Running")


# Names, and where an order was made


@pytest.mark.parametrize(
    ("label", "own", "shown"),
    [
        ("Winter", "", "Winter"),
        ("Generated order 2026-02-03T09:05:07.120331Z", "", ""),
        ("Generated order 2026-02-03T09:05:07.120331Z", "My scenes", "My scenes"),
        ("Winter", "My scenes", "My scenes"),
    ],
)
def test_the_users_own_name_goes_before_that_of_the_archive(label: str, own: str, shown: str) -> None:
    [row] = rows(order(label=label), told=Told(NOW, UTC, names={54: own}))
    assert cell(row, "Name") == Cell(shown)


def test_only_beside_orders_of_this_desk_it_is_said_which_are_from_elsewhere() -> None:
    both = rows(order(55), order(54), told=Told(NOW, UTC, together={55: (55,)}))
    assert [cell(row, "From").text for row in both] == ["", "elsewhere"]
    assert cell(rows(order(54))[0], "From") == Cell()


# Orders of one request


def test_orders_of_one_request_are_one_row_that_holds_them() -> None:
    together = {55: (54, 55), 54: (54, 55), 53: (53,)}
    batch, alone = rows(
        order(55, percent=50, files=3),
        order(54, percent=100, files=1),
        order(53),
        told=Told(NOW, UTC, together=together),
    )
    assert (batch.order_ids, [part.order_ids for part in batch.parts]) == ((54, 55), [(55,), (54,)])
    assert (cell(batch, "Order").text, cell(batch, "Files").text) == ("2 orders, 54 to 55", "4")
    assert cell(batch, "Prepared").percent == 62  # by size
    assert (alone.order_ids, alone.parts) == ((53,), ())


def test_orders_of_one_request_that_are_not_listed_are_counted_by_its_row() -> None:
    numbers = tuple(range(1, 55))
    [row] = rows(order(54), told=Told(NOW, UTC, together={54: numbers}))
    assert cell(row, "Order").text == "1 of 54 orders, 1 to 54"
    assert len(row.parts) == 1


def test_the_row_of_several_orders_tells_their_statuses_and_how_many_wait() -> None:
    together = dict.fromkeys((53, 54, 55), (53, 54, 55))
    [row] = rows(
        waiting(55, expires=NOW + 5 * HOUR),
        waiting(54, expires=NOW + 9 * MINUTE),
        order(53, "DONE"),
        told=Told(NOW, UTC, together=together),
    )
    assert cell(row, "Status") == Cell("2 × Running · 1 × Done", badge="2 waiting for you")
    assert cell(row, "Expires").badge == "in 9 min"  # the first of them


# What the user looks for


@pytest.mark.parametrize(("text", "found"), [("5", [55, 54]), ("54", [54]), (" WINTER ", [55]), ("summer", [])])
def test_orders_are_found_by_a_piece_of_their_number_or_name_in_any_case(text: str, found: list[int]) -> None:
    assert [row.order_ids[0] for row in rows(order(55, label="Winter 2020"), order(54), text=text)] == found


def test_orders_are_found_by_their_state_and_one_that_waits_also_by_how_far_it_is() -> None:
    orders = waiting(55), order(54, "DONE"), order(53, "EXPIRED"), order(52, "ARCHIVING")
    counted = order_rows.states(orders, TOLD)
    assert counted == {"Waiting for you": 1, "Under way": 1, "Done": 1, "Ended otherwise": 2}
    found = {state: [row.order_ids[0] for row in rows(*orders, state=state)] for state in counted}
    assert found == {"Waiting for you": [55], "Under way": [55], "Done": [54], "Ended otherwise": [53, 52]}


def test_orders_of_one_request_are_found_together() -> None:
    together = {55: (54, 55), 54: (54, 55), 53: (53,)}
    [batch] = rows(order(55), order(54, "DONE"), order(53), told=Told(NOW, UTC, together=together), state="Done")
    assert (batch.order_ids, len(batch.parts)) == ((54, 55), 2)


# Other tables of orders


def test_orders_of_which_the_desk_alone_knows_are_listed_with_their_time() -> None:
    entries = [Entry(9, NOW, "b2"), Entry(8, NOW - HOUR, "b1"), Entry(7, NOW - HOUR, "b1")]
    told = Told(NOW, UTC, names={9: "Winter"}, together={9: (9,), 8: (7, 8), 7: (7, 8)})
    one, batch = order_rows.book_rows(entries, told)
    assert one == Row((9,), (Cell("9"), Cell("Winter"), Cell("today 09:00")))
    assert batch.cells == (Cell("2 orders, 7 to 8"), Cell(), Cell("today 08:00"))
    assert [part.order_ids for part in batch.parts] == [(8,), (7,)]


def test_what_is_not_known_of_an_order_that_is_followed_is_left_empty() -> None:
    [row] = order_rows.batch_rows([OrderWithFiles(order(54), None)], TOLD)
    shown = dict(zip(order_rows.BATCH_COLUMNS, row.cells, strict=True))
    assert (shown["Ready"], shown["Verified"], shown["Files"]) == (Cell(), Cell(), Cell("4"))
