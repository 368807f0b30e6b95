"""The delivery of some orders: all their files, verified, in a folder; or, for each that is not there, why."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from components.regards.delivery.parts import Part
from components.regards.delivery.progress import Phase, Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from components.regards.delivery.source import Source

__all__ = ["Delivery", "Phase", "Progress"]


class Delivery:
    """Follows some orders to their end, and brings each file as soon as the archive has it (contract K.6).

    Args:
        source: the archive.
        root: the folder in which each order gets one of its own.
        order_ids: the orders, in the order in which they are looked at.
        every: seconds between two looks at first; up to twelve times as many while nothing happens.
        wait: waits so many seconds, or less; the usual one is woken by pause, go_on and cancel.
        now: a clock in seconds that never goes back.

    ``run`` belongs to one thread; everything else may be called from any.
    """

    def __init__(
        self,
        source: Source,
        root: Path,
        order_ids: Sequence[int],
        *,
        every: float = 5.0,
        wait: Callable[[float], None] | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None: ...

    def run(self) -> None:
        """Deliver until the end, or until something stops it; never raises a RegardsError. May be run again."""

    def progress(self) -> Progress:
        """How far it is; costs next to nothing."""
        raise NotImplementedError

    def parts(self) -> tuple[Part, ...]:
        """Each order as it stands, as far as it has been looked at."""
        raise NotImplementedError

    def pause(self) -> None:
        """Begin no new file; those under way are brought to their end."""

    def go_on(self) -> None:
        """End a pause."""

    def cancel(self) -> None:
        """End the run, between two pieces of the files under way; what is verified stays."""
