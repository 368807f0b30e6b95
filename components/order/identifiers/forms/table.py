"""Tables that hold identifiers: their header, their columns, and what stands above and below."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import Final

from components.order.identifiers import choice, shapes, titles
from components.order.identifiers.choice import Column
from components.order.identifiers.forms import cells, documents
from components.order.identifiers.forms.cells import Row
from components.order.identifiers.found import Found, Remark
from components.order.identifiers.reading import SEPARATORS
from components.order.identifiers.shapes import Kind

MOST_COLUMNS: Final = 200
"""Columns that are offered; of a wider table only the first."""

_SAMPLE = 200_000  # characters of a text that are examined
_MOST_JUDGED = 500  # rows that are examined
_FIRST_ROWS = 10  # among which the header is looked for
_PAIR = 2
_PLAIN_LENGTH = 12  # a longer cell without blanks is neither “NaN” nor “Total”

_SEPARATOR_LINE = re.compile(r'\s*"?sep=(.)"?\s*', re.IGNORECASE)
_RULE = re.compile(r"[\s|+:=-]*")
_TOTAL = re.compile(
    r"\(?(?:sub-?total|grand total|total|sum|summe|count|mean|average|records?|rows?)\b.*|\(?\d+ \w+\)?", re.IGNORECASE
)
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"))
_WORDY = re.compile(r"[^\W\d_]{2}|.*\w [^\W\d_]{2}")
_SPECIAL = frozenset(cells.EDGES + "#+-|=:")  # a row that begins otherwise is no comment, rule or “sep=;”
_UNLIKE_NAMES = shapes.MEASURED - {Kind.TEXT}
_PLAIN = frozenset({Kind.WORD, Kind.CODE, Kind.TEXT, Kind.NOTHING, Kind.FLAG})


@dataclass(frozen=True)
class Table:
    """A table: its separator, the number of its columns, its first row, which may be a header, and some rows below."""

    separator: str
    width: int
    first: Row
    below: tuple[Row, ...]
    titled: bool

    @property
    def header(self) -> Row | None:
        """The row with the titles, None if there is none."""
        return self.first if self.titled else None

    @property
    def body(self) -> tuple[Row, ...]:
        """Some rows without the header."""
        return self.below if self.titled else (self.first, *self.below)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns, with a title each, empty if there is none, and the cells of the first rows."""
        names = [cells.clean(piece) for piece in self.header.pieces] if self.header else []
        names = ["", *names] if len(names) == self.width - 1 else names  # R writes no title above the names of rows
        names += [""] * (self.width - len(names))
        return tuple(
            Column(
                names[position], [cells.clean(row.pieces[position]) for row in self.body if position < len(row.pieces)]
            )
            for position in range(min(self.width, MOST_COLUMNS))
        )

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """The kind of each column's values."""
        return tuple(shapes.kind_of_all(column.values) for column in self.columns)

    @cached_property
    def ranked(self) -> tuple[int, ...]:
        """The positions of the columns, the one that most probably holds the identifiers first."""
        return tuple(choice.ranked(self.columns))

    @property
    def names_identifiers(self) -> bool:
        """Whether the header has a title of identifiers."""
        return self.header is not None and any(titles.is_title(cells.clean(piece)) for piece in self.header.pieces)

    @property
    def is_sure(self) -> bool:
        """Whether it is a table, and not a list with as many identifiers in each line.

        Either its header says so, or its columns hold different kinds of values.
        """
        if not self.body or (self._is_other_text and not self.names_identifiers):
            return False
        if self.names_identifiers:
            return True
        if self.header:
            return Kind.NAME in self.kinds or any(_WORDY.match(column.title) for column in self.columns)
        kinds = set(self.kinds)
        if len(self.body) == 1:
            return Kind.NAME in kinds and bool(_UNLIKE_NAMES & kinds)
        if Kind.NAME in kinds:
            return len(kinds - {Kind.NOTHING}) > 1
        return bool(kinds & {Kind.CODE, Kind.UUID, Kind.URN}) and bool(kinds & (shapes.MEASURED | {Kind.NUMBER}))

    @property
    def _is_other_text(self) -> bool:
        """Whether it is code or sentences that hold separators: a cut bracket, or most lines without a separator.

        Or names of products stand in sentences, and none of the columns holds names alone.
        """
        if any(map(_is_cut, self.first.pieces)):
            return True
        pieces = chain.from_iterable(row.pieces[:MOST_COLUMNS] for row in self.body)
        if Kind.NAME not in self.kinds and any(piece.count(" ") > 1 and documents.names(piece) for piece in pieces):
            return True
        several = [row for row in self.body if len(row.pieces) > 1]
        alone = [row for row in self.body if len(row.pieces) == 1]
        words = [row for row in alone if not shapes.is_name(cells.clean(row.text))]
        if len(words) * 2 > len(self.body):
            return True
        return len(alone) * 2 > len(self.body) and not any(
            shapes.is_name(cells.clean(piece)) for row in several for piece in row.pieces[:MOST_COLUMNS]
        )


