"""The sensible readings of a text, the best first; what they are called, and what they give."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from components.order.identifiers import shapes, titles
from components.order.identifiers.choice import Column
from components.order.identifiers.examined import Examined
from components.order.identifiers.forms import cells, documents, fields, lists
from components.order.identifiers.forms.fields import EACH
from components.order.identifiers.forms.table import Table
from components.order.identifiers.found import Found
from components.order.identifiers.reading import SEPARATORS, Form, Reading
from components.order.identifiers.shapes import Kind

MOST_READINGS: Final = 250
"""Readings of one text that are offered."""

_MOST_FIELDS = 50
_MOST_JUDGED = 200  # items that are examined
_SAMPLE = 200_000  # characters of a text that are examined
_ALMOST_ALL = 0.8
_CELLS = re.compile(r"(?:\[\]\[\]|/td)\Z", re.IGNORECASE)  # paths of the cells of all columns together
_BROKEN = re.compile(rf"[{cells.EDGES}]*+[\[{{]\s*[\"'{{]")  # of a text that is neither JSON nor code


def candidates(examined: Examined) -> Iterator[Reading]:
    """The sensible readings, the best first; none if it is JSON or code that is broken or holds no identifiers."""
    if examined.json is not None:
        yield from _of_fields(Form.JSON, fields.columns(examined.json))
    elif examined.code is not None:
        yield from _of_fields(Form.CODE, fields.columns(examined.code))
    elif examined.markup:
        yield from _of_fields(Form.XML, examined.markup)
        yield Reading(Form.NAMES, last_part=True)
        yield Reading(Form.LINES)
    elif _BROKEN.match(examined.text):
        if documents.tells_of_names(examined.lines):
            yield Reading(Form.NAMES, last_part=True)
    else:
        yield from _of_plain_text(examined)


def _of_plain_text(examined: Examined) -> Iterator[Reading]:
    found, sample, titled = examined.table, examined.text[:_SAMPLE], _is_titled(examined.lines)
    if found and found.is_sure:
        yield from _of_table(found)
    of_words = documents.tells_of_names(examined.lines) or documents.is_one_cell(examined.lines)
    if documents.has_bullets(examined.lines) and (not of_words or documents.is_plain_behind_bullets(examined.lines)):
        yield Reading(Form.BULLETS, last_part=_are_addresses(_first(documents.items_behind_bullets(sample))))
    if of_words:
        yield Reading(Form.NAMES, last_part=True)
        yield Reading(Form.NAMES)
    best = Reading(Form.LIST, titled=titled, last_part=_are_addresses(_first(lists.items(sample, titled=titled))))
    yield best
    yield replace(best, last_part=False)
    if best.titled or _begins_differently(examined.lines):
        yield replace(best, titled=not best.titled)
    if any(sign in line for line in examined.lines for sign in cells.SEPARATORS):
        yield Reading(Form.LINES, titled=best.titled)
    if found and not found.is_sure:
        yield from _of_table(found)
    if documents.has_bullets(examined.lines):
        yield Reading(Form.BULLETS)


def _is_titled(given: Sequence[str]) -> bool:
    """Whether the first line is a title of identifiers, and not one of them."""
    lines = [line for line in given if not cells.is_comment(line)]
    if not lines:
        return False
    first = cells.clean(lines[0])
    if titles.is_title(first):
        return True
    parts = [cells.clean(part) for sign in SEPARATORS for part in first.split(sign)[:10]]
    below = [cells.clean(line) for line in lines[1:]]
    named = sum(map(shapes.is_name, below))
    is_told = any(titles.weight(part) > 0 for part in parts) and shapes.kind(first) in {
        Kind.WORD,
        Kind.CODE,
        Kind.TEXT,
    }
    if len(first) == 1 and named == len(below) > 1:  # R writes “x” above a list, pandas “0”
        return True
    if is_told and below and all(line.upper() == line.lower() for line in below):  # numbers, such as those of stars
        return True
    return named > 0 and named >= _ALMOST_ALL * len(below) and not any(map(shapes.is_name, parts[:1])) and is_told


def _begins_differently(given: Sequence[str]) -> bool:
    """Whether the first line is of another kind than those below it."""
    first, *below = given or [""]
    return bool(below) and shapes.kind(cells.clean(first)) is not shapes.kind_of_all(list(map(cells.clean, below)))


def _first(found: Iterator[Found]) -> list[str]:
    return [item for _, item, why_not in islice(found, _MOST_JUDGED) if why_not is None]


def _of_table(found: Table) -> Iterator[Reading]:
    order = found.ranked
    best = Reading(Form.TABLE, found.separator, order[0], titled=found.titled)
    for position in order:
        values = found.columns[position].values
        of_addresses = _are_addresses([value for value in values if value and not shapes.is_nothing(value)])
        reading = replace(best, column=position, last_part=of_addresses)
        yield reading
        if of_addresses:
            yield replace(reading, last_part=False)
    yield replace(best, titled=not best.titled)


def _of_fields(form: Form, found: dict[str, Column]) -> Iterator[Reading]:
    order = fields.ranked(found)
    may_hold = [path for path in order if fields.may_hold_identifiers(path, found[path])]
    if form is Form.CODE:
        may_hold = may_hold or [path for path in order if path.endswith(EACH)]
    if form is Form.XML:
        may_hold = may_hold or order[:1]
    if any(_CELLS.search(path) and _is_mixed(found[path]) for path in (found if form is Form.XML else may_hold[:1])):
        yield Reading(Form.NAMES, last_part=True)
    for path in (may_hold + [path for path in order if path not in may_hold])[:_MOST_FIELDS] if may_hold else ():
        of_addresses = _are_addresses(list(found[path].values))
        plain = Reading(form, path=path)
        last_parts = [replace(plain, last_part=True)] if of_addresses else []
        # What somebody calls identifiers is taken whole, also if it looks like an address.
        yield from [plain, *last_parts] if titles.is_title(found[path].title) else [*last_parts, plain]


def _is_mixed(column: Column) -> bool:
    """Whether a column holds names of products beside numbers, dates and the like."""
    kinds = set(map(shapes.kind, column.values))
    return Kind.NAME in kinds and bool(kinds & (shapes.MEASURED | {Kind.NUMBER}))


def _are_addresses(values: list[str]) -> bool:
    parts = [documents.last_part(value) for value in values]
    changed = sum(
        part != value and (documents.is_packed(value) or shapes.is_name(part) or shapes.kind(value) is Kind.ADDRESS)
        for part, value in zip(parts, values, strict=True)
    )
    return changed > 0 and changed >= _ALMOST_ALL * len(values) and len(set(parts)) * 2 > len(set(values))


def readings(text: str) -> tuple[Reading, ...]:
    """All sensible readings of a text, the best first.

    None if it is JSON or code that is broken or holds no identifiers, or the text holds more than can be read: `parse`
    says which in words.
    """
    try:
        found = list(islice(dict.fromkeys(candidates(Examined(text))), MOST_READINGS))
    except cells.TooMuch:
        return ()
    if found and cells.has_invisible(text):
        found.insert(1, replace(found[0], visible_only=True))
    return tuple(found)
