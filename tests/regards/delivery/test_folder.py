"""The folder of an order: verified files survive any failure of the process or the disk."""

import errno
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import IO, Any, Final, Self

import pytest

from components.regards.delivery import folder as module
from components.regards.delivery.folder import Folder
from components.regards.delivery.snapshot import Proof
from components.regards.errors import CannotWrite
from components.regards.orders.records import Order, OrderFile
from components.regards.orders.statuses import FileState

NOW: Final = datetime(2026, 2, 3, 9, 5, 7, 250_000, UTC)
BODIES: Final = {1: b"the first file", 2: b"another of that name", 3: b"", 4: b"one without a checksum" * 1000}
NAMES: Final = {1: "a.nc", 2: "a.nc", 3: "../empty.nc", 4: "large.nc"}
ON_DISK: Final = {1: "a.nc", 2: "a (2).nc", 3: ".._empty.nc", 4: "large.nc"}

ALL_OF_THEM: Final = {ON_DISK[number]: body for number, body in BODIES.items()}


def an_order(number: int = 812, created: datetime | None = NOW) -> Order:
    return Order(number, "", "RUNNING", 0, created, None, 0, waiting_for_user=False, tasks=(), links=None)


def a_file(file_id: int, name: str, body: bytes, algorithm: str = "MD5") -> OrderFile:
    return OrderFile(
        file_id,
        812,
        0,
        name,
        "product",
        "Dataset",
        "RAWDATA",
        FileState.AVAILABLE,
        len(body),
        "application/x-netcdf",
        hashlib.md5(body, usedforsecurity=False).hexdigest() if algorithm else "",
        algorithm,
        external=False,
        error="",
    )


FILES: Final = tuple(a_file(number, NAMES[number], BODIES[number], "" if number == 4 else "MD5") for number in BODIES)


def opened(root: Path) -> Folder:
    return Folder(root, an_order(), lambda: NOW)


def expecting(root: Path, *files: OrderFile) -> Folder:
    folder = opened(root)
    for file in files or FILES:
        folder.expect(file)
    folder.remember()
    return folder


def bring(folder: Folder, file: OrderFile, body: bytes) -> str:
    """Fetch a file in two pieces, and return its problem."""
    with folder.receive(file) as incoming:
        incoming.write(body[:10])
        incoming.write(body[10:])
        return incoming.keep()


def deliver(folder: Folder) -> list[int]:
    """Fetch the files that are not verified yet, as the engine does, and return their numbers."""
    fetched = []
    for file in FILES:
        if file.file_id not in folder.proofs:
            fetched.append(file.file_id)
            assert bring(folder, file, BODIES[file.file_id]) == ""
    return fetched


def visible(folder: Folder) -> dict[str, bytes]:
    """The visible files of the folder."""
    return {path.name: path.read_bytes() for path in folder.path.iterdir() if path.is_file()}


def temporary(folder: Folder) -> list[Path]:
    return list((folder.path / ".order-desk" / "arriving").iterdir())


# One run


def test_files_get_their_names_when_they_are_verified(tmp_path: Path) -> None:
    folder = expecting(tmp_path)
    deliver(folder)
    assert visible(folder) == ALL_OF_THEM
    assert folder.proofs == {
        number: Proof(NOW, "size" if number == 4 else "MD5", str(folder.path / ON_DISK[number])) for number in BODIES
    }


def test_a_file_on_its_way_is_not_seen(tmp_path: Path) -> None:
    folder = expecting(tmp_path)
    with folder.receive(FILES[0]) as incoming:
        incoming.write(BODIES[1])
        assert visible(folder) == {}
        assert len(temporary(folder)) == 1
        incoming.keep()
    assert list(visible(folder)) == ["a.nc"]
    assert temporary(folder) == []


def test_a_file_that_differs_is_not_kept(tmp_path: Path) -> None:
    folder = expecting(tmp_path)
    assert bring(folder, FILES[0], b"the worst file").startswith("The checksum differs: ")
    assert bring(folder, FILES[0], BODIES[1][:12]) == "Only 12 of 14 bytes arrived."
    assert (visible(folder), temporary(folder), folder.proofs) == ({}, [], {})
    assert bring(folder, FILES[0], BODIES[1]) == ""


def test_a_file_that_nobody_keeps_is_removed(tmp_path: Path) -> None:
    folder = expecting(tmp_path)
    with suppress(ConnectionResetError), folder.receive(FILES[0]) as incoming:
        incoming.write(BODIES[1])
        raise ConnectionResetError
    assert (visible(folder), temporary(folder), folder.proofs) == ({}, [], {})