def title(table: Table, position: int) -> str:
    """What a column is called."""
    name = table.columns[position].title if position < len(table.columns) else ""
    return name or f"column {position + 1}"


def recognise(text: str, separator: str = "") -> Table | None:
    """The table that a text may be; None if no two rows have as many cells, and no header tells of one.

    Args:
        text: only its beginning is examined, so that large texts take little time.
        separator: of the cells; empty if it is to be found.
    """
    found = [table for sign in (separator or _told_separator(text) or SEPARATORS) if (table := _table(text, sign))]
    return max(found, key=_fitness, default=None)


def _fitness(table: Table) -> tuple[bool, bool, float, int]:
    return table.names_identifiers, table.is_sure, _regularity(table), _extent(table)


def _told_separator(text: str) -> str:
    """The separator that the first line names for spreadsheets: ``sep=;``."""
    told = _SEPARATOR_LINE.fullmatch(next(iter(cells.lines(text[:_SAMPLE])), ""))
    return told[1] if told and told[1] in SEPARATORS else ""


def _regularity(table: Table) -> float:
    return sum(len(row.pieces) == table.width for row in table.body) / (len(table.body) or 1)


def _extent(table: Table) -> int:
    """The rows with as many cells as the table has columns, its header included: more than a part of it has."""
    return sum(len(row.pieces) == table.width for row in (table.first, *table.below))


def _table(text: str, separator: str) -> Table | None:
    sample = list(_sample(text, separator))
    rows = [row for row in sample if not _is_beside(row)]
    comments = [row for row in sample if cells.is_comment(row.text)]
    several = [len(row.pieces) for row in rows if len(row.pieces) > 1]
    if not several:
        return None
    header = _titled(rows[:_FIRST_ROWS], _uncommented(comments, rows))
    [(width, support)] = Counter(several).most_common(1)
    if header and (len(header.pieces) >= width or support < _PAIR):
        width = len(header.pieces)
    if (len(rows) < _PAIR and not (rows and _is_mixed(rows[0]))) or (support < _PAIR and not header and len(rows) > 1):
        return None
    if not header:
        first = next((row for row in rows if len(row.pieces) == width), rows[0])
        body = [row for row in rows if row.line > first.line and len(row.pieces) > 1]
        titled = _is_header(first, body, width)
        if titled and body and _is_header(body[0], body[1:], width) and _weight(body[0]) > _weight(first):
            first = body[0]  # the row above is a caption that holds a separator
    else:
        first, titled = header, True
    below = tuple(row for row in rows if row.line > first.line)
    return Table(separator, width, first, below, titled) if below or not titled else None


def _sample(text: str, separator: str) -> Iterator[Row]:
    found = list(islice(_bounded(text[:_SAMPLE], separator), _MOST_JUDGED))
    if len(text) > _SAMPLE and len(found) < _MOST_JUDGED:
        del found[-1:]  # it may be incomplete
    return iter(found)


def _bounded(text: str, separator: str) -> Iterator[Row]:
    try:
        yield from cells.rows(text, separator)
    except cells.TooMuch:
        return


def _is_beside(row: Row) -> bool:
    """Whether a row is no part of the table: a comment, a rule, or ``sep=;``."""
    return cells.is_comment(row.text) or _is_rule(row.text) or bool(_SEPARATOR_LINE.fullmatch(row.text))


def _is_rule(text: str) -> bool:
    """Whether a row is a line below titles: ``-----`` or ``|:-|-:|``."""
    if not _RULE.fullmatch(text):
        return False
    return "--" in text or (-1 < text.find("-") < text.rfind("|") and not {"+", "="} & set(text))


