"""The user's control of a running delivery: pause, continue or cancel it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Cancelled(Exception):
    """The user has cancelled the delivery."""


class Control:
    """The requests of the user, made in one thread and followed in others.

    Args:
        wait: waits for some seconds; None for a wait that a request of the user ends at once.
    """

    def __init__(self, wait: Callable[[float], None] | None) -> None:
        self._wait = wait
        self._changed = threading.Condition()
        self._is_new = False
        self._cancelled = False
        self._broken_off = False
        self._paused = False

    @property
    def paused(self) -> bool:
        """Whether no new download may begin."""
        return self._paused

    @property
    def cancelled(self) -> bool:
        """Whether the delivery is cancelled."""
        return self._cancelled

    @property
    def broken_off(self) -> bool:
        """Whether it was ended by the desk, and not by the user."""
        return self._broken_off

    def pause(self) -> None:
        """Begin no new download."""
        self._request(paused=True)

    def go_on(self) -> None:
        """End a pause."""
        self._request(paused=False)

    def cancel(self) -> None:
        """End the delivery, also during a pause."""
        self._request(paused=False, cancelled=True)

    def break_off(self) -> None:
        """End the delivery as `cancel` does, but because the desk stops."""
        self._broken_off = True
        self.cancel()

    def check(self) -> None:
        """Raise Cancelled if the user has cancelled."""
        if self._cancelled:
            raise Cancelled

    def stay_paused(self) -> None:
        """Wait until the pause ends."""
        with self._changed:
            self._changed.wait_for(lambda: not self._paused)
        self.check()

    def rest(self, seconds: float) -> None:
        """Wait for some seconds, or until the user makes a request."""
        self.check()
        if self._wait is not None:
            self._wait(seconds)
        else:
            with self._changed:
                self._changed.wait_for(lambda: self._is_new, seconds)
                self._is_new = False
        self.check()

    def forget(self) -> None:
        """Forget all requests: they were for the run that has ended."""
        with self._changed:
            self._paused = self._cancelled = self._broken_off = self._is_new = False

    def _request(self, *, paused: bool, cancelled: bool = False) -> None:
        with self._changed:
            self._paused = paused
            self._cancelled |= cancelled
            self._is_new = True
            self._changed.notify_all()
