r"""Sets of characters as Java 17 defines them: by ranges, by name, and with their other case.

Names and case are known up to ``ſ`` (U+017F), where Unicode's versions agree: the letters of ASCII, Latin-1 and
Latin Extended-A. Facts: ``java.util.regex.Pattern``.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

LATIN: Final = range(0x180)
"""The characters whose category and case are known here."""
_LAST: Final = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Characters:
    """A set of code points: ranges that include both ends, in order and not adjacent."""

    ranges: tuple[tuple[int, int], ...] = ()

    @staticmethod
    def of(*ranges: tuple[int, int]) -> "Characters":
        """The union of ranges, in any order, overlapping or not."""
        merged: list[tuple[int, int]] = []
        for first, last in sorted(ranges):
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
            else:
                merged.append((first, last))
        return Characters(tuple(merged))

    def __or__(self, other: "Characters") -> "Characters":
        return Characters.of(*self.ranges, *other.ranges)

    def __invert__(self) -> "Characters":
        starts = (0, *(last + 1 for _, last in self.ranges))
        ends = (*(first - 1 for first, _ in self.ranges), _LAST)
        return Characters(tuple((start, end) for start, end in zip(starts, ends, strict=True) if start <= end))

    def __str__(self) -> str:
        """The set in the syntax of the ``regex`` library, without negation, in which that library has errors."""
        if not self.ranges:
            return "(?!)"
        if self.ranges == ((0, _LAST),):
            return "(?s:.)"
        return f"[{''.join(f'{_escaped(first)}-{_escaped(last)}' for first, last in self.ranges)}]"


def _escaped(code: int) -> str:
    return chr(code) if chr(code).isascii() and chr(code).isalnum() else f"\\U{code:08x}"


def listed(text: str) -> Characters:
    """The set of the characters of a text."""
    return Characters.of(*((ord(character), ord(character)) for character in text))


def with_other_case(first: int, last: int, *, unicode: bool) -> Characters:
    """A range with the letters that ``(?i)`` adds in Java: those of ASCII, or all `LATIN` ones with ``(?iu)``."""
    codes = LATIN if unicode else range(0x80)
    wanted = range(first, last + 1)
    others = (code for code in codes if _CASES[code][0] in wanted or _CASES[code][1] in wanted)
    return Characters.of((first, last), *((code, code) for code in others))


def _upper(code: int) -> int:
    upper = chr(code).upper()
    return ord(upper) if len(upper) == 1 else code


def _lower(code: int) -> int:
    return ord(chr(code).lower()[0])  # “İ” becomes two characters in Python, an “i” in Java


def _of_category(*categories: str) -> Characters:
    """The `LATIN` characters of these general categories of Unicode."""
    return Characters.of(*((c, c) for c in LATIN if unicodedata.category(chr(c)).startswith(categories)))


_CASES: Final = tuple((_upper(code), _lower(_upper(code))) for code in LATIN)
LINE_ENDS: Final = listed("\n\r\x85\u2028\u2029")
ASCII_WORD: Final = Characters.of((48, 57), (65, 90), (95, 95), (97, 122))
WORD_OF_BOUNDARY: Final = _of_category("L", "Nd") | listed("_")
SHORTHANDS: Final = {"d": Characters.of((48, 57)), "s": listed(" \t\n\x0b\f\r"), "w": ASCII_WORD}
POSIX: Final = {
    "ASCII": Characters.of((0, 127)),
    "Lower": Characters.of((97, 122)),
    "Upper": Characters.of((65, 90)),
    "Alpha": Characters.of((65, 90), (97, 122)),
    "Digit": Characters.of((48, 57)),
    "Alnum": Characters.of((48, 57), (65, 90), (97, 122)),
    "Punct": Characters.of((33, 47), (58, 64), (91, 96), (123, 126)),
    "Graph": Characters.of((33, 126)),
    "Print": Characters.of((32, 126)),
    "Blank": listed(" \t"),
    "Cntrl": Characters.of((0, 31), (127, 127)),
    "XDigit": Characters.of((48, 57), (65, 70), (97, 102)),
    "Space": SHORTHANDS["s"],
}
CATEGORIES: Final = {name: _of_category(name) for name in ("L", "Lu", "Ll", "N", "Nd", "P", "S", "Z")}
"""Only their characters in `LATIN`."""
