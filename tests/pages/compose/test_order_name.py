"""Compose: the name of an order."""

import re
from typing import Any

from streamlit.testing.v1 import AppTest

from components.demo.server import Served
from tests.pages.compose.steps import Click, check, field, paste, submit


def name_field(app: AppTest) -> Any:  # noqa: ANN401 - a widget of Streamlit
    return field(app, "Name (optional)")


def test_the_field_for_a_name_shows_the_one_by_default(visitor: AppTest) -> None:
    paste(visitor, "A\nB")
    assert name_field(visitor).value == ""
    assert re.fullmatch(r"2 products, \d+ [A-Z][a-z]{2} \d\d:\d\d", name_field(visitor).placeholder)


def test_the_name_by_default_counts_what_the_check_has_found(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1\nNO_SUCH_PRODUCT\nORPHAN_1")
    assert name_field(visitor).placeholder.startswith("3 products, ")
    check(visitor, click)
    assert name_field(visitor).placeholder.startswith("1 product, ")


def test_the_name_by_default_counts_what_was_asked_where_nothing_was_found(visitor: AppTest, click: Click) -> None:
    paste(visitor, "NO_SUCH_PRODUCT\nNOR_THIS")
    check(visitor, click)
    assert name_field(visitor).placeholder.startswith("2 products, ")


def test_the_name_counts_what_the_check_on_the_way_has_found(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1\nNO_SUCH_PRODUCT")
    submit(visitor, click)
    granted = submit(visitor, click, "Submit all the same").granted
    assert [entry.products for entry in visitor.session_state["desk"].ordered_here.entries(granted)] == [1]


def test_an_order_is_shown_under_its_own_name_as_text(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1")
    name_field(visitor).input("*Norway*\u202e, ![](http://x)").run()
    [order_id] = submit(visitor, click).granted
    visitor.query_params["id"] = str(order_id)
    visitor.switch_page("order.py").run()
    assert "*Norway* , ![](http://x)" in [text.value for text in visitor.text]


def test_a_name_that_comes_with_the_click_is_taken_and_the_order_sent_once(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    paste(visitor, "my_product_id_1")
    name_field(visitor).input("Norway, April")
    granted = submit(visitor, click).granted
    assert [each.name for each in visitor.session_state["desk"].ordered_here.entries(granted)] == ["Norway, April"]
    assert len(demo.archive.requests.of("POST", "/user/orders/apply")) == 1
