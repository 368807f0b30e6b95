"""A ZIP of an archive whose entries lead out of the folder, or unpack to far more than was announced."""

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from components.regards.delivery.folder import Incoming
from tests.regards.delivery.in_memory_archive import InMemoryArchive, delivery_of, on_disk, zip_of
from tests.web import test_zip_check as browser

FILES = {"a.csv": b"first file", "b.csv": b"the second"}
PATHS = ["../{}", "/tmp/{}", "C:{}", "C:\\{}", "..\\..\\{}", "\\\\host\\share\\{}", "sub/{}", "./{}"]  # noqa: S108 - names
MUCH = 64_000_000  # bytes


def delivered(tmp_path: Path, content: bytes) -> InMemoryArchive:
    """Deliver an order whose ZIP is this; nothing may come to lie beside its folder."""
    archive = InMemoryArchive(FILES, external=FILES)
    archive.piece, archive.zip_bytes = 1 << 16, content
    root = tmp_path / "deliveries"
    root.mkdir()
    delivery_of(archive, root).run()
    assert on_disk(root) == FILES
    assert [each.name for each in root.iterdir()] == ["order_812_20260203T090507Z"]
    assert list(tmp_path.iterdir()) == [root]
    assert not [each for each in root.rglob("*") if each.is_symlink()]
    return archive


def bomb(name: str, announced: int, content: bytes = bytes(MUCH)) -> bytes:
    """A ZIP of one file, which gives a wrong size."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return held.getvalue().replace(struct.pack("<L", len(content)), struct.pack("<L", announced))


@pytest.mark.parametrize("path", PATHS)
def test_an_entry_with_a_path_is_not_unpacked_also_where_its_last_part_was_ordered(tmp_path: Path, path: str) -> None:
    archive = delivered(tmp_path, zip_of({path.format(name): body for name, body in FILES.items()}))
    assert archive.downloads() == ["zip", "a.csv", "b.csv"]


def test_an_entry_that_is_a_link_becomes_no_link(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        link = zipfile.ZipInfo("a.csv")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "../../etc")
        archive.writestr("a.csv/passwd", "x")
        archive.writestr("b.csv", FILES["b.csv"])
    assert delivered(tmp_path, held.getvalue()).downloads() == ["zip", "a.csv"]


@pytest.mark.parametrize("name", ["a.csv", "not-ordered.csv", "NOTICE.txt"])
def test_a_bomb_never_comes_to_lie_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    written: list[int] = []
    write = Incoming.write

    def counted(self: Incoming, chunk: bytes) -> None:
        written.append(len(chunk))
        write(self, chunk)

    monkeypatch.setattr(Incoming, "write", counted)
    delivered(tmp_path, bomb(name, len(FILES["a.csv"])))
    assert sum(written) < MUCH / 50


def test_a_bomb_on_its_way_to_a_browser_is_never_proven_and_is_named() -> None:
    _, proven, problems = browser.checked(bomb("a", 10), [browser.file(1, b"first file", name="a")], 1 << 16)
    assert (proven, set(problems)) == (set(), {1})
