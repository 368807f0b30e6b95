"""My orders: what the archive lists, and which of them were made here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.archive import Scenario
from components.demo.server import Served
from components.regards.orders.orders import MOST_LISTED

Click = Callable[[AppTest, str], AppTest]


def number(app: AppTest) -> int:
    found: int = app.session_state["desk"].submitted_orders[0].order_id
    return found


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
        desk.submission().result(60)
        visitor.run()
        visitor.switch_page("compose.py").run()
    visitor.switch_page("orders.py").run()
    listed = {row["Order"]: row["Request"] for row in visitor.dataframe[0].value.to_dict("records")}
    newest, *others = sorted(listed, reverse=True)
    assert (listed[newest], [listed[each] for each in others]) == ("", ["part of 2 orders", "part of 2 orders"])


def test_a_request_of_more_orders_than_are_listed_is_counted_whole(
    customer: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = customer.session_state["desk"]
    [entry] = desk.ordered_here()
    monkeypatch.setattr(desk, "ordered_here", lambda: (entry,) * MOST_LISTED)
    monkeypatch.setattr(desk, "batch_of", lambda _: (entry.order_id,) * 3 * MOST_LISTED)
    customer.switch_page("orders.py").run()
    assert [row["Request"] for row in customer.dataframe[0].value.to_dict("records")] == ["part of 150 orders"]


@pytest.mark.parametrize(("minutes", "promised"), [(0, True), (2, False)])
def test_only_an_order_of_the_last_minute_is_said_to_be_listed_soon(
    customer: AppTest, demo: Served, monkeypatch: pytest.MonkeyPatch, minutes: int, promised: bool
) -> None:
    """An older one was deleted, or the archive has lost it."""
    desk = customer.session_state["desk"]
    [entry] = desk.ordered_here()
    older = replace(entry, submitted_at=entry.submitted_at - timedelta(minutes=minutes))
    monkeypatch.setattr(desk, "ordered_here", lambda: (older,))
    demo.archive.lifecycle.remove(demo.archive.lifecycle.orders[entry.order_id])
    customer.switch_page("orders.py").run()
    said = [info.value for info in customer.info]
    assert said == [*["Order 1 is submitted and will be listed in a moment."] * promised, "You have no orders yet."]


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


def test_an_archive_that_dies_is_said_beside_what_was_last_read(customer: AppTest, click: Click) -> None:
    customer.switch_page("orders.py").run()
    desk = customer.session_state["desk"]
    dead = replace(desk.login.archive, url="http://127.0.0.1:9")
    desk.take_over(replace(desk.login, archive=dead))
    click(customer, "Look again")
    assert "cannot be reached" in customer.error[0].value
    assert len(customer.dataframe[0].value) == 1


def test_the_zone_of_the_times_is_named_once(customer: AppTest) -> None:
    customer.switch_page("orders.py").run()
    assert [text.value for text in customer.text if "zone" in text.value] == ["Times are in the zone UTC."]


@pytest.mark.parametrize(("hour", "said"), [(3600.0, []), (60.0, ["An hour of this demo archive lasts 1 min 0 s."])])
def test_only_an_archive_whose_time_runs_faster_says_so(customer: AppTest, hour: float, said: list[str]) -> None:
    desk = customer.session_state["desk"]
    desk.take_over(replace(desk.login, archive=replace(desk.login.archive, hour=hour)))
    customer.switch_page("orders.py").run()
    assert [text.value for text in customer.text if "An hour" in text.value] == said
