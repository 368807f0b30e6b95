"""The name that a user gives an order, and what it is called without one."""

from datetime import UTC, datetime

import pytest

from components.order.order_name import by_default, is_name

AFTERNOON = datetime(2026, 11, 26, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "Norway, April 2020", "Été · 月 *_#<b>", "x" * 50])
def test_a_name_is_one_line_of_up_to_fifty_characters(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize("text", ["x" * 51, "a\nb", "a\tb", "a\x1b[31m", "a\u202eb", "a\u2066b", "a\ud800"])
def test_what_is_long_steers_or_turns_a_line_is_no_name(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize(
    ("products", "name"),
    [
        (1, "1 product, 26 Nov 14:05"),
        (67, "67 products, 26 Nov 14:05"),
        (2_271, "2,271 products, 26 Nov 14:05"),
        (0, "Search, 26 Nov 14:05"),
        (None, "Order of 26 Nov 14:05"),
    ],
)
def test_an_order_without_a_name_is_called_after_what_and_when(products: int | None, name: str) -> None:
    assert by_default(products, AFTERNOON) == name
