"""Product identifiers, read from any text."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from components.order.identifiers import cells, choosing, documents, json_text, titles, wording
from components.order.identifiers.cells import TooMuch
from components.order.identifiers.found import Found, Remark
from components.order.identifiers.items import Unfit, items
from components.order.identifiers.reading import Form, Reading
from components.order.identifiers.text_file import TextFile

_UNUSABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

LONGEST: Final = 32_766
"""Bytes of UTF-8 in one indexed value (Lucene's IndexWriter.MAX_TERM_LENGTH)."""

MOST_ITEMS: Final = 500_000
"""Items and lines that are read together; with more, nothing is read, and ``Identifiers.problem`` says so."""

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
    first_lines: dict[str, int] = {}
    doubled: list[Doubled] = []
    rejected: list[Rejected] = []
    passed_over: list[PassedOver] = []
    invisible: list[Invisible] = []
    readings: list[Reading | None] = []
    labels: list[str] = []
    before = count = 0
    for source in sources:
        try:
            reading, found = _read(source)
            may_be_invisible = cells.has_invisible(source.text)
            for at, text, why_not, lines in found:
                count += 1
                if count > MOST_ITEMS:
                    raise TooMuch(_TOO_MANY)
                line, item = before + at, text
                if why_not is None:
                    if reading.last_part:
                        item = documents.last_part(item)
                    if reading.visible_only and may_be_invisible:
                        item = cells.without_invisible(item)
                    why_not = _reason_to_reject(item)
                if why_not is None:
                    if item in first_lines:
                        doubled.append(Doubled(item, line, first_lines[item]))
                    else:
                        first_lines[item] = line
                        if may_be_invisible and cells.has_invisible(item):
                            invisible.append(Invisible(item, line))
                elif isinstance(why_not, Remark):
                    passed_over.append(PassedOver(item, line, why_not, lines))
                else:
                    rejected.append(Rejected(item, line, why_not))
        except TooMuch as problem:
            return Identifiers(problem=str(problem))
        readings.append(reading)
        labels.append(wording.label(source.text, reading))
        before += count_lines(source.text)
    return Identifiers(
        tuple(first_lines),
        tuple(doubled),
        tuple(rejected),
        tuple(passed_over),
        tuple(first_lines.values()),
        tuple(invisible),
        reading=readings[0] if len(readings) == 1 else None,
        labels=tuple(labels),
    )


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
    is_plain = next(choosing.Text(text).readings(), None) == plain
    if is_plain and [item.text for item in items(text, plain) if item.why_not is None] == [*listed]:
        return text
    return json.dumps(listed, ensure_ascii=False, indent=1)


def preview(text: str, reading: Reading) -> tuple[str, ...]:
    """The first items that a reading gives, as many as a chooser shows."""
    try:
        found = (item.text for item in items(text, reading) if item.why_not is None)
        shown = tuple(islice(found, _MOST_SHOWN))
    except (Unfit, TooMuch):
        return ()
    if reading.last_part:
        shown = tuple(map(documents.last_part, shown))
    return tuple(map(cells.without_invisible, shown)) if reading.visible_only else shown


def _read(source: TextFile) -> tuple[Reading, Iterator[Found]]:
    """The reading of a text and its items: the chosen reading if it fits, else the best."""
    if count_lines(source.text) > _MOST_LINES:
        raise TooMuch(_TOO_MANY)
    if source.reading is not None:
        try:
            return source.reading, items(source.text, source.reading)
        except Unfit:
            pass
    best = next(choosing.Text(source.text).readings(), None)
    if best is None:
        raise TooMuch(NO_IDENTIFIERS)
    return best, items(source.text, best)


def _reason_to_reject(item: str) -> str | None:
    if not item:
        return "nothing is left of it"
    if not item.isprintable() and _UNUSABLE.search(item):  # a printable item is usable, and `isprintable` is faster
        return "it holds control characters"
    if len(item) * 4 > LONGEST and len(item.encode()) > LONGEST:
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
    "This JSON holds no identifiers. Put them into a list, as texts or as objects with a “providerId”; "
    "the list may also stand under “identifiers”."
)
