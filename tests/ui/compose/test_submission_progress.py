"""The words that are shown while an order is on its way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.desk.submissions import AwaitingEarlier, Checking, Preparing, Sending, Step
from components.regards.errors import NoAnswer
from components.regards.submission.lost_verdict import Looking
from components.ui.compose.submission_progress import in_words

LOST = NoAnswer("The gateway gave up.")
STEPS: list[Step | None] = [
    None,
    AwaitingEarlier(90.0),
    Checking(),
    Preparing(0, 1),
    Sending(0, 1, 90.0),
    Sending(1, 3, 90.0),
    Sending(0, 1, 90.0, 0, 0, 1, 3),
    Sending(0, 1, 90.0, 0, 0, 2, 3),
    Looking(LOST, 90),
]


@given(st.sampled_from(STEPS), st.floats(0, 500))
def test_the_sentence_changes_at_least_every_ten_seconds(step: Step | None, seconds: float) -> None:
    assert in_words(step, seconds) != in_words(step, seconds + 10)


@given(st.sampled_from(STEPS), st.integers(0, 100))
def test_the_sentence_stays_for_five_seconds_so_that_it_can_be_read(step: Step | None, fives: int) -> None:
    assert in_words(step, fives * 5 + 0.1) == in_words(step, fives * 5 + 4.9)


def test_an_order_of_several_is_named_by_its_place() -> None:
    assert in_words(Sending(1, 3, 90.0), 0).startswith("Submitting your order. Order 2 of 3: The archive looks")
    assert in_words(Sending(0, 1, 90.0), 0).startswith("Submitting your order. The archive looks")


def test_through_the_basket_each_step_is_named() -> None:
    filling, making = (in_words(Sending(0, 1, 90.0, 0, 0, step, 3), 0) for step in (1, 2))
    assert "Step 2 of 3: your basket is filled with what you order" in filling
    assert "Step 3 of 3: the archive makes the order of your basket" in making
    assert "Step" not in in_words(Sending(0, 1, 90.0), 0)


def test_the_wait_for_an_answer_names_its_end() -> None:
    assert "Waiting for 40 s so far, 90 s at most." in in_words(Sending(0, 1, 90.0), 42)


def test_while_an_earlier_order_may_appear_nothing_is_said_to_be_sent() -> None:
    said = in_words(AwaitingEarlier(90.0), 41)
    assert "An earlier order of yours may still be on its way. Nothing is sent meanwhile: for 45 s at most." in said


@pytest.mark.parametrize(
    ("looking", "seen"),
    [
        (Looking(LOST, 90), "in the list of your orders. This"),
        (Looking(LOST, 90, 1, listed=True), "orders: 1 look, no new order so far. This"),
        (Looking(LOST, 90, 2, listed=False), "orders: 2 looks, the list could not be read this time. This"),
    ],
    ids=["at first", "listed", "not listed"],
)
def test_a_search_says_why_what_was_seen_and_until_when(looking: Looking, seen: str) -> None:
    said = in_words(looking, 65)
    assert said.startswith("The gateway gave up. Your order was sent once, and may exist.")
    assert seen in said
    assert said.endswith("This goes on for 1 min 5 s at most. You may leave this page.")


def test_of_several_orders_the_products_that_are_ordered_are_counted() -> None:
    said = in_words(Sending(1, 2, 90.0, 2_000, 2_271), 34)
    assert said.startswith("Submitting your order. Order 2 of 2: 2,000 of 2,271 products are ordered so far. The")
    assert "products" not in in_words(Sending(0, 1, 90.0, 0, 7), 34).replace("for the products", "")
