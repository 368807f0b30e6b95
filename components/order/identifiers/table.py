"""Tables that hold identifiers: their columns, and the column that identifiers are read from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Final

from components.order.identifiers import cells, titles
from components.order.identifiers.cells import Row

EVERY_COLUMN: Final = -1
"""Given in place of a column: the text is not a table, and every cell may be an identifier."""

_SAMPLE = 200_000  # characters of a text that are examined
_MOST_JUDGED = 1_000  # rows that are examined

_NUMBER = r"[-+]?(?:\d[\d.,'\s]*|\.\d+)(?:e[-+]?\d+)?\s*(?:%|°|[kmgtp]?i?b|[kmc]?m|s)?"
_DATE = r"\d{4}-\d\d-\d\d(?:[T ].*)?|\d\d?[./-]\d\d?[./-]\d{4}(?: .*)?|\d\d?:\d\d(?::\d\d.*)?"
_MEASURE = re.compile(rf"{_NUMBER}|{_DATE}|true|false", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]\D+")
_CODE = re.compile(r"(?!.*(?:[\s()]|://)).*\d.*")  # holds a digit, but no sign of addresses and geometries


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the titles of its columns, and the position of the column that identifiers are read from."""

    columns: tuple[str, ...]
    column: int
    separator: str
    header_line: int


def recognise(text: str, column: int | None = None) -> Table | None:
    """The table in a text; None for a list, also for one with several identifiers in a line.

    A text is a table in two cases. Its first row has a title of identifiers (see `titles`) beside other cells. Or all
    rows have as many cells as the first, which is clearly a header: words above numbers, dates or repeated values.

    Args:
        text: only its beginning is examined, so that large texts take little time.
        column: the user's choice. If it is None or there is no such column, it is the column with a title of
            identifiers, else the one most like identifiers. EVERY_COLUMN means that the text is not a table.
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
    """The first rows of a text, read as a table; the header comes first."""
    found = list(islice(cells.rows(text[:_SAMPLE], separator), _MOST_JUDGED))
    if len(text) > _SAMPLE:
        del found[-1:]  # it may be incomplete
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
    """The header in a comment, where many scientific programs write it: ``# id, size``."""
    first, *others = row.pieces
    return Row(row.line, row.text, [first.replace("#", "", 1), *others])


def _column_under_plain_header(names: Sequence[str], body: Sequence[Row]) -> int | None:
    """The column most like identifiers, if the names are clearly a header above columns of different kinds."""
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
    # The leftmost of the long ones: a scene's name, not its short tile and not its long file name further right.
    chosen = next(position for position, length in enumerate(lengths) if length * 2 >= max(lengths))
    has_repeated_values = any(len(set(values)) < len(body) for values in columns)
    is_plain = any(measures) or (most == len(body) and has_repeated_values)
    return chosen if most and is_plain else None
