"""The label of an order at the archive."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order import order_label
from components.order.order_label import LONGEST

AT = datetime(2026, 11, 26, 15, 4, 31, tzinfo=UTC)


def java_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_a_short_name_is_the_label() -> None:
    assert order_label.label("Fjords in April") == "Fjords in April"


@pytest.mark.parametrize(("length", "label"), [(50, "x" * 50), (51, "x" * 49 + "…")])
def test_a_name_of_more_than_fifty_characters_is_cut(length: int, label: str) -> None:
    assert order_label.label("x" * length) == label


def test_a_label_is_in_one_line_without_control_characters() -> None:
    assert order_label.label("  Fjords\n\tin\x00 April ") == "Fjords in April"


def test_several_orders_of_one_name_are_numbered() -> None:
    assert [order_label.label("Fjords", position, 2) for position in (0, 1)] == ["Fjords (1 of 2)", "Fjords (2 of 2)"]


@given(st.text(max_size=80), st.integers(1, 100))
def test_the_labels_of_a_request_are_as_long_as_java_allows_and_all_different(name: str, planned: int) -> None:
    labels = [order_label.label(name, position, planned) for position in range(planned)]
    assert all(java_length(label) <= LONGEST for label in labels)
    assert len(set(labels)) == planned


def test_a_character_that_java_counts_twice_is_never_halved() -> None:
    assert order_label.label("🛰" * 25) == "🛰" * 25
    assert order_label.label("🛰" * 26) == "🛰" * 24 + "…"


def test_an_order_without_a_name_is_called_after_its_one_product() -> None:
    assert order_label.usual(["A"], AT) == "A, 2026-11-26 15:04:31Z"


def test_after_the_number_of_its_products() -> None:
    assert order_label.usual(["A"] * 2271, AT) == "2,271 products, 2026-11-26 15:04:31Z"


def test_or_after_its_being_a_search() -> None:
    assert order_label.usual([], AT) == "Search, 2026-11-26 15:04:31Z"


def test_the_time_in_a_name_is_that_of_greenwich_in_any_zone() -> None:
    there = AT.astimezone(timezone(timedelta(hours=5)))
    assert order_label.usual(["A"], there) == order_label.usual(["A"], AT)


def test_a_long_product_leaves_room_for_the_time() -> None:
    name = order_label.usual(["S2A_MSIL1C_20200401T104021_N0209_R008"], AT)
    assert name.endswith("…, 2026-11-26 15:04:31Z")
    assert order_label.label(name) == name


def test_two_of_a_hundred_parts_of_a_long_list_keep_their_time_and_number() -> None:
    label = order_label.label(order_label.usual(["A"] * 100_000, AT), 9, 50)
    assert label == "100,000 products, 2026-11-26 15:04:31Z (10 of 50)"
