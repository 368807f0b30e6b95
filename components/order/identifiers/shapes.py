"""What a value looks like: a product's name, a number, a date, a measure, an address and so on."""

import re
from collections import Counter
from collections.abc import Sequence
from enum import Enum, auto

_NOTHING = frozenset(
    [
        "nan",
        "null",
        "none",
        "nil",
        "nat",
        "na",
        "n/a",
        "<na>",
        "(null)",
        "undefined",
        "-",
        "--",
        "---",
        "...",
        "…",
        "–",
        "—",
        ".",
        "?",
        "\\n",
        "#n/a",
        "#na",
        "#null!",
        "#name?",
        "#ref!",
        "#value!",
        "#div/0!",
        "#num!",
    ]
)
_LONGEST_NOTHING = max(map(len, _NOTHING))

_NUMBER = re.compile(r"[-+]?\d+")
_MEASURE = re.compile(
    r"[-+]?(?:\d[\d.,'\s]*+|\.\d+)(?:e[-+]?\d+)?\s*(?:%|°|[kmgtp]?i?b|[kmc]?m|km2|km²|s|bytes)?", re.IGNORECASE
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    r"\d{4}[-/]\d\d[-/]\d\d(?:[T ].*)?|\d\d?[./-]\d\d?[./-](?:\d{4}|\d\d)(?: .*)?|\d\d?:\d\d(?::\d\d.*)?|\d{8}T\d{6}Z?"
    rf"|\d\d?[-. ]{_MONTH}[-. ]\d{{2,4}}|{_MONTH} \d\d?,? \d{{4}}",
    re.IGNORECASE,
)
_FLAG = re.compile(r"true|false|yes|no", re.IGNORECASE)
_UUID = re.compile(r"\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?", re.IGNORECASE)
_HASH = re.compile(
    r"(?=.*\d)(?=.*[a-f])(?:[0-9a-f]{8}|[0-9a-f]{16}|[0-9a-f]{24}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})"
)
_URN = re.compile(r"urn:.+", re.IGNORECASE)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+|(?:[A-Za-z]:|~|\.{1,2})?[\\/](?:[^\\/]+[\\/])+[^\\/]*")
_NAME = re.compile(r"[^\W_](?:[\w.+~:-]*\w)?")
_NO_NAME = re.compile("|".join(f"(?:{pattern.pattern})" for pattern in (_DATE, _MEASURE, _UUID, _URN)), re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_SHORTEST_NAME, _LONGEST_NAME = 8, 300
_WORDY = 4  # blanks of a text that is no name, not even one of several words
_SURE_LENGTH, _SURE_DIGITS, _SURE_JOINTS = 16, 3, 2


class Kind(Enum):
    """The kinds of values, as far as they help to tell identifiers from what stands beside them."""

    NOTHING = auto()
    NAME = auto()
    CODE = auto()
    WORD = auto()
    NUMBER = auto()
    MEASURE = auto()
    DATE = auto()
    FLAG = auto()
    UUID = auto()
    URN = auto()
    ADDRESS = auto()
    TEXT = auto()


MEASURED = frozenset({Kind.MEASURE, Kind.DATE, Kind.FLAG, Kind.ADDRESS, Kind.TEXT})
"""Kinds that are no identifiers where names stand beside them."""


def is_nothing(value: str) -> bool:
    """Whether a value says that there is none: ``NaN``, ``NULL``, ``-``, ``#N/A``."""
    return len(value) <= _LONGEST_NOTHING and value.lower() in _NOTHING


def is_name(value: str) -> bool:
    """Whether a value looks like the name of a product: one word of letters, digits and joints, not too short."""
    if not _SHORTEST_NAME <= len(value) <= _LONGEST_NAME or value.isalpha() or value.isdigit():
        return False
    if ".." in value or value.upper() == value.lower() or not _DIGIT.search(value) or not _NAME.fullmatch(value):
        return False
    joints = value.count("_") + value.count("-") + value.count(".")
    if joints < _SURE_JOINTS and len(value) < _SURE_LENGTH:
        digits = len(_DIGIT.findall(value))
        if not joints or digits < _SURE_DIGITS:
            return False
    return not (_NO_NAME.fullmatch(value) or _HASH.fullmatch(value))


def kind(value: str) -> Kind:
    """The kind of a cleaned value."""
    if not value or is_nothing(value):
        return Kind.NOTHING
    value = value[: _LONGEST_NAME * 4]
    for pattern, known in _PATTERNS:
        if pattern.fullmatch(value):
            return known
    if is_name(value):
        return Kind.NAME
    blanks = value.count(" ")
    if blanks >= _WORDY or (blanks and ("(" in value and _DIGIT.search(value) and "." in value)) or value[0] in "{[":
        return Kind.TEXT
    return Kind.CODE if not blanks and _DIGIT.search(value) else Kind.WORD


def kind_of_all(values: Sequence[str]) -> Kind:
    """The kind of most of the values that are given; NOTHING if none is."""
    counted = Counter(map(kind, values))
    del counted[Kind.NOTHING]
    return counted.most_common(1)[0][0] if counted else Kind.NOTHING


_PATTERNS = (
    (_NUMBER, Kind.NUMBER),
    (_DATE, Kind.DATE),
    (_MEASURE, Kind.MEASURE),
    (_FLAG, Kind.FLAG),
    (_UUID, Kind.UUID),
    (_HASH, Kind.UUID),
    (_URN, Kind.URN),
    (_ADDRESS, Kind.ADDRESS),
)
