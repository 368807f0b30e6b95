"""The engine of a delivery: it follows orders to their end."""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from components.demo.archive import Limits
from components.demo.files import content
from components.regards.delivery import order_state
from components.regards.delivery.engine import Delivery, Phase
from components.regards.errors import Missing, NoRight, SessionOver, UnexpectedReply
from components.regards.http.connection import Connection
from components.regards.orders import orders
from components.regards.orders.order_files import ConnectedArchive
from components.regards.orders.records import Order
from tests.regards.delivery.in_memory_archive import (
    CREATED,
    ORDER_ID,
    THREE_FILES,
    ForwardingSource,
    InMemoryArchive,
    InstantWaits,
    delivery_of,
    on_disk,
    zip_of,
)
from tests.regards.served_demo import NEIGHBOUR, ServedDemo, request

THREE_DATASETS = 'providerId:("PROD_1" OR "my_product_id_1" OR "TWO_VERSIONS")'


def deliver(
    served_demo: ServedDemo,
    connection: Connection,
    root: Path,
    *order_ids: int,
    wait: Callable[[float], None] | None = None,
) -> Delivery:
    return Delivery(ConnectedArchive(lambda: connection), root, order_ids, wait=wait or served_demo.clock.advance)


def in_the_archive(served_demo: ServedDemo, *order_ids: int) -> dict[str, bytes]:
    """What the demo archive holds for these orders, by name."""
    files = [file for order_id in order_ids for file in served_demo.demo.lifecycle.orders[order_id].files()]
    return {each.file.filename: content.body(each.source.urn, each.file) for each in files}


def fetched(served_demo: ServedDemo) -> Counter[str]:
    """The number of downloads of each file."""
    return Counter(each.path for each in served_demo.demo.requests if "/rs-order/orders/files/" in each.path)


# By itself, against the demo archive


def test_an_order_of_three_suborders_runs_to_a_verified_end(coded_or_documented: ServedDemo, tmp_path: Path) -> None:
    connection = coded_or_documented.connection()
    order_id = orders.apply(connection, request(THREE_DATASETS))
    delivery = deliver(coded_or_documented, connection, tmp_path, order_id)
    delivery.run()
    progress = delivery.progress()
    assert (progress.phase, progress.files, progress.verified, progress.failed) == (Phase.ENDED, 5, 5, 0)
    assert progress.received == progress.size
    assert len(list(coded_or_documented.demo.lifecycle.orders[order_id].suborders())) == 3
    assert on_disk(tmp_path) == in_the_archive(coded_or_documented, order_id)
    assert set(fetched(coded_or_documented).values()) == {1}
    (part,) = delivery.snapshots()
    assert part.order.status == "DONE"
    assert {proof.by for proof in part.proofs.values()} == {"MD5"}
    assert part.problems == {}


def test_it_waits_for_a_slot_that_another_order_holds_says_so_and_goes_on(
    served_demo: ServedDemo, tmp_path: Path
) -> None:
    served_demo.demo.limits = Limits()
    connection = served_demo.connection()
    first = orders.apply(connection, request('providerId:("PROD_1" OR "my_product_id_1")'))
    served_demo.clock.advance(600)
    second = orders.apply(connection, request('providerId:"TWO_VERSIONS"'))
    notes = []

    def wait(seconds: float) -> None:
        served_demo.clock.advance(seconds)
        notes.append(delivery.progress().note)
        if "another of your orders" in notes[-1] and len(on_disk(tmp_path)) == 0:
            deliver(served_demo, connection, tmp_path / "elsewhere", first).run()

    (tmp_path / "here").mkdir()
    delivery = deliver(served_demo, connection, tmp_path / "here", second, wait=wait)
    delivery.run()
    assert delivery.progress().phase == Phase.ENDED
    assert on_disk(tmp_path / "here") == in_the_archive(served_demo, second)
    assert any(f"Order {second} has stayed at 0 %" in note for note in notes)


def test_several_orders_are_followed_as_one(served_demo: ServedDemo, tmp_path: Path) -> None:
    connection = served_demo.connection()
    both = [orders.apply(connection, request('providerId:"PROD_1"'))]
    served_demo.clock.advance(1)  # the archive refuses two orders of the same instant: their labels would be the same
    both.append(orders.apply(connection, request('providerId:"TWO_VERSIONS"')))
    delivery = deliver(served_demo, connection, tmp_path, *both)
    delivery.run()
    assert (delivery.progress().phase, delivery.progress().files) == (Phase.ENDED, 3)
    assert [part.order.order_id for part in delivery.snapshots()] == both
    assert on_disk(tmp_path) == in_the_archive(served_demo, *both)


