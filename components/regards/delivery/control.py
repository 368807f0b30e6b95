"""What the user wants of a running delivery: go on, pause, or end."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Cancelled(Exception):
    """The user has ended the delivery."""


class Control:
    """The user's wishes, expressed in one thread and obeyed in others.

    Args:
        wait: waits so many seconds; None for a wait that any wish ends at once.
    """

    def __init__(self, wait: Callable[[float], None] | None) -> None:
        self._wait = wait
        self._changed = threading.Condition()
        self._news = False
        self._cancelled = False
        self._paused = False

    @property
    def paused(self) -> bool:
        """Whether no new file shall begin."""
        return self._paused

    def pause(self) -> None:
        """Let no new file begin."""
        self._wish(paused=True)

    def go_on(self) -> None:
        """End a pause."""
        self._wish(paused=False)

    def cancel(self) -> None:
        """End everything, and the pause with it."""
        self._wish(paused=False, cancelled=True)

    def check(self) -> None:
        """Raise Cancelled if the user has cancelled."""
        if self._cancelled:
            raise Cancelled

    def stay_paused(self) -> None:
        """Return when there is no pause any more."""
        with self._changed:
            self._changed.wait_for(lambda: not self._paused)
        self.check()

    def rest(self, seconds: float) -> None:
        """Wait so long, or until the user wants something."""
        self.check()
        if self._wait is not None:
            self._wait(seconds)
        else:
            with self._changed:
                self._changed.wait_for(lambda: self._news, seconds)
                self._news = False
        self.check()

    def forget(self) -> None:
        """Forget all wishes: they were for the run that has ended."""
        with self._changed:
            self._paused = self._cancelled = self._news = False

    def _wish(self, *, paused: bool, cancelled: bool = False) -> None:
        with self._changed:
            self._paused = paused
            self._cancelled |= cancelled
            self._news = True
            self._changed.notify_all()
