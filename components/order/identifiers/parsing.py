"""Product identifiers, read from any text."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from components.order.identifiers import choosing, titles, wording
from components.order.identifiers.examined import Examined
from components.order.identifiers.forms import cells, commas, documents, json_text, table
from components.order.identifiers.forms.cells import TooMuch
from components.order.identifiers.found import Found, Remark
from components.order.identifiers.items import Unfit, items
from components.order.identifiers.reading import Form, Reading
from components.order.identifiers.text_file import TextFile

_UNUSABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

LONGEST: Final = 32_766
"""Bytes of UTF-8 in one indexed value (Lucene's IndexWriter.MAX_TERM_LENGTH)."""

MOST_ITEMS: Final = 300_000
"""Items and lines that are read together; with more, nothing is read, and ``Identifiers.problem`` says so."""

_SHORT: Final = LONGEST // 4  # characters that never take more bytes
_MOST_LINES = 2_000_000
_MOST_SHOWN = 3


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
    """A line that was not read as identifiers, such as a comment or a title; ``lines`` lines, if it is a block."""

    text: str
    line: int
    remark: Remark
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Invisible:
    """An identifier that was kept with invisible characters inside, which the archive compares too."""

    identifier: str
    line: int


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The content of a text: identifiers in order of first appearance, and what was doubled, rejected or passed over.

    Lines are counted from 1; ``lines`` holds the line of each identifier's first appearance. ``problem`` is a sentence
    for the user if the text could not be read. How it was read is no part of the content: ``reading`` of the only
    text, None if there are several; ``labels`` says in words how each text was read.
    """

    identifiers: tuple[str, ...] = ()
    doubled: tuple[Doubled, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    lines: tuple[int, ...] = ()
    invisible: tuple[Invisible, ...] = field(default=(), compare=False)
    problem: str = ""
    reading: Reading | None = field(default=None, compare=False)
    labels: tuple[str, ...] = field(default=(), compare=False)


def parse(text: str, reading: Reading | None = None) -> Identifiers:
    """The identifiers in a text.

    White space, invisible characters and one pair of quotes are trimmed from the edges. Case, inner spaces and Unicode
    forms are kept, because they matter to the archive (contract F.1: a quoted value is compared whole). Nothing is
    dropped silently: every item is kept, doubled, or rejected with a reason, and every other line is passed over.

    Args:
        text: any text.
        reading: how it is read, see `choosing.readings`. If it is None or does not fit the text, the best one is taken.
    """
    return gather([TextFile("", text, reading)])


def gather(sources: Iterable[TextFile]) -> Identifiers:
    """The identifiers of several texts together; lines are numbered across the texts."""
    gathered = _Gathered()
    try:
        for source in sources:
            gathered.take_in(source)
    except (TooMuch, _Unreadable) as problem:
        return Identifiers(problem=str(problem))
    return gathered.identifiers()


class _Unreadable(ValueError):
    """The text holds no identifiers; the message is a sentence for the user."""


class _Gathered:
    """What was found so far."""

    def __init__(self) -> None:
        self._first_lines: dict[str, int] = {}
        self._doubled: list[Doubled] = []
        self._rejected: list[Rejected] = []
        self._passed_over: list[PassedOver] = []
        self._invisible: list[Invisible] = []
        self._readings: list[Reading] = []
        self._labels: list[str] = []
        self._lines = 0

    def take_in(self, source: TextFile) -> None:
        """Read a text as well.

        Raises:
            TooMuch: the texts hold more than can be read.
            _Unreadable: the text holds no identifiers.
        """
        line_count = count_lines(source.text)
        if line_count > _MOST_LINES:
            raise TooMuch(_TOO_MANY)
        reading, found = _read(source)
        first_lines, before = self._first_lines, self._lines
        change = _change(reading, source.text)
        for at, text, remark in islice(found, MOST_ITEMS + 1 - self._count()):
            line, item, why_not = before + at, text, remark
            if why_not is None:
                item = change(text) if change else text
                if not item.isprintable() or not 0 < len(item) <= _SHORT:
                    why_not = _reason_to_reject(item)
            if why_not is None:
                if item in first_lines:
                    self._doubled.append(Doubled(item, line, first_lines[item]))
                else:
                    first_lines[item] = line
            elif isinstance(why_not, Remark):
                lines = line_count if why_not is Remark.REST else 1
                self._passed_over.append(PassedOver(item, line, why_not, lines))
            else:
                self._rejected.append(Rejected(item, line, why_not))
        if self._count() > MOST_ITEMS:
            raise TooMuch(_TOO_MANY)
        if cells.has_invisible(source.text) and not reading.visible_only:
            new = first_lines.items()
            self._invisible += [
                Invisible(item, line) for item, line in new if line > before and cells.has_invisible(item)
            ]
        self._readings.append(reading)
        self._labels.append(wording.label(source.text, reading))
        self._lines += line_count

    def _count(self) -> int:
        """How many pieces were found."""
        return len(self._first_lines) + len(self._doubled) + len(self._rejected) + len(self._passed_over)

    def identifiers(self) -> Identifiers:
        """What was found, as values."""
        return Identifiers(
            tuple(self._first_lines),
            tuple(self._doubled),
            tuple(self._rejected),
            tuple(self._passed_over),
            tuple(self._first_lines.values()),
            tuple(self._invisible),
            reading=self._readings[0] if len(self._readings) == 1 else None,
            labels=tuple(self._labels),
        )


def _change(reading: Reading, text: str) -> Callable[[str], str] | None:
    """What a reading makes of an item; None if it leaves all as they are."""
    visible_only = reading.visible_only and cells.has_invisible(text)
    if reading.last_part and visible_only:
        return lambda item: cells.without_invisible(documents.last_part(item))
    if reading.last_part:
        return documents.last_part
    return cells.without_invisible if visible_only else None


def count_lines(text: str) -> int:
    """The number of lines of a text, as `parse` counts them."""
    return cells.count_lines(text)


def write(identifiers: Iterable[str]) -> str:
    """A text that `parse` reads as the same identifiers: one a line, in quotes where they are needed, else in JSON."""
    listed = tuple(identifiers)
    lines = [_written(identifier) for identifier in listed]
    title = ["identifiers"] if lines and titles.is_title(lines[0]) else []
    text = "\n".join([*title, *lines])
    plain = Reading(Form.LIST, titled=bool(title))
    examined = Examined(text)
    is_plain = next(choosing.candidates(examined), None) == plain
    if is_plain and [item for _, item, why_not in items(examined, plain) if why_not is None] == [*listed]:
        return text
    return json.dumps({"identifiers": listed}, ensure_ascii=False, indent=1)


def preview(text: str, reading: Reading) -> tuple[tuple[str, ...], ...]:
    """The first rows that a reading gives: the cells of a table, else one identifier in each."""
    examined = Examined(text)
    try:
        if reading.form is Form.TABLE and examined.table:
            body = replace(examined.table, titled=reading.titled).body[:_MOST_SHOWN]
            return tuple(
                tuple(commas.show(cells.clean(piece)) for piece in row.pieces[: table.MOST_COLUMNS]) for row in body
            )
        found = (item for _, item, why_not in items(examined, reading) if why_not is None)
        shown = list(islice(found, _MOST_SHOWN))
    except (Unfit, TooMuch):
        return ()
    change = _change(reading, text)
    return tuple((change(item) if change else item,) for item in shown)


def _read(source: TextFile) -> tuple[Reading, Iterator[Found]]:
    """The reading of a text and its items: the chosen reading if it fits, else the best."""
    examined = Examined(source.text)
    if source.reading is not None:
        try:
            return source.reading, items(examined, source.reading)
        except Unfit:
            pass
    best = next(choosing.candidates(examined), None)
    if best is None:
        raise _Unreadable(NO_IDENTIFIERS if examined.json is not None or examined.code is not None else _BROKEN)
    return best, items(examined, best)


def _reason_to_reject(item: str) -> str | None:
    if not item:
        return "nothing is left of it"
    if _UNUSABLE.search(item):
        return "it holds control characters"
    if len(item.encode()) > LONGEST:
        return f"it is longer than {LONGEST:,} bytes"
    return None


def _written(identifier: str) -> str:
    needs_quotes = cells.is_marked(identifier) or json_text.is_begun(identifier)
    doubled = identifier.replace('"', '""')
    return f'"{doubled}"' if needs_quotes else identifier


_TOO_MANY = (
    f"This text holds more than {MOST_ITEMS:,} items or lines. Keep only the identifiers that you want to order, "
    "or split it into several orders."
)
NO_IDENTIFIERS: Final = (
    "This JSON or code holds no identifiers. Put them into a list, as texts or as objects with a “providerId”; "
    "the list may also stand under “identifiers”."
)
_BROKEN = (
    "This text begins like JSON or code, but a quote, a comma or a bracket is wrong, so it is not cut into pieces. "
    "Fix it, or paste the identifiers alone, one a line."
)