def test_awkward_files_arrive_under_names_that_can_be_used(served_demo: ServedDemo, tmp_path: Path) -> None:
    connection = served_demo.connection()
    names = ("SAME_NAME_A", "SAME_NAME_B", "NAME_ABOVE", "NAME_OF_DEVICE", "NAME_TOO_LONG", "EMPTY_FILE", "NO_CHECKSUM")
    order_id = orders.apply(connection, request("providerId:(" + " OR ".join(f'"{name}"' for name in names) + ")"))
    delivery = deliver(served_demo, connection, tmp_path, order_id)
    delivery.run()
    progress = delivery.progress()
    assert progress.files == len(names)
    assert (progress.verified, progress.unverifiable) == (len(names) - 1, 1)  # one has no checksum
    assert len(on_disk(tmp_path)) == len(names)
    assert [each.name for each in tmp_path.iterdir()] == [f"order_{order_id}_{_created(served_demo, order_id)}"]


def _created(served_demo: ServedDemo, order_id: int) -> str:
    created = orders.read(served_demo.connection(), order_id).created
    assert created is not None
    return f"{created.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def test_a_second_run_fetches_nothing_again(served_demo: ServedDemo, tmp_path: Path) -> None:
    connection = served_demo.connection()
    order_id = orders.apply(connection, request(THREE_DATASETS))
    deliver(served_demo, connection, tmp_path, order_id).run()
    served_demo.demo.requests.clear()
    again = deliver(served_demo, connection, tmp_path, order_id)
    again.run()
    assert (again.progress().phase, again.progress().verified) == (Phase.ENDED, 5)
    assert fetched(served_demo) == {}


def test_external_files_come_in_one_zip(served_demo: ServedDemo, tmp_path: Path) -> None:
    connection = served_demo.connection()
    order_id = orders.apply(connection, request("providerId:(EXTERNAL_1 OR EXTERNAL_2 OR EXTERNAL_3)"))
    delivery = deliver(served_demo, connection, tmp_path, order_id)
    delivery.run()
    assert delivery.progress().verified == delivery.progress().files > 2
    assert on_disk(tmp_path) == in_the_archive(served_demo, order_id)
    assert fetched(served_demo) == {}
    assert len(served_demo.demo.requests.of("GET", f"/{order_id}/download")) == 1


@pytest.mark.parametrize(("largest", "zips"), [(9, 1), (10, 0)])
def test_a_file_beyond_two_gibibytes_comes_in_a_zip_and_one_of_just_that_size_by_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, largest: int, zips: int
) -> None:
    assert order_state.LARGEST_BY_NUMBER == 2_147_483_647
    monkeypatch.setattr(order_state, "LARGEST_BY_NUMBER", largest)
    archive = InMemoryArchive({"big.dat": b"ten bytes."})
    delivery_of(archive, tmp_path).run()
    assert archive.downloads() == (["zip"] if zips else ["big.dat"])
    assert on_disk(tmp_path) == {"big.dat": b"ten bytes."}


def test_the_zip_waits_until_the_other_files_are_there(tmp_path: Path) -> None:
    archive = InMemoryArchive(THREE_FILES, external=["a.csv"])
    delivery_of(archive, tmp_path).run()
    assert archive.downloads() == ["b.csv", "c.csv", "zip"]


# Which orders and files


@pytest.mark.parametrize("state", ["DOWNLOADED", "DOWNLOAD_ERROR", "PROCESSING_ERROR"])
def test_a_file_in_this_state_is_fetched_by_its_number(tmp_path: Path, state: str) -> None:
    archive = InMemoryArchive(THREE_FILES)
    archive.change("b.csv", state=state)
    delivery_of(archive, tmp_path).run()
    assert on_disk(tmp_path) == THREE_FILES


