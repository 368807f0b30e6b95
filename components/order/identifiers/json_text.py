"""JSON, whole or one document after the other, with the lines of its entries."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from components.order.identifiers import cells, fields
from components.order.identifiers.cells import TooMuch
from components.order.identifiers.fields import EACH
from components.order.identifiers.found import Found, Remark

MOST_VALUES: Final = 1_000_000
"""Values of one text; more are refused."""

_START = re.compile(rf"[{cells.EDGES}]*+(?=[\[{{])")
_BLANK = re.compile(r"[ \t\n\r]*+")
_BETWEEN = re.compile(rf"[{cells.EDGES}]*+")
_MOST_SHOWN = 200


class _Number(str):
    """A whole number as it was written."""

    __slots__ = ()


_DECODER = json.JSONDecoder(parse_int=_Number, parse_float=lambda _: None, parse_constant=lambda _: None)


def is_begun(text: str) -> bool:
    """Whether a text begins like a list or an object in JSON."""
    return _START.match(text) is not None


def is_lines(text: str) -> bool:
    """Whether a text holds one document after the other."""
    return len(_bounds(text)) > 1


def decode(text: str) -> object:
    """The list or object of a JSON text; the list of all, if several objects follow each other; None for other texts.

    Whole numbers become texts; other values that are no text become None.

    Raises:
        TooMuch: the text has more than MOST_VALUES values.
    """
    start = _START.match(text)
    if not start:
        return None
    if text.count(",") + text.count(":") > MOST_VALUES * 2 or text.count(",") > MOST_VALUES:
        raise TooMuch(_TOO_MUCH)
    try:
        value, end = _DECODER.raw_decode(text, start.end())
        if not text[end : end + 1_000].strip(cells.EDGES) and not text[end:].strip(cells.EDGES):
            return value
        values = [each for each, _, _ in _documents(text)]
    except (ValueError, RecursionError):
        return None
    return values if all(isinstance(each, dict) for each in values) else None


def _documents(text: str) -> Iterator[tuple[object, int, int]]:
    place = _end(_BETWEEN, text, 0)
    while place < len(text):
        value, end = _DECODER.raw_decode(text, place)
        yield value, place, end
        place = _end(_BETWEEN, text, end)


def _bounds(text: str) -> list[int]:
    found: list[int] = []
    try:
        for _, start, _ in _documents(text):
            found.append(start)
            if len(found) > 1:
                break
    except (ValueError, RecursionError):
        return []
    return found


def items(text: str, path: str) -> Iterator[Found]:
    """The values of a field, each with the line of its entry; an entry without one is rejected."""
    keys = fields.steps(path)
    if path != EACH:
        yield Found(1, text[:_MOST_SHOWN].strip(cells.EDGES), Remark.REST, cells.count_lines(text))
    if keys[:1] == (EACH,) and is_lines(text):
        found = ((start, end, value, keys[1:]) for value, start, end in _documents(text))
        entries: Iterator[tuple[int, int, object, Sequence[str]]] = (
            inner for start, end, value, rest in found for inner in _below(text, start, end, value, rest)
        )
    else:
        start = _end(_BETWEEN, text, 0)
        value, end = _DECODER.raw_decode(text, start)
        entries = _below(text, start, end, value, keys)
    line, place = 1, 0
    for start, end, value, rest in entries:
        line += cells.count_line_ends(text, place, start)
        place = start
        item = fields.at(value, rest)
        if not isinstance(item, str):
            shown = text[start:end] if end - start <= _MOST_SHOWN else f"{text[start : start + _MOST_SHOWN]}…"
            yield Found(line, shown, "it is neither a text nor an object with an identifier")
        elif item := item.strip(cells.EDGES):
            yield Found(line, item)


def _below(
    text: str, start: int, end: int, value: object, keys: Sequence[str]
) -> Iterator[tuple[int, int, object, Sequence[str]]]:
    """The entries of the innermost list of a path, or the value itself, each with its bounds and the keys below."""
    if EACH not in keys:
        yield start, end, value, keys
    elif isinstance(value, list | dict):
        for key, inner, first, last in _members(text, start):
            if keys[0] == (EACH if isinstance(value, list) else key):
                yield from _below(text, first, last, inner, keys[1:])


def _members(text: str, start: int) -> Iterator[tuple[str, object, int, int]]:
    """The entries of the list or object that begins at a position: key, value and bounds.

    Python's decoder gives no positions, but users need the line. So it decodes one value at a time here.
    """
    is_object, scan = text[start] == "{", _DECODER.scan_once
    place = _end(_BLANK, text, start + 1)
    if text[place] in "]}":
        return
    key = ""
    while True:
        if is_object:
            key, place = scan(text, place)
            place = _end(_BLANK, text, _end(_BLANK, text, place) + 1)  # behind the colon
        value, end = scan(text, place)
        yield key, value, place, end
        place = end if text[end] in ",]}" else _end(_BLANK, text, end)
        if text[place] in "]}":
            return
        place = _end(_BLANK, text, place + 1)


def _end(pattern: re.Pattern[str], text: str, place: int) -> int:
    match = pattern.match(text, place)
    return match.end() if match else place


_TOO_MUCH = (
    f"This JSON holds more than {MOST_VALUES:,} values. Keep only the identifiers, or split it into several files."
)
