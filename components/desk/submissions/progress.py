"""What a submission does at the moment."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from components.regards.submission.lost_verdict import Looking


@dataclass(frozen=True, slots=True)
class Checking:
    """The catalogue is asked first."""


@dataclass(frozen=True, slots=True)
class Preparing:
    """The basket and the list of orders are read before a request. ``ordered`` and ``products`` as in `Sending`."""

    position: int
    planned: int
    ordered: int = 0
    products: int = 0


@dataclass(frozen=True, slots=True)
class Sending:
    """A request was sent, and the archive's verdict is awaited, for ``longest`` seconds at most.

    ``ordered`` of all ``products`` were accepted before; both are 0 if the products are not listed. By way of the
    basket an order takes several ``steps``, the last of which makes it.
    """

    position: int
    planned: int
    longest: float
    ordered: int = 0
    products: int = 0
    step: int = 0
    steps: int = 1


@dataclass(frozen=True, slots=True)
class AwaitingEarlier:
    """An earlier order may still appear, so nothing is sent before ``until``, in seconds of the clock."""

    until: float


@dataclass(frozen=True, slots=True)
class SentElsewhere:
    """Another replica sends the order, and its result is awaited."""


Step = AwaitingEarlier | Checking | Preparing | Sending | SentElsewhere | Looking


class Stopping(Exception):
    """The desk stops, and a request was not sent."""


class Progress:
    """What a submission does at the moment, and whether it may go on; its worker tells it, and pages read it.

    Args:
        now: a clock in seconds, the one of `Looking.until`.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._began = now()
        self._told: tuple[Step | None, float] = None, now()
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Note that the desk stops, so that no other request may be sent."""
        self._stopping.set()

    def check(self) -> None:
        """Raise Stopping if the desk stops."""
        self.pause(0.0)

    def pause(self, seconds: float) -> None:
        """Wait; raise Stopping as soon as the desk stops."""
        if self._stopping.wait(seconds):
            raise Stopping

    def tell(self, step: Step) -> None:
        """Note that the submission does this from now on."""
        self._told = step, self._now()

    @property
    def seconds(self) -> float:
        """For how many seconds the submission goes on, its wait for its turn included."""
        return self._now() - self._began

    def read(self) -> tuple[Step | None, float]:
        """What it does, None before its turn; and for how many seconds: of what has an end, how many are left."""
        step, since = self._told
        return step, max(
            step.until - self._now() if isinstance(step, AwaitingEarlier | Looking) else self._now() - since, 0.0
        )