def test_two_files_may_arrive_at_once(tmp_path: Path) -> None:
    folder = expecting(tmp_path)
    with folder.receive(FILES[0]) as one, folder.receive(FILES[1]) as other:
        one.write(BODIES[1])
        other.write(BODIES[2])
        assert (one.keep(), other.keep()) == ("", "")
    assert visible(folder) == {"a.nc": BODIES[1], "a (2).nc": BODIES[2]}


def test_the_newest_state_of_a_file_is_known(tmp_path: Path) -> None:
    folder = expecting(tmp_path)
    folder.expect(replace(FILES[0], state=FileState.DOWNLOADED))
    assert folder.files[1].state == FileState.DOWNLOADED
    assert folder.files[2].state == FileState.AVAILABLE


def test_free_space_is_that_of_the_disk(tmp_path: Path) -> None:
    assert 0 < opened(tmp_path).free() <= shutil.disk_usage(tmp_path).total


# The folder's name


def test_the_folder_is_named_after_the_order_and_its_date(tmp_path: Path) -> None:
    assert Folder(tmp_path, an_order()).path == tmp_path / "order_812_20260203T090507Z"
    paris = NOW.astimezone(timezone(timedelta(hours=1)))
    assert Folder(tmp_path, an_order(created=paris)).path == tmp_path / "order_812_20260203T090507Z"
    assert Folder(tmp_path, an_order(created=None)).path == tmp_path / "order_812"


def test_orders_of_one_number_from_two_archives_stay_apart(tmp_path: Path) -> None:
    deliver(expecting(tmp_path))
    assert Folder(tmp_path, an_order(created=NOW + timedelta(days=1))).proofs == {}
    assert len(Folder(tmp_path, an_order()).proofs) == 4


# Several runs


def test_a_second_run_finds_everything_as_it_was(tmp_path: Path) -> None:
    first = expecting(tmp_path)
    deliver(first)
    second = Folder(tmp_path, an_order())
    assert second.proofs == first.proofs
    assert second.files == first.files
    assert visible(second) == visible(first)


def test_two_processes_that_name_two_files_alike_bring_both(tmp_path: Path) -> None:
    """The archive listed them in different order (contract C.6)."""
    one, another = opened(tmp_path), opened(tmp_path)
    for first, second in [(one, another), (another, one)]:
        first.expect(FILES[0])
        second.expect(FILES[1])
    assert bring(one, FILES[0], BODIES[1]) == ""
    assert bring(another, FILES[1], BODIES[2]) == ""
    assert [Path(proof.place).name for proof in (one.proofs[1], another.proofs[2])] == ["a.nc", "a (2).nc"]
    assert [Path(proof.place).read_bytes() for proof in (one.proofs[1], another.proofs[2])] == [BODIES[1], BODIES[2]]


def test_files_are_known_after_the_archive_forgot_them(tmp_path: Path) -> None:
    expecting(tmp_path)
    assert opened(tmp_path).files == {file.file_id: file for file in FILES}


