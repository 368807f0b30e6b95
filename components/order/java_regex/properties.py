r"""The sets of characters that Java 17 has names for: ``\d``, POSIX classes, properties, scripts and blocks.

Names that Java does not know give None, so that the reader can say where they stand. Facts: Java 17,
``java.util.regex.Pattern`` and ``java.lang.Character``.
"""

from collections.abc import Mapping
from functools import cache
from itertools import chain
from typing import Final

from components.order.java_regex.characters import LAST, Characters, data, listed

# The classes that Java writes with a backslash; ASCII unless (?U).
DIGIT: Final = Characters(((0x30, 0x39),))
WORD: Final = Characters(((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)))
SPACE: Final = Characters(((0x09, 0x0D), (0x20, 0x20)))
HORIZONTAL: Final = listed(" \t\xa0\u1680\u180e\u202f\u205f\u3000") | Characters(((0x2000, 0x200A),))
VERTICAL: Final = listed("\n\x0b\f\r\x85\u2028\u2029")
LINE_ENDS: Final = listed("\n\r\x85\u2028\u2029")

_POSIX: Final = {
    "Lower": Characters(((0x61, 0x7A),)),
    "Upper": Characters(((0x41, 0x5A),)),
    "ASCII": Characters(((0, 0x7F),)),
    "Alpha": Characters(((0x41, 0x5A), (0x61, 0x7A))),
    "Digit": DIGIT,
    "Alnum": Characters(((0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A))),
    "Punct": Characters(((0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E))),
    "Graph": Characters(((0x21, 0x7E),)),
    "Print": Characters(((0x20, 0x7E),)),
    "Blank": listed(" \t"),
    "Cntrl": Characters(((0, 0x1F), (0x7F, 0x7F))),
    "XDigit": Characters(((0x30, 0x39), (0x41, 0x46), (0x61, 0x66))),
    "Space": SPACE,
}
_UNICODE_POSIX: Final = {
    "ALPHA": "ALPHABETIC",
    "LOWER": "LOWERCASE",
    "UPPER": "UPPERCASE",
    "SPACE": "WHITE_SPACE",
    "PUNCT": "PUNCTUATION",
    "XDIGIT": "HEX_DIGIT",
    "CNTRL": "CONTROL",
    **{name: name for name in ("ALNUM", "DIGIT", "BLANK", "GRAPH", "PRINT")},
}
_ANY_CASE: Final = {"Lower": "Alpha", "Upper": "Alpha", "Lu": "LC", "Ll": "LC", "Lt": "LC"}
_CASES: Final = frozenset({"LOWERCASE", "UPPERCASE", "TITLECASE"})


def posix_in_unicode(name: str, *, any_case: bool) -> Characters | None:
    r"""What ``\p{name}`` means under ``(?U)`` where Java redefines it: ``Lower``, ``alpha`` and the like."""
    known = _UNICODE_POSIX.get(name.upper())
    return binary(known, any_case=any_case) if known else None


@cache
def binary(name: str, *, any_case: bool) -> Characters | None:
    r"""What ``\p{Is…}`` means for a binary property of Unicode, whose name may be in any case."""
    name = name.upper()
    if any_case and name in _CASES:
        return _union(_set("Lowercase"), _set("Uppercase"), _category("Lt"))
    return _binaries().get(name)


@cache
def general(name: str, *, any_case: bool) -> Characters | None:
    r"""What ``\p{…}`` means for a category of Unicode, a POSIX class of ASCII, or ``java…``."""
    if any_case:
        name = _ANY_CASE.get(name, name)
    if name.startswith("java"):
        if any_case and name in {"javaLowerCase", "javaUpperCase", "javaTitleCase"}:
            return binary("LOWERCASE", any_case=True)
        return _java().get(name.removeprefix("java"))
    return _POSIX.get(name) or _categories().get(name)


@cache
def script(name: str) -> Characters | None:
    """The characters of a script, by its name or four-letter code in any case."""
    tables = data()
    ranges = tables["scripts"].get(tables["script_codes"].get(name.upper(), name.upper()))
    return None if ranges is None else _parsed(ranges)


@cache
def block(name: str) -> Characters | None:
    """The characters of a block, by any of the names that Java knows, in any case."""
    ranges = data()["blocks"].get(name.upper())
    return None if ranges is None else _parsed(ranges)


