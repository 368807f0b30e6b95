"""Tables among the texts that hold identifiers: their columns, and the one that identifiers are read from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Final

from components.order.identifiers import cells, titles
from components.order.identifiers.cells import Row

EVERY_COLUMN: Final = -1
"""Chosen in place of a column: the text is no table, every cell may be an identifier."""

_SAMPLE = 200_000  # characters that a text is judged by
_MOST_JUDGED = 1_000  # rows, for the same reason

_NUMBER = r"[-+]?(?:\d[\d.,'\s]*|\.\d+)(?:e[-+]?\d+)?\s*(?:%|°|[kmgtp]?i?b|[kmc]?m|s)?"
_DATE = r"\d{4}-\d\d-\d\d(?:[T ].*)?|\d\d?[./-]\d\d?[./-]\d{4}(?: .*)?|\d\d?:\d\d(?::\d\d.*)?"
_MEASURE = re.compile(rf"{_NUMBER}|{_DATE}|true|false", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]\D+")
_CODE = re.compile(r"(?!.*(?:[\s()]|://)).*\d.*")  # holds a digit, and nothing that addresses and geometries hold


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the titles of its columns, and the position of the one that identifiers are read from."""

    columns: tuple[str, ...]
    column: int
    separator: str
    header_line: int


def recognise(text: str, column: int | None = None) -> Table | None:
    """The table that a text is; a plain list, in one line or in ragged ones, is none.

    A text is a table when its first row has a title of identifiers (see `titles`) beside other cells, or when
    all rows have as many cells as the first and that one is plainly a header: words over numbers, over dates,
    or over values that come back.

    Args:
        text: only its beginning is looked at, so that large texts are judged quickly.
        column: the user's choice. Without one, or if there is no such column, it is the one with a title of
            identifiers, else the one that looks most like them. EVERY_COLUMN means that this is no table.
    """
    if column == EVERY_COLUMN:
        return None
    for separator in cells.SEPARATORS:
        sample = _sample(text, separator)
        if len(sample) < 2:  # noqa: PLR2004 - a header and a row
            continue
        header, *body = sample
        names = [cells.clean(piece) for piece in header.pieces]
        found = titles.best(names)
        if found is None:
            found = _column_under_plain_header(names, body)
        if found is not None:
            columns = tuple(name or f"column {position}" for position, name in enumerate(names, start=1))
            chosen = column if column is not None and column in range(len(columns)) else found
            return Table(columns, chosen, separator, header.line)
    return None


def _sample(text: str, separator: str) -> list[Row]:
    """The first rows that a text would have as a table, beginning with its header."""
    found = list(islice(cells.rows(text[:_SAMPLE], separator), _MOST_JUDGED))
    if len(text) > _SAMPLE:
        del found[-1:]  # it may be cut
    comments = list(takewhile(_is_comment, found))
    body = [row for row in found[len(comments) :] if not _is_comment(row)]
    if not body or len(body[0].pieces) == 1:
        return []
    header = _uncommented(comments[-1]) if comments else body[0]
    is_header = len(header.pieces) == len(body[0].pieces) and titles.best(map(cells.clean, header.pieces)) is not None
    return [header, *body] if comments and is_header else body


def _is_comment(row: Row) -> bool:
    return cells.is_comment(row.text)


def _uncommented(row: Row) -> Row:
    """The header behind a comment sign, where many scientific programs write it: ``# id, size``."""
    first, *others = row.pieces
    return Row(row.line, row.text, [first.replace("#", "", 1), *others])


def _column_under_plain_header(names: Sequence[str], body: Sequence[Row]) -> int | None:
    """The column most like identifiers, if the names are plainly a header over columns of different kinds."""
    if len(set(names)) < len(names) or not all(_WORD.fullmatch(name) for name in names):
        return None
    if any(len(row.pieces) != len(names) for row in body):
        return None
    columns = [[cells.clean(row.pieces[position]) for row in body] for position in range(len(names))]
    measures = [any(values) and all(_MEASURE.fullmatch(value) for value in values if value) for values in columns]
    codes = [
        set() if measure else {value for value in values if _CODE.fullmatch(value)}
        for values, measure in zip(columns, measures, strict=True)
    ]
    most = max(len(each) for each in codes)
    lengths = [sum(map(len, each)) if len(each) == most else 0 for each in codes]
    # The leftmost of the long ones: a scene's name and not its tile, a scene's name and not its file after it.
    chosen = next(position for position, length in enumerate(lengths) if length * 2 >= max(lengths))
    comes_back = any(len(set(values)) < len(body) for values in columns)
    is_plain = any(measures) or (most == len(body) and comes_back)
    return chosen if most and is_plain else None
