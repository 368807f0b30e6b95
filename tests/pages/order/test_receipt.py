"""What has come of an order and what has not: the receipt, its sum, and what is ordered again."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.archive import Fault, Scenario
from components.demo.server import Served
from components.desk.polling import Reading
from components.regards.settings import Archive
from tests.clocks import Clock
from tests.conftest import Offer
from tests.pages.order.steps import (
    BRING,
    FIVE_PARTS,
    LONG,
    NOT_ALL,
    ORDER_MISSING,
    PATIENCE,
    TWO_FILES,
    NewSession,
    Press,
    click_once_offered,
    deliver_two_files,
    labels,
    look,
    look_for,
    missing,
    on_disk,
    open_order,
    order,
    progress,
    submit,
    the_sum,
)
from tests.ui.draw_block import text_of_page


def test_the_sum_of_the_receipt_holds_from_the_first_moment_to_an_end_with_failures(
    visitor: AppTest, demo: Served, clock: Clock, click: Press
) -> None:
    demo.archive.faults["TIDE_GAUGE_1.csv"] = Fault.LOST
    order(visitor, FIVE_PARTS)
    assert "Being prepared" in text_of_page(visitor)
    assert the_sum(visitor) == (0, 0, 0, 0)
    clock.advance(1)
    look_for(visitor, "Running")
    assert the_sum(visitor) == (6, 0, 0, 6)
    clock.advance(1)
    look(visitor, lambda: BRING in labels(visitor))
    click(visitor, BRING)
    look(visitor, lambda: the_sum(visitor) == (6, 2, 0, 4))
    clock.advance(2)
    look(visitor, lambda: the_sum(visitor) == (6, 5, 0, 1))
    clock.advance(2)
    look_for(visitor, NOT_ALL)
    look_for(visitor, "5 of 6 files verified · 1 failed.")
    assert the_sum(visitor) == (6, 5, 1, 0)
    assert missing(visitor) == {"TIDE_GAUGE_1.csv": "The archive cannot provide this file."}


def test_what_an_order_had_not_brought_when_it_expired_is_named(
    visitor: AppTest, clock: Clock, click: Press, tmp_path: Path
) -> None:
    deliver_two_files(visitor, clock, click)
    clock.advance(LONG)
    look_for(visitor, NOT_ALL)
    look_for(visitor, "Expired with 4 files not fetched.")
    look(visitor, lambda: "Order them again" in labels(visitor))
    assert the_sum(visitor) == (6, 2, 0, 4)
    missed = {f"The order expired before this file was {what}." for what in ("ready", "downloaded")}
    assert set(missing(visitor).values()) <= missed
    assert len(on_disk(tmp_path)) == 2


def test_an_order_that_expired_unseen_is_counted_whole(visitor: AppTest, clock: Clock) -> None:
    [order_id] = submit(visitor, FIVE_PARTS)
    clock.advance(1)
    visitor.session_state["desk"].order_list.renew()  # the archive moves on when it is asked
    visitor.session_state["desk"].order_list.take(PATIENCE)
    clock.advance(LONG)
    open_order(visitor, order_id)
    assert "Expired" in text_of_page(visitor)
    assert the_sum(visitor) == (6, 0, 0, 6)


def test_of_an_order_that_expired_nothing_is_offered_that_cannot_be_had(
    visitor: AppTest, clock: Clock, click: Press
) -> None:
    deliver_two_files(visitor, clock, click)
    clock.advance(LONG)
    look_for(visitor, NOT_ALL)
    look_for(visitor, "The archive has dropped these files")
    offered = {"Look for more files", "Continue", "Download the program", "Pause", "Resume", "Retry the failed files"}
    assert not offered & set(labels(visitor))
    look(visitor, lambda: "Order them again" in labels(visitor))


def test_what_was_brought_before_the_order_expired_is_still_known_to_a_new_session(
    visitor: AppTest, clock: Clock, click: Press, new_tab: NewSession, offered: Archive, offer: Offer
) -> None:
    order_id = deliver_two_files(visitor, clock, click)
    click_once_offered(visitor, click, "Cancel the delivery")
    look_for(visitor, "You cancelled this delivery.")
    clock.advance(LONG)
    offer(offered)  # as after a new start of the desk
    later = open_order(new_tab(), order_id)
    look_for(later, "Expired")
    look(later, lambda: the_sum(later) == (6, 2, 0, 4))


def test_order_what_is_missing_drafts_the_missing_products_alone(visitor: AppTest, demo: Served, click: Press) -> None:
    demo.archive.faults["PROD_1.csv"] = Fault.LOST
    order(visitor, FIVE_PARTS)
    click(visitor, BRING)
    look(visitor, lambda: ORDER_MISSING in labels(visitor))
    click(visitor, ORDER_MISSING)
    assert visitor.title[0].value == "Compose order"
    assert visitor.text_area[0].value == "PROD_1"


def test_order_what_is_missing_answers_also_where_the_click_begins_a_new_reading(
    visitor: AppTest, demo: Served, click: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo.archive.faults["PROD_1.csv"] = Fault.LOST
    order(visitor, FIVE_PARTS)
    click(visitor, BRING)
    look(visitor, lambda: ORDER_MISSING in labels(visitor))
    monkeypatch.setattr(Reading, "renew_when_due", Reading.renew)  # as after a rest: everything is due
    click(visitor, ORDER_MISSING)
    assert visitor.title[0].value == "Compose order"


def test_a_delivery_that_cannot_read_the_order_leaves_what_is_verified_on_the_page(
    visitor: AppTest, demo: Served, click: Press, new_tab: NewSession
) -> None:
    demo.archive.faults["my_product_id_2.csv"] = Fault.LOST
    order_id = order(visitor, TWO_FILES)
    click(visitor, BRING)
    look(visitor, lambda: "Look for more files" in labels(visitor))
    demo.archive.scenario = Scenario.FIREWALL
    click_once_offered(visitor, click, "Look for more files")
    look_for(visitor, "The next try is in")
    assert the_sum(visitor) == (2, 1, 1, 0)
    assert "0 of 0" not in progress(visitor)
    assert "Order the missing ones" not in labels(visitor)
    click_once_offered(visitor, click, "Cancel the delivery")
    demo.archive.scenario = None
    tab = open_order(new_tab(), order_id)
    look(tab, lambda: the_sum(tab) == (2, 1, 1, 0))
