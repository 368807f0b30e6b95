"""How far a delivery is, for whoever looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from components.regards.errors import RegardsError


class Phase(str, Enum):
    """What a delivery is doing. The last three are its ends; after each of them it may be run again."""

    LOOKING = "looking at the orders"
    FETCHING = "fetching files"
    WAITING = "waiting"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    STOPPED = "stopped"
    ENDED = "ended"

    __str__ = str.__str__


@dataclass(frozen=True)
class Progress:
    """A delivery at one moment; sizes are in bytes, ``rate`` is the recent number of bytes a second.

    ``received`` counts the bytes of verified files and of those under way, whose names are ``under_way``.
    ``note`` says what it waits for, "" for nothing. ``trouble`` is why it STOPPED, or the outage that it is
    waiting out.
    """

    phase: Phase
    files: int
    verified: int
    failed: int
    size: int
    received: int
    rate: float
    under_way: tuple[str, ...]
    note: str
    trouble: RegardsError | None
