"""The content of a ZIP: downloads to the browser and deliveries to a folder agree about every ZIP."""

import io
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from components.desk.browser_downloads import BrowserDownloads
from components.regards.delivery.control import Control
from components.regards.delivery.engine import Source
from components.regards.delivery.fetching import always
from components.regards.delivery.order_state import OrderState
from components.regards.delivery.progress import Activity
from components.regards.delivery.snapshot import WrongContent
from components.regards.delivery.zips.unpacking import Unpacking
from components.regards.delivery.zips.zip_contents import ZipContents
from components.regards.http.client import Body
from components.regards.orders.records import OrderFile
from components.regards.orders.statuses import FileState
from components.web.zip_check import ZipCheck
from tests.regards.delivery.in_memory_archive import ORDER_ID, ForwardingSource, InMemoryArchive, InstantWaits, file_of

Entries = Sequence[tuple[str, bytes]]
NOT_HELD: Final = "The archive's ZIP did not hold this file."


@dataclass(frozen=True)
class Outcome:
    """The result for a ZIP, by ``file_id``: what each proof compared, and the reasons for other files."""

    proven: Mapping[int, str]
    reasons: Mapping[int, str]


class OnlyZip(ForwardingSource):
    """An archive with a ZIP of any content."""

    def __init__(self, source: Source, content: bytes) -> None:
        super().__init__(source)
        self._content = content

    @contextmanager
    def open_zip(self, order_id: int) -> Iterator[Body]:
        assert order_id == ORDER_ID
        yield Body(iter([self._content]))


def by_browser(files: Iterable[OrderFile], entries: Entries) -> Outcome:
    """Send a ZIP to the browser."""
    notes = BrowserDownloads()
    check = ZipCheck("ann", lambda: files, notes, 10_000_000)
    problem = check.read([zip_of(entries)])
    check.left()  # also where it is ended: what is compared here is which file each entry is
    proofs, reasons = notes.of("ann", ORDER_ID)
    assert bool(problem) == any(isinstance(reason, WrongContent) for reason in reasons.values())
    return Outcome({file_id: proof.by for file_id, proof in proofs.items()}, reasons)


def by_folder(files: Iterable[OrderFile], entries: Entries, bodies: Mapping[int, bytes] | None = None) -> Outcome:
    """Unpack a ZIP into a folder; what is kept there must be the file's own ``bodies``, if they are given."""
    archive = OnlyZip(InMemoryArchive({}), zip_of(entries))
    order = archive.order(ORDER_ID)
    with tempfile.TemporaryDirectory() as root:
        followed = OrderState(Path(root), order)
        followed.look(order, [replace(file, external=True) for file in files])
        Unpacking(archive, Control(InstantWaits()), Activity(time.monotonic), always).unpack(followed)
        proofs = followed.folder.proofs
        if bodies is not None:
            assert {each: Path(proofs[each].place).read_bytes() for each in proofs} == {
                each: bodies[each] for each in proofs
            }
    reasons = {each: reason for each, reason in followed.problems.items() if reason != NOT_HELD}
    return Outcome({file_id: proof.by for file_id, proof in proofs.items()}, reasons)


BOTH_WAYS: Final = pytest.mark.parametrize("way", [by_browser, by_folder])
Way = Callable[[Iterable[OrderFile], Entries], Outcome]


def zip_of(entries: Entries) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, body in entries:
            archive.writestr(name, body)
    return held.getvalue()