def control_names() -> Mapping[str, int]:
    """The control characters by the names that Java gives them, such as ``LINE FEED (LF)``."""
    codes = chain(range(0x20), range(0x7F, 0xA0))
    return dict(zip(data()["controls"], codes, strict=True))


def letter_or_digit() -> Characters:
    r"""What a word consists of for ``\b``, besides the underscore."""
    return _union(*map(_category, ("L", "Nd")))


def _categories() -> Mapping[str, Characters]:
    return {
        **{name: _category(name) for name in (*data()["categories"], *"LMNZCPS")},
        "LC": _union(*map(_category, ("Lu", "Ll", "Lt"))),
        "LD": letter_or_digit(),
        "L1": Characters(((0, 0xFF),)),
        "all": Characters(((0, LAST),)),
    }


@cache
def _binaries() -> Mapping[str, Characters]:
    alphabetic, digit = _set("Alphabetic"), _category("Nd")
    joiners = Characters(((0x200C, 0x200D),))
    blank = _category("Zs") | listed("\t")
    graph = ~_union(_set("WhiteSpace"), *map(_category, ("Cc", "Cs", "Cn")))
    known = {
        "ALPHABETIC": alphabetic,
        "IDEOGRAPHIC": _set("Ideographic"),
        "LETTER": _category("L"),
        "LOWERCASE": _set("Lowercase"),
        "UPPERCASE": _set("Uppercase"),
        "TITLECASE": _category("Lt"),
        "WHITE_SPACE": _set("WhiteSpace"),
        "CONTROL": _category("Cc"),
        "PUNCTUATION": _category("P"),
        "HEX_DIGIT": _set("HexDigit"),
        "ASSIGNED": ~_category("Cn"),
        "NONCHARACTER_CODE_POINT": _set("NoncharacterCodePoint"),
        "DIGIT": digit,
        "ALNUM": alphabetic | digit,
        "BLANK": blank,
        "GRAPH": graph,
        "PRINT": (graph | blank) & ~_category("Cc"),
        "WORD": _union(alphabetic, joiners, *map(_category, ("M", "Nd", "Pc"))),
        "JOIN_CONTROL": joiners,
    }
    short = ("WHITE_SPACE", "HEX_DIGIT", "NONCHARACTER_CODE_POINT", "JOIN_CONTROL")
    return known | {name.replace("_", ""): known[name] for name in short}


@cache
def _java() -> Mapping[str, Characters]:
    ignorable = _set("IdentifierIgnorable")
    start = _union(*map(_category, ("L", "Nl", "Sc", "Pc")))
    return {
        "LowerCase": _set("Lowercase"),
        "UpperCase": _set("Uppercase"),
        "Alphabetic": _set("Alphabetic"),
        "Ideographic": _set("Ideographic"),
        "TitleCase": _category("Lt"),
        "Digit": _category("Nd"),
        "Defined": ~_category("Cn"),
        "Letter": _category("L"),
        "LetterOrDigit": letter_or_digit(),
        "JavaIdentifierStart": start,
        "JavaIdentifierPart": _union(start, ignorable, *map(_category, ("Nd", "Mc", "Mn"))),
        "UnicodeIdentifierStart": _set("UnicodeIdentifierStart"),
        "UnicodeIdentifierPart": _set("UnicodeIdentifierPart"),
        "IdentifierIgnorable": ignorable,
        "SpaceChar": _category("Z"),
        "Whitespace": _set("Whitespace"),
        "ISOControl": _category("Cc"),
        "Mirrored": _set("Mirrored"),
    }


def _union(*sets: Characters) -> Characters:
    return Characters.of(*chain.from_iterable(each.ranges for each in sets))


@cache
def _category(name: str) -> Characters:
    """A category, or all whose names begin with the letter."""
    return _union(*(_parsed(text) for known, text in data()["categories"].items() if known.startswith(name)))


def _set(name: str) -> Characters:
    return _parsed(data()["properties"][name])


@cache
def _parsed(text: str) -> Characters:
    ends = (part.partition("-") for part in text.split())
    return Characters(tuple((int(first, 16), int(last or first, 16)) for first, _, last in ends))
