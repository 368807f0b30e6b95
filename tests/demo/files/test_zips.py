"""The ZIP of an order (contract C.7)."""

import io
import zipfile
from collections.abc import Iterable

from components.demo.files.zips import Entry, zip_pieces


def opened(entries: Iterable[Entry]) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(zip_pieces(entries, moment=1_770_109_507))))


def test_the_entries_are_there_whole_and_flat() -> None:
    archive = opened([Entry("a.dat", [b"on", b"e"]), Entry("b.dat", [])])
    assert archive.testzip() is None
    assert {name: archive.read(name) for name in archive.namelist()} == {"a.dat": b"one", "b.dat": b""}


def test_equal_names_are_made_unique_before_the_extension() -> None:
    archive = opened([Entry("a.dat"), Entry("a.dat"), Entry("a.dat"), Entry("a (1).dat"), Entry("a")])
    assert archive.namelist() == ["a.dat", "a (1).dat", "a (2).dat", "a (1) (1).dat", "a"]


def test_a_notice_names_each_file_that_failed_and_only_then_is_there_one() -> None:
    archive = opened([Entry("a.dat", [b"one"]), Entry("b.dat", failure="lost"), Entry("c.dat", failure="gone")])
    assert archive.namelist() == ["a.dat", "NOTICE.txt"]
    lines = archive.read("NOTICE.txt").decode().splitlines()
    assert len(lines) == 2
    assert "b.dat" in lines[0]
    assert "lost" in lines[0]
    assert opened([Entry("a.dat")]).namelist() == ["a.dat"]


def test_a_file_that_is_called_like_the_notice_keeps_its_name() -> None:
    archive = opened([Entry("NOTICE.txt", [b"mine"]), Entry("b.dat", failure="lost")])
    assert archive.namelist() == ["NOTICE.txt", "NOTICE (1).txt"]
    assert archive.read("NOTICE.txt") == b"mine"


def test_it_comes_piece_by_piece_long_before_all_is_read() -> None:
    read: list[int] = []

    def large() -> Iterable[bytes]:
        for number in range(100):
            read.append(number)
            yield bytes(65_536)

    pieces = iter(zip_pieces([Entry("large.dat", large())], moment=1_770_109_507))
    first = next(pieces)
    assert 0 < len(first) < 1_000_000
    assert len(read) < 20


def test_the_same_entries_make_the_same_bytes() -> None:
    def made() -> bytes:
        return b"".join(zip_pieces([Entry("a.dat", [b"one"])], moment=1_770_109_507))

    assert made() == made()
