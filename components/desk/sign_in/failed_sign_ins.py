"""Guessing of passwords through the desk, slowed for each login and for each place that it comes from.

The archive counts wrong passwords as well, and locks an account for good (contract B.1). So what is slowed is not sent
to the archive at all: guessing here locks no account sooner.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from typing import Final

from components.regards.errors import SignInRefused
from components.regards.settings import Archive

_COUNTS_FOR: Final = 3600.0  # seconds
_FIRST_WAIT: Final = 5.0  # seconds, and twice as many after each further failure
_LONGEST_WAIT: Final = 300.0  # seconds
_MOST_KEYS: Final = 10_000
_IN_MINUTES: Final = 120  # seconds, from which on a wait is said in minutes


@dataclass(frozen=True, slots=True)
class _Key:
    """What failures are counted for: a login at an archive, or a network."""

    name: tuple[str, ...]
    free: int  # failures without a wait
    said: str

    def wait(self, failures: deque[float], now: float) -> float:
        """Seconds until the next sign-in is sent."""
        recent = sum(at > now - _COUNTS_FOR for at in failures)
        if recent < self.free:
            return 0.0
        return failures[-1] + min(_FIRST_WAIT * 2.0 ** (recent - self.free), _LONGEST_WAIT) - now


class FailedSignIns:
    """The sign-ins with a password that were refused within the last hour, in this process. Thread-safe.

    Five for a login, and fifty from a network, are free. One under way counts as refused until it is answered, or many
    at once would pass together.

    Args:
        now: a clock in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._failures: dict[tuple[str, ...], deque[float]] = {}  # the one that failed longest ago is first

    @contextmanager
    def counted(self, archive: Archive, username: str, network: str) -> Iterator[None]:
        """Sign in meanwhile. A refusal counts, success forgets those of this login, and an outage changes nothing.

        Args:
            archive: where to sign in.
            username: the login, of which upper and lower case are the same.
            network: where the request comes from, see `networks.network`; where that is not known, the login counts.

        Raises:
            SignInRefused: it is too early to try again.
        """
        login = _Key((archive.name, username.casefold()), 5, "sign-ins with this login")
        keys = (login, _Key((network,), 50, "sign-ins from your network")) if network else (login,)
        began = self._begin(keys)
        try:
            yield
        except SignInRefused as refusal:
            if refusal.momentary:
                self._take_back(keys, began)
            raise
        except BaseException:
            self._take_back(keys, began)
            raise
        self._take_back(keys, began)
        with self._lock:
            self._failures.pop(login.name, None)

    def _begin(self, keys: tuple[_Key, ...]) -> float:
        with self._lock:
            now = self._now()
            for key in keys:
                if (wait := key.wait(self._failures.get(key.name, deque()), now)) > 0:
                    raise _too_early(key, wait)
            for key in keys:
                # More than lead to the longest wait change nothing.
                failures = self._failures.pop(key.name, None) or deque(maxlen=key.free + 7)
                while len(self._failures) >= _MOST_KEYS:
                    del self._failures[next(iter(self._failures))]
                failures.append(now)
                self._failures[key.name] = failures
            return now

    def _take_back(self, keys: tuple[_Key, ...], began: float) -> None:
        with self._lock:
            for key in keys:
                failures = self._failures.get(key.name, deque())
                if began in failures:
                    failures.remove(began)
                if not failures:
                    self._failures.pop(key.name, None)


def _too_early(key: _Key, wait: float) -> SignInRefused:
    seconds = ceil(wait)
    when = f"{ceil(seconds / 60)} minutes" if seconds > _IN_MINUTES else f"{seconds} second{'s' * (seconds > 1)}"
    return SignInRefused(
        f"This sign-in was not sent to the archive: too many {key.said} were refused within an hour, or are under way.",
        f"Try again in {when}, with a password that you are sure of: the archive may lock the account after more "
        "wrong ones.",
    )
