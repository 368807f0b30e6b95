"""Work in the background, by threads that end."""

import threading
from concurrent.futures import wait

import pytest

from components.desk.workers import Workers
from components.regards.errors import NoRight


def threads(name: str) -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name == name]


def test_work_gives_its_result_or_its_error() -> None:
    workers = Workers(2, "test")
    assert workers.submit(pow, 2, 5).result(60) == 32
    with pytest.raises(ZeroDivisionError):
        workers.submit(divmod, 1, 0).result(60)


def refuse(error: Exception) -> None:
    raise error


def test_what_is_kept_of_an_error_of_the_archive_is_what_it_says_and_not_who_asked() -> None:
    error = Workers(1, "test").submit(refuse, NoRight("No.")).exception(60)
    assert isinstance(error, NoRight)
    assert (error.what, error.__traceback__) == ("No.", None)


def test_an_error_of_ours_keeps_its_traceback_for_the_log() -> None:
    error = Workers(1, "test").submit(refuse, ValueError("ours")).exception(60)
    assert isinstance(error, ValueError)
    assert error.__traceback__


def test_no_more_threads_work_than_allowed_and_the_rest_waits_its_turn() -> None:
    workers, gate, began = Workers(2, "two at once"), threading.Event(), threading.Semaphore(0)

    def work() -> None:
        began.release()
        gate.wait(60)

    futures = [workers.submit(work) for _ in range(5)]
    assert began.acquire(timeout=60)
    assert began.acquire(timeout=60)
    assert len(threads("two at once")) == 2
    assert not began.acquire(blocking=False)
    gate.set()
    assert not wait(futures, 60).not_done


def test_the_threads_are_given_back_when_there_is_nothing_to_do_and_come_again() -> None:
    workers = Workers(4, "given back")
    for _ in range(2):
        gate = threading.Event()
        futures = [workers.submit(gate.wait, 60) for _ in range(4)]
        working = threads("given back")
        assert len(working) == 4
        gate.set()
        for thread in working:
            thread.join(60)
        assert threads("given back") == []
        assert not wait(futures, 0).not_done


def test_work_that_was_cancelled_while_it_waited_is_not_done() -> None:
    workers, gate = Workers(1, "test"), threading.Event()
    done: list[int] = []
    first = workers.submit(gate.wait, 60)
    second = workers.submit(done.append, 2)
    assert second.cancel()
    gate.set()
    assert first.result(60)
    assert workers.submit(len, done).result(60) == 0
