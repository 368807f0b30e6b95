"""The times to wait before the archive is asked again.

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

from typing import Final

POLL_EVERY: Final = 5.0
"""Seconds between two requests for something that changes (contract C.8)."""

AFTER_LOST_ANSWER: Final = (0.0, 2.0, 5.0, 10.0, 15.0, 15.0, 15.0, 15.0)
"""Seconds before each look for an order whose answer was lost: the archive may still be creating it."""

WHILE_CANCELLING: Final = (0.0, 1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 20.0)
"""Seconds after each look at an order that is to be deleted once the archive has stopped its work on it."""

_FACTOR: Final = 1.5
_LONGEST: Final = 12  # times the first pause: from 5 seconds to a minute


class Backoff:
    """Pauses that grow while nothing changes, from ``every`` seconds to twelve times as many."""

    def __init__(self, every: float = POLL_EVERY) -> None:
        self._every = every
        self.pause = every

    def after(self, *, changed: bool) -> float:
        """The seconds to wait after a look that showed a change, or no change."""
        self.pause = self._every if changed else min(self.pause * _FACTOR, self._every * _LONGEST)
        return self.pause
