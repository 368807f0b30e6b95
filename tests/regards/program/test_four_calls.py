"""The program where the archive has only the four calls of the public guide: its files come by ZIP alone."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from components.regards.program.writing import file_name, write
from components.regards.settings import Archive
from tests import four_calls
from tests.four_calls import ORDER, PASSWORD, PROJECT, USER, Guide

PATIENCE = 60  # seconds

GUIDES: dict[str, Callable[[], Guide]] = {
    "documented": Guide,
    "wrapped": lambda: Guide(wrapped=True),
    "coded": lambda: Guide(wrapped=True, documented=False, parts=[{"a.nc": b"one", "b.nc": b"two"}]),
}


@dataclass(frozen=True)
class Ended:
    """A run that has ended."""

    code: int
    output: str
    errors: str
    folder: Path

    def files(self) -> dict[str, bytes]:
        return {each.name: each.read_bytes() for each in self.folder.rglob("*.nc")}


def run(guide: Guide, folder: Path) -> Ended:
    """Take the program of the guide's order away, and run it as a user does."""
    program = folder / file_name([ORDER])
    program.write_text(write(Archive("Guide", guide.url, PROJECT), PROJECT, USER, [ORDER], asked=["a", "b"]), "utf-8")
    done = subprocess.run(  # noqa: S603 - the program under test
        [sys.executable, "-I", "-W", "error", str(program), "--poll", "0.05"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PATH": os.environ["PATH"], "REGARDS_PASSWORD": PASSWORD},
        cwd=folder,
        timeout=PATIENCE,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr, folder)


@pytest.mark.parametrize("new_guide", GUIDES.values(), ids=GUIDES)
def test_every_file_that_was_listed_comes_and_is_verified(new_guide: Callable[[], Guide], tmp_path: Path) -> None:
    guide = new_guide()
    expected = {name: body for part in guide.parts for name, body in part.items()}
    with four_calls.four_calls(guide):
        ended = run(guide, tmp_path)
    assert ended.files() == expected
    assert ended.errors == ""
    assert f"Listed {len(expected)} files: {len(expected)} delivered and verified, 0 failed" in ended.output
    assert "Ordered" not in ended.output
    assert guide.parts == []


def test_it_is_never_called_complete_because_nobody_can_know(tmp_path: Path) -> None:
    with four_calls.four_calls(Guide()) as guide:
        ended = run(guide, tmp_path)
    assert ended.code == 1
    (receipt,) = tmp_path.rglob("receipt.json")
    assert json.loads(receipt.read_bytes())["counts"]["delivered"] == 3


def test_no_file_is_asked_for_by_a_number_that_the_archive_did_not_give(tmp_path: Path) -> None:
    with four_calls.four_calls(Guide()) as guide:
        run(guide, tmp_path)
    assert not [each for each in guide.asked if "/orders/files/" in each]
