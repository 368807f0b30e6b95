"""Identifiers in JSON: a list of texts or of objects with an identifier each, alone or as a member of an object."""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from components.order.identifiers import cells, titles

_BLANK = re.compile(r"[ \t\n\r]*")
_START = re.compile(rf"[{cells.EDGES}]*+(?=[\[{{])")
_DECODER = json.JSONDecoder()


class Entry(NamedTuple):
    """One entry of a list: its line, its JSON text, and its identifier, None if it has none."""

    line: int
    text: str
    identifier: str | None


class _Value(NamedTuple):
    key: str
    value: object
    start: int
    end: int


def is_begun(text: str) -> bool:
    """Whether a text begins like a list or an object in JSON."""
    return _START.match(text) is not None


def entries(text: str) -> list[Entry] | None:
    """The entries of a JSON list; None if the text is not one, or the list is empty.

    An object is read if it has a list, or one identifier, under a title of identifiers (see `titles`).
    """
    start = _START.match(text)
    if not start:
        return None
    try:
        values, end = _values(text, start.end())
        if text[end:].strip(cells.EDGES):
            return None
        if text[start.end()] == "{":
            values = _under_title(text, values)
    except (ValueError, RecursionError):
        return None
    return list(_entries(text, values)) or None


def _under_title(text: str, members: list[_Value]) -> list[_Value]:
    position = titles.best(member.key for member in members)
    if position is None:
        return []
    found = members[position]
    return _values(text, found.start)[0] if isinstance(found.value, list) else [found]


def _entries(text: str, values: list[_Value]) -> Iterator[Entry]:
    line, place = 1, 0
    for value in values:
        line += cells.count_line_ends(text, place, value.start)
        place = value.start
        yield Entry(line, text[value.start : value.end], _identifier(value.value))


def _identifier(value: object) -> str | None:
    if isinstance(value, dict):
        position = titles.best(value)
        value = None if position is None else list(value.values())[position]
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip(cells.EDGES) if isinstance(value, str) else None


def _values(text: str, start: int) -> tuple[list[_Value], int]:
    """The values of the list or object that begins at a position, each with its position, and the end.

    Python's decoder gives no positions, but users need the line. So it decodes one value at a time here.
    """
    is_object = text[start] == "{"
    closing = "}" if is_object else "]"
    values: list[_Value] = []
    place = _skip(text, start + 1)
    if text.startswith(closing, place):
        return values, place + 1
    while True:
        key = ""
        if is_object:
            key, place = _DECODER.raw_decode(text, place)
            place = _skip(text, _expect(text, _skip(text, place), ":"))
        value, end = _DECODER.raw_decode(text, place)
        values.append(_Value(str(key), value, place, end))
        place = _skip(text, end)
        if text.startswith(closing, place):
            return values, place + 1
        place = _skip(text, _expect(text, place, ","))


def _skip(text: str, place: int) -> int:
    blank = _BLANK.match(text, place)
    return blank.end() if blank else place


def _expect(text: str, place: int, sign: str) -> int:
    if not text.startswith(sign, place):
        raise ValueError(f"no {sign!r} at {place}")
    return place + 1
