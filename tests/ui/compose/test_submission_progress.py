"""What is shown while an order is on its way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.desk.submissions import AwaitingEarlier, Checking, Preparing, Sending, SentElsewhere, Step
from components.regards.errors import NoAnswer
from components.regards.submission.lost_verdict import Looking
from components.ui.compose.submission_progress import done, in_numbers, in_words

LOST = NoAnswer("The gateway gave up.")
SECOND_OF_TWO = Sending(1, 2, 90.0, 900, 2_271)


@pytest.mark.parametrize(
    ("step", "numbers"),
    [
        (SECOND_OF_TWO, "order 2 of 2 · 900 of 2,271 products · 34 s"),
        (Preparing(0, 2, 0, 2_271), "order 1 of 2 · 0 of 2,271 products · 34 s"),
        (Sending(0, 1, 90.0, 0, 67), "67 products · 34 s"),
        (Sending(0, 1, 90.0), "34 s"),
        (Checking(), "34 s"),
        (None, "34 s"),
        (AwaitingEarlier(90.0), "34 s · 1 min 5 s left at most"),
        (Looking(LOST, 90), "34 s · 1 min 5 s left at most"),
    ],
)
def test_the_numbers_say_which_order_how_many_products_and_how_long(step: Step | None, numbers: str) -> None:
    assert in_numbers(step, 34.9, 65) == numbers


@given(st.floats(0, 500))
def test_the_numbers_tick_with_every_second(seconds: float) -> None:
    assert in_numbers(SECOND_OF_TWO, seconds) != in_numbers(SECOND_OF_TWO, seconds + 1)


def test_of_several_orders_a_bar_shows_the_share_that_is_ordered() -> None:
    assert done(SECOND_OF_TWO) == 900 / 2_271
    assert done(Sending(0, 1, 90.0, 0, 67)) is done(Sending(0, 2, 90.0)) is done(Checking()) is None


def test_an_order_of_several_is_named_by_its_place() -> None:
    assert in_words(Sending(1, 3, 90.0)).startswith("Submitting your order. Order 2 of 3: The archive looks")
    assert in_words(Sending(0, 1, 90.0)).startswith("Submitting your order. The archive looks")


def test_through_the_basket_each_step_is_named() -> None:
    filling, making = (in_words(Sending(0, 1, 90.0, 0, 0, step, 3)) for step in (1, 2))
    assert "Step 2 of 3: your basket is filled with what you order" in filling
    assert "Step 3 of 3: the archive makes the order of your basket" in making
    assert "Step" not in in_words(Sending(0, 1, 90.0))


def test_the_wait_for_an_answer_names_its_end() -> None:
    assert "that can take a minute, 90 s at most." in in_words(Sending(0, 1, 90.0))


def test_what_another_replica_submits_is_said_to_be_submitted_there() -> None:
    said = in_words(SentElsewhere())
    assert "It was begun by another server of this desk, or before a restart; its result is awaited." in said


def test_while_an_earlier_order_may_appear_nothing_is_said_to_be_sent() -> None:
    said = in_words(AwaitingEarlier(90.0))
    assert "An earlier order of yours may still be on its way, so nothing is sent meanwhile." in said


@pytest.mark.parametrize(
    ("looking", "seen"),
    [
        (Looking(LOST, 90), "in the list of your orders. You"),
        (Looking(LOST, 90, 1, listed=True), "orders: 1 look, no new order so far. You"),
        (Looking(LOST, 90, 2, listed=False), "orders: 2 looks, the list could not be read this time. You"),
    ],
    ids=["at first", "listed", "not listed"],
)
def test_a_search_says_why_and_what_was_seen(looking: Looking, seen: str) -> None:
    said = in_words(looking)
    assert said.startswith("The gateway gave up. Your order was sent once, and may exist.")
    assert seen in said
    assert said.endswith("You may leave this page.")
