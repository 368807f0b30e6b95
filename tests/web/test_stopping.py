"""What happens when the process is asked to end."""

import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from components.web.stopping import at_signal

PATIENCE = 60  # seconds


@pytest.fixture
def heard_by_server() -> Iterator[list[int]]:
    """The signals that reach the server below."""
    heard: list[int] = []
    asked = signal.SIGINT, signal.SIGTERM
    before = [signal.signal(each, lambda number, _: heard.append(number)) for each in asked]
    yield heard
    for each, handler in zip(asked, before, strict=True):
        signal.signal(each, handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_end_begins_at_the_signal_which_the_server_hears_too(heard_by_server: list[int], number: int) -> None:
    begun = threading.Event()
    with at_signal(begun.set):
        signal.raise_signal(number)
        assert begun.wait(PATIENCE)
    assert heard_by_server == [number]


def test_the_end_begins_once_however_often_it_is_asked_for(heard_by_server: list[int]) -> None:
    begun, times = threading.Semaphore(0), list[int]()

    def stop() -> None:
        times.append(1)
        begun.release()

    with at_signal(stop):
        for _ in range(2):
            signal.raise_signal(signal.SIGTERM)
        assert begun.acquire(timeout=PATIENCE)
        for each in [each for each in threading.enumerate() if each.name == "stop"]:
            each.join(PATIENCE)
    assert (len(times), len(heard_by_server)) == (1, 2)


@pytest.mark.usefixtures("heard_by_server")
def test_afterwards_the_server_hears_alone() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with at_signal(lambda: None):
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.usefixtures("heard_by_server")
def test_where_the_server_has_ended_already_what_it_left_stays() -> None:
    with at_signal(lambda: None):
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_in_another_thread_where_no_signal_is_heard_nothing_changes() -> None:
    def run() -> str:
        with at_signal(lambda: None):
            return "ran"

    with ThreadPoolExecutor(1) as other:
        assert other.submit(run).result(PATIENCE) == "ran"
