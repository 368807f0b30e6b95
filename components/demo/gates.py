"""Gates that hold answers of the archive until they are opened, so that a test can act in between."""

import threading
from collections.abc import Iterable, Iterator
from typing import Final

_TIMEOUT: Final = 120
"""Seconds after which a forgotten gate opens by itself: nothing may hang."""


class Gate:
    """Holds what comes to it until it is opened.

    The first `free` pass. Of a download, the first `after` bytes of its first piece leave before it is held.
    `reached` is set as soon as something is held.
    """

    def __init__(self, *, free: int = 0, after: int = 0) -> None:
        self.reached = threading.Event()
        self._free = free
        self._after = after
        self._lock = threading.Lock()
        self._opened = threading.Event()

    def open(self) -> None:
        """Let everything pass from now on."""
        self._opened.set()

    def hold(self) -> None:
        """Return once the gate is open, at once for the first ones."""
        with self._lock:
            self._free -= 1
            passes = self._free >= 0
        if not passes:
            self.reached.set()
            self._opened.wait(_TIMEOUT)

    def hold_within(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces of a download, held after some bytes."""
        rest = iter(pieces)
        first = next(rest, b"")
        yield first[: self._after]
        yield b""  # the sender keeps one piece back: now the one before has left
        self.hold()
        yield first[self._after :]
        yield from rest
