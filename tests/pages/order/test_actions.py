"""What an archive does with an order at a click: pause, resume, cancel, delete, retry, repeat."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from components.demo.archive import Fault
from components.demo.server import Served
from components.regards.orders.actions import Action
from tests.clocks import Clock
from tests.pages.order.steps import (
    ALL_HERE,
    BRING,
    FIVE_PARTS,
    NOT_ALL,
    REPEAT,
    TWO_FILES,
    Press,
    announced,
    click_once_offered,
    labels,
    look,
    look_for,
    on_disk,
    order,
    order_elsewhere,
    quoted,
    the_sum,
)
from tests.ui.draw_block import text_of_page


def asked(demo: Served, method: str, path: str) -> int:
    """The number of requests to change an order."""
    return len(demo.archive.requests.of(method, path))


def test_an_order_is_paused_and_resumed(visitor: AppTest, demo: Served, clock: Clock, click: Press) -> None:
    order_id = order(visitor, FIVE_PARTS)
    clock.advance(1)
    look_for(visitor, "Running")
    click(visitor, "Pause")
    look_for(visitor, "Paused")
    clock.advance(1)  # only once its jobs have stopped it can be resumed
    look(visitor, lambda: "Resume the order" in labels(visitor))
    assert "Resume" not in labels(visitor)
    click(visitor, "Resume the order")
    look_for(visitor, "The archive brings the files together")
    assert asked(demo, "PUT", f"/pause/{order_id}") == asked(demo, "PUT", f"/resume/{order_id}") == 1


def test_an_order_is_cancelled_which_pauses_and_deletes_it(
    visitor: AppTest, demo: Served, clock: Clock, click: Press
) -> None:
    order_id = order(visitor, FIVE_PARTS)
    clock.advance(1)
    look_for(visitor, "Running")
    click(visitor, f":red[Cancel order {order_id}]")
    look_for(visitor, "The order is deleted")
    assert asked(demo, "PUT", f"/pause/{order_id}") == asked(demo, "DELETE", f"/orders/{order_id}") == 1
    assert the_sum(visitor) == (6, 0, 0, 6)


def test_an_order_that_has_ended_is_deleted(visitor: AppTest, demo: Served, click: Press) -> None:
    order_id = order(visitor, TWO_FILES)
    look(visitor, lambda: f":red[Delete order {order_id}]" in labels(visitor))
    click(visitor, f":red[Delete order {order_id}]")
    look_for(visitor, "The order is deleted")
    assert asked(demo, "DELETE", f"/orders/{order_id}") == 1


def test_what_a_retry_has_found_has_not_failed_any_more(visitor: AppTest, demo: Served, click: Press) -> None:
    demo.archive.faults["my_product_id_2.csv"] = Fault.LOST_ONCE
    order(visitor, TWO_FILES)
    click(visitor, BRING)
    look_for(visitor, NOT_ALL)
    look(visitor, lambda: "Retry the failed files" in labels(visitor))
    assert the_sum(visitor) == (2, 1, 1, 0)
    click(visitor, "Retry the failed files")
    look_for(visitor, "1 file is ready · 1 of 2 files verified.")
    assert the_sum(visitor) == (2, 1, 0, 1)


def test_what_failed_is_retried_and_a_delivery_brings_the_rest(
    visitor: AppTest, demo: Served, click: Press, tmp_path: Path
) -> None:
    demo.archive.faults["my_product_id_2.csv"] = Fault.LOST_ONCE
    order_id = order(visitor, TWO_FILES)
    click(visitor, BRING)
    look_for(visitor, NOT_ALL)
    look(visitor, lambda: "Retry the failed files" in labels(visitor))
    click(visitor, "Retry the failed files")
    look_for(visitor, "1 file is ready")
    click_once_offered(visitor, click, "Continue")
    look_for(visitor, ALL_HERE)
    assert on_disk(tmp_path) == announced(demo, order_id)


def test_an_order_made_elsewhere_is_repeated_on_the_archive_and_followed_in_place_of_the_old_one(
    visitor: AppTest, demo: Served, click: Press
) -> None:
    order_id = order_elsewhere(visitor, TWO_FILES)
    look(visitor, lambda: REPEAT in labels(visitor))
    assert "Compose the same again" not in labels(visitor)
    click(visitor, REPEAT)
    look(visitor, lambda: visitor.title[0].value == f"Order {order_id + 1}")
    assert asked(demo, "POST", f"/{order_id}/restart") == 1


def test_an_order_made_here_is_composed_again_and_not_repeated_blindly(visitor: AppTest) -> None:
    order(visitor, TWO_FILES)
    look_for(visitor, "Both files are ready.")
    assert "Compose the same again" in labels(visitor)
    assert REPEAT not in labels(visitor)


def test_a_refusal_is_said_in_words_and_is_no_lost_session(
    visitor: AppTest, demo: Served, clock: Clock, click: Press
) -> None:
    order_id = order(visitor, FIVE_PARTS)
    clock.advance(1)
    look_for(visitor, "Running")
    with demo.archive.moment() as now:
        demo.archive.lifecycle.pause(demo.archive.lifecycle.orders[order_id], now)  # in another browser
    click(visitor, "Pause")
    look_for(visitor, "Only an order that is being prepared or running can be paused.")
    assert "ORDER_MUST_BE_PENDING_OR_RUNNING" in quoted(visitor)
    look_for(visitor, "Paused")
    assert "Sign in again" not in text_of_page(visitor)


def test_both_clicks_of_a_double_click_are_one_request(visitor: AppTest, demo: Served) -> None:
    order_id = order_elsewhere(visitor, TWO_FILES)
    look(visitor, lambda: REPEAT in labels(visitor))
    following = visitor.session_state["following"][1]
    for _ in range(2):
        following.ask(order_id, Action.RESTART, after=None)
    look(visitor, lambda: visitor.title[0].value == f"Order {order_id + 1}")
    assert asked(demo, "POST", f"/{order_id}/restart") == 1


# Several orders
