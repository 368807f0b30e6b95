"""The buttons of the actions on an order."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from components.regards.orders.actions import Action
from components.regards.orders.records import Order
from components.ui.order.action_buttons import offer_actions
from tests.ui.draw_block import draw, order, text_of_page


def offer(shown: Order, under_way: Action | None = None) -> tuple[AppTest, list[Action]]:
    asked: list[Action] = []
    return draw(lambda: offer_actions(shown, under_way, asked.append)), asked


def names(app: AppTest) -> set[str]:
    """The names of all buttons, including those that open a confirmation."""
    return {button.label for button in app.button} | {each.proto.popover.label for each in app.get("popover")}


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("PENDING", {"Pause", "Cancel order", "Cancel order 54"}),
        ("RUNNING", {"Pause", "Cancel order", "Cancel order 54"}),
        ("PAUSED", {"Resume", "Delete", "Delete order 54"}),
        ("DONE", {"Repeat this order", "Delete", "Delete order 54"}),
        ("FAILED", {"Repeat this order", "Retry what failed", "Delete", "Delete order 54"}),
        ("EXPIRED", {"Delete", "Delete order 54"}),
        ("ARCHIVING", set()),
    ],
)
def test_there_is_a_button_for_each_action_that_is_possible(status: str, expected: set[str]) -> None:
    assert names(offer(order(status=status))[0]) == expected


def test_what_the_archive_does_not_link_is_not_offered() -> None:
    app, _ = offer(replace(order(status="DONE"), links=frozenset({"self", "restart"})))
    assert names(app) == {"Repeat this order"}


@pytest.mark.parametrize(
    ("status", "label", "action"),
    [
        ("RUNNING", "Pause", Action.PAUSE),
        ("RUNNING", "Cancel order 54", Action.CANCEL),
        ("PAUSED", "Resume", Action.RESUME),
        ("PAUSED", "Delete order 54", Action.DELETE),
        ("FAILED", "Retry what failed", Action.RETRY),
        ("FAILED", "Repeat this order", Action.RESTART),
    ],
)
def test_a_click_asks_for_its_action_once(status: str, label: str, action: Action) -> None:
    app, asked = offer(order(status=status))
    press(app, label)
    app.run()
    assert asked == [action]


@pytest.mark.parametrize(("status", "label"), [("RUNNING", "Cancel order 54"), ("DONE", "Delete order 54")])
def test_what_loses_files_stands_behind_a_question(status: str, label: str) -> None:
    app, asked = offer(order(status=status))
    [question] = app.get("popover")
    assert label in {button.label for button in question.button}
    assert "cannot be brought back" in "".join(text.value for text in question.markdown)
    assert asked == []


def test_each_button_says_what_it_does() -> None:
    for status in ("RUNNING", "PAUSED", "FAILED"):
        app, _ = offer(order(status=status))
        assert all(button.help for button in app.button if not button.label.endswith("54"))
        assert all(each.proto.popover.help for each in app.get("popover"))


@pytest.mark.parametrize("under_way", Action)
def test_while_an_action_is_under_way_it_is_named_and_nothing_else_can_be_asked(under_way: Action) -> None:
    app, _ = offer(order(status="FAILED"), under_way)
    assert [info.value.endswith("…") for info in app.info] == [True]
    assert [button.label for button in app.button] == ["Retry what failed", "Repeat this order", "Delete"]
    assert all(button.disabled for button in app.button)


def test_a_question_that_was_answered_closes() -> None:
    waiting, _ = offer(order(), Action.CANCEL)
    assert not waiting.get("popover")
    assert offer(order())[0].get("popover")


def test_while_nothing_is_under_way_everything_can_be_asked() -> None:
    app, _ = offer(order(status="FAILED"))
    assert not app.info
    assert not any(button.disabled for button in app.button)


def test_the_actions_of_several_orders_stand_on_one_page() -> None:
    asked: list[tuple[int, Action]] = []

    def both() -> None:
        for number in (54, 55):
            offer_actions(order(number), None, lambda action, number=number: asked.append((number, action)))  # type: ignore[misc] # bound on purpose

    app = draw(both)
    assert not app.exception
    press(app, "Cancel order 55")
    assert asked == [(55, Action.CANCEL)]
    assert "Cancelling" not in text_of_page(app)


def press(app: AppTest, label: str) -> None:
    [button] = [each for each in app.button if each.label == label]
    button.click().run()
