"""The name of an order, which this desk alone knows: ``apply`` takes none (contract T-52)."""

from datetime import datetime
from typing import Final

LONGEST: Final = 50
"""Characters of a name; REGARDS' own labels are as long (contract C.3)."""


def is_name(text: str) -> bool:
    """Whether a text can be a name: one line, not too long, without control characters and marks of direction."""
    return len(text) <= LONGEST and text.isprintable()


def by_default(products: int | None, at: datetime) -> str:
    """The name of an order to which its user gave none: ``67 products, 26 Nov 14:05``.

    Args:
        products: how many come, of those asked for by name; 0 if they were searched for, None if nobody knows.
        at: when, in the zone of the user.
    """
    when = f"{at.day} {at:%b %H:%M}"
    if products is None:
        return f"Order of {when}"
    what = "Search" if products == 0 else "1 product" if products == 1 else f"{products:,} products"
    return f"{what}, {when}"
