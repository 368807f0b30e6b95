"""Files in the ZIP of an order: they are verified, and missing ones are fetched by number."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from components.demo.archive import Fault
from components.regards.delivery.engine import Delivery, Phase
from components.regards.delivery.zips import zip_contents
from components.regards.errors import (
    LimitReached,
    Maintenance,
    Missing,
    NoAnswer,
    NotReady,
    Refused,
    RegardsError,
    UnexpectedReply,
)
from components.regards.orders import orders
from components.regards.orders.order_files import ConnectedArchive
from tests.regards.delivery.in_memory_archive import (
    InMemoryArchive,
    InstantWaits,
    delivery_of,
    leftovers,
    on_disk,
    problems,
    zip_of,
)
from tests.regards.served_demo import ServedDemo, request

FILES = {"a.csv": b"first file", "b.csv": b"the second", "c.csv": b"and the third one"}
NAMES = list(FILES)


def run(archive: InMemoryArchive, root: Path) -> tuple[Delivery, list[Mapping[str, str]]]:
    """Run a delivery to its end; return it and its problems during each wait."""
    told: list[Mapping[str, str]] = []
    delivery = delivery_of(archive, root, InstantWaits(lambda _: told.append(problems(delivery))))
    delivery.run()
    return delivery, told


def test_all_that_the_zip_holds_is_verified_and_kept(tmp_path: Path) -> None:
    archive = InMemoryArchive(FILES, external=NAMES)
    delivery, _ = run(archive, tmp_path)
    assert archive.downloads() == ["zip"]
    assert on_disk(tmp_path) == FILES
    assert {proof.by for proof in delivery.snapshots()[0].proofs.values()} == {"MD5"}
    assert delivery.progress().received == delivery.progress().size == 37


@pytest.mark.parametrize("cut", [1, 30, 60, 100, 130, 160, 200, 316])
def test_a_zip_that_was_cut_keeps_what_came_whole_and_the_rest_comes_by_number(tmp_path: Path, cut: int) -> None:
    archive = InMemoryArchive(FILES, external=NAMES)
    whole = zip_of(FILES)
    assert cut < len(whole)
    archive.zip_bytes = whole[:cut]
    delivery, told = run(archive, tmp_path)
    came = {name for name, body in FILES.items() if whole.index(body) + len(body) <= cut}
    assert archive.downloads() == ["zip", *(name for name in FILES if name not in came)]
    assert on_disk(tmp_path) == FILES
    assert leftovers(tmp_path) == []
    if came < set(FILES):
        assert told == [{name: "The ZIP broke off before its end." for name in FILES if name not in came}]
    assert problems(delivery) == {}


@pytest.mark.parametrize(
    "error",
    [
        NoAnswer("The connection broke."),
        UnexpectedReply("The archive failed (status 500)."),
        NotReady("The archive has nothing to send now."),
        Refused("The archive refused the request."),
        Missing("The archive does not have this."),
    ],
    ids=lambda error: type(error).__name__,
)
def test_where_there_is_no_zip_the_files_come_by_number(tmp_path: Path, error: RegardsError) -> None:
    archive = InMemoryArchive(FILES, external=NAMES)
    archive.zip_bytes = error
    _, told = run(archive, tmp_path)
    assert archive.downloads() == ["zip", *FILES]
    assert told == [dict.fromkeys(FILES, error.what)]


def test_a_limit_that_is_reached_stops_before_anything_comes_by_number(tmp_path: Path) -> None:
    archive = InMemoryArchive(FILES, external=NAMES)
    archive.zip_bytes = LimitReached("A download limit of your account is reached.")
    delivery, _ = run(archive, tmp_path)
    assert (archive.downloads(), delivery.progress().phase) == (["zip"], Phase.STOPPED)


def test_an_archive_that_is_closed_is_waited_for_and_asked_for_the_zip_again(tmp_path: Path) -> None:
    archive = InMemoryArchive(FILES, external=NAMES)
    archive.zip_bytes = Maintenance("The archive is closed for maintenance.")

    def open_again(_: int) -> None:
        archive.zip_bytes = None

    delivery_of(archive, tmp_path, InstantWaits(open_again)).run()
    assert archive.downloads() == ["zip", "zip"]
    assert on_disk(tmp_path) == FILES


def test_a_web_page_is_no_zip(tmp_path: Path) -> None:
    archive = InMemoryArchive(FILES, external=NAMES)
    archive.zip_bytes = b"<!doctype html><title>Access control</title>"
    _, told = run(archive, tmp_path)
    assert told == [dict.fromkeys(FILES, "What the archive sent is not a ZIP.")]
    assert on_disk(tmp_path) == FILES


def test_wrong_bytes_in_a_zip_are_not_kept(tmp_path: Path) -> None:
    archive = InMemoryArchive(FILES, external=NAMES)
    archive.zip_bytes = zip_of({**FILES, "b.csv": b"THE SECOND"})
    _, told = run(archive, tmp_path)
    assert archive.downloads() == ["zip", "b.csv"]
    assert [list(each) for each in told] == [["b.csv"]]
    assert told[0]["b.csv"].startswith("The checksum differs")
    assert on_disk(tmp_path) == FILES


def test_what_was_not_ordered_is_not_kept(tmp_path: Path) -> None:
    archive = InMemoryArchive(FILES, external=NAMES)
    archive.zip_bytes = zip_of(FILES, ("../evil.csv", b"x"), ("d.csv", b"x"), (".order-desk/verified.jsonl", b"x"))
    run(archive, tmp_path)
    assert on_disk(tmp_path) == FILES
    assert [each.name for each in tmp_path.iterdir()] == ["order_812_20260203T090507Z"]


# Names


def same_name(*bodies: bytes, **changes: object) -> InMemoryArchive:
    """External files that all are called ``data.csv``."""
    archive = InMemoryArchive({f"{number}.csv": body for number, body in enumerate(bodies)})
    for number in range(len(bodies)):
        archive.change(f"{number}.csv", external=True, name="data.csv", **changes)
    return archive


def test_a_name_made_unique_is_known_again(tmp_path: Path) -> None:
    archive = InMemoryArchive({"data.csv": b"first", "other.csv": b"second"}, external=["data.csv", "other.csv"])
    archive.zip_bytes = zip_of({"data (1).csv": b"first", "other.csv": b"second"})
    run(archive, tmp_path)
    assert archive.downloads() == ["zip"]
    assert on_disk(tmp_path) == {"data.csv": b"first", "other.csv": b"second"}


def test_files_of_one_name_are_told_apart_by_their_checksums(tmp_path: Path) -> None:
    archive = same_name(b"first", b"second")
    archive.zip_bytes = zip_of({"data.csv": b"first", "data (1).csv": b"second"})
    run(archive, tmp_path)
    assert archive.downloads() == ["zip"]
    assert sorted(on_disk(tmp_path).values()) == [b"first", b"second"]


@pytest.mark.parametrize("changes", [{"checksum": ""}, {"algorithm": "CRC-99"}])
def test_files_of_one_name_without_a_checksum_come_by_number_lest_they_be_confused(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    archive = same_name(b"one!!", b"two!!", **changes)
    archive.zip_bytes = zip_of({"data.csv": b"two!!", "data (1).csv": b"one!!"})
    delivery, _ = run(archive, tmp_path)
    assert archive.downloads() == ["zip", "data.csv", "data.csv"]
    first, second = (proof.place for _, proof in sorted(delivery.snapshots()[0].proofs.items()))
    assert (Path(first).read_bytes(), Path(second).read_bytes()) == (b"one!!", b"two!!")


def test_a_single_file_without_a_checksum_is_taken_from_the_zip(tmp_path: Path) -> None:
    archive = InMemoryArchive(FILES, external=NAMES)
    for name in FILES:
        archive.change(name, checksum="")
    run(archive, tmp_path)
    assert archive.downloads() == ["zip"]
    assert on_disk(tmp_path) == FILES


# The notice


@pytest.mark.parametrize(
    "line",
    [
        "Failed to download file (b.csv): Storage answered 404.",
        "Failed to download file (b.csv): quota (2 files) reached.",
        "b.csv could not be read",
        'The file "b.csv" is lost.',
        "not available: b.csv.",
    ],
)
def test_the_lines_of_a_notice_become_the_reasons_of_their_files(tmp_path: Path, line: str) -> None:
    archive = InMemoryArchive(FILES, external=NAMES)
    archive.zip_bytes = zip_of({"a.csv": FILES["a.csv"]}, ("NOTICE.txt", f"\n{line}\n".encode()))
    _, told = run(archive, tmp_path)
    assert told == [
        {
            "b.csv": f"The archive could not put this file into its ZIP. The archive says: “{line}”",
            "c.csv": "The archive's ZIP did not hold this file.",
        }
    ]
    assert archive.downloads() == ["zip", "b.csv", "c.csv"]
    assert on_disk(tmp_path) == FILES


def test_a_notice_is_not_kept_as_a_file(tmp_path: Path) -> None:
    archive = InMemoryArchive(FILES, external=NAMES)
    archive.zip_bytes = zip_of(FILES, ("NOTICE.txt", b"Failed to download file (x.csv): lost.\n"))
    run(archive, tmp_path)
    assert on_disk(tmp_path) == FILES


def test_a_file_called_like_the_notice_is_kept_when_it_is_the_one_that_was_ordered(tmp_path: Path) -> None:
    files = {"NOTICE.txt": b"please read this", "a.csv": b"first file"}
    archive = InMemoryArchive(files, external=list(files))
    run(archive, tmp_path)
    assert archive.downloads() == ["zip"]
    assert on_disk(tmp_path) == files


def test_a_notice_in_the_place_of_a_file_that_is_called_so_is_read(tmp_path: Path) -> None:
    files = {"NOTICE.txt": b"please read this", "a.csv": b"first file"}
    archive = InMemoryArchive(files, external=list(files))
    archive.zip_bytes = zip_of({"NOTICE.txt": b"Failed to download file (a.csv): lost.\n"})
    _, told = run(archive, tmp_path)
    assert "lost" in told[0]["a.csv"]
    assert on_disk(tmp_path) == files


def test_a_notice_is_read_as_far_as_it_fits_into_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_contents, "_LONGEST_NOTICE", 30)
    archive = InMemoryArchive(FILES, external=NAMES)
    archive.zip_bytes = zip_of({}, ("NOTICE.txt", b"a.csv failed" + b" " * 30 + b"\nb.csv failed\n"))
    _, told = run(archive, tmp_path)
    assert "a.csv failed" in told[0]["a.csv"]
    assert told[0]["b.csv"] == "The archive's ZIP did not hold this file."


@pytest.mark.parametrize("fault", [Fault.MISSING, Fault.NOT_NOW])
def test_against_the_demo_archive_what_its_notice_names_is_tried_by_number_and_then_told(
    served_demo: ServedDemo, tmp_path: Path, fault: Fault
) -> None:
    served_demo.demo.faults["external_2.csv"] = fault
    connection = served_demo.connection()
    order_id = orders.apply(connection, request("providerId:(EXTERNAL_1 OR EXTERNAL_2 OR EXTERNAL_4)"))
    told: list[Mapping[str, str]] = []

    def wait(seconds: float) -> None:
        served_demo.clock.advance(seconds)
        told.extend([problems(delivery)] if delivery.snapshots() and problems(delivery) else [])

    delivery = Delivery(ConnectedArchive(lambda: connection), tmp_path, [order_id], wait=wait)
    delivery.run()
    notice = "Failed to download file (external_2.csv): Storage answered"
    assert notice in told[0]["external_2.csv"]
    assert (delivery.progress().phase, delivery.progress().failed) == (Phase.ENDED, 1)
    assert list(problems(delivery)) == ["external_2.csv"]
    assert len(on_disk(tmp_path)) == delivery.progress().files - 1


# Files without a number (contract C.6)


def without_numbers(archive: InMemoryArchive) -> InMemoryArchive:
    archive.listed = [replace(each, file_id=-each.file_id) for each in archive.listed]
    return archive


def test_files_without_a_number_come_in_the_zip_alone(tmp_path: Path) -> None:
    archive = without_numbers(InMemoryArchive(FILES))
    archive.zip_bytes = zip_of(FILES)
    run(archive, tmp_path)
    assert archive.downloads() == ["zip"]
    assert on_disk(tmp_path) == FILES


def test_a_file_without_a_number_that_three_zips_lack_is_given_up_with_the_reason(tmp_path: Path) -> None:
    archive = without_numbers(InMemoryArchive(FILES))
    archive.zip_bytes = zip_of({"a.csv": FILES["a.csv"]})
    delivery, _ = run(archive, tmp_path)
    assert archive.downloads() == ["zip"] * 3
    assert problems(delivery) == dict.fromkeys(NAMES[1:], "The archive's ZIP did not hold this file.")
    assert delivery.progress().phase is Phase.ENDED
