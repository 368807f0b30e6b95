"""Product identifiers, read from whatever text a scientist holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Line ends of every kind that editors and spreadsheets leave behind. A space never separates: identifiers may
# hold spaces.
_LINE_END = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_SEPARATOR = re.compile("[,;\t]")
_UNUSABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

# White space and the invisible characters that come along when text is copied from a page or a document.
_EDGES = " \t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_EDGES += "\xad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"

LONGEST = 32_766
"""Bytes of UTF-8 that one indexed value may have: the limit of Lucene's IndexWriter.MAX_TERM_LENGTH."""


@dataclass(frozen=True, slots=True)
class Doubled:
    """An identifier that stood there before; it is kept once."""

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
class Identifiers:
    """Everything a text held: kept in order of first appearance, with doubled and rejected ones beside.

    Lines are counted from 1.
    """

    identifiers: tuple[str, ...]
    doubled: tuple[Doubled, ...]
    rejected: tuple[Rejected, ...]


def parse(text: str) -> Identifiers:
    """The identifiers in a text: one a line, or separated by commas, semicolons or tabs.

    White space and invisible characters are trimmed from the edges; case, inner spaces and Unicode forms are
    kept, because to the archive they differ (contract F.1: a quoted value is compared whole). Nothing is
    dropped silently: an item is kept, doubled, or rejected with its reason.
    """
    first_lines: dict[str, int] = {}
    doubled: list[Doubled] = []
    rejected: list[Rejected] = []
    for line, item in _items(text):
        if reason := _reason_to_reject(item):
            rejected.append(Rejected(item, line, reason))
        elif item in first_lines:
            doubled.append(Doubled(item, line, first_lines[item]))
        else:
            first_lines[item] = line
    return Identifiers(tuple(first_lines), tuple(doubled), tuple(rejected))


def count_lines(text: str) -> int:
    """How many lines `parse` counts in a text."""
    return len(_LINE_END.split(text))


def _items(text: str) -> Iterator[tuple[int, str]]:
    for line, content in enumerate(_LINE_END.split(text), start=1):
        for piece in _SEPARATOR.split(content):
            if item := piece.strip(_EDGES):
                yield line, item


def _reason_to_reject(item: str) -> str | None:
    if _UNUSABLE.search(item):
        return "it holds control characters"
    if len(item) * 4 > LONGEST and len(item.encode()) > LONGEST:
        return f"it is longer than {LONGEST:,} bytes"
    return None
