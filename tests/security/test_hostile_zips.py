"""A ZIP of an archive whose entries lead out of the folder, or unpack to far more than was announced."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from components.desk.browser_downloads import BrowserDownloads, metalink_address, zip_address
from components.regards.delivery.engine import Delivery
from components.regards.delivery.folder import Incoming
from components.regards.orders.records import Order, OrderFile
from components.regards.sign_in.login import Login
from components.web import downloads
from components.web.zip_check import ZipCheck
from tests.regards.delivery.in_memory_archive import InMemoryArchive, InstantWaits, delivery_of, on_disk, zip_of
from tests.regards.served_demo import ServedDemo
from tests.security.routes import get
from tests.web import test_streaming as streaming
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


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of bytes that are written."""
    sizes: list[int] = []
    write = Incoming.write

    def counted(self: Incoming, chunk: bytes) -> None:
        write(self, chunk)
        sizes.append(len(chunk))

    monkeypatch.setattr(Incoming, "write", counted)
    return sizes


@pytest.mark.parametrize("name", ["a.csv", "not-ordered.csv", "NOTICE.txt"])
def test_a_bomb_never_comes_to_lie_on_the_disk(tmp_path: Path, written: list[int], name: str) -> None:
    delivered(tmp_path, bomb(name, len(FILES["a.csv"])))
    assert sum(written) < MUCH / 50


def test_a_bomb_under_a_name_that_a_file_without_a_size_has_too_is_held_to_the_limit(
    tmp_path: Path, written: list[int]
) -> None:
    archive = InMemoryArchive({**FILES, "c.csv": b"third"}, external=FILES)
    archive.change("c.csv", name="a.csv", external=True, size=None)
    archive.piece, archive.zip_bytes = 1 << 16, bomb("a.csv", len(FILES["a.csv"]))
    Delivery(archive, tmp_path, [812], wait=InstantWaits(), largest_unannounced=0).run()
    assert sum(written) < MUCH / 50


# On its way to a browser


def test_a_bomb_for_a_browser_is_broken_off_and_named() -> None:
    bad, good = browser.file(1, b"first file", name="a.csv"), browser.file(2, b"the second", name="b.csv")
    problem, proven, problems = browser.checked(bomb("a.csv", 10), [bad, good], 1 << 16)
    assert problem.startswith("The ZIP was ended before its last bytes, because “a.csv” in it is not what the archive")
    assert (proven, set(problems)) == (set(), {1, 2})
    assert "bytes arrived, but the archive announced 10." in problems[1]
    assert f"{MUCH:,} bytes" not in problems[1]  # it was not unpacked to its end
    assert problem in problems[2]


def test_a_bomb_under_a_name_that_several_files_have_is_broken_off_and_named() -> None:
    files = [browser.file(number, b"%d" % number, name="a.csv") for number in (1, 2)]
    problem, proven, problems = browser.checked(bomb("a.csv", 10), files, 1 << 16)
    assert "“a.csv” in it is not what the archive announced" in problem
    assert (proven, set(problems)) == (set(), {1, 2})


@pytest.mark.parametrize("name", ["not-ordered.csv", "NOTICE.txt"])
def test_a_bomb_that_was_not_ordered_is_broken_off_at_the_ceiling(name: str) -> None:
    files = [browser.file(1, b"first file", name="a.csv")]
    problem, proven, problems = browser.checked(bomb(name, 10), files, 1 << 16, MUCH - 11)
    assert "The ZIP was ended when it became larger than 0.064 GB" in problem
    assert (proven, set(problems)) == (set(), {1})
    assert browser.checked(zip_of({name: bytes(MUCH), "a.csv": b"first file"}), files, 1 << 16, MUCH + 1_000)[0] == ""


def test_the_archives_own_notice_under_the_name_of_an_ordered_file_is_no_bomb() -> None:
    files = [browser.file(1, b"short", name="NOTICE.txt"), browser.file(2, b"b", name="b")]
    assert browser.checked(zip_of({"NOTICE.txt": b"Failed to download file (b): lost"}), files)[:2] == ("", set())


def endless(beginning: bytes, piece: bytes) -> Iterator[bytes]:
    yield beginning
    while True:
        yield piece


WHOLE = zip_of({"a.csv": b"first file"})
STORED = struct.pack("<4sHHHHHLLLHH", b"PK\3\4", 20, 8, 0, 0, 0, 0, 0, 0, 1, 0) + b"x"  # its sizes follow
MANY = zip_of({"x": bytes(10_000)})[: 31 + 10_000]  # one entry, without the list


@pytest.mark.parametrize(
    ("beginning", "piece"),
    [(STORED, bytes(10_000)), (MANY, MANY), (WHOLE, bytes(10_000)), (b"<html>", b" " * 10_000)],
    ids=["an entry", "entries", "what follows its end", "no ZIP"],
)
@pytest.mark.parametrize("listed", [True, False])
def test_a_zip_without_end_is_broken_off_at_the_ceiling(
    beginning: bytes, piece: bytes, listed: bool, caplog: pytest.LogCaptureFixture
) -> None:
    files = [browser.file(1, b"first file", name="a.csv")] if listed else []
    body = streaming.Body()
    body.pieces = endless(beginning, piece)
    notes = BrowserDownloads()
    messages = streaming.send(body, ZipCheck("ann", lambda: files, notes, 1_000_000))
    assert not streaming.ended(messages)
    assert 900_000 < len(streaming.content(messages)) < 1_500_000
    assert body.closed
    assert len(notes.of("ann", 54)[1]) == len(files)
    assert "larger than 0.001 GB" in caplog.text


def test_a_zip_up_to_the_ceiling_passes_the_sizes_of_its_files_count_in() -> None:
    announced, unannounced = (
        browser.file(1, bytes(9_000), name="a"),
        browser.file(2, b"", name="b", size=None, checksum=""),
    )
    content = zip_of({"a": bytes(9_000), "b": bytes(5_000)})
    assert browser.checked(content, [announced, unannounced], largest_unannounced=5_000)[:2] == ("", {1, 2})
    assert "larger than" in browser.checked(content, [announced, unannounced], largest_unannounced=2_000)[0]


def test_a_list_that_cannot_be_read_does_not_lift_the_ceiling() -> None:
    def fail() -> list[OrderFile]:
        raise ZeroDivisionError

    body = streaming.Body()
    body.pieces = endless(WHOLE, bytes(10_000))
    messages = streaming.send(body, ZipCheck("ann", fail, BrowserDownloads(), 1_000_000))
    assert not streaming.ended(messages)
    assert len(streaming.content(messages)) < 1_500_000


# The route


@pytest.mark.parametrize("address", [zip_address, metalink_address])
def test_a_browsers_zip_and_metalink_without_end_fail_in_the_browser(
    desk: str, demo: ServedDemo, order: Order, monkeypatch: pytest.MonkeyPatch, address: Callable[[Login, int], str]
) -> None:
    who = demo.sign_in()
    monkeypatch.setattr(downloads, "GIGABYTE", 0)
    with pytest.raises(requests.exceptions.RequestException):
        get(desk, address(who, order.order_id), who)
