"""Fixtures of this folder: reviewed request bodies, an independent parser of queries, and real scenes."""

from collections.abc import Callable
from pathlib import Path

import pytest

_TESTS = Path(__file__).parents[1]
_SCENES = _TESTS.parent / "components" / "demo" / "data"


@pytest.fixture(scope="session")
def body() -> Callable[[str], str]:
    """The text of a request body that was written and reviewed by hand."""
    return lambda name: (_TESTS / "data" / "requests" / f"{name}.json").read_text(encoding="utf-8").rstrip("\n")


@pytest.fixture(scope="session")
def read_query() -> Callable[[str], tuple[bool, str, tuple[str, ...]]]:
    """A parser of queries on identifiers: whether latest only, the field, and the unquoted values."""
    return _read_query


@pytest.fixture(scope="session")
def scenes() -> tuple[str, ...]:
    """The names of 144 real scenes of Sentinel-2 and 67 of Landsat 8."""
    names = ("sentinel2-scenes.txt", "landsat8-scenes.txt")
    return tuple(line for name in names for line in (_SCENES / name).read_text(encoding="utf-8").split())


def _read_query(query: str) -> tuple[bool, str, tuple[str, ...]]:
    latest_only = query.startswith("last:true AND (")
    if latest_only:
        assert query[-1] == ")"
        query = query[len("last:true AND (") : -1]
    field, _, rest = query.partition(":")
    in_list = rest.startswith("(")
    if in_list:
        assert rest[-1] == ")"
        rest = rest[1:-1]
    first, rest = _read_quoted(rest)
    values = [first]
    while rest:
        assert in_list
        assert rest.startswith(" OR ")
        value, rest = _read_quoted(rest[len(" OR ") :])
        values.append(value)
    assert in_list == (len(values) > 1)
    return latest_only, field, tuple(values)


def _read_quoted(text: str) -> tuple[str, str]:
    """The value of the leading quoted text, and the rest (contract F.1: a backslash escapes)."""
    assert text[0] == '"'
    value, place = "", 1
    while text[place] != '"':
        place += text[place] == "\\"
        value += text[place]
        place += 1
    return value, text[place + 1 :]
