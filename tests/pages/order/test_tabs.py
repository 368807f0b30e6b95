"""An order in several tabs, and for several users."""

import time
from dataclasses import replace

from streamlit.testing.v1 import AppTest

from components.demo.server import Served
from components.desk.shared_state import shared
from components.regards.delivery.engine import Phase
from components.regards.delivery.progress import OVER
from tests.clocks import Clock
from tests.pages.order.steps import (
    ALL_HERE,
    BRING,
    PATIENCE,
    TWO_FILES,
    NewSession,
    Press,
    click_once_offered,
    deliver_two_files,
    labels,
    look,
    look_for,
    open_order,
    order,
    progress,
    quoted,
    wait_for_deliveries,
)
from tests.ui.draw_block import browser_parts, text_of_page


def test_a_second_tab_and_a_refresh_find_the_delivery_under_way(
    visitor: AppTest, clock: Clock, click: Press, new_tab: NewSession
) -> None:
    order_id = deliver_two_files(visitor, clock, click)
    tab = open_order(new_tab(), order_id)
    assert "2 of 6 files verified" in progress(tab)
    assert BRING not in labels(tab)
    click_once_offered(tab, click, "Pause the delivery")
    look_for(visitor, "The delivery is paused.")
    click_once_offered(visitor, click, "Cancel the delivery")
    look_for(tab, "You cancelled this delivery.")


def test_signing_out_ends_the_deliveries(visitor: AppTest, clock: Clock, click: Press) -> None:
    deliver_two_files(visitor, clock, click)
    [delivery] = visitor.session_state["following"][1].into_folder.deliveries
    click(visitor, "Sign out")
    assert visitor.title[0].value == "Sign in"
    wait_for_deliveries()
    assert delivery.progress().phase is Phase.CANCELLED
    assert delivery.progress().verified == 2


def test_signing_out_in_one_browser_leaves_the_deliveries_to_another_one_of_the_same_user(
    visitor: AppTest, clock: Clock, click: Press
) -> None:
    deliver_two_files(visitor, clock, click)
    [delivery] = visitor.session_state["following"][1].into_folder.deliveries
    elsewhere = shared().sessions.of(replace(visitor.session_state["desk"].login, sign_in_id="another browser"))
    click(visitor, "Sign out")
    assert elsewhere.usable
    deadline = time.monotonic() + PATIENCE
    while delivery.progress().phase not in OVER:
        assert time.monotonic() < deadline
        clock.advance(1)  # the order would expire after some 60,000 of these, which would take ten minutes
        time.sleep(0.01)
    wait_for_deliveries()
    assert delivery.progress().phase is Phase.ENDED
    assert delivery.progress().verified == 6


def test_nobody_else_sees_anything_of_a_delivery(visitor: AppTest, click: Press, new_session: NewSession) -> None:
    order_id = order(visitor, TWO_FILES)
    click(visitor, BRING)
    look_for(visitor, ALL_HERE)
    other = click(new_session(), "Try the demo archive")
    open_order(other, order_id)
    assert "Your account may not see or do this." in text_of_page(other)
    assert "my_product_id" not in text_of_page(other) + quoted(other)
    assert progress(other) == ""


def test_nobody_else_gets_the_files_the_receipt_or_the_request_also_where_the_archive_forgets_owners(
    visitor: AppTest, demo: Served, click: Press, new_session: NewSession
) -> None:
    demo.archive.forgets_owners = True
    order_id = order(visitor, TWO_FILES)
    click(visitor, BRING)
    look_for(visitor, ALL_HERE)
    look(visitor, lambda: "Receipt as CSV" in [each.proto.label for each in visitor.get("download_button")])
    other = click(new_session(), "Try the demo archive")
    own = order(other, "TIDE_GAUGE_1")
    for address in ([order_id], [own, order_id]):
        open_order(other, *address)
        assert "Your account may not see or do this." in text_of_page(other)
        assert "my_product_id" not in text_of_page(other) + quoted(other) + str(browser_parts(other))
        assert not [each for each in other.get("download_button") if "Receipt" in each.proto.label]
        assert not [each for each in other.expander if f"order {order_id}" in each.label]
