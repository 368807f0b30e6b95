"""The table of orders: what reaches the browser, and what comes back."""

import pytest

from components.ui import addresses
from components.ui.orders import order_table
from components.ui.orders.order_table import Cell, Row
from tests.ui.draw_block import draw, order_rows

COLUMNS = ("Order", "Name", "Prepared")


def test_columns_in_which_no_row_says_anything_are_left_out() -> None:
    table = [Row((54,), (Cell("54"), Cell(), Cell(percent=0)))]
    app = draw(lambda: order_table.show(COLUMNS, table, "Orders", "orders"))
    assert order_rows(app) == [{"": "54", "Order": "54", "Prepared": "0 %"}]


def test_a_column_of_which_a_folded_row_says_something_stays() -> None:
    table = [Row((54, 55), (Cell("two"), Cell(), Cell()), (Row((54,), (Cell("54"), Cell("Winter"), Cell())),))]
    app = draw(lambda: order_table.show(COLUMNS, table, "Orders", "orders"))
    assert [row["Name"] for row in order_rows(app)] == ["", "Winter"]


@pytest.mark.parametrize(("more", "has_page"), [(0, True), (1, False)])
def test_a_row_of_more_orders_than_a_page_follows_leads_nowhere(more: int, has_page: bool) -> None:
    numbers = tuple(range(addresses.MOST + more))
    app = draw(lambda: order_table.show(COLUMNS[:1], [Row(numbers, (Cell("many"),))], "Orders", "orders"))
    assert bool(order_rows(app)[0][""]) is has_page


@pytest.mark.parametrize(("clicked", "given"), [("54", (54,)), ("54,55", (54, 55)), ("", ()), ("../x", ())])
def test_what_was_clicked_is_given_as_numbers_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, clicked: str, given: tuple[int, ...]
) -> None:
    monkeypatch.setattr(order_table, "_TABLE", lambda _key, _data: clicked)
    assert order_table.show(COLUMNS, [], "Orders", "orders") == given
