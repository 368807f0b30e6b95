"""What was last read from the archive, renewed by worker threads while somebody looks.

Pages and fragments only draw: a fragment that waits for the network delays every click of its user.
"""

import random
import threading
import time
from collections.abc import Callable
from concurrent import futures
from concurrent.futures import Future
from math import inf
from typing import Final, Generic, TypeVar

from components.desk.held import Held
from components.desk.workers import Workers
from components.regards.errors import RegardsError, SignInAwaited
from components.regards.orders.poll_intervals import POLL_EVERY, Backoff

T = TypeVar("T")

_SPREAD: Final = 1.2
_SIGN_IN: Final = 1.0  # seconds: a look that waits for a first value would ask on and on before its user can sign in

_workers = Held[str, Workers](lambda: Workers(16, "reading"))
"""Those of each archive: one that does not answer must not hold up the readings of another, or its sign-ins."""


def in_background(work: Callable[[], None], archive: str) -> None:
    """Let a worker thread do some work that asks the archive of this name."""
    _workers.of(archive).submit(work)


def spread() -> float:
    """A factor of 1 to 1.2, by chance: those who began to look together do not go on in step."""
    return random.uniform(1.0, _SPREAD)  # noqa: S311 - no secret


class Reading(Generic[T]):
    """A value of the archive, read again more and more rarely while it does not change (contract C.8). Thread-safe.

    Args:
        read: asks the archive; raises RegardsError.
        every: seconds between two readings of a value that changes, at least.
        now: a clock in seconds.
        spread: gives the factor of each pause between two readings.
        archive: its name; empty where several are asked.

    Attributes:
        value: what was read last, None before anything was.
        error: why the last reading failed.
        times: how many times a value was read.
    """

    def __init__(
        self,
        read: Callable[[], T],
        every: float = POLL_EVERY,
        now: Callable[[], float] = time.monotonic,
        spread: Callable[[], float] = spread,
        *,
        archive: str = "",
    ) -> None:
        self._read = read
        self._workers = _workers.of(archive)
        self._now = now
        self._lock = threading.RLock()  # several tabs may look
        self._backoff = Backoff(every)
        self._spread = spread
        self._under_way: Future[T] | None = None
        self._due_at = now()
        self._asked_at = self._read_at = -inf
        self.value: T | None = None
        self.error: RegardsError | None = None
        self.times = 0

    @property
    def under_way(self) -> bool:
        """Whether a worker is reading."""
        reading = self._under_way
        return reading is not None and not reading.done()

    @property
    def first(self) -> Future[T] | None:
        """The first reading; None before it was begun, and after its value or its error was taken over."""
        return self._under_way if self._read_at == -inf else None

    @property
    def silence(self) -> float:
        """For how many seconds the reading under way has had no answer; 0 if there is none."""
        return self._now() - self._asked_at if self.under_way else 0.0

    def renew(self) -> None:
        """Begin to read again, unless that is under way."""
        with self._lock:
            self.take()
            if self._under_way is None:
                self._asked_at = self._now()
                self._under_way = self._workers.submit(self._read)

    def renew_when_due(self) -> None:
        """Begin to read again if the last reading is old enough."""
        with self._lock:
            self.take()
            if self._now() >= self._due_at:
                self.renew()

    def renew_when_older(self, than: float) -> None:
        """Begin to read again if the last reading ended more than so many seconds ago, or was never made."""
        with self._lock:
            self.take()
            if self._now() - self._read_at > than:
                self.renew()

    def take(self, wait: float = 0.0) -> None:
        """Take over what a worker has read, waiting for it for so many seconds at most.

        A failure keeps the last value beside the error: an outage is never an empty list. The end of the session is no
        failure of this value, and is not kept.
        """
        if wait and (reading := self._under_way):
            futures.wait([reading], wait)
        with self._lock:
            if self._under_way is not None and self._under_way.done():
                self._take_over(self._under_way)

    def _take_over(self, reading: Future[T]) -> None:
        self._under_way = None
        try:
            value = reading.result()
        except SignInAwaited:  # the page itself asks for the password, and afterwards this is read soon
            self._due_at = self._now() + _SIGN_IN
            return
        except RegardsError as error:
            self.error = error
            pause = self._backoff.after(changed=False)
        else:
            pause = self._backoff.after(changed=self.error is not None or value != self.value)
            self.value, self.error = value, None
            self.times += 1
        self._read_at = self._now()
        self._due_at = self._read_at + pause * self._spread()
