"""Other people of the machine who can write into a delivery folder, or read what lies there."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from components.regards.delivery.folder import Folder
from components.regards.errors import CannotWrite
from components.regards.orders.records import Order, OrderFile
from components.regards.orders.statuses import FileState
from components.regards.settings import SettingsError, read

BODY = b"the file"
ORDER = Order(812, "", "RUNNING", 0, None, None, 0, waiting_for_user=False, tasks=(), links=None)
FILE = OrderFile(
    *(7, 812, 0, "a.nc", "product", "Dataset", "RAWDATA", FileState.AVAILABLE, len(BODY), "", "", ""),
    external=False,
    error="",
)


def opened(tmp_path: Path, mode: int | None = 0o600) -> Folder:
    return Folder(tmp_path / "deliveries", ORDER, mode=mode)


def deliver(folder: Folder) -> None:
    folder.begin_delivery()
    with folder.receive(FILE) as incoming:
        incoming.write(BODY)
        assert incoming.keep() == ""


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A file of somebody else, as large as the ordered one."""
    found = tmp_path / "victim"
    found.write_bytes(b"! mine !")
    return found


def rewrite(book: Path, **changed: object) -> None:
    [entry] = [json.loads(line) for line in book.read_text().splitlines() if line]
    book.write_text("\n" + json.dumps(entry | changed) + "\n")


PATHS = [
    "../../victim",
    "/etc/passwd",
    "..",
    ".",
    "",
    ".order-desk/files.jsonl",
    "a/b",
    "..\\..\\victim",
    "C:a",
    "NUL",
    7,
]


@pytest.mark.parametrize("name", PATHS)
def test_a_path_in_the_list_is_no_name(tmp_path: Path, victim: Path, name: object) -> None:
    folder = opened(tmp_path)
    deliver(folder)
    rewrite(folder.path / ".order-desk" / "files.jsonl", on_disk=name)
    again = opened(tmp_path)
    assert again.files == {}
    deliver(again)
    assert (victim.read_bytes(), (folder.path / "a.nc").read_bytes()) == (b"! mine !", BODY)


@pytest.mark.parametrize("name", PATHS)
def test_a_path_in_the_journal_proves_nothing(tmp_path: Path, victim: Path, name: object) -> None:
    folder = opened(tmp_path)
    deliver(folder)
    (folder.path / "a.nc").unlink()
    stamp = victim.stat()
    book = folder.path / ".order-desk" / "verified.jsonl"
    rewrite(book, name=name, size=stamp.st_size, mtime_ns=stamp.st_mtime_ns)
    assert opened(tmp_path).proofs == {}


@pytest.mark.parametrize("number", ["../../user/orders/9/download", "7?a=b", None])
def test_what_is_no_number_in_the_list_never_becomes_a_part_of_an_address(tmp_path: Path, number: object) -> None:
    folder = opened(tmp_path)
    deliver(folder)
    rewrite(folder.path / ".order-desk" / "files.jsonl", file_id=number)
    assert opened(tmp_path).files == {}


def test_a_line_that_nests_deeper_than_python_can_read_is_ignored(tmp_path: Path) -> None:
    folder = opened(tmp_path)
    (folder.path / ".order-desk" / "files.jsonl").write_text("[" * 200_000)
    assert opened(tmp_path).files == {}


@pytest.mark.parametrize("name", ["files.jsonl", "files.new", "verified.jsonl", "under-way"])
def test_a_link_in_place_of_one_of_our_files_is_not_followed(tmp_path: Path, victim: Path, name: str) -> None:
    ours = opened(tmp_path).path / ".order-desk" / name
    ours.unlink(missing_ok=True)
    ours.symlink_to(victim)
    with pytest.raises(CannotWrite, match="links are not followed"):
        deliver(opened(tmp_path))
    assert victim.read_bytes() == b"! mine !"


@pytest.mark.parametrize("name", [".", ".order-desk", ".order-desk/arriving"])
def test_a_link_in_place_of_a_folder_is_not_entered(tmp_path: Path, name: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    old = elsewhere / "an old file"
    old.touch()
    os.utime(old, (1, 1))
    folder = opened(tmp_path).path / name
    shutil.rmtree(folder)
    folder.symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(CannotWrite, match="links are not followed"):
        opened(tmp_path)
    assert list(elsewhere.iterdir()) == [old]


def test_a_link_in_place_of_a_file_is_replaced_and_proves_nothing(tmp_path: Path, victim: Path) -> None:
    folder = opened(tmp_path)
    deliver(folder)
    place = folder.path / "a.nc"
    place.unlink()
    place.symlink_to(victim)
    again = opened(tmp_path)
    assert again.proofs == {}
    deliver(again)
    assert (victim.read_bytes(), place.read_bytes(), place.is_symlink()) == (b"! mine !", BODY, False)


def test_an_abandoned_link_is_removed_and_what_it_leads_to_stays(tmp_path: Path, victim: Path) -> None:
    left = opened(tmp_path).path / ".order-desk" / "arriving" / "7-0"
    left.symlink_to(victim)
    os.utime(left, (1, 1), follow_symlinks=False)
    opened(tmp_path)
    assert (left.is_symlink(), victim.exists()) == (False, True)


def permissions(root: Path, kind: Callable[[Path], bool]) -> set[str]:
    return {f"{path.stat().st_mode & 0o777:o}" for path in (root, *root.rglob("*")) if kind(path)}


@pytest.mark.parametrize(
    ("mode", "files", "folders"), [(0o600, "600", "700"), (0o640, "640", "750"), (0o664, "664", "775")]
)
def test_files_and_folders_have_the_mode_of_the_settings(tmp_path: Path, mode: int, files: str, folders: str) -> None:
    deliver(opened(tmp_path, mode))
    root = tmp_path / "deliveries"
    assert permissions(root, Path.is_file) == {files}
    assert permissions(root, Path.is_dir) == {folders}


def test_without_a_mode_it_is_that_of_the_system(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        deliver(opened(tmp_path, mode=None))
    finally:
        os.umask(before)
    assert permissions(tmp_path / "deliveries", Path.is_file) == {"640"}


def written(mode: object) -> int:
    section = {"url": "https://archive.example", "project": "p", "delivery_mode": mode}
    [archive] = read({"archives": {"a": section}}, {}).archives
    return archive.delivery_mode


def test_only_the_desks_own_user_reads_deliveries_unless_the_settings_say_more() -> None:
    [archive] = read({"archives": {"a": {"url": "https://archive.example", "project": "p"}}}, {}).archives
    assert archive.delivery_mode == 0o600
    assert written("640") == 0o640


@pytest.mark.parametrize("mode", [640, "0640", "400", "777", "u=rw", ""])
def test_a_mode_that_makes_no_sense_for_files_is_refused(mode: object) -> None:
    with pytest.raises(SettingsError, match=r"^archives\.a\.delivery_mode:"):
        written(mode)
