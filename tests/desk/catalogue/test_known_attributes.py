"""The attributes of a project: read once, and never waited for by a page."""

import threading

from components.desk.catalogue.known_attributes import KnownAttributes
from components.regards.catalogue.attributes import FIXED, Attribute

PATIENCE = 60  # seconds


def test_they_are_read_once() -> None:
    calls: list[int] = []

    def read() -> tuple[Attribute, ...]:
        calls.append(1)
        return FIXED

    known = KnownAttributes(read)
    assert known.wait() == known.wait() == known.so_far() == FIXED
    assert len(calls) == 1


def test_nothing_is_read_until_they_are_wanted() -> None:
    calls: list[int] = []
    KnownAttributes(lambda: calls.append(1))
    assert calls == []


def test_a_page_does_not_wait_for_them() -> None:
    asked, may_answer = threading.Event(), threading.Event()

    def read() -> tuple[Attribute, ...]:
        asked.set()
        may_answer.wait(PATIENCE)
        return FIXED

    known = KnownAttributes(read)
    assert known.so_far() is None
    assert asked.wait(PATIENCE)
    assert known.so_far() is None
    may_answer.set()
    assert known.wait() == FIXED


def test_after_a_failure_a_check_asks_again_and_a_page_does_not() -> None:
    answers = [None, FIXED]
    known = KnownAttributes(lambda: answers.pop(0))
    assert known.wait() is None
    assert known.so_far() is None
    assert len(answers) == 1
    assert known.wait() == FIXED


def test_an_archive_that_does_not_answer_does_not_hold_up_others() -> None:
    may_answer = threading.Event()
    silent = [KnownAttributes(lambda: FIXED if may_answer.wait(PATIENCE) else None) for _ in range(20)]
    assert [each.so_far() for each in silent] == [None] * 20
    assert KnownAttributes(lambda: FIXED).wait() == FIXED
    assert silent[0].so_far() is None
    may_answer.set()
