"""My orders and one order: what the archive says of them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.archive import Scenario
from components.demo.server import Served
from components.regards.orders import MOST_LISTED

Click = Callable[[AppTest, str], AppTest]
NewSession = Callable[[], AppTest]


@pytest.fixture
def customer(visitor: AppTest, click: Click) -> AppTest:
    """A visitor who has made one order."""
    visitor.text_area[0].input("my_product_id_1").run()
    click(visitor, "Submit order")
    visitor.session_state["desk"].submission().result(20)
    return visitor.run()


def number(app: AppTest) -> int:
    found: int = app.session_state["desk"].submitted_orders[0].order_id
    return found


def open_order(app: AppTest, order_id: object) -> AppTest:
    app.query_params["id"] = str(order_id)
    return app.switch_page("order.py").run()


def test_who_has_no_orders_is_told_so(visitor: AppTest) -> None:
    visitor.switch_page("orders.py").run()
    assert [info.value for info in visitor.info] == ["You have no orders yet."]


def test_an_order_made_here_is_listed_as_such(customer: AppTest) -> None:
    customer.switch_page("orders.py").run()
    [row] = customer.dataframe[0].value.to_dict("records")
    assert (row["Order"], row["From"]) == (number(customer), "this desk")


def test_orders_of_one_request_are_listed_as_such(visitor: AppTest, click: Click) -> None:
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, archive=replace(desk.login.archive, identifiers_per_order=2)))
    for pasted in ("my_product_id_1\nmy_product_id_2\nmy_product_id_3", "my_product_id_4"):
        visitor.text_area[0].input(pasted).run()
        click(visitor, "Submit order")
        desk.submission().result(20)
        visitor.run()
        click(visitor, "Compose another order")
    visitor.switch_page("orders.py").run()
    assert [row["Request"] for row in visitor.dataframe[0].value.to_dict("records")] == [
        "",
        "part of 2 orders",
        "part of 2 orders",
    ]


def test_a_request_of_more_orders_than_are_listed_is_counted_whole(
    customer: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = customer.session_state["desk"]
    [entry] = desk.ordered_here()
    monkeypatch.setattr(desk, "ordered_here", lambda: (entry,) * MOST_LISTED)
    monkeypatch.setattr(desk, "batch_of", lambda _: (entry.order_id,) * 3 * MOST_LISTED)
    customer.switch_page("orders.py").run()
    assert [row["Request"] for row in customer.dataframe[0].value.to_dict("records")] == ["part of 150 orders"]


def test_selecting_a_row_opens_the_order(customer: AppTest) -> None:
    customer.switch_page("orders.py").run()
    customer.session_state["orders"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    customer.run()
    assert [title.value for title in customer.title] == [f"Order {number(customer)}"]


def test_an_outage_is_said_and_is_no_empty_list(visitor: AppTest, demo: Served) -> None:
    demo.archive.scenario = Scenario.FIREWALL
    visitor.switch_page("orders.py").run()
    assert "a web page instead of data" in visitor.error[0].value
    assert not visitor.info


def test_an_archive_that_dies_is_said_beside_what_was_last_read(customer: AppTest) -> None:
    customer.switch_page("orders.py").run()
    desk = customer.session_state["desk"]
    dead = replace(desk.login.archive, url="http://127.0.0.1:9")
    desk.take_over(replace(desk.login, archive=dead))
    customer.run()
    assert "cannot be reached" in customer.error[0].value
    assert len(customer.dataframe[0].value) == 1


def test_what_was_asked_is_shown_with_the_order(customer: AppTest) -> None:
    open_order(customer, number(customer))
    assert '"productId:\\"my_product_id_1\\""' in customer.code[0].value


@pytest.mark.parametrize("address", ["", "x", "-1", "١", "9" * 30])
def test_an_address_without_a_number_is_said(visitor: AppTest, address: str) -> None:
    open_order(visitor, address)
    assert [warning.value for warning in visitor.warning] == ["This address names no order. Choose one from your list."]


def test_somebody_elses_order_is_said_and_shows_nothing(
    customer: AppTest, new_session: NewSession, click: Click
) -> None:
    other = new_session()
    click(other, "Try the demo archive")
    open_order(other, number(customer))
    assert "Your account may not see or do this." in other.error[0].value
    assert not other.dataframe


def test_an_order_that_does_not_exist_is_said(visitor: AppTest) -> None:
    open_order(visitor, 987654)
    assert "The archive does not have this, or no longer has it." in visitor.error[0].value
