"""The titles under which identifiers stand: above a list, over a column of a table, or as a key in JSON."""

import re
from collections.abc import Iterable

_TITLE = re.compile(r"(provider|product)?(identifier|id|urn)(s|\(s\))?", re.IGNORECASE | re.ASCII)
_JOINTS = re.compile(r"[\s_-]+")
# A table may have several: what REGARDS' users call an identifier goes before its technical URN (contract E.3).
_RANKS = ("provider", "product", "identifier", "id", "urn")


def is_title(name: str) -> bool:
    """Whether a name says "identifiers follow": any case, with or without spaces, underscores and hyphens."""
    return _rank(name) is not None


def best(names: Iterable[str]) -> int | None:
    """The position of the name that most surely stands over identifiers, if one of them is a title."""
    ranked = [(rank, position) for position, name in enumerate(names) if (rank := _rank(name)) is not None]
    return min(ranked)[1] if ranked else None


def _rank(name: str) -> int | None:
    title = _TITLE.fullmatch(_JOINTS.sub("", name))
    return _RANKS.index((title[1] or title[2]).lower()) if title else None