@pytest.mark.parametrize("state", ["PENDING", "ERROR", "ONLINE"])
def test_a_file_in_any_other_state_is_not_asked_for(tmp_path: Path, state: str) -> None:
    archive = InMemoryArchive(THREE_FILES)
    archive.change("b.csv", state=state)
    delivery = delivery_of(archive, tmp_path)
    delivery.run()
    assert archive.downloads() == ["a.csv", "c.csv"]
    assert (delivery.progress().phase, delivery.progress().files, delivery.progress().verified) == (Phase.ENDED, 3, 2)


def test_a_file_that_the_archive_tries_again_is_fetched_after_all(tmp_path: Path) -> None:
    archive = InMemoryArchive(THREE_FILES)
    archive.order_now = replace(archive.order_now, status="RUNNING")
    archive.change("b.csv", state="ERROR")
    failed: list[int] = []

    def then(number: int) -> None:
        failed.append(delivery.progress().failed)
        archive.change("b.csv", state="PENDING" if number == 0 else "AVAILABLE")
        archive.order_now = replace(archive.order_now, status="RUNNING" if number == 0 else "DONE")

    delivery = delivery_of(archive, tmp_path, InstantWaits(then))
    delivery.run()
    assert failed == [1, 0]
    assert delivery.snapshots()[0].problems == {}
    assert on_disk(tmp_path) == THREE_FILES


def test_files_that_never_failed_come_before_those_that_did(tmp_path: Path) -> None:
    archive = InMemoryArchive(THREE_FILES)
    archive.change("c.csv", state="PENDING")
    archive.overrides["a.csv"].append(b"FIRST FILE")
    delivery_of(archive, tmp_path, InstantWaits(lambda _: archive.change("c.csv", state="AVAILABLE"))).run()
    assert archive.downloads() == ["a.csv", "b.csv", "c.csv", "a.csv"]


def test_files_that_were_ordered_count_before_they_are_listed(tmp_path: Path) -> None:
    archive = InMemoryArchive(THREE_FILES)
    archive.listed = []
    delivery = delivery_of(archive, tmp_path)
    delivery.run()
    progress = delivery.progress()
    assert (progress.files, progress.size, progress.verified) == (3, 37, 0)


@pytest.mark.parametrize("status", ["DONE", "DONE_WITH_WARNING", "FAILED", "ERROR", "SOMETHING_NEW"])
def test_any_status_but_three_is_an_end_and_what_is_available_is_still_fetched(tmp_path: Path, status: str) -> None:
    archive, waits = InMemoryArchive(THREE_FILES), InstantWaits()
    archive.order_now = replace(archive.order_now, status=status)
    delivery = delivery_of(archive, tmp_path, waits)
    delivery.run()
    assert (delivery.progress().phase, waits.seconds) == (Phase.ENDED, [])
    assert on_disk(tmp_path) == THREE_FILES


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("PENDING", "has not begun yet"),
        ("RUNNING", "is preparing the next files"),
        ("PAUSED", "Resume it to get the remaining files"),
    ],
)
def test_an_order_that_goes_on_is_waited_for_and_the_user_reads_why(tmp_path: Path, status: str, words: str) -> None:
    archive, notes = InMemoryArchive(THREE_FILES), []

    def then(_: int) -> None:
        notes.append(delivery.progress().note)
        assert delivery.progress().phase == Phase.WAITING
        archive.order_now = replace(archive.order_now, status="DONE")

    archive.order_now = replace(archive.order_now, status=status)
    delivery = delivery_of(archive, tmp_path, InstantWaits(then))
    delivery.run()
    assert len(notes) == 1
    assert words in notes[0]
    assert delivery.progress().note == ""


def test_an_order_that_is_not_there_stops_in_words_and_the_others_are_delivered(
    served_demo: ServedDemo, tmp_path: Path
) -> None:
    connection = served_demo.connection()
    there = orders.apply(connection, request('providerId:"PROD_1"'))
    delivery = deliver(served_demo, connection, tmp_path, 999, there)
    delivery.run()
    progress = delivery.progress()
    assert (progress.phase, progress.verified) == (Phase.STOPPED, 1)
    assert isinstance(progress.trouble, Missing)
    assert "Order 999" in progress.trouble.what


def test_somebody_elses_order_stops_in_words(served_demo: ServedDemo, tmp_path: Path) -> None:
    order_id = orders.apply(served_demo.connection(NEIGHBOUR), request('providerId:"PROD_1"'))
    delivery = deliver(served_demo, served_demo.connection(), tmp_path, order_id)
    delivery.run()
    assert delivery.progress().phase == Phase.STOPPED
    assert isinstance(delivery.progress().trouble, NoRight)
    assert list(tmp_path.iterdir()) == []


