"""Faults of files, connections, disks and the archive: their messages, and no loss of verified files."""

import shutil
import socket
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import NamedTuple

import pytest

from components.demo.archive import Fault, Scenario
from components.regards.delivery import engine
from components.regards.delivery.engine import Delivery, Phase
from components.regards.delivery.folder import Incoming
from components.regards.errors import (
    CannotWrite,
    LicenceNotAccepted,
    LimitReached,
    Maintenance,
    NoAnswer,
    NoRight,
    NotReady,
    Refused,
    RegardsError,
    SessionOver,
    SignInAwaited,
    UnexpectedReply,
    Unreachable,
)
from components.regards.http import connection as http_connection
from components.regards.http.client import Body
from components.regards.http.connection import Connection
from components.regards.orders import orders
from components.regards.orders.order_files import ConnectedArchive
from components.regards.orders.records import Order, OrderFile
from components.regards.settings import Archive
from tests.regards.delivery.in_memory_archive import (
    ForwardingSource,
    InMemoryArchive,
    InstantWaits,
    delivery_of,
    left_out,
    on_disk,
    problems,
    verified,
)
from tests.regards.scripted_server import LOOPBACK
from tests.regards.served_demo import USER, ServedDemo, request

FOUR = 'providerId:("my_product_id_1" OR "my_product_id_2" OR "my_product_id_3" OR "my_product_id_4")'
FAULTY_FILE = "my_product_id_2.csv"
THREE_FILES = {"a.csv": b"first file", "b.csv": b"the second", "c.csv": b"and the third one"}


@pytest.fixture
def connection(served_demo: ServedDemo) -> Connection:
    return served_demo.connection()


@pytest.fixture
def order_id(connection: Connection) -> int:
    return orders.apply(connection, request(FOUR))


def deliver(served_demo: ServedDemo, connection: Connection, root: Path, order_id: int) -> Delivery:
    delivery = Delivery(ConnectedArchive(lambda: connection), root, [order_id], wait=served_demo.clock.advance)
    delivery.run()
    return delivery


def asked_for(served_demo: ServedDemo) -> Counter[int]:
    """The number of downloads of each file."""
    return Counter(
        int(each.path.rpartition("/")[2])
        for each in served_demo.demo.requests
        if "/rs-order/orders/files/" in each.path
    )


def number_of(delivery: Delivery, name: str) -> int:
    (part,) = delivery.snapshots()
    (file,) = (file for file in part.files if file.name == name)
    return file.file_id


# A faulty file


class DownloadFault(NamedTuple):
    """A fault of a file, with the message for the user and the number of downloads."""

    fault: Fault
    sentence: str
    times: int


@pytest.mark.parametrize(
    "trouble",
    [
        DownloadFault(Fault.CORRUPT, "The checksum differs: the archive announced MD5", 3),
        DownloadFault(
            Fault.MISSING,
            "The archive does not have this, or no longer has it. The archive says: “Storage answered 404",
            1,
        ),
        DownloadFault(
            Fault.GONE,
            "The archive does not have this, or no longer has it. The archive says: “Storage answered 410",
            1,
        ),
        DownloadFault(Fault.NOT_NOW, "The archive said 12 times that this file is not ready yet.", 12),
        DownloadFault(Fault.LOST, "The archive cannot provide this file.", 0),
    ],
    ids=lambda trouble: trouble.fault.name,
)
def test_a_file_in_trouble_is_named_with_the_reason_and_the_others_are_delivered(
    served_demo: ServedDemo, connection: Connection, order_id: int, tmp_path: Path, trouble: DownloadFault
) -> None:
    served_demo.demo.faults[FAULTY_FILE] = trouble.fault
    delivery = deliver(served_demo, connection, tmp_path, order_id)
    progress = delivery.progress()
    assert (progress.phase, progress.files, progress.verified, progress.failed) == (Phase.ENDED, 8, 7, 1)
    assert progress.trouble is None
    assert list(problems(delivery)) == [FAULTY_FILE]
    assert problems(delivery)[FAULTY_FILE].startswith(trouble.sentence)
    assert FAULTY_FILE not in on_disk(tmp_path)
    times = asked_for(served_demo)
    assert times.pop(number_of(delivery, FAULTY_FILE), 0) == trouble.times
    assert list(times.values()) == [1] * 7


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault.TRUNCATED, "The connection to “Demo archive” broke before its answer was complete."),
        (Fault.UNREACHABLE, "The archive failed (status 500). The archive says: “Storage answered 500 for file"),
    ],
)
def test_a_file_whose_download_always_breaks_is_tried_for_an_hour_and_named(
    served_demo: ServedDemo, tmp_path: Path, fault: Fault, sentence: str
) -> None:
    served_demo.demo.token_life = 100_000
    served_demo.demo.faults[FAULTY_FILE] = fault
    connection = served_demo.connection()
    order_id = orders.apply(connection, request(FOUR))
    served_demo.finished(connection, order_id)
    began = served_demo.clock.now
    delivery = deliver(served_demo, connection, tmp_path, order_id)
    progress = delivery.progress()
    assert (progress.phase, progress.verified, progress.failed) == (Phase.STOPPED, 7, 1)
    assert 3_600 <= served_demo.clock.now - began < 3_900
    assert "The delivery has stopped. What is verified stays: continue later." in progress.note
    assert problems(delivery)[FAULTY_FILE].startswith(sentence)
    served_demo.demo.faults.clear()
    delivery.run()
    assert (delivery.progress().phase, delivery.progress().verified) == (Phase.ENDED, 8)


