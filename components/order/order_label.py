"""The label of an order at an archive that lets its user choose one (contract C.9)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

LONGEST: Final = 50
"""Characters of a label, as Java counts them: some take two (contract C.9)."""


def label(name: str, position: int = 0, planned: int = 1) -> str:
    """The label of one order of a request: its name in one line, cut to what REGARDS takes.

    No two orders of a user have the same label (contract C.9), so several orders of one request are numbered.
    """
    number = f" ({position + 1} of {planned})" if planned > 1 else ""
    return _cut(name, LONGEST - len(number)) + number


def usual(identifiers: Sequence[str], at: datetime) -> str:
    """The name of an order to which its user gives none: what it asks for, and when, to the second.

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
