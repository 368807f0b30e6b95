"""Faults of connections and of the archive: they are waited out, and no verified file is lost."""

import socket
import struct
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from components.demo.archive import Scenario
from components.regards.delivery import engine
from components.regards.delivery.engine import Delivery, Phase
from components.regards.errors import Maintenance, NoAnswer, RegardsError, SignInAwaited, UnexpectedReply, Unreachable
from components.regards.http import connection as http_connection
from components.regards.http.client import Body
from components.regards.http.connection import Connection
from components.regards.orders.order_files import ConnectedArchive
from components.regards.settings import Archive
from tests.regards.delivery.in_memory_archive import (
    THREE_FILES,
    ForwardingSource,
    InMemoryArchive,
    InstantWaits,
    delivery_of,
    on_disk,
    problems,
)
from tests.regards.scripted_server import LOOPBACK
from tests.regards.served_demo import USER, ServedDemo

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
