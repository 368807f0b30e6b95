"""Clocks for demo archives: their time does not depend on how fast the machine is."""

import threading

A_MOMENT = 1_770_109_507.25  # 2026-02-03T09:05:07.250Z


class Clock:
    """A clock that stands still until it is advanced."""

    def __init__(self, now: float = A_MOMENT) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


class SteppingClock(Clock):
    """A clock that goes on by a step whenever somebody looks at it.

    Where an hour has 3,600 seconds, an order expires only after ten thousand looks.
    """

    STEP = 2.0  # seconds: more than a small order takes

    def __init__(self, now: float = A_MOMENT) -> None:
        super().__init__(now)
        self._lock = threading.Lock()

    def __call__(self) -> float:
        with self._lock:
            self.now += self.STEP
            return self.now

    def advance(self, seconds: float) -> None:
        with self._lock:
            self.now += seconds
