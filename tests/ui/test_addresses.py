"""Addresses that name orders."""

import pytest
import streamlit as st

from components.ui import addresses


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("54", (54,)), ("54,55,56", (54, 55, 56)), ("56,54,55", (54, 55, 56)), ("54,54", (54,)), ("0", (0,))],
)
def test_numbers_are_read(text: str, numbers: tuple[int, ...]) -> None:
    assert addresses.order_numbers(text) == numbers


@pytest.mark.parametrize(
    "text", ["", "x", "-1", "54,", "54,x", "5 4", "١", "9" * 19, ",".join(str(number) for number in range(101))]
)
def test_anything_else_names_no_order(text: str) -> None:
    assert addresses.order_numbers(text) == ()


def test_what_is_written_is_read_again() -> None:
    assert addresses.order_numbers(addresses.written((54, 55, 56))) == (54, 55, 56)


def test_one_order_has_its_number_as_title() -> None:
    assert addresses.title((54,)) == "Order 54"


def test_several_orders_have_their_number_and_the_first_and_last() -> None:
    assert addresses.title((54, 57)) == "Orders 54 and 57"
    assert addresses.title((54, 55, 57, 60)) == "Orders 54, 55, 57 and 60"
    assert addresses.title((54, 55, 56, 57, 60)) == "5 orders, 54 to 60"


@pytest.mark.parametrize(("base", "address"), [("", "/order"), ("desk", "/desk/order"), ("/desk/", "/desk/order")])
def test_a_whole_address_lies_below_the_base_path(base: str, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "get_option", lambda _key: base)
    assert addresses.whole("https://orders.example.org", "/order") == f"https://orders.example.org{address}"
