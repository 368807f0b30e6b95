"""Actions on orders: each is requested from the archive once, for any number of clicks in any session."""

import threading
from collections.abc import Callable
from concurrent.futures import wait

import pytest

from components.desk.orders.order_actions import OrderAction, OrderActions
from components.regards.errors import Refused
from components.regards.orders.actions import Action

PATIENCE = 60  # seconds


class Archive:
    """An archive that counts requests and answers after its release."""

    def __init__(self, answer: int = 54) -> None:
        self.asked = 0
        self.let_go = threading.Event()
        self._answer = answer

    def work(self) -> int:
        self.asked += 1
        assert self.let_go.wait(PATIENCE)
        return self._answer


def latest(actions: OrderActions, account: str = "anna", order_id: int = 54) -> OrderAction:
    act = actions.latest(account, order_id)
    assert act
    return act


def ask(
    actions: OrderActions, work: Callable[[], int], after: OrderAction | None, action: Action = Action.RESTART
) -> None:
    actions.ask("anna", 54, action, work, after=after)


def test_an_action_is_done_and_its_outcome_kept() -> None:
    actions, archive = OrderActions(), Archive(answer=55)
    archive.let_go.set()
    ask(actions, archive.work, after=None)
    assert latest(actions).action is Action.RESTART
    assert latest(actions).outcome.result(PATIENCE) == 55


def test_a_second_click_while_the_first_is_under_way_changes_nothing() -> None:
    actions, archive = OrderActions(), Archive()
    ask(actions, archive.work, after=None)
    ask(actions, archive.work, after=latest(actions))
    archive.let_go.set()
    latest(actions).outcome.result(PATIENCE)
    assert archive.asked == 1


def test_the_second_half_of_a_double_click_changes_nothing_even_when_the_first_is_over() -> None:
    actions, archive = OrderActions(), Archive()
    archive.let_go.set()
    ask(actions, archive.work, after=None)
    latest(actions).outcome.result(PATIENCE)
    ask(actions, archive.work, after=None)
    latest(actions).outcome.result(PATIENCE)
    assert archive.asked == 1


def test_who_saw_the_outcome_may_ask_again() -> None:
    actions, archive = OrderActions(), Archive()
    archive.let_go.set()
    ask(actions, archive.work, after=None)
    latest(actions).outcome.result(PATIENCE)
    ask(actions, archive.work, after=latest(actions))
    latest(actions).outcome.result(PATIENCE)
    assert archive.asked == 2


def test_a_refusal_is_an_outcome_too() -> None:
    def refused() -> int:
        raise Refused("The archive does not allow this now.")

    actions = OrderActions()
    ask(actions, refused, after=None)
    assert isinstance(latest(actions).outcome.exception(PATIENCE), Refused)


def test_each_order_of_each_account_has_its_own_action() -> None:
    actions, archive = OrderActions(), Archive()
    archive.let_go.set()
    ask(actions, archive.work, after=None)
    assert actions.latest("anna", 55) is None
    assert actions.latest("bert", 54) is None


def test_actions_that_get_no_answer_do_not_hold_up_those_of_others() -> None:
    actions, silent, answering = OrderActions(), Archive(), Archive()
    answering.let_go.set()
    for order_id in range(100):
        actions.ask("anna", order_id, Action.PAUSE, silent.work, after=None)
    actions.ask("bert", 54, Action.PAUSE, answering.work, after=None)
    assert latest(actions, "bert").outcome.result(PATIENCE) == 54
    silent.let_go.set()


def fail() -> int:
    raise Refused("The archive does not allow it.")


@pytest.mark.parametrize(
    ("action", "work", "deleted"),
    [
        (Action.DELETE, lambda: 54, True),
        (Action.CANCEL, lambda: 54, True),
        (Action.PAUSE, lambda: 54, False),
        (Action.DELETE, fail, False),
    ],
)
def test_an_order_was_deleted_once_the_archive_has_done_so(
    action: Action, work: Callable[[], int], deleted: bool
) -> None:
    actions = OrderActions()
    ask(actions, work, after=None, action=action)
    wait([latest(actions).outcome], PATIENCE)
    assert actions.has_deleted("anna", 54) is deleted
    assert not actions.has_deleted("anna", 55)


def test_an_order_is_not_deleted_while_the_archive_is_asked() -> None:
    actions, archive = OrderActions(), Archive()
    ask(actions, archive.work, after=None, action=Action.DELETE)
    assert not actions.has_deleted("anna", 54)
    archive.let_go.set()
