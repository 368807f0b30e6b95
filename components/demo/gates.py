"""Gates that hold responses of the archive until a test opens them."""

import threading
from collections.abc import Iterable, Iterator
from typing import Final

_TIMEOUT: Final = 120
"""Seconds after which a gate opens by itself, so that no test hangs."""


class Gate:
    """A barrier for requests and downloads.

    The first `free` of them pass. Of a download, the first `after` bytes of its first piece are sent before it is
    held. `reached` is set as soon as one is held.
    """

    def __init__(self, *, free: int = 0, after: int = 0) -> None:
        self.reached = threading.Event()
        self._free = free
        self._after = after
        self._lock = threading.Lock()
        self._opened = threading.Event()

    def open(self) -> None:
        """Let all requests pass from now on."""
        self._opened.set()

    def hold(self) -> None:
        """Block until the gate is open; return at once for the first `free` calls."""
        with self._lock:
            self._free -= 1
            passes = self._free >= 0
        if not passes:
            self.reached.set()
            self._opened.wait(_TIMEOUT)

    def hold_within(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces of a download, held after the first `after` bytes."""
        rest = iter(pieces)
        first = next(rest, b"")
        yield first[: self._after]
        yield b""  # the sender holds one piece back: this sends the piece before
        self.hold()
        yield first[self._after :]
        yield from rest
