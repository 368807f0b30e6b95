"""A finding of a lint rule: a place, two sentences, and the edits that fix it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol


class Gravity(StrEnum):
    """The consequence of a fault."""

    REFUSED = "refused"  # the archive refuses the order
    SURPRISING = "surprising"  # the archive does something else than most people mean


class Edit(NamedTuple):
    """A replacement of the characters from `start` to before `end` by a text."""

    start: int
    end: int
    text: str


UNEXPLAINED = "“Check with the catalogue” shows the reason."
"""Why, of a refusal that only the catalogue explains."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault. Without edits there is no certain fix. Edits are in order and do not overlap."""

    start: int
    end: int
    gravity: Gravity
    what: str
    why: str
    edits: tuple[Edit, ...] = ()


class Place(NamedTuple):
    """The characters from `start` to before `end`."""

    start: int
    end: int


class _Part(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def refused(part: _Part, what: str, why: str, edits: Iterable[Edit] = ()) -> Finding:
    """A fault for which the archive refuses the whole order."""
    return Finding(part.start, part.end, Gravity.REFUSED, what, why, tuple(edits))


def surprising(part: _Part, what: str, why: str, edits: Iterable[Edit] = ()) -> Finding:
    """A fault that makes the archive do something else than most people mean."""
    return Finding(part.start, part.end, Gravity.SURPRISING, what, why, tuple(edits))


def applied(expression: str, edits: Iterable[Edit]) -> str:
    """The expression with these edits made."""
    pieces, position = [], 0
    for start, end, text in edits:
        pieces += [expression[position:start], text]
        position = end
    return "".join([*pieces, expression[position:]])


def shown(text: str) -> str:
    """A piece of the expression in quotation marks, shortened if it is long."""
    return f"“{text}”" if len(text) <= _LONGEST_SHOWN else f"“{text[: _LONGEST_SHOWN - 1]}…”"


def also(others: int) -> str:
    """The words for the number of other places; nothing for none."""
    if not others:
        return ""
    return f" (here and in {others:,} more place{'s' if others > 1 else ''})"


_LONGEST_SHOWN = 60
