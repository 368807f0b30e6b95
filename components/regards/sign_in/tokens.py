"""The life of a token: when to renew it (see `login.renew`), and when it counts as expired.

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

import math
import threading
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from components.regards.errors import Missing, NoRight, Refused, RegardsError, SessionOver

if TYPE_CHECKING:
    from collections.abc import Callable

RENEWAL_REFUSED: Final = (SessionOver, NoRight, Missing, Refused)
"""The errors of a renewal that leave only the password (contract B.3); all others may pass."""

_MARGIN: Final = 60.0  # seconds (contract A.6)


_LONGEST_LIFE: Final = 30 * 86_400.0  # seconds; a longer one only means that the token is renewed earlier than need be


def life(announced: object) -> float:
    """The seconds of a token's life that the archive announces as ``expires_in`` (contract B.1), at most a month.

    Raises:
        TypeError, ValueError: it is no number, or not above 0.
    """
    if isinstance(announced, bool) or not isinstance(announced, (int, float, str)):
        raise TypeError("a life that is no number")
    if isinstance(announced, int) and announced > _LONGEST_LIFE:
        return _LONGEST_LIFE  # it may be too large for a float
    seconds = float(announced)
    if not 0 < seconds < math.inf:
        raise ValueError("a life that is no time")
    return min(seconds, _LONGEST_LIFE)


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

    Attributes:
        held: the token held now, whether it is due or not.
    """

    def __init__(self, held: Held, renew: Callable[[Held], Held], now: Callable[[], float]) -> None:
        self.held = held
        self._renew = renew
        self._now = now
        self._renewing = threading.Lock()
        self._not_before = -math.inf
        self._accepted_until = -math.inf

    def current(self) -> Held:
        """The token to use now, renewed first if it is due."""
        if self._due() and self._renewing.acquire(blocking=False):
            try:
                if self._due():  # another thread may just have renewed it
                    self._exchange(self.held)
            except RegardsError:
                self._not_before = self._now() + margin(self.held.life)
            finally:
                self._renewing.release()
        return self.held

    def use(self, held: Held) -> None:
        """Use this token from now on."""
        self.held = held

    def renew_refused(self, refused: Held) -> None:
        """Renew a token that the archive refused before its time (contract A.6).

        If it was renewed meanwhile, or is the fruit of such a renewal less than a `margin` ago, nothing is asked: the
        archive accepts the session, and the refusal was meant for the request.

        Raises:
            RegardsError: the renewal failed.
        """
        with self._renewing:
            if self.held is refused and self._now() >= self._accepted_until:
                self._exchange(refused)
                self._accepted_until = self._now() + margin(refused.life)

    def _exchange(self, old: Held) -> None:
        fresh = self._renew(old)
        if self.held is old:  # the user may have signed in meanwhile
            self.held = fresh

    def _due(self) -> bool:
        now = self._now()
        return now >= self._not_before and self.held.due(now)
