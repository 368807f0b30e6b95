"""My orders: what the archive lists, and which of them were made here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.archive import Scenario
from components.demo.server import Served
from components.desk.polling import Reading
from components.desk.shared_state import shared
from components.order.draft import Draft
from components.regards.orders import orders
from components.regards.orders.actions import Action
from components.regards.orders.orders import MOST_LISTED
from components.ui.orders import order_table
from tests.pages.waiting import until
from tests.ui.draw_block import order_rows

Click = Callable[[AppTest, str], AppTest]


def number(app: AppTest) -> int:
    found: int = app.session_state["desk"].ordered_here.newest()[0].order_id
    return found


def test_who_has_no_orders_is_told_so(visitor: AppTest) -> None:
    visitor.switch_page("orders.py").run()
    assert "You have no orders yet" in visitor.subheader[0].value
    assert not visitor.info


def test_an_order_made_here_is_not_said_to_be_from_elsewhere(customer: AppTest) -> None:
    customer.switch_page("orders.py").run()
    [row] = order_rows(customer)
    assert row["Order"] == str(number(customer))
    assert "From" not in row


def test_orders_of_one_request_are_one_row_that_holds_them(visitor: AppTest, click: Click) -> None:
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, archive=replace(desk.login.archive, identifiers_per_order=2)))
    for pasted in ("my_product_id_1\nmy_product_id_2\nmy_product_id_3", "my_product_id_4"):
        visitor.text_area[0].input(pasted).run()
        click(visitor, "Submit order")
        desk.submission().result(60)
        visitor.run()
        visitor.switch_page("compose.py").run()
    visitor.switch_page("orders.py").run()
    assert sorted(row[""] for row in order_rows(visitor)) == ["1", "1,2", "2", "3"]


def test_a_request_of_more_orders_than_are_listed_is_counted_whole(
    customer: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = customer.session_state["desk"]
    [entry] = desk.ordered_here.newest()
    monkeypatch.setattr(desk.ordered_here, "newest", lambda _: (entry,) * MOST_LISTED)
    monkeypatch.setattr(desk.ordered_here, "batch_of", lambda _: tuple(range(entry.order_id, entry.order_id + 150)))
    customer.switch_page("orders.py").run()
    batch, _ = order_rows(customer)
    assert batch["Order"].startswith("1 of 150 orders")


def test_orders_made_here_are_known_also_behind_many_that_were_deleted(
    visitor: AppTest, demo: Served, click: Click, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, archive=replace(desk.login.archive, identifiers_per_order=1)))
    monkeypatch.setattr("components.regards.orders.orders.MOST_LISTED", 1)
    for name, pasted in (("Fjords", "my_product_id_1\nmy_product_id_2"), ("Alps", "my_product_id_3")):
        desk.begin_draft(Draft(pasted=pasted, name=name))
        click(visitor.run(), "Submit order")
        *_, latest = desk.submission().result(60).granted
        desk.begin_draft()
    demo.archive.lifecycle.remove(demo.archive.lifecycle.orders[latest])
    visitor.switch_page("orders.py").run()
    assert [row["Name"] for row in order_rows(visitor) if "Name" in row] == ["Fjords"] * 3  # the request, and its parts
    assert "From" not in order_rows(visitor)[0]


@pytest.mark.parametrize(("minutes", "promised"), [(0, True), (2, False)])
def test_only_an_order_of_the_last_minute_is_said_to_be_listed_soon(
    customer: AppTest, demo: Served, monkeypatch: pytest.MonkeyPatch, minutes: int, promised: bool
) -> None:
    """An older one was deleted, or the archive has lost it."""
    desk = customer.session_state["desk"]
    [entry] = desk.ordered_here.newest()
    older = replace(entry, submitted_at=entry.submitted_at - timedelta(minutes=minutes))
    monkeypatch.setattr(desk.ordered_here, "newest", lambda _: (older,))
    demo.archive.lifecycle.remove(demo.archive.lifecycle.orders[entry.order_id])
    customer.switch_page("orders.py").run()
    assert [info.value for info in customer.info] == ["Order 1 is submitted and will be listed in a moment."] * promised
    assert len(customer.subheader) != promised  # that there are no orders


def test_an_order_that_was_just_deleted_is_not_said_to_be_listed_soon(customer: AppTest, demo: Served) -> None:
    desk = customer.session_state["desk"]
    demo.archive.lifecycle.remove(demo.archive.lifecycle.orders[1])
    shared().order_actions.ask(desk.account, 1, Action.DELETE, lambda: 1, after=None)
    latest = shared().order_actions.latest(desk.account, 1)
    assert latest
    assert latest.outcome.result(60) == 1
    customer.switch_page("orders.py").run()
    assert len(customer.info) == 0
    assert [each.value for each in customer.subheader] == [":material/inbox: You have no orders now"]


def test_a_clicked_row_opens_its_orders(customer: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_table, "show", lambda *_: (54, 55))
    customer.switch_page("orders.py").run()
    assert [title.value for title in customer.title] == ["Orders 54 and 55"]


def test_the_next_orders_come_at_a_click(customer: AppTest, click: Click, monkeypatch: pytest.MonkeyPatch) -> None:
    """In pages of fifty (contract C.3)."""
    desk = customer.session_state["desk"]
    [listed] = orders.newest(desk.connection)
    pages = [tuple(replace(listed, order_id=number) for number in range(start, start - 50, -1)) for start in (70, 20)]
    pages[1] = pages[1][:20]
    monkeypatch.setattr(desk.order_list, "_pages", [Reading(lambda: pages[0])])
    monkeypatch.setattr(desk.order_list, "_page", lambda number: Reading(lambda: pages[number]))
    customer.switch_page("orders.py").run()
    assert len(order_rows(customer)) == 50
    click(customer, "Show the next 50")
    desk.order_list.take(60)
    customer.run()
    assert len(order_rows(customer)) == 70
    assert "Show the next 50" not in [button.label for button in customer.button]


def test_many_orders_are_searched_and_the_search_says_when_nothing_is_found(
    customer: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = customer.session_state["desk"]
    [listed] = orders.newest(desk.connection)
    many = tuple(replace(listed, order_id=number, label=f"Scene {number}") for number in range(20, 0, -1))
    monkeypatch.setattr(desk.order_list, "_pages", [Reading(lambda: many)])
    customer.switch_page("orders.py").run()
    customer.text_input(key="find orders").input("scene 7").run()
    assert [row["Order"] for row in order_rows(customer)] == ["7"]
    assert customer.caption[0].value.startswith("1 of 20 orders · ")
    customer.text_input(key="find orders").input("moon").run()
    assert customer.caption[0].value.startswith("0 of 20 orders · ")
    assert "None of these orders is like that." in [text.value for text in customer.text]


def test_an_outage_is_said_and_is_no_empty_list(visitor: AppTest, demo: Served) -> None:
    demo.archive.scenario = Scenario.FIREWALL
    visitor.switch_page("orders.py").run()
    until(visitor, lambda: len(visitor.error) > 0)
    assert "a web page instead of data" in visitor.error[0].value
    assert not visitor.info


def test_while_the_list_cannot_be_read_the_orders_of_this_desk_are_listed(customer: AppTest, demo: Served) -> None:
    demo.archive.scenario = Scenario.FIREWALL
    customer.switch_page("orders.py").run()
    until(customer, lambda: len(customer.error) > 0)
    assert "a web page instead of data" in customer.error[0].value
    assert [row["Order"] for row in order_rows(customer)] == [str(number(customer))]
    assert customer.caption[-1].value.startswith("1 order of this desk · ")


def test_an_archive_that_dies_is_said_beside_what_was_last_read(customer: AppTest, click: Click) -> None:
    customer.switch_page("orders.py").run()
    desk = customer.session_state["desk"]
    dead = replace(desk.login.archive, url="http://127.0.0.1:9")
    desk.take_over(replace(desk.login, archive=dead))
    click(customer, "Look again")
    until(customer, lambda: len(customer.error) > 0)  # it is asked three times before it counts as dead
    assert "cannot be reached" in customer.error[0].value
    assert customer.caption[0].value.startswith("1 order, as last read · ")
    assert len(order_rows(customer)) == 1


@pytest.mark.parametrize(("hour", "said"), [(3600.0, ""), (60.0, " · an hour of this demo archive lasts 1 min")])
def test_the_zone_is_named_once_and_with_it_whether_time_runs_faster(customer: AppTest, hour: float, said: str) -> None:
    desk = customer.session_state["desk"]
    desk.take_over(replace(desk.login, archive=replace(desk.login.archive, hour=hour)))
    customer.switch_page("orders.py").run()
    assert [each.value for each in customer.caption] == [f"1 order · times are in the zone UTC{said}"]
