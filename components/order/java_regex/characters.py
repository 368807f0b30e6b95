"""Sets of characters, and which letters Java 17 takes for the same when case does not matter.

The tables are those of Java 17 itself (see ``characters.json``). Facts: ``java.util.regex.Pattern``.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Final

LAST: Final = 0x10FFFF
_ASCII_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Characters:
    """A set of code points: ranges with both ends, in order and apart from each other."""

    ranges: tuple[tuple[int, int], ...] = ()

    @staticmethod
    def of(*ranges: tuple[int, int]) -> "Characters":
        """The set that these ranges make together, in any order, overlapping or not."""
        merged: list[tuple[int, int]] = []
        for first, last in sorted(ranges):
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
            else:
                merged.append((first, last))
        return Characters(tuple(merged))

    def __or__(self, other: "Characters") -> "Characters":
        return Characters.of(*self.ranges, *other.ranges)

    def __and__(self, other: "Characters") -> "Characters":
        return ~(~self | ~other)

    def __invert__(self) -> "Characters":
        starts = (0, *(last + 1 for _, last in self.ranges))
        ends = (*(first - 1 for first, _ in self.ranges), LAST)
        return Characters(tuple((start, end) for start, end in zip(starts, ends, strict=True) if start <= end))

    def __contains__(self, code: int) -> bool:
        return any(first <= code <= last for first, last in self.ranges)


def listed(text: str) -> Characters:
    """The set of the characters of a text."""
    return Characters.of(*((ord(sign), ord(sign)) for sign in text))


def with_other_case(first: int, last: int, *, unicode: bool) -> Characters:
    """A range as Java widens it under ``(?i)``: by ASCII letters only, or under ``(?iu)`` by all letters."""
    widened = Characters(((first, last),))
    if not unicode:
        letters = zip(_ASCII_LETTERS, _ASCII_LETTERS.upper(), strict=True)
        pairs = [(ord(lower), ord(upper)) for lower, upper in letters]
        return widened | Characters.of(
            *((a, a) for low, up in pairs for a, b in ((low, up), (up, low)) if b in widened)
        )
    upper = _case("upper")
    return widened | Characters.of(
        *((code, code) for code in _cased() if upper.get(code, code) in widened or folded(code) in widened)
    )


def same_letter(code: int, *, unicode: bool) -> Characters:
    """A character and those that Java takes for the same under ``(?i)``, or under ``(?iu)``."""
    if not unicode:
        return with_other_case(code, code, unicode=False)
    fold = folded(code)
    return Characters.of((code, code), (fold, fold), *((other, other) for other in _cased() if folded(other) == fold))


def in_class(code: int, *, unicode: bool) -> Characters:
    """A character that stands in ``[…]`` under ``(?i)`` or ``(?iu)``.

    Java has a short cut there for the first 256 characters, which misses what only folds to them: ``ẞ`` for ``ß``.
    """
    if not unicode or code >= _SHORT_CUT or code in _NOT_CUT_SHORT:
        return same_letter(code, unicode=unicode)
    return Characters.of(*((c, c) for c in (code, _case("upper").get(code, code), _case("lower").get(code, code))))


_SHORT_CUT: Final = 256
_NOT_CUT_SHORT: Final = frozenset([0xFF, 0xB5, 0xC5, 0xE5, *map(ord, "IiSsKk")])


def folded(code: int) -> int:
    """What Java compares under ``(?iu)``: the small letter of the capital letter."""
    upper = _case("upper").get(code, code)
    return _case("lower").get(upper, upper)


@cache
def _case(which: str) -> Mapping[int, int]:
    runs: Iterable[tuple[int, int, int, int]] = data()[which]
    return {code: code + apart for first, last, step, apart in runs for code in range(first, last + 1, step)}


@cache
def _cased() -> frozenset[int]:
    return frozenset(chain(_case("upper"), _case("lower")))


@cache
def data() -> Any:  # noqa: ANN401 - the file's shape is told by its own header
    """Java's tables."""
    return json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
