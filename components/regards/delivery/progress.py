"""The progress of a delivery, and the reason why it waits."""

from __future__ import annotations

import threading
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from components.regards.delivery.order_state import LONG_QUIET
from components.regards.orders.statuses import OrderStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from components.regards.delivery.order_state import OrderState
    from components.regards.errors import RegardsError
    from components.regards.orders.records import OrderFile


class Phase(str, Enum):
    """The phase of a delivery. The last three end it; after them it may be run again."""

    LOOKING = "looking at the orders"
    FETCHING = "fetching files"
    WAITING = "waiting"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    STOPPED = "stopped"
    ENDED = "ended"

    __str__ = str.__str__


OVER: Final = frozenset({Phase.CANCELLED, Phase.STOPPED, Phase.ENDED})
"""Phases in which nothing more is tried."""


@dataclass(frozen=True)
class Progress:
    """The progress of a delivery; sizes are in bytes, ``rate`` is the recent number of bytes a second.

    ``unverifiable`` counts files that arrived, of which the archive announced no checksum. ``failed`` counts files that
    are not tried again. ``received`` counts the bytes of verified files and of downloads under way; ``arriving`` those
    of the latter, and ``under_way`` holds their names. ``note`` is a sentence on what the delivery waits for, or "".
    ``trouble`` is the error that stopped it, or the outage whose end it waits for. ``unseen`` says that the archive
    does not show one of the orders, so that more files may come than are known. ``pausing`` says that the user has
    paused it, and that files under way are finished first.
    """

    phase: Phase
    files: int
    verified: int
    unverifiable: int
    failed: int
    size: int
    received: int
    rate: float
    under_way: tuple[str, ...]
    note: str
    trouble: RegardsError | None
    unseen: bool = False
    arriving: int = 0
    pausing: bool = False

    @property
    def paused(self) -> bool:
        """Whether the user has paused it, be it that files under way are finished first."""
        return self.pausing or self.phase is Phase.PAUSED


def why_waiting(orders: Sequence[OrderState]) -> str:
    """The reason why there is nothing to download now, as a sentence."""
    if not orders:
        return ""
    first = _why(orders[0])
    return first if len(orders) == 1 else f"{first} {len(orders) - 1} more of your orders are waiting too."


def number_of_files(count: int) -> str:
    """A number of files in words: ``1 file``, ``1,200 files``."""
    return "1 file" if count == 1 else f"{count:,} files"


_RECENT: Final = 10.0  # seconds over which the rate is measured
_STEP: Final = 0.5  # seconds between two points of the measurement


class Activity:
    """The current activity of a delivery, written by its threads and readable from any thread.

    ``now`` is a clock in seconds.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self.phase = Phase.LOOKING
        self.note = ""
        self.trouble: RegardsError | None = None
        self._now = now
        self._lock = threading.Lock()
        self._arriving: dict[int, tuple[str, int]] = {}
        self._total = 0
        self._points: deque[tuple[float, int]] = deque()

    @property
    def over(self) -> bool:
        """Whether nothing more is tried."""
        return self.phase in OVER

    def say(self, phase: Phase, note: str = "", trouble: RegardsError | None = None) -> None:
        """Set the phase, its note and its error."""
        self.phase, self.note, self.trouble = phase, note, trouble

    @contextmanager
    def arrival(self, file: OrderFile) -> Iterator[Callable[[int], None]]:
        """Count a file as under way; the context gives a function to call with the size of each chunk."""

        def took(size: int) -> None:
            with self._lock:
                name, received = self._arriving[file.file_id]
                self._arriving[file.file_id] = (name, received + size)
                self._total += size
                self._add_point()

        with self._lock:
            self._arriving[file.file_id] = (file.name, 0)
            self._add_point()
        try:
            yield took
        finally:
            with self._lock:
                del self._arriving[file.file_id]

    def arriving(self) -> tuple[tuple[str, int], ...]:
        """The name and the bytes so far of each file under way."""
        with self._lock:
            return tuple(self._arriving.values())

    def rate(self) -> float:
        """The recent rate in bytes a second."""
        with self._lock:
            since = self._forget_old_points()
            elapsed = self._now() - since[0]
            return (self._total - since[1]) / elapsed if elapsed > 0 else 0.0

    def _add_point(self) -> None:
        self._forget_old_points()
        now = self._now()
        if not self._points or now - self._points[-1][0] >= _STEP:
            self._points.append((now, self._total))

    def _forget_old_points(self) -> tuple[float, int]:
        """The oldest point of the measurement, or the present if there is none."""
        now = self._now()
        while self._points and self._points[0][0] < now - _RECENT:
            self._points.popleft()
        return self._points[0] if self._points else (now, self._total)


def _why(state: OrderState) -> str:
    order = state.order
    name = f"Order {order.order_id}"
    again = len(state.by_number()) + len(state.by_zip())
    if again:
        return f"{name}: {number_of_files(again)} will be tried again."
    if order.status == OrderStatus.PAUSED:
        return f"{name} is paused on the archive. Resume it to get the remaining files."
    if order.status == OrderStatus.PENDING:
        return f"{name} has not begun yet. The archive is still listing its files."
    if order.unseen:
        return f"The archive does not show order {order.order_id} here, and lists no further file of it so far."
    if state.quiet < LONG_QUIET:
        return f"The archive is preparing the next files of order {order.order_id}, which is at {order.percent} %."
    return (
        f"{name} has stayed at {order.percent} % for a while. The archive may still be preparing it. But it prepares "
        "only two parts of orders at a time for each user, and a part counts until its files are downloaded. So "
        "another of your orders with files to download may block this one."  # contract C.8
    )