@pytest.mark.parametrize("error", [NoAnswer("It broke."), UnexpectedReply("It failed.")])
def test_connections_that_break_for_a_while_cost_no_file_of_a_small_delivery(
    tmp_path: Path, error: RegardsError
) -> None:
    archive, waits = InMemoryArchive(THREE_FILES), InstantWaits()
    for name in THREE_FILES:
        archive.overrides[name].extend([error] * 4)
    delivery = delivery_of(archive, tmp_path, waits)
    delivery.run()
    assert (delivery.progress().phase, delivery.progress().verified) == (Phase.ENDED, 3)
    assert sum(waits.seconds) > 25
    assert waits.seconds == sorted(set(waits.seconds))  # each longer than the one before


def test_wrong_content_uses_up_the_tries_of_a_file(tmp_path: Path) -> None:
    archive = InMemoryArchive(THREE_FILES)
    archive.overrides["b.csv"].extend([b"the sec0nd"] * 9)
    delivery = delivery_of(archive, tmp_path)
    delivery.run()
    assert (delivery.progress().phase, delivery.progress().failed) == (Phase.ENDED, 1)
    assert archive.downloads().count("b.csv") == 3


def test_a_broken_file_of_one_order_does_not_hold_up_another(tmp_path: Path) -> None:
    first, second = InMemoryArchive({f"{n}.csv": b"some bytes" for n in range(6)}), InMemoryArchive(THREE_FILES)
    for name in first.bodies:
        first.overrides[name].extend([NoAnswer("It broke.")] * 900)

    class Both(ForwardingSource):
        def order(self, order_id: int) -> Order:
            self.source = first if order_id == 812 else second
            return self.source.order(order_id)

        def files(self, order: Order) -> list[OrderFile]:
            return [replace(each, order_id=order.order_id) for each in self.source.listed]  # type: ignore[attr-defined]  # of these tests

    delivery = Delivery(Both(first), tmp_path, [812, 813], wait=InstantWaits())
    delivery.run()
    assert set(on_disk(tmp_path)) == set(THREE_FILES)


def test_while_an_order_is_prepared_its_end_is_the_limit_for_downloads_that_break(tmp_path: Path) -> None:
    archive = InMemoryArchive(THREE_FILES)
    archive.order_now = replace(archive.order_now, status="RUNNING")
    archive.overrides["b.csv"].extend([NoAnswer("It broke.")] * 110)
    archive.zip_bytes = NotReady("The archive has nothing to send now.")

    def end(number: int) -> None:
        if number == 95:
            archive.order_now = replace(archive.order_now, status="DONE")

    waits = InstantWaits(end)
    delivery = delivery_of(archive, tmp_path, waits)
    delivery.run()
    assert sum(waits.seconds) > 3_600
    assert (delivery.progress().phase, len(waits.seconds)) == (Phase.STOPPED, 96)  # at the first look after the end