def test_the_same_number_of_another_order_has_a_folder_of_its_own(tmp_path: Path) -> None:
    archive = InMemoryArchive(THREE_FILES)
    delivery_of(archive, tmp_path).run()
    archive.order_now = replace(archive.order_now, created=CREATED.replace(year=2027))
    delivery_of(archive, tmp_path).run()
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "order_812_20260203T090507Z",
        "order_812_20270203T090507Z",
    ]


# Standing in its own way


@pytest.mark.parametrize("status", ["RUNNING", "DONE"])
def test_files_that_a_broken_zip_brought_do_not_hold_the_order_up(tmp_path: Path, status: str) -> None:
    """Their part of the order keeps its slot until a ZIP was taken to its end (contract C.8)."""
    archive = InMemoryArchive(THREE_FILES, external=list(THREE_FILES))
    archive.order_now = replace(archive.order_now, status=status)
    archive.zip_bytes = zip_of(THREE_FILES)[:-10]

    def then(_: int) -> None:
        archive.zip_bytes = None
        if archive.asked.count("zip") == 2:
            archive.order_now = replace(archive.order_now, status="DONE")

    waits = InstantWaits(then)
    delivery_of(archive, tmp_path, waits).run()
    assert archive.downloads() == (["zip", "zip"] if status == "RUNNING" else ["zip"])
    assert on_disk(tmp_path) == THREE_FILES


@pytest.mark.parametrize(("cancelled", "phase"), [(True, Phase.CANCELLED), (False, Phase.STOPPED)])
def test_a_refusal_after_a_cancellation_is_no_failure(tmp_path: Path, cancelled: bool, phase: Phase) -> None:
    class SignedOut(ForwardingSource):
        def order(self, order_id: int) -> Order:
            if cancelled:
                delivery.cancel()
            raise SessionOver(f"You have signed out before order {order_id}.")

    delivery = delivery_of(SignedOut(InMemoryArchive(THREE_FILES)), tmp_path)
    delivery.run()
    assert delivery.progress().phase is phase


# Several orders


@pytest.mark.parametrize("place", [0, 1])
def test_an_order_that_answers_nonsense_does_not_hold_up_the_others(tmp_path: Path, place: int) -> None:
    archive, nonsense = InMemoryArchive(THREE_FILES), UnexpectedReply("The archive sent no order.")

    class OneOfThem(ForwardingSource):
        def order(self, order_id: int) -> Order:
            if order_id != ORDER_ID:
                raise nonsense
            return archive.order(order_id)

    order_ids = [ORDER_ID]
    order_ids.insert(place, 4711)
    waits = InstantWaits()
    delivery = Delivery(OneOfThem(archive), tmp_path, order_ids, wait=waits)
    delivery.run()
    assert delivery.progress().verified == 3
    assert (delivery.progress().phase, delivery.progress().trouble) == (Phase.STOPPED, nonsense)
    assert sum(waits.seconds) >= 3600  # the one that is left is waited for like any outage


def test_an_order_that_answers_nonsense_for_a_while_is_delivered_in_the_end(tmp_path: Path) -> None:
    archive, nonsense = InMemoryArchive(THREE_FILES), deque([UnexpectedReply("The archive sent no order.")] * 3)

    class AtFirst(ForwardingSource):
        def order(self, order_id: int) -> Order:
            if nonsense:
                raise nonsense.popleft()
            return archive.order(order_id)

    delivery = delivery_of(AtFirst(archive), tmp_path)
    delivery.run()
    assert (delivery.progress().verified, delivery.progress().phase) == (3, Phase.ENDED)


def test_where_many_orders_in_a_row_answer_nonsense_the_others_are_not_asked_in_that_round(tmp_path: Path) -> None:
    asked: list[int] = []

    class Broken(ForwardingSource):
        def order(self, order_id: int) -> Order:
            asked.append(order_id)
            raise UnexpectedReply("The archive sent no order.")

    def end(number: int) -> None:
        if number:
            delivery.cancel()

    waits = InstantWaits(end)
    delivery = Delivery(Broken(InMemoryArchive(THREE_FILES)), tmp_path, range(1, 51), wait=waits)
    delivery.run()
    assert asked == [1, 2, 3, 4, 5] * 2