def _titled(rows: Sequence[Row], commented: Row | None) -> Row | None:
    """The first row with a title of identifiers beside other cells."""
    candidates = [commented, *rows] if commented else rows
    for row in candidates:
        names = [cells.clean(piece) for piece in row.pieces]
        if len(names) > 1 and titles.best(names) is not None and not any(map(shapes.is_name, names)):
            return row if row is commented or row is not rows[-1] or len(rows) > _FIRST_ROWS - 1 else None
    return None


def _uncommented(comments: Sequence[Row], rows: Sequence[Row]) -> Row | None:
    """The header in a comment, where many scientific programs write it: ``# id, size``."""
    above = [row for row in comments if rows and row.line < rows[0].line]
    if not above or len(above[-1].pieces) != len(rows[0].pieces):
        return None
    first, *others = above[-1].pieces
    return Row(above[-1].line, above[-1].text, [first.replace("#", "", 1), *others])


def _is_cut(piece: str) -> bool:
    """Whether a cell holds a bracket whose partner stands in another cell."""
    return any(piece.count(sign) != piece.count(partner) for sign, partner in _BRACKETS)


def _is_mixed(row: Row) -> bool:
    kinds = {shapes.kind(cells.clean(piece)) for piece in row.pieces[:MOST_COLUMNS]}
    return Kind.NAME in kinds and bool(kinds & _UNLIKE_NAMES)


def _weight(row: Row) -> int:
    return sum(max(0, titles.weight(cells.clean(piece))) for piece in row.pieces[:MOST_COLUMNS])


def _is_header(first: Row, body: Sequence[Row], width: int) -> bool:
    """Whether the first row differs from those below: words above names, numbers or dates, and nothing alike."""
    if len(first.pieces) < width:
        return False
    is_different = False
    for position in range(min(width, MOST_COLUMNS)):
        above = shapes.kind(cells.clean(first.pieces[position]))
        below = shapes.kind_of_all([cells.clean(row.pieces[position]) for row in body if position < len(row.pieces)])
        if above is Kind.NAME and below in _UNLIKE_NAMES | {Kind.NUMBER}:
            continue
        if (above not in _PLAIN and above is not Kind.NUMBER) or documents.names(first.pieces[position]):
            return False
        is_different |= above in _PLAIN and below not in {above, Kind.NOTHING} and above is not Kind.NOTHING
        if above is below is Kind.CODE:
            return False
    return is_different


def items(text: str, table: Table, column: int) -> Iterator[Found]:
    """Each row of a table: the item in the given column, or why it has none."""
    name = title(table, column)
    kind = table.kinds[column] if column < len(table.kinds) else Kind.NOTHING
    header, width, begin = table.header, table.width, table.first.line
    header_text = header.text if header else None
    for row in cells.rows(text, table.separator):
        line, content, pieces = row
        if content == header_text or (header and line == header.line):
            yield line, content, Remark.TITLE
        elif line < begin or content[0] in _SPECIAL or len(pieces) != width:
            yield _beside(row, begin) or _judged(row, column, width, kind, name)
        elif (len(item := cells.clean(pieces[column])) > _PLAIN_LENGTH and " " not in item) or item.isdigit():
            yield line, item, None
        else:
            yield _judged(row, column, width, kind, name)


def _beside(row: Row, begin: int) -> Found | None:
    if cells.is_comment(row.text):
        return row.line, row.text, Remark.COMMENT
    return (row.line, row.text, Remark.CAPTION) if row.line < begin or _is_beside(row) else None


def _judged(row: Row, column: int, width: int, kind: Kind, name: str) -> Found:
    line, text, pieces = row
    item = cells.clean(pieces[column]) if column < len(pieces) else ""
    if len(pieces) > width and any(map(cells.clean, pieces[width:])):
        if kind is not Kind.NAME or not shapes.is_name(item):
            return line, text, "its row has more cells than the header"
    elif not item:
        return line, text, f"its row has nothing in the column “{name}”"
    elif shapes.is_nothing(item):
        return line, text, f"“{item}” in the column “{name}” means that there is none"
    elif kind is Kind.NAME and (len(pieces) < width or _TOTAL.fullmatch(item)) and not shapes.is_name(item):
        return line, text, Remark.CAPTION
    return line, item, None