@pytest.mark.parametrize("fault", [Fault.CORRUPT, Fault.TRUNCATED, Fault.UNREACHABLE, Fault.NOT_NOW])
def test_a_trouble_that_passes_is_forgotten(
    served_demo: ServedDemo, connection: Connection, order_id: int, tmp_path: Path, fault: Fault
) -> None:
    served_demo.demo.faults[FAULTY_FILE] = fault
    notes: list[str] = []

    def wait(seconds: float) -> None:
        served_demo.clock.advance(seconds)
        if problems(delivery):
            notes.append(delivery.progress().note)
            served_demo.demo.faults.clear()

    delivery = Delivery(ConnectedArchive(lambda: connection), tmp_path, [order_id], wait=wait)
    delivery.run()
    assert (delivery.progress().phase, delivery.progress().verified) == (Phase.ENDED, 8)
    assert problems(delivery) == {}
    assert notes == [f"Order {order_id}: 1 file will be tried again."]


def test_an_order_without_a_single_file_ends_and_says_why(
    served_demo: ServedDemo, connection: Connection, tmp_path: Path
) -> None:
    order_id = orders.apply(connection, request('productId:"my_product_id_2"'))
    served_demo.demo.faults |= {FAULTY_FILE: Fault.LOST, "my_product_id_2.png": Fault.LOST}
    delivery = deliver(served_demo, connection, tmp_path, order_id)
    assert (delivery.progress().phase, delivery.progress().failed) == (Phase.ENDED, 2)
    assert delivery.snapshots()[0].order.status == "FAILED"
    assert set(problems(delivery).values()) == {"The archive cannot provide this file."}


def test_a_refused_file_is_asked_for_once(tmp_path: Path) -> None:
    archive = InMemoryArchive(THREE_FILES)
    archive.overrides["b.csv"].extend([Refused("The archive refused the request.", "nearline")] * 9)
    delivery = delivery_of(archive, tmp_path)
    delivery.run()
    assert archive.downloads() == ["a.csv", "b.csv", "c.csv"]
    assert problems(delivery) == {"b.csv": "The archive refused the request. The archive says: “nearline”"}


def test_a_body_that_never_ends_does_not_fill_the_disk(tmp_path: Path) -> None:
    archive = InMemoryArchive(THREE_FILES)
    archive.piece = 1
    archive.overrides["b.csv"].extend([bytes(1_000)] * 3)
    delivery = delivery_of(archive, tmp_path)
    delivery.run()
    assert problems(delivery) == {"b.csv": "11 bytes arrived, but the archive announced 10."}


def test_a_short_body_is_never_kept(tmp_path: Path) -> None:
    archive = InMemoryArchive(THREE_FILES)
    archive.change("b.csv", checksum="", algorithm="")
    archive.overrides["b.csv"].append(b"the sec")
    notes: list[str] = []
    delivery = delivery_of(archive, tmp_path, InstantWaits(lambda _: notes.extend(problems(delivery).values())))
    delivery.run()
    assert notes == ["Only 7 of 10 bytes arrived."]
    assert on_disk(tmp_path) == THREE_FILES


# Something else in place of a file


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json", "application/problem+json"])
def test_a_page_in_place_of_a_file_that_nothing_verifies_is_refused_with_its_words(tmp_path: Path, kind: str) -> None:
    archive, page = InMemoryArchive({"A.DAT": b"some bytes"}), b"<html><title>Request Rejected</title></html>"
    archive.change("A.DAT", size=None, checksum="", algorithm="", mime_type="application/octet-stream")
    archive.kinds["A.DAT"], archive.piece = kind, 1_000
    archive.overrides["A.DAT"].append(page)
    seen: list[str] = []

    def then(_: int) -> None:
        seen.extend(problems(delivery).values())
        archive.kinds.clear()

    delivery = delivery_of(archive, tmp_path, InstantWaits(then))
    delivery.run()
    assert len(seen) == 1
    assert "Something else came in place of this file" in seen[0]
    assert "Request Rejected" in seen[0]
    assert on_disk(tmp_path) == {"A.DAT": b"some bytes"}
    progress = delivery.progress()
    assert (progress.phase, progress.verified, progress.unverifiable) == (Phase.ENDED, 0, 1)


