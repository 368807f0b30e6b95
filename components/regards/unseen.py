"""What ordering does not need to see, and an archive may not show to a user.

Rights are per role and endpoint, and an installation may have no more than the calls of the public guide (contract
L.12). So 403 or 404 there is no outage: the user is told what cannot be looked at, and the order can be sent.
"""

from collections.abc import Callable
from enum import Enum, auto
from typing import TypeVar

from components.regards.errors import NOT_SHOWN, RegardsError

T = TypeVar("T")


class Part(Enum):
    """A part of an archive that ordering does not need to see."""

    CATALOGUE = auto()
    COUNTS = auto()  # the catalogue's summary
    DATASETS = auto()  # their names
    QUOTA = auto()
    BASKET = auto()
    ORDERS = auto()  # their list


class Looks:
    """Looks at some parts of an archive; ``unseen`` are those that could not be looked at."""

    def __init__(self) -> None:
        self.unseen: tuple[Part, ...] = ()

    def at(self, part: Part, read: Callable[[], T], refusals: tuple[type[RegardsError], ...] = NOT_SHOWN) -> T | None:
        """What was read of a part, None if it is not shown; other errors than the refusals are raised."""
        try:
            return read()
        except refusals:
            self.unseen += (part,)
            return None
