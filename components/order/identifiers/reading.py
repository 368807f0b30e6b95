"""Product identifiers, read from any text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from components.order.identifiers import cells, json_list, table, titles
from components.order.identifiers.table import Table
from components.order.identifiers.text_file import TextFile

_UNUSABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

LONGEST: Final = 32_766
"""Bytes of UTF-8 in one indexed value (Lucene's IndexWriter.MAX_TERM_LENGTH)."""


class Remark(StrEnum):
    """The kind of a line that holds no identifier."""

    COMMENT = "comment"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Doubled:
    """An identifier that appears again; it is kept once."""

    identifier: str
    line: int
    first_line: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """A piece of text that cannot be an identifier, and why."""

    text: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A line that was not read as identifiers: a comment, or the titles above them."""

    text: str
    line: int
    remark: Remark


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The content of a text: identifiers in order of first appearance, and what was doubled, rejected or passed over.

    Lines are counted from 1; ``lines`` holds the line of each identifier's first appearance.
    """

    identifiers: tuple[str, ...] = ()
    doubled: tuple[Doubled, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    lines: tuple[int, ...] = ()


def parse(text: str, column: int | None = None) -> Identifiers:
    """The identifiers in a text: in a list, in one column of a table, or in a JSON list.

    A list has one identifier a line, or separates them by commas, semicolons or tabs. White space, invisible
    characters and one pair of quotes are trimmed from the edges. Case, inner spaces and Unicode forms are kept,
    because they matter to the archive (contract F.1: a quoted value is compared whole). Nothing is dropped silently:
    every item is kept, doubled, or rejected with a reason, and every other line is passed over.

    Args:
        text: any text; `table` and `json_list` say which texts are not plain lists.
        column: the column that the user chose if the text is a table, see `table.recognise`.
    """
    return gather([TextFile("", text, column)])


def gather(sources: Iterable[TextFile]) -> Identifiers:
    """The identifiers of several texts together; lines are numbered across the texts."""
    first_lines: dict[str, int] = {}
    doubled: list[Doubled] = []
    rejected: list[Rejected] = []
    passed_over: list[PassedOver] = []
    before = 0
    for source in sources:
        for at, item, remark in _items(source.text, source.column):
            line = before + at
            why_not = remark or _reason_to_reject(item)
            if why_not is None:
                if item in first_lines:
                    doubled.append(Doubled(item, line, first_lines[item]))
                else:
                    first_lines[item] = line
            elif isinstance(why_not, Remark):
                passed_over.append(PassedOver(item, line, why_not))
            else:
                rejected.append(Rejected(item, line, why_not))
        before += count_lines(source.text)
    kept, lines = tuple(first_lines), tuple(first_lines.values())
    return Identifiers(kept, tuple(doubled), tuple(rejected), tuple(passed_over), lines)


def count_lines(text: str) -> int:
    """The number of lines of a text, as `parse` counts them."""
    return len(cells.lines(text))


def write(identifiers: Iterable[str]) -> str:
    """A list that `parse` reads as the same identifiers: one a line, in quotes where they are needed."""
    listed = [_written(identifier) for identifier in identifiers]
    title = ["identifiers"] if listed and titles.is_title(listed[0]) else []
    return "\n".join([*title, *listed])


# Line number and item, then None, the reason to reject the item, or the kind of a line without identifiers.
_Found = tuple[int, str, Remark | str | None]


def _items(text: str, column: int | None) -> Iterator[_Found]:
    if (entries := json_list.entries(text)) is not None:
        return _items_of_json(entries)
    recognised = table.recognise(text, column)
    return _items_of_table(text, recognised) if recognised else _items_of_list(text)


def _items_of_list(text: str) -> Iterator[_Found]:
    is_top = True
    for line, content in enumerate(cells.lines(text), start=1):
        item = content.strip(cells.EDGES)
        if not item:
            continue
        if cells.is_marked(item):
            if cells.is_comment(item):
                yield line, item, Remark.COMMENT
                continue
            items = [cell for piece in cells.split(content) if (cell := cells.clean(piece))]
        else:
            items = [item]
        if is_top and len(items) == 1 and titles.is_title(items[0]):
            yield line, item, Remark.TITLE
        else:
            for each in items:
                yield line, each, None
        is_top = False


def _items_of_table(text: str, found: Table) -> Iterator[_Found]:
    width, title = len(found.columns), found.columns[found.column]
    for row in cells.rows(text, found.separator):
        if row.line == found.header_line:
            yield row.line, row.text, Remark.TITLE
        elif cells.is_comment(row.text):
            yield row.line, row.text, Remark.COMMENT
        elif len(row.pieces) > width and any(map(cells.clean, row.pieces[width:])):
            yield row.line, row.text, "its row has more cells than the header"
        elif item := cells.clean(row.pieces[found.column]) if found.column < len(row.pieces) else "":
            yield row.line, item, None
        else:
            yield row.line, row.text, f"its row has nothing in the column “{title}”"


def _items_of_json(entries: Iterable[json_list.Entry]) -> Iterator[_Found]:
    for line, text, identifier in entries:
        if identifier is None:
            yield line, text, "it is neither a text nor an object with an identifier"
        elif identifier:
            yield line, identifier, None


def _reason_to_reject(item: str) -> str | None:
    if not item.isprintable() and _UNUSABLE.search(item):  # a printable item is usable, and `isprintable` is faster
        return "it holds control characters"
    if len(item) * 4 > LONGEST and len(item.encode()) > LONGEST:
        return f"it is longer than {LONGEST:,} bytes"
    return None


def _written(identifier: str) -> str:
    needs_quotes = cells.is_marked(identifier) or json_list.is_begun(identifier)
    doubled = identifier.replace('"', '""')
    return f'"{doubled}"' if needs_quotes else identifier
