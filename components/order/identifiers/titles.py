"""The titles of identifiers: above a list, above a column of a table, or as a key in JSON."""

import re
from collections.abc import Iterable

_TITLE = re.compile(r"(provider|product)?(identifier|id|urn)(s|\(s\))?", re.IGNORECASE | re.ASCII)
_JOINTS = re.compile(r"[\s_-]+")
# A table may have several: the identifiers of users come before the technical URN (contract E.3).
_RANKS = ("provider", "product", "identifier", "id", "urn")


def is_title(name: str) -> bool:
    """Whether a name is a title of identifiers, in any case, with or without spaces, underscores and hyphens."""
    return _rank(name) is not None


def best(names: Iterable[str]) -> int | None:
    """The position of the best title of identifiers among some names; None if there is none."""
    ranked = [(rank, position) for position, name in enumerate(names) if (rank := _rank(name)) is not None]
    return min(ranked)[1] if ranked else None


def _rank(name: str) -> int | None:
    title = _TITLE.fullmatch(_JOINTS.sub("", name))
    return _RANKS.index((title[1] or title[2]).lower()) if title else None
