"""The archive's time: how long its affairs take, and what falls due when."""

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Pace:
    """The real seconds that the archive's affairs take, so that a demonstration need not last for hours.

    `hour` is one hour of the archive: an order's life is counted in these. `preparation` lies between the response and
    the first suborder, `job` is the work on one suborder, and `recompute` the rhythm in which an order's figures are
    brought up to date (one second in REGARDS, contract C.3).
    """

    hour: float
    preparation: float
    job: float
    recompute: float

    @classmethod
    def default(cls) -> Self:
        """The pace of a demonstration: a small order is done in about seven seconds and lives six minutes."""
        return cls(hour=60, preparation=1.5, job=4, recompute=1)

    @classmethod
    def fast(cls) -> Self:
        """The pace of a test: a small order is done in two seconds and lives one minute."""
        return cls(hour=10, preparation=0.5, job=1.2, recompute=0.25)

    @classmethod
    def real(cls) -> Self:
        """The pace of a real archive, for tests that advance a clock of their own."""
        return cls(hour=3600, preparation=2, job=30, recompute=1)

    def next_recomputation(self, now: float) -> float:
        """The instant at which figures that changed now are seen to have changed."""
        return (now // self.recompute + 1) * self.recompute

    def next_hour(self, after: float) -> float:
        """The first full hour from this instant on: expiry is checked hourly (contract C.4)."""
        return -(-after // self.hour) * self.hour


class Timeline:
    """What will happen, in order of time; each event is told its own instant, not the instant of asking.

    The state of the archive is thereby a function of time: it does not depend on how often anybody looks.
    """

    def __init__(self) -> None:
        self._events: list[tuple[float, int, Callable[[float], None]]] = []
        self._turn = itertools.count()

    def at(self, when: float, happen: Callable[[float], None]) -> None:
        """Let something happen at an instant; events of one instant keep the order in which they were announced."""
        heapq.heappush(self._events, (when, next(self._turn), happen))

    def run(self, until: float) -> None:
        """Let everything happen that is due, including what these events themselves make due."""
        while self._events and self._events[0][0] <= until:
            when, _, happen = heapq.heappop(self._events)
            happen(when)
