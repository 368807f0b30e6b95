"""A file without an announced size that never ends: it must not fill the disk, the desk's or the user's."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from components.desk.browser_downloads import BrowserDownloads
from components.regards.delivery import unannounced
from components.regards.delivery.engine import Delivery, Phase
from components.regards.errors import TooLarge
from components.web.file_check import FileCheck
from tests.regards.delivery.in_memory_archive import (
    ORDER_ID,
    InMemoryArchive,
    InstantWaits,
    file_of,
    leftovers,
    on_disk,
    problems,
)

SMALL, LARGE = b"a small one", b"x" * 1_001
UNKNOWN = {"size": None, "checksum": "", "algorithm": ""}


class Disk(NamedTuple):
    """What `shutil.disk_usage` gives."""

    total: int
    used: int
    free: int


def archive_of(large: bytes, *, in_zip: bool = False) -> InMemoryArchive:
    archive = InMemoryArchive({"endless.dat": large, "small.dat": SMALL}, external=["endless.dat"] if in_zip else [])
    archive.change("endless.dat", **UNKNOWN)
    return archive


def delivered(archive: InMemoryArchive, root: Path) -> Delivery:
    """Deliver where such a file may have a thousand bytes."""
    delivery = Delivery(archive, root, [ORDER_ID], wait=InstantWaits(), largest_unannounced=1)
    delivery.run()
    return delivery


@pytest.fixture(autouse=True)
def _a_gigabyte_is_a_thousand_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unannounced, "GIGABYTE", 1_000)


@pytest.mark.parametrize("in_zip", [False, True])
def test_it_ends_at_the_ceiling_and_is_tried_once(tmp_path: Path, in_zip: bool) -> None:
    archive = archive_of(LARGE, in_zip=in_zip)
    delivery = delivered(archive, tmp_path)
    assert archive.downloads().count("zip" if in_zip else "endless.dat") == 1
    assert archive.downloads().count("endless.dat") == (not in_zip)
    assert (on_disk(tmp_path), leftovers(tmp_path)) == ({"small.dat": SMALL}, [])
    assert problems(delivery) == {
        "endless.dat": "The archive announced no size for “endless.dat”, and it was ended when more than 1 GB had come."
    }
    assert delivery.progress().phase is Phase.ENDED


@pytest.mark.parametrize("in_zip", [False, True])
def test_one_that_just_fits_arrives(tmp_path: Path, in_zip: bool) -> None:
    delivered(archive_of(LARGE[:-1], in_zip=in_zip), tmp_path)
    assert on_disk(tmp_path) == {"endless.dat": LARGE[:-1], "small.dat": SMALL}


def test_one_whose_size_is_announced_may_be_larger(tmp_path: Path) -> None:
    archive = InMemoryArchive({"large.dat": LARGE})
    delivered(archive, tmp_path)
    assert on_disk(tmp_path) == {"large.dat": LARGE}


def test_it_leaves_the_disk_its_reserve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = archive_of(LARGE[:-1])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Disk(10, 10, unannounced.RESERVE - 1))
    delivery = delivered(archive, tmp_path)
    assert archive.downloads().count("endless.dat") == 1
    assert (on_disk(tmp_path), leftovers(tmp_path)) == ({"small.dat": SMALL}, [])
    assert "when the disk had only" in problems(delivery)["endless.dat"]


def browser(size: int | None) -> tuple[FileCheck, BrowserDownloads]:
    file = replace(file_of(1, "endless.dat", b""), size=size, checksum="", algorithm="")
    downloads = BrowserDownloads()
    return FileCheck("ann", file, downloads, 1_000), downloads


def test_in_the_browser_it_ends_at_the_ceiling_and_is_not_fetched_again_at_once() -> None:
    check, downloads = browser(None)
    check.take(LARGE[:-1])
    with pytest.raises(TooLarge, match="it was ended when more than 1 GB had come"):
        check.take(b"x")
    assert downloads.lately_wrong("ann", ORDER_ID, 1)


def test_in_the_browser_one_that_is_longer_than_announced_ends_at_once() -> None:
    check, downloads = browser(2_000)
    check.take(b"x" * 2_000)
    with pytest.raises(TooLarge, match="2,001 bytes arrived, but the archive announced 2,000"):
        check.take(b"x")
    assert downloads.lately_wrong("ann", ORDER_ID, 1)
