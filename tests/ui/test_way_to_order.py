"""The way from Submit to the page of the orders: who stays on it is led there, and who leaves it is not."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from components.desk.submissions import ClickResult
from components.ui import way_to_order
from tests.ui.draw_block import draw

DESK: Any = SimpleNamespace(submission_key="draft", act_on_click=lambda: ClickResult.SENT)
OTHER: Any = SimpleNamespace(submission_key="another draft")


def found(block: Callable[[], object]) -> list[object]:
    """What a block finds in a session of its own."""
    answers: list[object] = []
    draw(lambda: answers.append(block()))
    return answers


def test_a_submission_is_awaited_once_it_was_shown_on_its_way_and_taken_once() -> None:
    def block() -> list[bool]:
        way_to_order.enter("")
        way_to_order.act_on_click(DESK)
        before = way_to_order.has_just_submitted(DESK)
        way_to_order.await_submission(DESK)
        after = way_to_order.has_just_submitted(DESK)
        return [before, after, way_to_order.take_awaited(DESK), way_to_order.take_awaited(DESK)]

    assert found(block) == [[True, False, True, False]]


def test_a_submission_of_another_draft_is_not_awaited() -> None:
    def block() -> list[bool]:
        way_to_order.await_submission(OTHER)
        return [way_to_order.has_just_submitted(DESK), way_to_order.take_awaited(DESK)]

    assert found(block) == [[False, False]]


def test_who_leaves_a_page_waits_there_for_nothing_more() -> None:
    def block() -> list[bool]:
        way_to_order.enter("")
        way_to_order.await_submission(DESK)
        way_to_order.note_arrival((54,))
        way_to_order.enter("orders")
        way_to_order.enter("")
        return [way_to_order.take_awaited(DESK), way_to_order.has_arrived((54,))]

    assert found(block) == [[False, False]]


def test_what_was_accepted_is_kept_for_the_page_of_these_orders_and_taken_once() -> None:
    def block() -> list[bool]:
        way_to_order.note_accepted(DESK, (55, 54))
        way_to_order.enter("order")
        tries = [(DESK, (54,)), (OTHER, (54, 55)), (DESK, (54, 55)), (DESK, (54, 55))]
        return [way_to_order.take_accepted(desk, order_ids) for desk, order_ids in tries]

    assert found(block) == [[False, False, True, False]]


def test_a_second_click_takes_nothing_away_from_what_was_accepted() -> None:
    def block() -> bool:
        way_to_order.note_accepted(DESK, (54,))
        way_to_order.enter("order")
        way_to_order.act_on_click(DESK)  # the browser sent it from the page before
        way_to_order.enter("")
        return way_to_order.take_accepted(DESK, (54,))

    assert found(block) == [True]
