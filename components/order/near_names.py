"""Other spellings of a name that the catalogue does not know, to ask for once more; nothing here asks.

People hold names of files (`.zip`, `.nc`), addresses, names in other capitals, or two names without a line end between
them. A quoted value is compared whole (contract F.1), so the catalogue finds none of these.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import unquote, urlsplit

SUFFIXES: Final = (".SAFE", ".zip", ".tar", ".tgz", ".tar.gz", ".nc", ".nc.gz", ".gz")
"""Endings that one archive gives its names and another does not."""

_FEWEST_IN_PATTERN: Final = 4  # characters beside the wildcards
_MOST_WILDCARDS: Final = 5
_SHORTEST_PART: Final = 8  # characters; a shorter text is part of too many names
_SHORTEST_BEGINNING: Final = 16  # characters; many names begin alike, and only one with a long beginning is near

LONGEST: Final = 500
"""Characters of a name that is looked at."""

_PLAIN: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
_PATTERN: Final = re.compile(r"[A-Za-z0-9_*][A-Za-z0-9_.*-]*")
_URN: Final = re.compile(r"URN:[A-Za-z]+:[A-Za-z]+:\S+")


class Nearness(StrEnum):
    """How a proposal relates to the unknown name."""

    SPELLING = "spelling"
    PART = "part"
    BEGINNING = "beginning"
    URN = "urn"
    PATTERN = "pattern"
    RUN_TOGETHER = "run together"


@dataclass(frozen=True, slots=True)
class NearName:
    """What an unknown name probably means: one known name, or several for a pattern and for names run together."""

    unknown: str
    names: tuple[str, ...]
    nearness: Nearness


def spellings(name: str) -> tuple[str, ...]:
    """Other spellings of a name, the nearest first: without and with known endings, and in other capitals.

    Of an address, the last part of its path is taken.
    """
    if len(name) > LONGEST:
        return ()
    own = _last_part(name)
    stem = _without_suffixes(own)
    found = [own, *_shortened(own), *(f"{stem}{suffix}" for suffix in SUFFIXES)]
    for text in (own, stem):
        found += [text.upper(), text.lower()]
    found.append(f"{stem.upper()}.SAFE")
    return tuple(each for each in dict.fromkeys(found) if each and each != name)


def part(name: str) -> str:
    """The part of a name that also stands in near names; empty if it must not stand unquoted in a query.

    Unquoted, REGARDS takes it as “contains”, in any capitals (contract F.1). Only letters, digits, `_` and `-` are
    sure to mean themselves there.
    """
    stem = _without_suffixes(_last_part(name)) if len(name) <= LONGEST else ""
    return stem if len(stem) >= _SHORTEST_PART and _PLAIN.fullmatch(stem) else ""


def beginning(name: str) -> str:
    """The same without its last piece, which a typing error or another version may change: a time, a tier, a number."""
    shorter = part(name)
    shorter = shorter[: max(shorter.rfind("_"), shorter.rfind("-"), 0)]
    return shorter if len(shorter) >= _SHORTEST_BEGINNING else ""


def is_pattern(name: str) -> bool:
    """Whether a name has the wildcard `*` and otherwise only what means itself outside quotes (contract F.1)."""
    return (
        1 <= name.count("*") <= _MOST_WILDCARDS
        and len(name) <= LONGEST
        and len(name.replace("*", "")) >= _FEWEST_IN_PATTERN
        and _PATTERN.fullmatch(name) is not None
    )


def fits(name: str, pattern: str) -> bool:
    """Whether a name is one of those that a pattern with `*` means; the archive takes `.` for any character."""
    first, *others = pattern.split("*")
    if not others:
        return name == first
    *inner, last = others
    place = len(first)
    for each in inner:  # an expression with several `.*` would take the name's length to their power
        found = name.find(each, place)
        if found < 0:
            return False
        place = found + len(each)
    return name.startswith(first) and name.endswith(last) and place + len(last) <= len(name)


def is_urn(name: str) -> bool:
    """Whether a name has the form of REGARDS' own identifiers, such as `URN:AIP:DATA:…` (contract L.8)."""
    return len(name) <= LONGEST and _URN.fullmatch(name) is not None


def exchanged(names: Iterable[str], near: Iterable[NearName]) -> tuple[str, ...]:
    """The names with each unknown one replaced by its proposal, in the same order, each once."""
    proposed = {each.unknown: each.names for each in near}
    return tuple(dict.fromkeys(known for name in names for known in proposed.get(name, (name,))))


def spread(names: Sequence[str], most: int) -> tuple[str, ...]:
    """At most so many of the names, spread evenly over the list."""
    if len(names) <= most:
        return tuple(names)
    return tuple(names[position * len(names) // most] for position in range(most))


def _last_part(name: str) -> str:
    """The last part of an address or of a path; the name itself if it is neither."""
    if "://" in name:
        try:
            return unquote(urlsplit(name).path).rstrip("/").rpartition("/")[2] or name
        except ValueError:
            return name
    return re.split(r"[/\\]", name.rstrip("/\\"))[-1] or name


def _shortened(name: str) -> Iterator[str]:
    """The name without its last known ending, then without the one before, and so on."""
    while shorter := next((name[: -len(each)] for each in _LONGEST_FIRST if _ends(name, each)), ""):
        yield shorter
        name = shorter


def _without_suffixes(name: str) -> str:
    return (name, *_shortened(name))[-1]


def _ends(name: str, suffix: str) -> bool:
    return len(name) > len(suffix) and name.lower().endswith(suffix.lower())


_LONGEST_FIRST: Final = sorted(SUFFIXES, key=len, reverse=True)