def test_a_change_of_state_alone_is_not_written_down(tmp_path: Path) -> None:
    folder = expecting(tmp_path)
    book = folder.path / ".order-desk" / "files.jsonl"
    before = book.stat()
    folder.expect(replace(FILES[0], state=FileState.DOWNLOADED, error="broken"))
    folder.remember()
    assert (book.stat().st_ino, book.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_checksum_that_comes_later_is_written_down(tmp_path: Path) -> None:
    folder = expecting(tmp_path, replace(FILES[0], checksum="", algorithm="", size=None))
    folder.expect(FILES[0])
    folder.remember()
    assert opened(tmp_path).files[1] == FILES[0]


def test_names_stay_the_same_when_the_list_comes_in_another_order(tmp_path: Path) -> None:
    deliver(expecting(tmp_path))
    folder = expecting(tmp_path, *reversed(FILES))
    assert deliver(folder) == []
    assert set(visible(folder)) == set(ON_DISK.values())


def test_a_new_file_never_takes_the_name_of_an_older_one(tmp_path: Path) -> None:
    expecting(tmp_path)
    folder = opened(tmp_path)
    assert bring(folder, a_file(5, "A.NC", b"five"), b"five") == ""
    assert folder.proofs[5].place.endswith("A (5).NC")


def test_a_file_that_arrives_is_listed_first(tmp_path: Path) -> None:
    with opened(tmp_path).receive(FILES[0]):
        assert opened(tmp_path).files == {1: FILES[0]}


def test_a_lost_list_costs_nothing(tmp_path: Path) -> None:
    first = expecting(tmp_path)
    deliver(first)
    (first.path / ".order-desk" / "files.jsonl").unlink()
    second = opened(tmp_path)
    assert (second.files, second.proofs) == ({}, first.proofs)
    assert bring(second, a_file(5, "A.NC", b"five"), b"five") == ""
    for file in reversed(FILES):
        second.expect(file)
    assert deliver(second) == []
    assert visible(second) == {**ALL_OF_THEM, "A (5).NC": b"five"}


def test_a_missing_file_is_no_longer_verified(tmp_path: Path) -> None:
    first = expecting(tmp_path)
    deliver(first)
    (first.path / "a.nc").unlink()
    second = opened(tmp_path)
    assert set(second.proofs) == {2, 3, 4}
    assert deliver(second) == [1]
    assert opened(tmp_path).proofs.keys() == BODIES.keys()


@pytest.mark.parametrize(("number", "name"), [(1, "a.nc"), (4, "large.nc")], ids=["by checksum", "by size"])
def test_a_changed_file_is_no_longer_verified(tmp_path: Path, number: int, name: str) -> None:
    first = expecting(tmp_path)
    deliver(first)
    place = first.path / name
    place.write_bytes(b"!" * len(BODIES[number]))
    os.utime(place, ns=(1, 1))
    second = opened(tmp_path)
    assert set(second.proofs) == BODIES.keys() - {number}
    assert deliver(second) == [number]
    assert visible(second) == ALL_OF_THEM


def test_a_copied_file_is_verified_again_by_its_checksum_alone(tmp_path: Path) -> None:
    first = expecting(tmp_path)
    deliver(first)
    for place in first.path.glob("*.nc"):
        os.utime(place, ns=(1, 1))
    second = opened(tmp_path)
    assert set(second.proofs) == {1, 2, 3}
    assert opened(tmp_path).proofs == second.proofs


def test_a_file_that_is_not_in_the_journal_is_looked_into(tmp_path: Path) -> None:
    first = expecting(tmp_path)
    deliver(first)
    (first.path / ".order-desk" / "verified.jsonl").unlink()
    (first.path / "a.nc").write_bytes(b"something else")
    second = opened(tmp_path)
    assert set(second.proofs) == {2, 3, 4}
    assert deliver(second) == [1]


# A process that was killed


def on_disk(root: Path) -> dict[str, tuple[bytes, int]]:
    """All files with their bytes and times, as a killed process would leave them."""
    found = {}
    for path in sorted(root.rglob("*")):
        if path.is_file():
            found[str(path.relative_to(root))] = (path.read_bytes(), path.stat().st_mtime_ns)
    return found


def put_back(root: Path, state: dict[str, tuple[bytes, int]]) -> None:
    for name, (body, mtime_ns) in state.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        os.utime(path, ns=(mtime_ns, mtime_ns))


def states_of(root: Path, act: Callable[[], object]) -> list[dict[str, tuple[bytes, int]]]:
    """The states of the disk between the system calls of an action."""
    states = [on_disk(root)]

    def look(_frame: object, event: str, _function: object) -> None:
        if event == "c_return" and (state := on_disk(root)) != states[-1]:
            states.append(state)

    sys.setprofile(look)
    try:
        act()
    finally:
        sys.setprofile(None)
    return states


def test_a_run_killed_at_any_point_ends_with_the_same_files_and_none_twice(tmp_path: Path) -> None:
    def run() -> None:
        folder = expecting(tmp_path / "watched")
        bring(folder, FILES[0], b"the worst file")
        deliver(folder)

    states = states_of(tmp_path / "watched", run)
    assert len(states) > 20  # two of the list, five or so of each file
    for number, state in enumerate(states):
        root = tmp_path / str(number)
        root.mkdir()
        put_back(root, state)
        folder = expecting(root)
        there = visible(folder)
        assert there.items() <= ALL_OF_THEM.items(), "a file under its name is whole"
        assert sorted(deliver(folder)) == sorted(n for n, name in ON_DISK.items() if name not in there)
        assert visible(folder) == ALL_OF_THEM
        assert opened(root).proofs == folder.proofs
        assert folder.proofs.keys() == BODIES.keys()


def test_a_torn_line_of_the_journal_costs_nothing(tmp_path: Path) -> None:
    folder = expecting(tmp_path)
    deliver(folder)
    journal = folder.path / ".order-desk" / "verified.jsonl"
    whole = journal.read_bytes()
    for size in range(len(whole)):
        journal.write_bytes(whole[:size])
        assert opened(tmp_path).proofs == folder.proofs, "what is not in the journal is looked into"
        repaired = journal.read_bytes()
        assert opened(tmp_path).proofs == folder.proofs, "and entered on a line of its own"
        assert journal.read_bytes() == repaired


@pytest.mark.parametrize(("age", "left"), [(3601, 0), (3599, 1)])
def test_what_an_earlier_run_left_is_removed_once_nobody_can_be_writing_it(tmp_path: Path, age: int, left: int) -> None:
    first = expecting(tmp_path)
    abandoned = first.path / ".order-desk" / "arriving" / "1-abcd"
    abandoned.write_bytes(bytes(1000))
    written = NOW.timestamp() - age
    os.utime(abandoned, (written, written))
    assert len(temporary(opened(tmp_path))) == left


def test_lines_that_make_no_sense_are_passed_over(tmp_path: Path) -> None:
    first = expecting(tmp_path)
    deliver(first)
    for name in ("files.jsonl", "verified.jsonl"):
        with (first.path / ".order-desk" / name).open("a") as book:
            book.write('\n\x00\xff\n[]\n"x"\n{}\n{"file_id": "no"}\n' + json.dumps({"file_id": 1, "name": 3}) + "\n")
    second = opened(tmp_path)
    assert (second.files, second.proofs) == (first.files, first.proofs)


@pytest.mark.parametrize(
    "damage", [{"checksum": 5}, {"size": "10"}, {"product": None}, {"error": []}, {"suborder": "x"}, {"external": "no"}]
)
def test_a_file_of_the_list_that_makes_no_sense_is_passed_over(tmp_path: Path, damage: dict[str, object]) -> None:
    first = expecting(tmp_path)
    listed = first.path / ".order-desk" / "files.jsonl"
    [entry, *others] = listed.read_text().splitlines()
    listed.write_text("\n".join([json.dumps({**json.loads(entry), **damage}), *others]))
    (first.path / json.loads(entry)["on_disk"]).write_bytes(b"something")
    assert set(opened(tmp_path).files) == set(first.files) - {json.loads(entry)["file_id"]}


# A full or read-only disk


class Cramped:
    """A file on a disk with limited free space."""

    def __init__(self, file: IO[Any], room: int) -> None:
        self._file = file
        self._room = room

    def write(self, data: Any) -> int:  # noqa: ANN401 - bytes or text
        taken = self._file.write(data[: self._room])
        self._room -= taken
        if taken < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return taken

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def full_disk(where: str, room: int = 0) -> Iterator[None]:
    """Limit the size of files with this text in their path."""
    honest = module.open_own

    def cramped(path: Path, how: str, mode: int | None = None) -> Any:  # noqa: ANN401 - handed on
        file = honest(path, how, mode)
        return file if how == "rb" or where not in str(path) else Cramped(file, room)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "open_own", cramped)
        yield


