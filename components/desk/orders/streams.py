"""The downloads of each account that are under way: at most two, over all deliveries and the browser.

The archive counts simultaneous downloads of a user over all clients; one too many puts its file into an error state
(contract G, T-38).
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Final

MOST: Final = 2

_LOOK: Final = 0.5  # seconds between two questions whether somebody still waits


class Place:
    """A place in the line of an account.

    Attributes:
        granted: is done once the download may begin; cancelling it gives the place up.
    """

    def __init__(self, most: int) -> None:
        self.granted: Future[None] = Future()
        self.most = most


class Streams:
    """The downloads of one account: who comes first is served first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[Place] = deque()
        self._under_way: set[Place] = set()

    def ask(self, most: int = MOST) -> Place:
        """Stand in line for a download; ``most`` is the number of downloads that may be under way with it."""
        place = Place(most)
        with self._lock:
            self._waiting.append(place)
            self._grant()
        return place

    def leave(self, place: Place) -> None:
        """Give up a place, in the line or of a download that has ended."""
        place.granted.cancel()
        with self._lock:
            self._under_way.discard(place)
            self._grant()

    @contextmanager
    def place(self, most: int, stop: Callable[[], bool]) -> Iterator[bool]:
        """A place for one download, as `Delivery` takes it."""
        place = self.ask(most)
        try:
            yield self._await(place, stop)
        finally:
            self.leave(place)

    def _await(self, place: Place, stop: Callable[[], bool]) -> bool:
        while not place.granted.done():
            if stop():
                return False
            try:
                place.granted.result(_LOOK)
            except TimeoutError:
                continue
        return True

    def _grant(self) -> None:
        while self._waiting:
            first = self._waiting[0]
            if not first.granted.cancelled():
                if len(self._under_way) >= first.most:
                    return
                if first.granted.set_running_or_notify_cancel():
                    self._under_way.add(first)
                    first.granted.set_result(None)
            self._waiting.popleft()
