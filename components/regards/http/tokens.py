"""The life of a token: when to renew it (see `login.renew`), and when it counts as expired.

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
    """The last seconds of a token's life, in which it is not used: a minute, or a tenth of a short life."""
    return min(_MARGIN, life / 10)


def usable_until(received_at: float, life: float) -> float:
    """When a token counts as expired."""
    return received_at + life - margin(life)


def renewal_due(received_at: float, life: float, now: float) -> bool:
    """Whether to renew a token: half of its life is over, and it is still valid (contract B.3)."""
    return received_at + life / 2 <= now < usable_until(received_at, life)


class _Renewable(Protocol):
    """A token that can be renewed, or an object that holds one."""

    @property
    def life(self) -> float:
        """The life of the token in seconds."""

    def due(self, now: float) -> bool:
        """Whether to renew it."""


Held = TypeVar("Held", bound=_Renewable)


class Renewal(Generic[Held]):
    """A token that is renewed when due. Thread-safe.

    One thread renews it, while the others use the old token. If that fails, the old token is used until it expires, and
    the next try is a `margin` later.

    Args:
        held: the first token, or an object that holds it.
        renew: returns a new one for the old one; it may raise a RegardsError.
        now: the clock of the token's times, in seconds.
    """

    def __init__(self, held: Held, renew: Callable[[Held], Held], now: Callable[[], float]) -> None:
        self._held = held
        self._renew = renew
        self._now = now
        self._renewing = threading.Lock()
        self._not_before = -math.inf

    def current(self) -> Held:
        """The token to use now, renewed first if it is due."""
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
