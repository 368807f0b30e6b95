"""A draft is submitted once; submissions of one account take turns."""

from collections.abc import Callable
from threading import Event

import pytest

from components.desk.submissions import Submissions, registry
from components.desk.submissions.progress import Progress, Stopping
from components.regards.errors import NoAnswer, RegardsError
from components.regards.submission.submission import Batch, NotOrdered, Unchecked, Unknown


def test_the_first_caller_wins() -> None:
    submissions = Submissions()
    submissions.submit("ada", "draft", lambda: Batch((1,), 1))
    submissions.submit("ada", "draft", lambda: Batch((2,), 1))
    found = submissions.find("ada", "draft")
    assert found
    assert found.result(60) == Batch((1,), 1)


def test_another_draft_is_another_submission() -> None:
    submissions = Submissions()
    submissions.submit("ada", "draft", lambda: Batch((1,), 1))
    submissions.submit("ada", "other", lambda: Batch((2,), 1))
    found = submissions.find("ada", "other")
    assert found
    assert found.result(60) == Batch((2,), 1)


def test_another_account_does_not_see_it() -> None:
    submissions = Submissions()
    submissions.submit("ada", "draft", lambda: Batch((1,), 1))
    assert submissions.find("bob", "draft") is None


def test_submissions_of_one_account_take_turns_and_others_do_not_wait() -> None:
    submissions, may_end, began = Submissions(), Event(), []

    def slow() -> Batch:
        may_end.wait(60)
        return Batch((1,), 1)

    def note(number: int) -> Batch:
        began.append(number)
        return Batch((number,), 1)

    submissions.submit("ada", "first", slow)
    submissions.submit("ada", "second", lambda: note(2))
    submissions.submit("bob", "first", lambda: note(3))
    others, second = submissions.find("bob", "first"), submissions.find("ada", "second")
    assert others
    assert second
    others.result(60)
    assert began == [3]
    may_end.set()
    second.result(60)
    assert began == [3, 2]


def test_an_account_with_many_submissions_that_wait_for_their_turn_holds_up_no_other() -> None:
    submissions, may_end = Submissions(), Event()

    def slow() -> Batch:
        may_end.wait(60)
        return Batch((1,), 1)

    for number in range(50):
        submissions.submit("ada", f"draft {number}", slow)
    submissions.submit("bob", "draft", lambda: Batch((2,), 1))
    found = submissions.find("bob", "draft")
    assert found
    try:
        assert found.result(60) == Batch((2,), 1)
    finally:
        may_end.set()
        submissions.wait(60)


def test_those_that_are_on_their_way_or_wait_for_their_turn_are_asked_to_stop_and_awaited() -> None:
    submissions, may_end, first, second = Submissions(), Event(), Progress(), Progress()

    def slow() -> Batch:
        may_end.wait(60)
        return Batch((1,), 1)

    def next_one() -> Batch:
        second.check()
        return Batch((2,), 1)

    submissions.submit("ada", "first", slow, first)
    submissions.submit("ada", "second", next_one, second)
    submissions.ask_to_stop()
    with pytest.raises(Stopping):
        first.check()
    may_end.set()
    submissions.wait(60)
    found = submissions.find("ada", "second")
    assert found
    assert isinstance(found.future.exception(0), Stopping)


def test_one_that_begins_while_the_desk_stops_is_asked_to_stop_too() -> None:
    submissions, late = Submissions(), Progress()
    submissions.ask_to_stop()
    submissions.submit("ada", "late", lambda: Batch((), 1), late)
    with pytest.raises(Stopping):
        late.check()
    submissions.wait(60)


def test_of_those_that_have_ended_only_the_latest_are_kept_and_all_that_are_under_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registry, "_MOST_KEPT", 2)
    submissions, may_end = Submissions(), Event()

    def slow() -> Batch:
        may_end.wait(60)
        return Batch((1,), 1)

    submissions.submit("ada", "under way", slow)
    for draft in ("first", "second", "third"):
        submissions.submit("bob", draft, lambda: Batch((2,), 1))
        found = submissions.find("bob", draft)
        assert found
        found.result(60)
    assert submissions.find("ada", "under way")
    assert [bool(submissions.find("bob", draft)) for draft in ("first", "second", "third")] == [False, False, True]
    may_end.set()
    submissions.wait(60)


Failed = NotOrdered | Unchecked | Unknown


@pytest.mark.parametrize("make", [NotOrdered, Unchecked, lambda cause: Unknown(cause, ())])
def test_what_is_kept_of_a_failure_holds_nothing_of_its_user(make: Callable[[RegardsError], Failed]) -> None:
    submissions = Submissions()

    def fail() -> Batch:
        try:
            raise NoAnswer("No answer.")
        except RegardsError as cause:
            return Batch((), 1, make(cause))

    submissions.submit("ada", "draft", fail)
    found = submissions.find("ada", "draft")
    assert found
    end = found.result(60).end
    assert isinstance(end, Failed)
    assert (end.cause.what, end.cause.__traceback__) == ("No answer.", None)
