"""The buttons of the actions on an order."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from components.regards.orders.actions import Action
from components.regards.orders.records import Order
from components.ui.order.action_buttons import offer_actions, show_under_way
from tests.ui.draw_block import draw, order

CANCEL, CANCEL_54 = ":red[Cancel order]", ":red[Cancel order 54]"
DELETE, DELETE_54 = ":red[Delete]", ":red[Delete order 54]"


def offer(shown: Order, *, disabled: bool = False) -> tuple[AppTest, list[Action]]:
    asked: list[Action] = []
    return draw(lambda: offer_actions(shown, asked.append, disabled=disabled)), asked


def names(app: AppTest) -> set[str]:
    """The names of all buttons, including those that open a confirmation."""
    return {button.label for button in app.button} | {each.proto.popover.label for each in app.get("popover")}


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("PENDING", {"Pause", CANCEL, CANCEL_54}),
        ("RUNNING", {"Pause", CANCEL, CANCEL_54}),
        ("PAUSED", {"Resume", DELETE, DELETE_54}),
        ("DONE", {DELETE, DELETE_54}),
        ("FAILED", {DELETE, DELETE_54}),
        ("EXPIRED", {DELETE, DELETE_54}),
        ("ARCHIVING", set()),
    ],
)
def test_there_is_a_button_for_each_action_that_is_possible(status: str, expected: set[str]) -> None:
    assert names(offer(order(status=status))[0]) == expected


def test_what_the_archive_does_not_link_is_not_offered() -> None:
    app, _ = offer(replace(order(status="PAUSED"), links=frozenset({"self", "resume"})))
    assert names(app) == {"Resume"}


def test_what_another_part_of_the_page_offers_is_not_offered_twice() -> None:
    app = draw(lambda: offer_actions(order(status="PAUSED"), lambda _: None, without={Action.RESUME}))
    assert names(app) == {DELETE, DELETE_54}


@pytest.mark.parametrize(
    ("status", "label", "action"),
    [
        ("RUNNING", "Pause", Action.PAUSE),
        ("RUNNING", CANCEL_54, Action.CANCEL),
        ("PAUSED", "Resume", Action.RESUME),
        ("PAUSED", DELETE_54, Action.DELETE),
    ],
)
def test_a_click_asks_for_its_action_once(status: str, label: str, action: Action) -> None:
    app, asked = offer(order(status=status))
    press(app, label)
    app.run()
    assert asked == [action]


@pytest.mark.parametrize(("status", "label"), [("RUNNING", CANCEL_54), ("DONE", DELETE_54)])
def test_what_loses_files_stands_behind_a_question(status: str, label: str) -> None:
    app, asked = offer(order(status=status))
    [question] = app.get("popover")
    assert label in {button.label for button in question.button}
    assert "cannot be brought back" in "".join(text.value for text in question.markdown)
    assert asked == []


def test_each_button_says_what_it_does() -> None:
    for status in ("RUNNING", "PAUSED", "FAILED"):
        app, _ = offer(order(status=status))
        assert all(button.help for button in app.button if "54" not in button.label)
        assert all(each.proto.popover.help for each in app.get("popover"))


@pytest.mark.parametrize("action", Action)
def test_an_action_under_way_is_named(action: Action) -> None:
    app = draw(lambda: show_under_way(action))
    assert [info.value.endswith("…") for info in app.info] == [True]


def test_while_an_action_is_under_way_nothing_else_can_be_asked() -> None:
    app, _ = offer(order(), disabled=True)
    assert [button.label for button in app.button] == ["Pause", CANCEL]
    assert all(button.disabled for button in app.button)


def test_a_question_that_was_answered_closes() -> None:
    waiting, _ = offer(order(), disabled=True)
    assert not waiting.get("popover")
    assert offer(order())[0].get("popover")


def test_while_nothing_is_under_way_everything_can_be_asked() -> None:
    app, _ = offer(order(status="FAILED"))
    assert not any(button.disabled for button in app.button)


def test_the_actions_of_several_orders_stand_on_one_page() -> None:
    asked: list[tuple[int, Action]] = []

    def both() -> None:
        for number in (54, 55):
            offer_actions(order(number), lambda action, number=number: asked.append((number, action)))  # type: ignore[misc] # bound on purpose

    app = draw(both)
    assert not app.exception
    press(app, ":red[Cancel order 55]")
    assert asked == [(55, Action.CANCEL)]


def press(app: AppTest, label: str) -> None:
    [button] = [each for each in app.button if each.label == label]
    button.click().run()
