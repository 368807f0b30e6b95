"""What orders are called on the pages."""

from datetime import UTC, datetime

import pytest

from components.desk.order_book import Entry
from components.ui import order_name
from components.ui.order_name import name_of
from tests.ui.draw_block import draw

AFTERNOON = datetime(2026, 11, 26, 14, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_name, "zone_name", lambda: "Europe/Paris")


def entry(order_id: int, name: str = "", products: int | None = 67, batch: str = "b1") -> Entry:
    return Entry(order_id, AFTERNOON, batch, name, products)


def test_an_order_is_called_by_its_own_name() -> None:
    assert name_of([entry(54, "Norway, April")]) == "Norway, April"


def test_without_a_name_an_order_is_called_in_words_with_the_time_of_the_browser() -> None:
    assert name_of([entry(54)]) == "67 products, 26 Nov 15:05"


def test_the_orders_of_one_request_are_counted_together() -> None:
    assert name_of([entry(54, products=2_000), entry(55, products=271)]) == "2,271 products, 26 Nov 15:05"


def test_where_a_number_was_not_kept_none_is_made_up() -> None:
    assert name_of([entry(54), entry(55, products=None)]) == "Order of 26 Nov 15:05"


def test_orders_of_several_requests_and_none_at_all_have_no_name() -> None:
    assert name_of([entry(54), entry(55, batch="b2")]) == name_of([]) == ""


@pytest.mark.parametrize(("typed", "is_cut"), [("z" * 50, False), ("z" * 51, True), ("z" * 60, True)])
def test_a_name_that_is_too_long_is_cut_with_a_word(typed: str, *, is_cut: bool) -> None:
    given: list[str] = []
    app = draw(lambda: given.append(order_name.ask_name("", 3, "draft")))
    app.text_input[0].input(typed).run()
    assert given[-1] == "z" * 50
    assert [each.value for each in app.caption] == (["The name is cut to 50 characters."] if is_cut else [])
