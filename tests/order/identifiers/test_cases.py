"""What people really hold: exports of search sites, code, mails and links, read without or with one choice.

Each of ``cases/NN-name.txt`` is a small input after a public report; ``.expected.json`` beside it names the source and
the identifiers that a sensible reader sees.
"""

import json
from pathlib import Path

import pytest

from components.order.identifiers import parse, readings

_CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
_BY_ONE_CHOICE = {"39-invisible-inside"}  # invisible characters may matter to the archive, so they are kept and told


def _case(path: Path) -> tuple[str, tuple[str, ...]]:
    expected = json.loads(path.with_suffix("").with_suffix(".expected.json").read_text(encoding="utf-8"))
    return path.read_bytes().decode(), tuple(expected["identifiers"])


@pytest.mark.parametrize("path", _CASES, ids=lambda path: path.stem)
def test_what_people_hold_is_read_as_they_mean_it(path: Path) -> None:
    text, expected = _case(path)
    found = parse(text)
    if path.stem in _BY_ONE_CHOICE:
        assert found.invisible
        found = parse(text, readings(text)[1])
    assert found.identifiers == expected


def test_all_cases_are_there() -> None:
    assert len(_CASES) == 29
