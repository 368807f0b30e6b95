"""The life of a token: when it is renewed (the request itself is `login.renew`), and when it counts as expired.

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

import math
import threading
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from components.regards.errors import RegardsError

if TYPE_CHECKING:
    from collections.abc import Callable

_MARGIN: Final = 60.0  # seconds (contract A.6)


def margin(life: float) -> float:
    """Seconds for which a token of this life is not used at its end: a minute, or a tenth of a short life."""
    return min(_MARGIN, life / 10)


def usable_until(received_at: float, life: float) -> float:
    """When a token counts as expired."""
    return received_at + life - margin(life)


def renewal_due(received_at: float, life: float, now: float) -> bool:
    """Whether to renew a token: half of its life is over, and it is still valid (contract B.3)."""
    return received_at + life / 2 <= now < usable_until(received_at, life)


class _Renewable(Protocol):
    """What holds a token that can be renewed."""

    @property
    def life(self) -> float:
        """How many seconds the token lives."""

    def due(self, now: float) -> bool:
        """Whether to renew it."""


Held = TypeVar("Held", bound=_Renewable)


class Renewal(Generic[Held]):
    """A token that is renewed when it is due; usable by several threads.

    One thread renews; the others go on with the old token. It is used to its end where renewing fails, and the
    next try is a `margin` later.

    Args:
        held: the first token, or what holds it.
        renew: gives a new one for an old one; it may raise a RegardsError.
        now: the clock by which the token lives, in seconds.
    """

    def __init__(self, held: Held, renew: Callable[[Held], Held], now: Callable[[], float]) -> None:
        self._held = held
        self._renew = renew
        self._now = now
        self._renewing = threading.Lock()
        self._not_before = -math.inf

    def current(self) -> Held:
        """The token to use now, renewed first where it is due."""
        if self._due() and self._renewing.acquire(blocking=False):
            try:
                if self._due():  # another thread may just have renewed it
                    self._held = self._renew(self._held)
            except RegardsError:
                self._not_before = self._now() + margin(self._held.life)
            finally:
                self._renewing.release()
        return self._held

    def _due(self) -> bool:
        now = self._now()
        return now >= self._not_before and self._held.due(now)
