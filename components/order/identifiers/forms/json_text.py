"""JSON, whole or one document after the other, with the lines of its entries."""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from components.order.identifiers.forms import cells, fields
from components.order.identifiers.forms.cells import TooMuch
from components.order.identifiers.forms.fields import EACH, KEYS
from components.order.identifiers.found import Found, Remark

MOST_VALUES: Final = 1_200_000
"""Values of one text; more are refused."""

_START = re.compile(rf"[{cells.EDGES}]*+(?=[\[{{])")
_BLANK = re.compile(r"[ \t\n\r]*+")
_BETWEEN = re.compile(rf"[{cells.EDGES}]*+")
_MOST_SHOWN = 200
_MOST_JUDGED = 200  # documents that are examined
_LARGE_DOCUMENT = 1_000_000


_DECODER = json.JSONDecoder(parse_int=str, parse_float=lambda _: None, parse_constant=lambda _: None)


def is_begun(text: str) -> bool:
    """Whether a text begins like a list or an object in JSON."""
    return _START.match(text) is not None


def decode(text: str) -> object:
    """The list or object of a JSON text; the first objects, as a list, if several follow each other; else None.

    Whole numbers become texts; other values that are no text become None.

    Raises:
        TooMuch: the text has more values than can be read.
    """
    start = _START.match(text)
    if not start:
        return None
    try:
        value, end = _DECODER.raw_decode(text, start.end()) if is_bounded(text) else _refuse(text, start.end())
        if _BETWEEN.fullmatch(text, end):
            return value
        documents = [each for each, _, _ in islice(_documents(text), _MOST_JUDGED)]
    except (ValueError, RecursionError) as error:
        if isinstance(error, TooMuch):
            raise
        return None
    return documents if all(isinstance(each, dict) for each in documents) else None


def is_bounded(text: str) -> bool:
    """Whether a JSON text holds no more values than can be read."""
    # A list or an object takes the memory of some texts.
    return text.count(",") + 2 * text.count("{") + text.count("[") <= MOST_VALUES


def _refuse(text: str, start: int) -> tuple[object, int]:
    """The first of many small documents; a single large one is refused."""
    end = text.find("\n", start)
    if 0 <= end < _LARGE_DOCUMENT:
        return _DECODER.raw_decode(text[:end], start)
    raise TooMuch(_TOO_MUCH)


def _documents(text: str) -> Iterator[tuple[object, int, int]]:
    place = _end(_BETWEEN, text, 0)
    while place < len(text):
        value, end = _DECODER.raw_decode(text, place)
        yield value, place, end
        place = _end(_BETWEEN, text, end)


def items(text: str, steps: Sequence[str]) -> Iterator[Found]:
    """The values of a field, each with the line of its entry; an entry without one is rejected."""
    yield 1, text[:_MOST_SHOWN].strip(cells.EDGES), Remark.REST
    line, place, line_ends = 1, 0, cells.line_end_counter(text)
    try:
        for start, end, value, keys in _entries(text, steps):
            line += line_ends(place, start)
            place = start
            item = fields.at(value, keys)
            if not isinstance(item, str):
                shown = text[start:end] if end - start <= _MOST_SHOWN else f"{text[start : start + _MOST_SHOWN]}…"
                yield line, shown, "it is neither a text nor an object with an identifier"
            elif item := item.strip(cells.EDGES):
                yield line, item, None
    except (ValueError, RecursionError) as error:
        if isinstance(error, TooMuch):
            raise
        yield line, f"{text[place : place + _MOST_SHOWN]}…", "what follows it is no valid JSON and was not read"


_Entry = tuple[int, int, object, Sequence[str]]


def _entries(text: str, steps: Sequence[str]) -> Iterator[_Entry]:
    start = _end(_BETWEEN, text, 0)
    if steps[:1] == (EACH,) and text[start] == "{" and not _is_one_document(text, start):
        for value, first, last in _documents(text):
            yield from _below(text, first, last, value, steps[1:])
    elif EACH in steps or KEYS in steps:
        yield from _below(text, start, start, None, steps)
    else:
        value, end = _DECODER.raw_decode(text, start)
        yield start, end, value, steps


def _is_one_document(text: str, start: int) -> bool:
    return _BETWEEN.fullmatch(text, _DECODER.raw_decode(text, start)[1]) is not None


def _below(text: str, start: int, end: int, value: object, keys: Sequence[str]) -> Iterator[_Entry]:
    """The entries of the innermost list of a path, or the value itself, each with its bounds and the keys below."""
    if EACH not in keys and KEYS not in keys:
        yield start, end, value, keys
    elif text[start] in "[{":
        step, *below = keys
        for key, inner, first, last in _members(text, start):
            if step == KEYS:
                yield first, last, key, ()
            elif step in (EACH, key):
                if EACH in below or KEYS in below:
                    yield from _below(text, first, last, inner, below)
                else:
                    yield first, last, inner, below


def _members(text: str, start: int) -> Iterator[tuple[str, object, int, int]]:
    """The entries of the list or object that begins at a position: key, value and bounds.

    Python's decoder gives no positions, but users need the line. So it decodes one value at a time here.
    """
    is_object, decode_at = text[start] == "{", _DECODER.raw_decode
    place = _end(_BLANK, text, start + 1)
    if text[place] in "]}":
        return
    key = ""
    while True:
        if is_object:
            key, place = decode_at(text, place)
            place = _end(_BLANK, text, _end(_BLANK, text, place) + 1)  # behind the colon
        value, end = decode_at(text, place)
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
