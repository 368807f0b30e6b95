"""A web page or an error that comes in place of a file, with status 200."""

from pathlib import Path

import pytest

from components.regards.delivery.engine import Phase
from tests.regards.delivery.in_memory_archive import (
    InMemoryArchive,
    InstantWaits,
    delivery_of,
    on_disk,
    problems,
    verified,
)


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json", "application/problem+json"])
def test_a_page_in_place_of_a_file_that_nothing_verifies_is_refused_with_its_words(tmp_path: Path, kind: str) -> None:
    archive, page = InMemoryArchive({"A.DAT": b"some bytes"}), b"<html><title>Request Rejected</title></html>"
    archive.change("A.DAT", size=None, checksum="", algorithm="", mime_type="application/octet-stream")
    archive.kinds["A.DAT"], archive.piece = kind, 1_000
    archive.overrides["A.DAT"].append(page)
    seen: list[str] = []

    def then(_: int) -> None:
        seen.extend(problems(delivery).values())
        archive.kinds.clear()

    delivery = delivery_of(archive, tmp_path, InstantWaits(then))
    delivery.run()
    assert len(seen) == 1
    assert "Something else came in place of this file" in seen[0]
    assert "Request Rejected" in seen[0]
    assert on_disk(tmp_path) == {"A.DAT": b"some bytes"}
    progress = delivery.progress()
    assert (progress.phase, progress.verified, progress.unverifiable) == (Phase.ENDED, 0, 1)


@pytest.mark.parametrize(
    ("name", "mime_type", "kind"),
    [
        ("a.html", "", "text/html"),
        ("a.dat", "text/html", "text/html;charset=utf-8"),
        ("a.geojson", "", "application/json"),
        ("a.dat", "application/geo+json", "application/json"),
        ("a.dat", "", "application/octet-stream"),
        ("a.dat", "", ""),
    ],
)
def test_a_page_that_was_announced_is_a_file(tmp_path: Path, name: str, mime_type: str, kind: str) -> None:
    archive = InMemoryArchive({name: b"some bytes"})
    archive.change(name, size=None, checksum="", algorithm="", mime_type=mime_type)
    archive.kinds[name] = kind
    delivery_of(archive, tmp_path).run()
    assert on_disk(tmp_path) == {name: b"some bytes"}


def test_a_checksum_that_agrees_counts_more_than_the_kind(tmp_path: Path) -> None:
    archive = InMemoryArchive({"A.DAT": b"some bytes"})
    archive.kinds["A.DAT"] = "text/html"
    delivery = delivery_of(archive, tmp_path)
    delivery.run()
    assert verified(delivery) == {"A.DAT"}


def test_a_page_with_another_checksum_costs_no_try(tmp_path: Path) -> None:
    archive = InMemoryArchive({"A.DAT": b"some bytes"})
    archive.kinds["A.DAT"] = "text/html"
    archive.overrides["A.DAT"].extend([b"Rejected!!"] * 7)
    delivery = delivery_of(archive, tmp_path)
    delivery.run()
    assert verified(delivery) == {"A.DAT"}