@pytest.mark.parametrize(
    ("name", "mime_type", "kind"),
    [
        ("a.html", "", "text/html"),
        ("a.dat", "text/html", "text/html;charset=utf-8"),
        ("a.geojson", "", "application/json"),
        ("a.dat", "application/geo+json", "application/json"),
        ("a.dat", "", "application/octet-stream"),
        ("a.dat", "", ""),
    ],
)
def test_a_page_that_was_announced_is_a_file(tmp_path: Path, name: str, mime_type: str, kind: str) -> None:
    archive = InMemoryArchive({name: b"some bytes"})
    archive.change(name, size=None, checksum="", algorithm="", mime_type=mime_type)
    archive.kinds[name] = kind
    delivery_of(archive, tmp_path).run()
    assert on_disk(tmp_path) == {name: b"some bytes"}


def test_a_checksum_that_agrees_counts_more_than_the_kind(tmp_path: Path) -> None:
    archive = InMemoryArchive({"A.DAT": b"some bytes"})
    archive.kinds["A.DAT"] = "text/html"
    delivery = delivery_of(archive, tmp_path)
    delivery.run()
    assert verified(delivery) == {"A.DAT"}


def test_a_page_with_another_checksum_costs_no_try(tmp_path: Path) -> None:
    archive = InMemoryArchive({"A.DAT": b"some bytes"})
    archive.kinds["A.DAT"] = "text/html"
    archive.overrides["A.DAT"].extend([b"Rejected!!"] * 7)
    delivery = delivery_of(archive, tmp_path)
    delivery.run()
    assert verified(delivery) == {"A.DAT"}


# A faulty connection, with real sockets


@contextmanager
def half_a_body(monkeypatch: pytest.MonkeyPatch, *, reset: bool) -> Iterator[Connection]:
    """Serve half of a file; then the connection is reset, or nothing comes any more.

    The client's own thread serves it, between its request and its look at the answer: half is there when it looks.
    """
    with socket.create_server((LOOPBACK, 0)) as listener, ExitStack() as held:
        port = listener.getsockname()[1]
        look = HTTPConnection.getresponse

        def serve(client: HTTPConnection) -> HTTPResponse:
            if client.port == port:
                visitor = held.enter_context(listener.accept()[0])
                visitor.recv(65_536)
                visitor.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nthe s")
                if reset:  # without lingering: what is left of the connection is thrown away
                    visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    visitor.close()
            return look(client)

        monkeypatch.setattr(HTTPConnection, "getresponse", serve)
        yield Connection(Archive("Half archive", f"http://{LOOPBACK}:{port}", "project1"))


@pytest.mark.parametrize(
    ("reset", "problem"),
    [
        (True, "The connection to “Half archive” broke before its answer was complete."),
        (False, "“Half archive” did not answer in time."),
    ],
)
def test_a_connection_that_breaks_or_falls_silent_is_told_and_the_file_is_fetched_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reset: bool, problem: str
) -> None:
    monkeypatch.setattr(http_connection, "READ_TIMEOUT", 0.2)
    archive = InMemoryArchive(THREE_FILES)

    class Half(ForwardingSource):
        def open_file(self, file_id: int) -> AbstractContextManager[Body]:
            if "half" not in archive.asked and archive.asked[-1] == "a.csv":
                archive.asked.append("half")
                return ConnectedArchive(lambda: half).open_file(file_id)
            return archive.open_file(file_id)

    with half_a_body(monkeypatch, reset=reset) as half:
        told: list[dict[str, str]] = []
        delivery = delivery_of(Half(archive), tmp_path, InstantWaits(lambda _: told.append(problems(delivery))))
        delivery.run()
    assert told == [{"b.csv": problem}]
    assert archive.downloads() == ["a.csv", "half", "c.csv", "b.csv"]
    assert on_disk(tmp_path) == THREE_FILES


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


# A faulty archive


OUTAGES = [
    Unreachable("“A” cannot be reached."),
    NoAnswer("“A” did not answer in time."),
    Maintenance("The archive is closed for maintenance.", "Back at noon"),
    UnexpectedReply("The archive answered with a web page instead of data.", "Access control"),
]


