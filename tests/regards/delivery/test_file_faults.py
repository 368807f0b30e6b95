"""Faults of single files: each is named with its reason, and the others are delivered."""

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from components.demo.archive import Fault
from components.regards.delivery.engine import Delivery, Phase
from components.regards.errors import NoAnswer, NotReady, Refused, RegardsError, UnexpectedReply
from components.regards.http.connection import Connection
from components.regards.orders import orders
from components.regards.orders.order_files import ConnectedArchive
from components.regards.orders.records import Order, OrderFile
from tests.regards.delivery.demo_deliveries import FOUR, asked_for, deliver
from tests.regards.delivery.in_memory_archive import (
    THREE_FILES,
    ForwardingSource,
    InMemoryArchive,
    InstantWaits,
    delivery_of,
    on_disk,
    problems,
)
from tests.regards.served_demo import ServedDemo, request

FAULTY_FILE = "my_product_id_2.csv"


def number_of(delivery: Delivery, name: str) -> int:
    (part,) = delivery.snapshots()
    (file,) = (file for file in part.files if file.name == name)
    return file.file_id


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
