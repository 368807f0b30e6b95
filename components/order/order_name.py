"""The name of an order: what its user typed, what it is called else, and what an archive is told (contract C.9).

This desk alone knows the name of an order that went out by ``apply``, which takes none (contract T-52).
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

LONGEST: Final = 50
"""Characters of a name; also of REGARDS' labels, in which Java counts some as two (contract C.9)."""


def is_name(text: str) -> bool:
    """Whether a text can be a name: one line, not too long, without control characters and marks of direction."""
    return len(text) <= LONGEST and text.isprintable()


def by_default(products: int | None, at: datetime) -> str:
    """The name of an order to which its user gave none: ``67 products, 26 Nov 14:05``.

    Args:
        products: how many were asked for by name; 0 if they were searched for, None if nobody knows.
        at: when, in the zone of the user.
    """
    when = f"{at.day} {at:%b %H:%M}"
    if products is None:
        return f"Order of {when}"
    what = "Search" if products == 0 else "1 product" if products == 1 else f"{products:,} products"
    return f"{what}, {when}"


def label(name: str, position: int = 0, planned: int = 1) -> str:
    """The label of one order of a request: its name in one line, cut to what REGARDS takes.

    No two orders of a user have the same label (contract C.9), so several orders of one request are numbered.
    """
    number = f" ({position + 1} of {planned})" if planned > 1 else ""
    return _cut(name, LONGEST - len(number)) + number


def label_by_default(identifiers: Sequence[str], at: datetime) -> str:
    """The name under which an archive gets an order without one: what it asks for, and when, to the second.

    ``identifiers`` are empty for an order by search expressions.
    """
    time = f", {at.astimezone(UTC):%Y-%m-%d %H:%M:%S}Z"
    several = f"{len(identifiers):,} products" if identifiers else "Search"
    return _cut(identifiers[0] if len(identifiers) == 1 else several, LONGEST - len(time)) + time


def _cut(text: str, longest: int) -> str:
    """A text in one line of so many characters at most, as Java counts them: units of UTF-16."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    line = " ".join(shown.split())
    units = line.encode("utf-16-le")
    return line if len(units) <= 2 * longest else units[: 2 * (longest - 1)].decode("utf-16-le", "ignore") + "…"