@pytest.mark.parametrize("outage", OUTAGES, ids=lambda outage: type(outage).__name__)
def test_an_outage_is_told_and_waited_out(tmp_path: Path, outage: RegardsError) -> None:
    archive = InMemoryArchive(THREE_FILES)
    told: list[tuple[Phase, RegardsError | None, str]] = []

    def then(_: int) -> None:
        progress = delivery.progress()
        told.append((progress.phase, progress.trouble, progress.note))

    archive.outages.extend([outage, outage, None])
    waits = InstantWaits(then)
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    delivery = Delivery(archive, tmp_path, [812], wait=waits, now=noon.timestamp)
    delivery.run()
    since = "Nothing has arrived since 12:00 UTC."
    assert told == [
        (Phase.WAITING, outage, f"{since} The next try is in 8 seconds; the last one is at about 13:00 UTC."),
        (Phase.WAITING, outage, f"{since} The next try is in 11 seconds; the last one is at about 12:59 UTC."),
    ]
    assert (delivery.progress().phase, delivery.progress().trouble) == (Phase.ENDED, None)
    assert on_disk(tmp_path) == THREE_FILES


def test_an_outage_that_does_not_end_stops_after_about_an_hour(tmp_path: Path) -> None:
    archive, waits = InMemoryArchive(THREE_FILES), InstantWaits()
    archive.outages.extend([OUTAGES[0]] * 1_000)
    delivery = delivery_of(archive, tmp_path, waits)
    delivery.run()
    assert (delivery.progress().phase, delivery.progress().trouble) == (Phase.STOPPED, OUTAGES[0])
    assert 2_700 < sum(waits.seconds) < 4_500
    archive.outages.clear()
    delivery.run()
    assert delivery.progress().phase == Phase.ENDED


def test_a_session_that_is_over_is_waited_for_much_longer_and_the_delivery_goes_on(tmp_path: Path) -> None:
    archive, over = InMemoryArchive(THREE_FILES), SignInAwaited("Your session with the archive is over.")
    notes: set[str] = set()
    archive.outages.extend([over] * 900)
    delivery = delivery_of(archive, tmp_path, InstantWaits(lambda _: notes.add(delivery.progress().note)))
    delivery.run()
    assert notes == {"Sign in again, then the delivery goes on."}
    assert delivery.progress().phase == Phase.ENDED
    assert on_disk(tmp_path) == THREE_FILES


def test_who_never_signs_in_again_is_not_waited_for_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_LONGEST_WITHOUT_SIGN_IN", 1_000.0)
    archive, waits = InMemoryArchive(THREE_FILES), InstantWaits()
    archive.outages.extend([SignInAwaited("Your session with the archive is over.")] * 200)
    delivery = delivery_of(archive, tmp_path, waits)
    delivery.run()
    assert delivery.progress().phase == Phase.STOPPED
    assert 1_000 <= sum(waits.seconds) < 1_000 + max(waits.seconds)


def test_a_session_that_ends_within_a_file_is_waited_for(tmp_path: Path) -> None:
    archive = InMemoryArchive(THREE_FILES)
    archive.overrides["b.csv"].append(SignInAwaited("Your session with the archive is over."))
    delivery = delivery_of(archive, tmp_path)
    delivery.run()
    assert delivery.progress().phase == Phase.ENDED
    assert on_disk(tmp_path) == THREE_FILES


def test_outages_that_end_are_not_added_up(tmp_path: Path) -> None:
    archive = InMemoryArchive({})
    archive.order_now = replace(archive.order_now, status="RUNNING")
    archive.outages.extend(([OUTAGES[1]] * 40 + [None]) * 3)

    def then(number: int) -> None:
        if number == 122:
            archive.order_now = replace(archive.order_now, status="DONE")

    delivery = delivery_of(archive, tmp_path, InstantWaits(then))
    delivery.run()
    assert delivery.progress().phase == Phase.ENDED


def test_a_firewalls_page_is_waited_out(
    served_demo: ServedDemo, connection: Connection, order_id: int, tmp_path: Path
) -> None:
    served_demo.finished(connection, order_id)
    served_demo.demo.set_scenario(USER, Scenario.FIREWALL)
    troubles = []

    def wait(seconds: float) -> None:
        served_demo.clock.advance(seconds)
        troubles.append(delivery.progress().trouble)
        served_demo.demo.set_scenario(USER, None)

    delivery = Delivery(ConnectedArchive(lambda: connection), tmp_path, [order_id], wait=wait)
    delivery.run()
    assert [type(each) for each in troubles] == [UnexpectedReply]
    assert delivery.progress().verified == 8