def numbered(files: Iterable[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """The entries that REGARDS makes of files: names made unique as ``name (1).ext`` (contract C.7)."""
    entries: dict[str, bytes] = {}
    for name, body in files:
        stem, dot, ending = name.rpartition(".")
        unique, turn = name, 0
        while unique in entries:
            turn += 1
            unique = f"{stem} ({turn}){dot}{ending}"
        entries[unique] = body
    return list(entries.items())


# Which file an entry is


@BOTH_WAYS
def test_of_two_files_of_one_name_the_second_may_come_first(way: Way) -> None:
    files = [file_of(1, "data.csv", b"first"), file_of(2, "data.csv", b"the second")]
    assert way(files, [("data.csv", b"the second"), ("data (1).csv", b"first")]) == Outcome({1: "MD5", 2: "MD5"}, {})
    assert way(files, [("data.csv", b"the second")]) == Outcome({2: "MD5"}, {})


def test_what_the_folder_keeps_of_two_files_of_one_name_is_each_files_own() -> None:
    files = [file_of(1, "data.csv", b"first"), file_of(2, "data.csv", b"the second")]
    entries = [("data.csv", b"the second"), ("data (1).csv", b"first")]
    assert set(by_folder(files, entries, {1: b"first", 2: b"the second"}).proven) == {1, 2}


@BOTH_WAYS
def test_without_checksums_files_of_one_name_are_told_apart_by_their_sizes(way: Way) -> None:
    files = [replace(file_of(1, "x", b"one"), checksum=""), replace(file_of(2, "x", b"three"), checksum="")]
    assert way(files, [("x", b"three"), ("x (1)", b"one")]) == Outcome({1: "size", 2: "size"}, {})


@BOTH_WAYS
@pytest.mark.parametrize("size", [3, None])
def test_files_of_one_name_that_nothing_tells_apart_are_not_guessed(way: Way, size: int | None) -> None:
    files = [replace(file_of(number, "x", b""), checksum="", size=size) for number in (1, 2)]
    assert way(files, [("x", b"one"), ("x (1)", b"two")]) == Outcome({}, {})
    assert way(files[:1], [("x", b"one")]) == Outcome({1: "" if size is None else "size"}, {})


@BOTH_WAYS
def test_a_size_tells_nothing_where_another_file_of_the_name_may_have_it(way: Way) -> None:
    checked, unchecked = file_of(1, "x", b"one"), replace(file_of(2, "x", b"two"), checksum="")
    assert way([checked, unchecked], [("x", b"ONE")]) == Outcome({}, {})
    assert way([checked, replace(unchecked, size=4)], [("x", b"four")]) == Outcome({2: "size"}, {})


@BOTH_WAYS
def test_a_file_of_which_nothing_is_announced_is_not_known_among_others_of_its_name(way: Way) -> None:
    checked, unknown = file_of(1, "x", b"one"), replace(file_of(2, "x", b""), checksum="", size=None)
    assert way([checked, unknown], [("x", b"<html>")]) == Outcome({}, {})
    assert way([replace(checked, name="y"), unknown], [("x", b"<html>")]) == Outcome({2: ""}, {})


@BOTH_WAYS
def test_the_one_file_of_a_name_that_differs_is_named(way: Way) -> None:
    files = [file_of(1, "a", b"first"), file_of(2, "b", b"second")]
    outcome = way(files, [("a", b"FIRST"), ("b", b"second")])
    assert (set(outcome.proven), set(outcome.reasons)) == ({2}, {1})
    assert outcome.reasons[1].startswith("The checksum differs: the archive announced MD5 8b04d5e3")
    assert outcome.reasons[1].endswith("The file in the ZIP is not as the archive announced it.")


@BOTH_WAYS
def test_of_several_files_of_a_name_nobody_knows_which_one_differs(way: Way) -> None:
    files = [file_of(1, "a", b"first"), file_of(2, "a", b"second"), file_of(3, "a", b"third")]
    assert way(files, [("a", b"FIRST")]) == Outcome({}, {})
    outcome = way(files, [("a", b"second"), ("a (1)", b"third"), ("a (2)", b"FIRST")])
    assert (set(outcome.proven), set(outcome.reasons)) == ({2, 3}, {1})


@BOTH_WAYS
def test_a_file_that_comes_twice_says_nothing_of_another_of_its_name(way: Way) -> None:
    files = [file_of(1, "a", b"first"), file_of(2, "a", b"second")]
    assert way(files, [("a", b"first"), ("a (1)", b"first")]) == Outcome({1: "MD5"}, {})


def settled(contents: ZipContents, name: str, body: bytes) -> int | None:
    """The number of the file that an entry is."""
    entry = contents.begin(name)
    entry.take(body)
    file = contents.settle(entry)
    return file.file_id if file else None


def test_a_file_that_is_here_is_not_waited_for_and_says_nothing_of_another_of_its_name() -> None:
    contents = ZipContents([file_of(1, "a", b"first"), file_of(2, "a", b"second")], here={1})
    assert settled(contents, "a", b"first") is None
    assert contents.reasons == {}
    assert settled(contents, "a (1)", b"second") == 2
    assert list(contents.waiting()) == []


def test_a_file_that_is_here_may_be_what_an_entry_without_a_checksum_is() -> None:
    files = [replace(file_of(number, "a", b"body"), checksum="") for number in (1, 2)]
    assert settled(ZipContents(files, here={1}), "a", b"BODY") is None
    assert settled(ZipContents([files[1], replace(files[0], size=5)], here={1}), "a", b"BODY") == 2


def test_a_file_that_differed_and_then_came_has_no_reason_left() -> None:
    contents = ZipContents([file_of(1, "a.nc", b"body")])
    assert settled(contents, "a.nc", b"BODY") is None
    assert set(contents.reasons) == {1}
    assert settled(contents, "a (1).nc", b"body") == 1
    assert contents.reasons == {}


@pytest.mark.parametrize("state", [FileState.PENDING, FileState.DOWNLOADED])
def test_of_files_of_one_checksum_the_available_one_came(state: FileState) -> None:
    files = [file_of(number, "a", b"body") for number in (1, 2, 3)]
    files[0], files[2] = replace(files[0], state=state), replace(files[2], state=state)
    contents = ZipContents(files)
    assert settled(contents, "a", b"body") == 2
    assert settled(contents, "a (1)", b"body") in {1, 3}


@pytest.mark.parametrize(("size", "sent", "too_long"), [(4, 4, False), (4, 5, True), (None, 5, False)])
def test_an_entry_is_too_long_for_every_file_that_it_may_be(size: int | None, sent: int, too_long: bool) -> None:
    files = [replace(file_of(1, "a", b"ab"), size=2), replace(file_of(2, "a", b"abcd"), size=size)]
    entry = ZipContents(files).begin("a")
    entry.take(bytes(sent))
    assert entry.too_long() is too_long


@BOTH_WAYS
def test_a_number_belongs_before_the_ending(way: Way) -> None:
    file = file_of(1, "a.b.nc", b"body")
    for name in ("a.b.nc", "a.b (12).nc"):
        assert way([file], [(name, b"body")]) == Outcome({1: "MD5"}, {})
    for name in ("a (1).b.nc", "a.b (x).nc", "a.b(1).nc", "A.b.nc", "d/a.b.nc"):
        assert way([file], [(name, b"body")]) == Outcome({}, {})


names = st.sampled_from(["data.csv", "data (1).csv", "other.csv"])
bodies = st.sampled_from([b"", b"one", b"two", b"three", b"seven"])


@st.composite
def orders(draw: st.DrawFn) -> tuple[list[OrderFile], dict[int, bytes]]:
    """Draw files whose names, sizes and contents are often equal, and of which not all is announced."""
    files, contents = [], {}
    for number in range(1, draw(st.integers(1, 6)) + 1):
        body = contents[number] = draw(bodies)
        file = file_of(number, draw(names), body)
        if draw(st.booleans()):
            file = replace(file, checksum="")
        if draw(st.booleans()):
            file = replace(file, size=None)
        files.append(file)
    return files, contents


@settings(deadline=None)
@given(orders(), st.data())
def test_both_ways_agree_which_entry_is_which_file_in_any_order_of_the_entries(
    order: tuple[list[OrderFile], dict[int, bytes]], data: st.DataObject
) -> None:
    files, contents = order
    sent = data.draw(st.permutations(files))[: data.draw(st.integers(0, len(files)))]
    entries = data.draw(st.permutations(numbered((file.name, contents[file.file_id]) for file in sent)))
    kept = by_folder(files, entries, contents)
    assert by_browser(files, entries) == kept
    for file in sent:
        alone = [each.name for each in files].count(file.name) == 1 and "data" not in file.name
        if alone:
            assert file.file_id in kept.proven


def too_long(entry: tuple[str, bytes], files: Iterable[OrderFile]) -> bool:
    """Whether an entry is longer than every file that it may be."""
    sizes = [each.size for each in files if each.name in {entry[0], entry[0].replace(" (1)", "")}]
    return bool(sizes) and all(size is not None and len(entry[1]) > size for size in sizes)


@settings(deadline=None)
@given(orders(), st.lists(st.tuples(names, bodies), max_size=4, unique_by=lambda entry: entry[0]))
def test_both_ways_agree_about_zips_that_hold_something_else(
    order: tuple[list[OrderFile], dict[int, bytes]], entries: list[tuple[str, bytes]]
) -> None:
    files, _ = order
    assume(not any(too_long(entry, files) for entry in entries))  # the browser's ZIP ends there, security/ tests it
    assert by_browser(files, entries) == by_folder(files, entries)


# The notice

COULD_NOT: Final = "The archive could not put this file into its ZIP. The archive says: “{}”"
THREE: Final = [file_of(1, "a.nc", b"1"), file_of(2, "a (2).nc", b"2"), file_of(3, "ready", b"3")]


def noticed(way: Way, files: Iterable[OrderFile], text: str) -> Mapping[int, str]:
    return way(files, [("NOTICE.txt", text.encode())]).reasons


@BOTH_WAYS
@pytest.mark.parametrize(
    ("line", "file_id"),
    [
        ("Failed to download file (a.nc): Storage answered 404 for file a.nc.", 1),
        ("Failed to download file (a (2).nc): Storage answered 404.", 2),
        ("Failed to download file (a.nc): not (ready).", 1),
        ("Failed to download file (a.nc): it is not ready.", 1),
        ("Error (404): (a.nc)", 1),
        ("a.nc could not be read", 1),
        ("“a (2).nc”: lost", 2),
        ("lost: a.nc.", 1),
        ("/data/a.nc is lost", 1),
    ],
)
def test_a_line_is_the_reason_of_the_file_that_it_names(way: Way, line: str, file_id: int) -> None:
    assert noticed(way, THREE, f"\n {line} \r\n") == {file_id: COULD_NOT.format(line)}


@BOTH_WAYS
@pytest.mark.parametrize(
    "line",
    [
        "Failed to download file (other.nc): lost.",
        "aa.nc is lost",
        "a.nc4 is lost",
        "already lost",
        "",
        "(",
        "()",
        "(" * 40_000,
    ],
)
def test_a_line_that_names_no_file_of_the_order_is_no_reason(way: Way, line: str) -> None:
    assert noticed(way, THREE, line) == {}


@BOTH_WAYS
def test_a_line_is_one_file_and_two_lines_are_two(way: Way) -> None:
    files = [file_of(number, "x", b"%d" % number) for number in (1, 2, 3)]
    assert len(noticed(way, files, "(x): lost")) == 1
    assert len(noticed(way, files, "(x): lost\n(x): lost")) == 2
    outcome = way(files, [("x", b"2"), ("NOTICE.txt", b"(x): lost\n(x): lost\n(x): lost")])
    assert (set(outcome.proven), set(outcome.reasons)) == ({2}, {1, 3})


@BOTH_WAYS
def test_a_line_about_a_file_that_came_is_no_reason_of_another(way: Way) -> None:
    outcome = way(THREE, [("a.nc", b"1"), ("NOTICE.txt", b"Failed to download file (a.nc): not ready.")])
    assert outcome == Outcome({1: "MD5"}, {})


@BOTH_WAYS
@pytest.mark.parametrize("body", [b"Read me.", b"Read me." * 200_000])
def test_an_ordered_file_called_like_the_notice_is_a_file(way: Way, body: bytes) -> None:
    files = [file_of(1, "NOTICE.txt", body), file_of(2, "a.nc", b"2")]
    entries = [("NOTICE.txt", body), ("NOTICE (1).txt", b"(a.nc): lost")]
    assert way(files, entries) == Outcome({1: "MD5"}, {2: COULD_NOT.format("(a.nc): lost")})


@BOTH_WAYS
def test_a_notice_in_the_place_of_an_ordered_file_that_is_called_so_is_read(way: Way) -> None:
    files = [file_of(1, "NOTICE.txt", b"x"), file_of(2, "a.nc", b"2")]
    outcome = way(files, [("NOTICE.txt", b"(a.nc): lost")])
    assert outcome.proven == {}
    assert outcome.reasons[2] == COULD_NOT.format("(a.nc): lost")
    assert "not as the archive announced it" in outcome.reasons[1]


@BOTH_WAYS
def test_a_line_is_cut_to_what_a_person_reads(way: Way) -> None:
    assert noticed(way, THREE, "a.nc " + "-" * 5000) == {1: COULD_NOT.format("a.nc " + "-" * 995)}
    assert noticed(way, THREE, "-" * 1000 + " a.nc") == {}


@BOTH_WAYS
def test_a_notice_is_read_as_far_as_it_is_sensible(way: Way) -> None:
    assert set(noticed(way, THREE, "\n" * 9_999 + "a.nc\nready")) == {1}
    assert set(noticed(way, THREE, "a.nc\n" + ("-" * 999 + "\n") * 1100 + "ready")) == {1}