def test_a_full_disk_stops_and_loses_nothing(tmp_path: Path) -> None:
    folder = expecting(tmp_path)
    bring(folder, FILES[0], BODIES[1])
    with full_disk("arriving", room=12), pytest.raises(CannotWrite) as error:
        bring(folder, FILES[1], BODIES[2])
    assert error.value.what == f"The folder “{folder.path}” cannot be written to: No space left on device."
    assert (list(visible(folder)), temporary(folder)) == (["a.nc"], [])
    assert deliver(folder) == [2, 3, 4]
    assert opened(tmp_path).proofs == folder.proofs


@pytest.mark.parametrize("room", [0, 30])
def test_a_file_that_finds_no_room_in_the_journal_is_verified_all_the_same(tmp_path: Path, room: int) -> None:
    folder = expecting(tmp_path)
    with full_disk("verified.jsonl", room), pytest.raises(CannotWrite, match="No space left on device"):
        bring(folder, FILES[0], BODIES[1])
    assert set(folder.proofs) == {1}
    assert deliver(folder) == [2, 3, 4]
    assert opened(tmp_path).proofs == folder.proofs


def test_a_list_that_finds_no_room_leaves_the_older_one(tmp_path: Path) -> None:
    folder = expecting(tmp_path, *FILES[:2])
    folder.expect(FILES[2])
    with full_disk("files.new", room=100), pytest.raises(CannotWrite, match="No space left on device"):
        folder.remember()
    assert set(opened(tmp_path).files) == {1, 2}
    folder.remember()
    assert set(opened(tmp_path).files) == {1, 2, 3}


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(CannotWrite, match=r"The folder “.*order_812.*” cannot be written to: Not a directory\."):
        Folder(tmp_path / "file", an_order())


def test_a_folder_is_found_where_there_is_one(tmp_path: Path) -> None:
    assert module.find_folder(tmp_path, an_order()) is None
    first = expecting(tmp_path)
    found = module.find_folder(tmp_path, an_order())
    assert found
    assert found.files == first.files


def test_a_folder_that_cannot_be_looked_for_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def exists(_path: Path) -> bool:
        raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))

    monkeypatch.setattr(Path, "exists", exists)
    with pytest.raises(CannotWrite, match="Stale file handle"):
        module.find_folder(tmp_path, an_order())


def test_a_name_that_the_user_has_taken_for_a_folder_says_so(tmp_path: Path) -> None:
    folder = expecting(tmp_path)
    (folder.path / "a.nc").mkdir()
    with pytest.raises(CannotWrite, match="Is a directory"):
        bring(folder, FILES[0], BODIES[1])
    assert (folder.proofs, temporary(folder)) == ({}, [])