@pytest.mark.parametrize("error", [NoAnswer("It broke."), UnexpectedReply("It failed.")])
def test_after_five_failures_in_a_row_the_others_wait(tmp_path: Path, error: RegardsError) -> None:
    archive, told = InMemoryArchive({f"{number}.csv": b"some bytes" for number in range(9)}), []
    for number in range(1, 7):
        archive.overrides[f"{number}.csv"].append(error)

    def then(_: int) -> None:
        told.append((delivery.progress().trouble, len(archive.downloads())))

    delivery = delivery_of(archive, tmp_path, InstantWaits(then))
    delivery.run()
    assert told == [(error, 6), (None, 14)]  # the first came, five failed; then one more, which was tried again
    assert delivery.progress().verified == 9


def test_failures_between_which_a_file_arrives_are_no_outage(tmp_path: Path) -> None:
    archive = InMemoryArchive({f"{number}.csv": b"some bytes" for number in range(9)})
    for number in (0, 1, 2, 3, 5, 6, 7, 8):
        archive.overrides[f"{number}.csv"].append(NoAnswer("It broke."))
    told: list[tuple[RegardsError | None, int]] = []
    delivery = delivery_of(
        archive, tmp_path, InstantWaits(lambda _: told.append((delivery.progress().trouble, len(archive.downloads()))))
    )
    delivery.run()
    assert told == [(None, 9)]


def test_an_archive_that_comes_and_goes_is_not_given_up_as_long_as_files_arrive(tmp_path: Path) -> None:
    archive = InMemoryArchive({f"{number}.csv": b"some bytes" for number in range(80)})
    for name in archive.bodies:
        archive.overrides[name].append(Unreachable("Nobody there."))
    waits = InstantWaits()
    delivery = delivery_of(archive, tmp_path, waits)
    delivery.run()
    assert (delivery.progress().phase, delivery.progress().verified) == (Phase.ENDED, 80)
    assert len(waits.seconds) == 80
    assert set(waits.seconds[1:]) == {5}


@pytest.mark.parametrize("error", [Unreachable("Nobody there."), Maintenance("Closed.")])
def test_an_archive_that_goes_away_costs_no_file_a_try(tmp_path: Path, error: RegardsError) -> None:
    archive = InMemoryArchive(THREE_FILES)
    archive.overrides["b.csv"].extend([error] * 10)
    waits = InstantWaits()
    delivery = delivery_of(archive, tmp_path, waits)
    delivery.run()
    assert len(waits.seconds) == 10
    assert delivery.progress().verified == 3


def test_a_storage_that_stays_dead_is_not_asked_for_every_file(tmp_path: Path) -> None:
    archive = InMemoryArchive({f"{number}.csv": b"some bytes" for number in range(500)})
    for name in archive.bodies:
        archive.overrides[name].extend([UnexpectedReply("The archive failed (status 500).")] * 9)
    waits = InstantWaits()
    delivery = delivery_of(archive, tmp_path, waits)
    delivery.run()
    assert delivery.progress().phase == Phase.STOPPED
    assert len(archive.downloads()) == 5 * (len(waits.seconds) + 1)


def test_a_read_time_out_of_the_archive_is_an_outage(
    served_demo: ServedDemo, connection: Connection, order_id: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served_demo.finished(connection, order_id)
    monkeypatch.setattr(http_connection, "READ_TIMEOUT", 0.05)
    troubles: list[RegardsError | None] = []

    def wait(seconds: float) -> None:
        served_demo.clock.advance(seconds)
        troubles.append(delivery.progress().trouble)
        gate.open()
        monkeypatch.undo()

    delivery = Delivery(ConnectedArchive(lambda: connection), tmp_path, [order_id], wait=wait)
    with served_demo.demo.hold("/rs-order/user/orders/{order}") as gate:
        delivery.run()
    assert [type(each) for each in troubles] == [NoAnswer]
    assert delivery.progress().verified == 8
