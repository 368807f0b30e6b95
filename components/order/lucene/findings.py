"""What a rule of the lint finds: a place, two sentences, and the edits that fix it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol


class Gravity(StrEnum):
    """What a fault leads to."""

    REFUSED = "refused"  # the archive would refuse the order
    SURPRISING = "surprising"  # it would do something else than most people mean


class Edit(NamedTuple):
    """Replace what stands from `start` to before `end` by this text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault; without edits there is no sure way to fix it. Edits are in order and do not overlap."""

    start: int
    end: int
    gravity: Gravity
    what: str
    why: str
    edits: tuple[Edit, ...] = ()


class Place(NamedTuple):
    """What stands from `start` to before `end`."""

    start: int
    end: int


class _Part(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def refused(part: _Part, what: str, why: str, edits: Iterable[Edit] = ()) -> Finding:
    """A fault for which the archive refuses the whole order."""
    return Finding(
        part.start, part.end, Gravity.REFUSED, what, f"The archive would refuse the order. {why}", tuple(edits)
    )


def surprising(part: _Part, what: str, why: str, edits: Iterable[Edit] = ()) -> Finding:
    """A fault that lets the archive do something else than most people mean."""
    return Finding(part.start, part.end, Gravity.SURPRISING, what, why, tuple(edits))


def applied(expression: str, edits: Iterable[Edit]) -> str:
    """The expression with these edits made."""
    pieces, position = [], 0
    for start, end, text in edits:
        pieces += [expression[position:start], text]
        position = end
    return "".join([*pieces, expression[position:]])


def shown(text: str) -> str:
    """A piece of the expression between quotation marks, shortened where it is long."""
    return f"“{text}”" if len(text) <= _LONGEST_SHOWN else f"“{text[: _LONGEST_SHOWN - 1]}…”"


def also(others: int) -> str:
    """The words that say how many more places there are: nothing for none."""
    if not others:
        return ""
    return f" (here and in {others:,} more place{'s' if others > 1 else ''})"


_LONGEST_SHOWN = 60
