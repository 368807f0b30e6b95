"""A delivery is paused, goes on, and is cancelled."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from components.regards.delivery.control import Control
from components.regards.delivery.engine import Delivery, Phase
from components.regards.delivery.snapshot import Snapshot
from components.regards.http.client import Body
from tests.regards.delivery.in_memory_archive import (
    ORDER_ID,
    THREE_FILES,
    ForwardingSource,
    InMemoryArchive,
    delivery_of,
    on_disk,
    verified,
)

PATIENCE = 60  # seconds


class Telling(ForwardingSource):
    """A source that calls ``tell`` when ``b.csv`` is opened, before its first byte."""

    def __init__(self, archive: InMemoryArchive) -> None:
        super().__init__(archive)
        self.archive = archive
        self.tell: Callable[[], object] = bool

    @contextmanager
    def open_file(self, file_id: int) -> Iterator[Body]:
        with self.archive.open_file(file_id) as chunks:
            if self.archive.asked[-1] == "b.csv":
                self.tell()
            yield chunks


def until(true: Callable[[], bool]) -> None:
    """Wait until another thread has made a condition true."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.005)


def test_a_pause_brings_the_file_under_way_to_its_end_and_begins_no_other(tmp_path: Path) -> None:
    archive = InMemoryArchive(THREE_FILES)
    source = Telling(archive)
    delivery = delivery_of(source, tmp_path)
    seen: list[bool] = []

    def pause() -> None:
        for ask in (bool, delivery.pause):
            ask()
            seen.append(delivery.progress().paused)

    source.tell = pause
    thread = threading.Thread(target=delivery.run)
    archive.order_now = replace(archive.order_now, status="RUNNING")
    thread.start()
    until(lambda: delivery.progress().phase == Phase.PAUSED)
    assert seen == [False, True], "it counts as paused while it finishes the file under way"
    assert verified(delivery) == {"a.csv", "b.csv"}
    assert archive.downloads() == ["a.csv", "b.csv"]
    archive.order_now = replace(archive.order_now, status="DONE")
    delivery.go_on()
    thread.join(PATIENCE)
    assert delivery.progress().phase == Phase.ENDED
    assert on_disk(tmp_path) == THREE_FILES


def test_a_cancel_ends_between_two_pieces_and_keeps_what_is_verified(tmp_path: Path) -> None:
    archive = InMemoryArchive(THREE_FILES)
    source = Telling(archive)
    delivery = delivery_of(source, tmp_path)
    source.tell = delivery.cancel
    delivery.run()
    assert delivery.progress().phase == Phase.CANCELLED
    assert on_disk(tmp_path) == {"a.csv": THREE_FILES["a.csv"]}
    assert archive.downloads() == ["a.csv", "b.csv"]


def test_a_cancel_between_two_files_begins_no_other(tmp_path: Path) -> None:
    archive = InMemoryArchive({**THREE_FILES, "b.csv": b""})
    source = Telling(archive)
    delivery = delivery_of(source, tmp_path)
    source.tell = delivery.cancel  # b.csv has no piece at which it could end
    delivery.run()
    assert archive.downloads() == ["a.csv", "b.csv"]


