"""What stops a delivery before its end: limits, sessions, disks, and an order that is gone; what is verified stays."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from components.regards.delivery.engine import Delivery, Phase
from components.regards.delivery.folder import Incoming
from components.regards.errors import (
    CannotWrite,
    LicenceNotAccepted,
    LimitReached,
    NoRight,
    NotReady,
    RegardsError,
    SessionOver,
)
from components.regards.http.client import Body
from components.regards.http.connection import Connection
from components.regards.orders import orders
from components.regards.orders.order_files import ConnectedArchive
from tests.regards.delivery.demo_deliveries import FOUR, asked_for, deliver
from tests.regards.delivery.in_memory_archive import (
    THREE_FILES,
    ForwardingSource,
    InMemoryArchive,
    InstantWaits,
    delivery_of,
    left_out,
    on_disk,
    problems,
    verified,
)
from tests.regards.served_demo import USER, ServedDemo, request

# Faults that stop the delivery


def test_a_reached_limit_stops_the_batch_at_once_with_the_archives_words(
    served_demo: ServedDemo, connection: Connection, order_id: int, tmp_path: Path
) -> None:
    served_demo.finished(connection, order_id)
    served_demo.demo.directory.get(USER).max_quota = 2  # type: ignore[union-attr]  # the user is there
    delivery = deliver(served_demo, connection, tmp_path, order_id)
    progress = delivery.progress()
    assert (progress.phase, isinstance(progress.trouble, LimitReached)) == (Phase.STOPPED, True)
    assert progress.trouble is not None
    assert "2 files at most" in progress.trouble.server_message
    refused = [each for each in served_demo.demo.requests if each.status == 429]
    assert len(refused) in {1, 2}  # of two that were under way
    assert "2 files at most" in next(iter(problems(delivery).values()))
    before = on_disk(tmp_path)
    assert len(before) == progress.verified
    served_demo.demo.directory.get(USER).max_quota = -1  # type: ignore[union-attr]  # the user is there
    delivery.run()
    assert (delivery.progress().phase, delivery.progress().verified) == (Phase.ENDED, 8)
    assert sorted(asked_for(served_demo).values()) == [1] * (8 - len(refused)) + [2] * len(refused)


def test_no_download_begins_after_a_limit_was_reached(tmp_path: Path) -> None:
    archive = InMemoryArchive(THREE_FILES)
    archive.overrides["b.csv"].append(LimitReached("A download limit of your account is reached.", "quota"))
    delivery = delivery_of(archive, tmp_path)
    delivery.run()
    assert archive.downloads() == ["a.csv", "b.csv"]
    assert delivery.progress().phase == Phase.STOPPED
    assert on_disk(tmp_path) == {"a.csv": THREE_FILES["a.csv"]}


@pytest.mark.parametrize(
    "error",
    [
        LimitReached("The limit."),
        LicenceNotAccepted("Read it first."),
        SessionOver("The session is over."),
        NoRight("No."),
        CannotWrite("Full."),
    ],
)
def test_what_stops_lets_the_other_file_under_way_come_to_its_end(tmp_path: Path, error: RegardsError) -> None:
    archive = InMemoryArchive({name: THREE_FILES[name] for name in ("a.csv", "b.csv")})
    archive.at_once = 2
    failed = threading.Event()

    class Together(ForwardingSource):
        @contextmanager
        def open_file(self, file_id: int) -> Iterator[Body]:
            with archive.open_file(file_id) as chunks:
                if file_id == 2:
                    failed.set()
                    raise error
                assert failed.wait(60)
                yield chunks

    delivery = delivery_of(Together(archive), tmp_path)
    delivery.run()
    assert delivery.progress().trouble is not None
    assert verified(delivery) == {"a.csv"}
    assert sorted(archive.downloads()) == ["a.csv", "b.csv"]


def test_a_session_that_ends_in_the_middle_stops_and_another_goes_on(
    served_demo: ServedDemo, connection: Connection, order_id: int, tmp_path: Path
) -> None:
    served_demo.finished(connection, order_id)

    class Lasting(ForwardingSource):
        @contextmanager
        def open_file(self, file_id: int) -> Iterator[Body]:
            with self.source.open_file(file_id) as chunks:
                yield chunks
            if len(asked_for(served_demo)) == 3:
                served_demo.clock.advance(3600)

    source = ConnectedArchive(lambda: connection)
    source.streams = lambda: 1  # type: ignore[method-assign]  # one after the other, so that three is three
    delivery = Delivery(Lasting(source), tmp_path, [order_id], wait=served_demo.clock.advance)
    delivery.run()
    progress = delivery.progress()
    assert (progress.phase, progress.verified) == (Phase.STOPPED, 3)
    assert isinstance(progress.trouble, SessionOver)
    assert "session" in progress.trouble.what
    again = deliver(served_demo, served_demo.connection(), tmp_path, order_id)
    assert (again.progress().phase, again.progress().verified) == (Phase.ENDED, 8)
    assert set(asked_for(served_demo).values()) == {1}


def test_a_full_disk_stops_names_the_folder_and_keeps_what_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, write = InMemoryArchive(THREE_FILES), Incoming.write

    def until_full(incoming: Incoming, chunk: bytes) -> None:
        if chunk.startswith(b"the "):
            raise CannotWrite(f"The folder “{tmp_path}” cannot be written to: No space left on device.")
        write(incoming, chunk)

    monkeypatch.setattr(Incoming, "write", until_full)
    delivery = delivery_of(archive, tmp_path)
    delivery.run()
    progress = delivery.progress()
    assert (progress.phase, progress.verified) == (Phase.STOPPED, 1)
    assert isinstance(progress.trouble, CannotWrite)
    assert "No space left on device" in progress.trouble.what
    assert archive.downloads() == ["a.csv", "b.csv"]
    monkeypatch.undo()
    delivery.run()
    assert archive.downloads() == ["a.csv", "b.csv", "b.csv", "c.csv"]
    assert on_disk(tmp_path) == THREE_FILES


@pytest.mark.parametrize(("free", "phase"), [(36, Phase.STOPPED), (37, Phase.ENDED)])
def test_a_disk_too_small_for_what_is_to_come_stops_before_anything_is_requested(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, phase: Phase
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    archive = InMemoryArchive(THREE_FILES)
    delivery = delivery_of(archive, tmp_path)
    delivery.run()
    trouble = delivery.progress().trouble
    assert delivery.progress().phase == phase
    assert archive.downloads() == ([] if phase == Phase.STOPPED else list(THREE_FILES))
    assert isinstance(trouble, CannotWrite) == (phase == Phase.STOPPED)
    assert trouble is None or "of order 812 are still missing" in trouble.what


def test_what_is_there_already_needs_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = InMemoryArchive(THREE_FILES)
    archive.overrides["c.csv"].append(SessionOver("The session is over."))
    delivery_of(archive, tmp_path).run()
    usage = shutil.disk_usage(tmp_path)._replace(free=len(THREE_FILES["c.csv"]))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    delivery_of(archive, tmp_path).run()
    assert on_disk(tmp_path) == THREE_FILES


# An order that expires


def test_an_order_that_expires_on_the_way_ends_and_names_what_is_missing(
    served_demo: ServedDemo, tmp_path: Path
) -> None:
    served_demo.demo.token_life = 100_000
    connection = served_demo.connection()
    order_id = orders.apply(connection, request(FOUR))
    served_demo.finished(connection, order_id)

    class Late(ForwardingSource):
        @contextmanager
        def open_file(self, file_id: int) -> Iterator[Body]:
            if len(asked_for(served_demo)) == 3:
                served_demo.clock.advance(8 * 3600)
            with self.source.open_file(file_id) as chunks:
                yield chunks

        def streams(self) -> int:
            return 1

    source = Late(ConnectedArchive(lambda: connection))
    delivery = Delivery(source, tmp_path, [order_id], wait=served_demo.clock.advance)
    delivery.run()
    progress = delivery.progress()
    assert (progress.phase, progress.files, progress.verified, progress.failed) == (Phase.ENDED, 8, 3, 0)
    assert problems(delivery) == {}
    assert set(left_out(delivery).values()) == {"The order expired before this file was downloaded."}
    assert len(left_out(delivery)) == 5
    assert len(on_disk(tmp_path)) == 3
    assert len(asked_for(served_demo)) == 4  # the first 404 says that the others are gone too
    again = deliver(served_demo, connection, tmp_path, order_id)
    assert left_out(again) == left_out(delivery)
    assert (again.progress().phase, again.progress().verified, again.progress().failed) == (Phase.ENDED, 3, 0)


def test_an_order_that_somebody_deletes_ends_and_says_so(tmp_path: Path) -> None:
    archive = InMemoryArchive(THREE_FILES)
    archive.overrides["b.csv"].append(NotReady("The archive has nothing to send now."))

    def delete(_: int) -> None:
        archive.order_now = replace(archive.order_now, status="DELETED")

    delivery = delivery_of(archive, tmp_path, InstantWaits(delete))
    delivery.run()
    assert problems(delivery) == {}
    assert left_out(delivery) == {"b.csv": "The order was deleted before this file was downloaded."}
