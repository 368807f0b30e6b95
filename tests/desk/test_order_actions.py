"""Actions on orders: each is asked of the archive once, whatever is clicked, and whoever clicks."""

import threading
from collections.abc import Callable

from components.desk.order_actions import Act, Acts
from components.regards.actions import Action
from components.regards.errors import Refused

PATIENCE = 60  # seconds


class Archive:
    """Counts what it is asked, and answers when it is let go."""

    def __init__(self, answer: int = 54) -> None:
        self.asked = 0
        self.let_go = threading.Event()
        self._answer = answer

    def work(self) -> int:
        self.asked += 1
        assert self.let_go.wait(PATIENCE)
        return self._answer


def latest(acts: Acts, account: str = "anna", order_id: int = 54) -> Act:
    act = acts.latest(account, order_id)
    assert act
    return act


def ask(acts: Acts, work: Callable[[], int], after: Act | None, action: Action = Action.RESTART) -> None:
    acts.ask("anna", 54, action, work, after=after)


def test_an_action_is_done_and_its_outcome_kept() -> None:
    acts, archive = Acts(), Archive(answer=55)
    archive.let_go.set()
    ask(acts, archive.work, after=None)
    assert latest(acts).action is Action.RESTART
    assert latest(acts).outcome.result(PATIENCE) == 55


def test_a_second_click_while_the_first_is_under_way_changes_nothing() -> None:
    acts, archive = Acts(), Archive()
    ask(acts, archive.work, after=None)
    ask(acts, archive.work, after=latest(acts))
    archive.let_go.set()
    latest(acts).outcome.result(PATIENCE)
    assert archive.asked == 1


def test_the_second_half_of_a_double_click_changes_nothing_even_when_the_first_is_over() -> None:
    acts, archive = Acts(), Archive()
    archive.let_go.set()
    ask(acts, archive.work, after=None)
    latest(acts).outcome.result(PATIENCE)
    ask(acts, archive.work, after=None)
    latest(acts).outcome.result(PATIENCE)
    assert archive.asked == 1


def test_who_saw_the_outcome_may_ask_again() -> None:
    acts, archive = Acts(), Archive()
    archive.let_go.set()
    ask(acts, archive.work, after=None)
    latest(acts).outcome.result(PATIENCE)
    ask(acts, archive.work, after=latest(acts))
    latest(acts).outcome.result(PATIENCE)
    assert archive.asked == 2


def test_a_refusal_is_an_outcome_too() -> None:
    def refused() -> int:
        raise Refused("The archive does not allow this now.")

    acts = Acts()
    ask(acts, refused, after=None)
    assert isinstance(latest(acts).outcome.exception(PATIENCE), Refused)


def test_each_order_of_each_account_has_its_own_action() -> None:
    acts, archive = Acts(), Archive()
    archive.let_go.set()
    ask(acts, archive.work, after=None)
    assert acts.latest("anna", 55) is None
    assert acts.latest("bert", 54) is None
