"""The time of the archive: how long its work takes, and its scheduled events."""

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Pace:
    """Durations in real seconds, so that a demonstration does not last for hours.

    Attributes:
        hour: one hour of the archive, the unit of an order's lifetime.
        preparation: from the response to an order request until its files are listed.
        job: the work on one suborder.
        recompute: the interval at which the figures of an order are updated (1 s in REGARDS, contract C.3).
    """

    hour: float
    preparation: float
    job: float
    recompute: float

    @classmethod
    def default(cls) -> Self:
        """The pace of a demonstration: a small order takes about 7 s and expires after 6 min."""
        return cls(hour=60, preparation=1.5, job=4, recompute=1)

    @classmethod
    def fast(cls) -> Self:
        """The pace of a test: a small order takes 2 s and expires after 1 min."""
        return cls(hour=10, preparation=0.5, job=1.2, recompute=0.25)

    @classmethod
    def real(cls) -> Self:
        """The pace of a real archive, for tests that advance their own clock."""
        return cls(hour=3600, preparation=2, job=30, recompute=1)

    def next_recomputation(self, now: float) -> float:
        """The time of the first update of the figures after `now`."""
        return (now // self.recompute + 1) * self.recompute

    def next_hour(self, after: float) -> float:
        """The first full hour at or after this time: expiry is checked hourly (contract C.4)."""
        return -(-after // self.hour) * self.hour


class Timeline:
    """Scheduled events in order of time.

    Each event gets its scheduled time, not the time at which it is run. So the state of the archive is a function of
    time and does not depend on how often it is read.
    """

    def __init__(self) -> None:
        self._events: list[tuple[float, int, Callable[[float], None]]] = []
        self._sequence = itertools.count()

    def at(self, when: float, happen: Callable[[float], None]) -> None:
        """Schedule an event; events of the same time run in the order in which they were scheduled."""
        heapq.heappush(self._events, (when, next(self._sequence), happen))

    def run(self, until: float) -> None:
        """Run all events that are due, including those that the events themselves schedule."""
        while self._events and self._events[0][0] <= until:
            when, _, happen = heapq.heappop(self._events)
            happen(when)