def test_a_cancel_ends_in_the_middle_of_a_zip(tmp_path: Path) -> None:
    archive = InMemoryArchive(THREE_FILES, external=list(THREE_FILES))

    class Endless(ForwardingSource):
        @contextmanager
        def open_zip(self, order_id: int) -> Iterator[Body]:
            with archive.open_zip(order_id) as chunks:
                yield Body(self._cancelling(chunks))

        def _cancelling(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
            for chunk in chunks:
                if chunk.startswith(b"the"):
                    raise AssertionError("it went on")
                yield chunk
                if len(on_disk(tmp_path)) == 1:
                    delivery.cancel()

    delivery = delivery_of(Endless(archive), tmp_path)
    delivery.run()
    assert delivery.progress().phase == Phase.CANCELLED
    assert on_disk(tmp_path) == {"a.csv": THREE_FILES["a.csv"]}


def test_a_pause_comes_before_the_zip(tmp_path: Path) -> None:
    archive = InMemoryArchive(THREE_FILES, external=["a.csv", "c.csv"])
    source = Telling(archive)
    delivery = delivery_of(source, tmp_path)
    source.tell = delivery.pause
    thread = threading.Thread(target=delivery.run)
    thread.start()
    until(lambda: delivery.progress().phase == Phase.PAUSED)
    assert archive.downloads() == ["b.csv"]
    delivery.go_on()
    thread.join(PATIENCE)
    assert archive.downloads() == ["b.csv", "zip"]


def test_a_cancel_after_which_somebody_pauses_is_still_a_cancel(tmp_path: Path) -> None:
    archive = InMemoryArchive(THREE_FILES)
    delivery = delivery_of(archive, tmp_path)
    delivery.cancel()
    delivery.pause()
    delivery.go_on()
    delivery.run()
    assert (delivery.progress().phase, archive.asked) == (Phase.CANCELLED, [])


def test_a_wish_shortens_one_wait_and_not_all_after_it() -> None:
    control = Control(None)
    control.pause()
    control.go_on()
    control.rest(600)
    began = time.monotonic()
    control.rest(0.05)
    assert time.monotonic() - began >= 0.05
    waiting = threading.Thread(target=control.rest, args=(600,))
    waiting.start()
    control.go_on()
    waiting.join(PATIENCE)
    assert not waiting.is_alive()


def test_an_interrupted_program_does_not_wait_for_the_other_file_under_way(tmp_path: Path) -> None:
    archive = InMemoryArchive(THREE_FILES)
    archive.at_once = 2
    both_open = threading.Barrier(2)

    class Interrupted(ForwardingSource):
        @contextmanager
        def open_file(self, file_id: int) -> Iterator[Body]:
            both_open.wait(PATIENCE)
            if file_id == 2:
                raise KeyboardInterrupt
            with archive.open_file(file_id):
                yield Body(self._for_ever())

        def _for_ever(self) -> Iterator[bytes]:
            deadline = time.monotonic() + PATIENCE
            while time.monotonic() < deadline:
                yield b""
                time.sleep(0.005)
            waited.append(True)

    waited: list[bool] = []
    delivery = delivery_of(Interrupted(archive), tmp_path)
    with pytest.raises(KeyboardInterrupt):
        delivery.run()
    assert (waited, on_disk(tmp_path)) == ([], {})
    delivery_of(archive, tmp_path).run()
    assert on_disk(tmp_path) == THREE_FILES


def test_a_cancelled_delivery_can_be_run_again(tmp_path: Path) -> None:
    archive = InMemoryArchive(THREE_FILES)
    source = Telling(archive)
    delivery = delivery_of(source, tmp_path)
    source.tell = delivery.cancel
    delivery.run()
    source.tell = bool
    delivery.run()
    assert delivery.progress().phase == Phase.ENDED
    assert archive.downloads() == ["a.csv", "b.csv", "b.csv", "c.csv"]


def test_a_cancel_before_the_start_is_obeyed(tmp_path: Path) -> None:
    archive = InMemoryArchive(THREE_FILES)
    delivery = delivery_of(archive, tmp_path)
    delivery.cancel()
    delivery.run()
    assert (delivery.progress().phase, archive.asked) == (Phase.CANCELLED, [])


@pytest.mark.parametrize("paused", [True, False])
def test_a_cancel_ends_a_wait_and_a_pause_at_once(tmp_path: Path, paused: bool) -> None:
    archive = InMemoryArchive({})
    archive.order_now = replace(archive.order_now, status="RUNNING")
    delivery = Delivery(archive, tmp_path, [ORDER_ID], every=600)
    thread = threading.Thread(target=delivery.run)
    thread.start()
    until(lambda: delivery.progress().phase == Phase.WAITING)
    if paused:
        delivery.pause()
        until(lambda: delivery.progress().phase == Phase.PAUSED)
    delivery.cancel()
    thread.join(PATIENCE)
    assert delivery.progress().phase == Phase.CANCELLED


def test_parts_can_be_read_while_files_arrive(tmp_path: Path) -> None:
    source = Telling(InMemoryArchive(THREE_FILES))
    delivery = delivery_of(source, tmp_path)
    seen: list[Snapshot] = []
    source.tell = lambda: seen.extend(delivery.snapshots())
    assert delivery.snapshots() == ()
    delivery.run()
    (part,) = seen
    assert [file.name for file in part.files] == ["a.csv", "b.csv", "c.csv"]
    assert len(part.proofs) == 1
