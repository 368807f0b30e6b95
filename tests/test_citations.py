"""Citations of the contract in the code exist in the contract."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONTRACT = (ROOT / "components" / "regards" / "CONTRACT.md").read_text(encoding="utf-8")

_PLACE = r"[A-L](?:\.\d+)?\b|T-\d+"
_CITED = re.compile(rf"contract\s+((?:{_PLACE})(?:(?:,| and| to|, and)\s+(?:{_PLACE}))*)|\b(T-\d+)\b")


def places(contract: str) -> Iterator[str]:
    """The names of its sections, of its traps, and of what is numbered in sections J, K and L."""
    section = ""
    for line in contract.splitlines():
        if heading := re.match(r"##+ ([A-L](?:\.\d+)?)\b", line):
            section = heading[1]
            yield section
        elif trap := re.match(r"\| (T-\d+) \|", line):
            yield trap[1]
        elif section in {"J", "K"} and (item := re.match(r"(\d+)\. ", line)):
            yield f"{section}.{item[1]}"
        elif item := re.match(r"\* \*\*(L\.\d+)\b", line):
            yield item[1]


def cited(text: str) -> Iterator[str]:
    """The places of the contract that a text cites."""
    for found in _CITED.finditer(text):
        yield from re.findall(_PLACE, found[0].removeprefix("contract"))


def sources() -> Iterator[Path]:
    folders = (ROOT / name for name in ("components", "pages", "tests"))
    return chain(ROOT.glob("*.*"), *(folder.rglob("*.py") for folder in folders))


def test_every_citation_of_the_contract_leads_somewhere() -> None:
    known = set(places(CONTRACT))
    files = [path for path in sources() if path.suffix in {".py", ".md", ".toml"} and path != Path(__file__)]
    lost = {
        f"{path.relative_to(ROOT)}: {each}"
        for path in files
        for each in cited(path.read_text(encoding="utf-8"))
        if each not in known
    }
    assert lost == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("as REGARDS does (contract C.7).", ["C.7"]),
        ("(contract C.1, K.5)", ["C.1", "K.5"]),
        ("(contract A.3 to A.6)", ["A.3", "A.6"]),
        ("over two\nlines (contract\n    J.10)", ["J.10"]),
        ("(T-53)", ["T-53"]),
        ("contract A is signed", ["A"]),
        ("a contract about C.7", []),
        ("the time is 12:00T-5x", []),
    ],
)
def test_citations_are_found(text: str, expected: list[str]) -> None:
    assert list(cited(text)) == expected


@pytest.mark.parametrize("place", ["A", "C.7", "T-56", "J.10", "L.12"])
def test_places_are_found(place: str) -> None:
    assert place in set(places(CONTRACT))


@pytest.mark.parametrize("place", ["C.10", "T-57", "J.11", "L.99", "M"])
def test_no_other_places_are_found(place: str) -> None:
    assert place not in set(places(CONTRACT))
