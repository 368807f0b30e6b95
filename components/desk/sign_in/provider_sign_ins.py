"""Sign-ins through an identity provider: from the click, through the provider's pages, back to where the user was.

The browser leaves the desk, so a page cannot wait for it. The way back is bound to the browser by a cookie of its own
(`components.web.provider_return`) and to the sign-in by its state, which is good once (RFC 6749, section 10.12).
"""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from components.regards.settings import Archive
from components.regards.sign_in.login import Login
from components.regards.sign_in.providers import authorization_address
from components.regards.sign_in.ways import Provider, ProviderCode

T = TypeVar("T")

LIFE: Final = 600
"""Seconds that a user has at the provider."""

_MOST: Final = 10_000  # under way at once: anybody may begin one; the oldest leave first
_LONGEST_PLACE: Final = 2_000  # characters


@dataclass(frozen=True, slots=True)
class ProviderSignIn:
    """A sign-in that was begun.

    ``place`` is the path of the page where the user was, with its query, unless that is too long.
    ``again`` is the login that it follows, None for none: what the user began goes on under it.
    """

    archive: Archive
    project: str
    provider: Provider
    place: str
    again: Login | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back: the code, or the provider's name for the reason why there is none."""

    sign_in: ProviderSignIn
    code: str = field(repr=False)
    refusal: str

    @property
    def credentials(self) -> ProviderCode:
        """What the archive takes for it."""
        return ProviderCode(self.sign_in.provider, self.code)


@dataclass(slots=True)
class _UnderWay:
    sign_in: ProviderSignIn
    until: float
    browser: str = ""


class ProviderSignIns:
    """The sign-ins of this process that are at a provider, or have just come back. Thread-safe.

    Args:
        now: a clock in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._under_way: dict[str, _UnderWay] = {}
        self._returned: dict[str, tuple[Returned, float]] = {}

    def begin(self, sign_in: ProviderSignIn) -> str:
        """Begin a sign-in; gives its state."""
        state, now = secrets.token_hex(), self._now()
        with self._lock:
            _drop_old(self._under_way, lambda each: each.until <= now)
            _drop_old(self._returned, lambda each: each[1] <= now)
            self._under_way[state] = _UnderWay(replace(sign_in, place=_short(sign_in.place)), now + LIFE)
        return state

    def leave(self, state: str) -> tuple[str, str] | None:
        """Bind a sign-in to the browser that brings its state first: the browser's secret, and where it is to go."""
        with self._lock:
            under_way = self._under_way.get(state)
            if under_way is None or under_way.browser:
                return None
            under_way.browser = secrets.token_hex()
            return under_way.browser, authorization_address(under_way.sign_in.provider, state)

    def come_back(self, state: str, browser: str, code: str, refusal: str) -> str | None:
        """Keep what the provider sent, for the next page of this browser; gives the place of that page.

        None if the sign-in was not begun in this browser, is older than `LIFE`, or came back before.
        """
        with self._lock:
            under_way, now = self._under_way.get(state), self._now()
            bound = under_way is not None and secrets.compare_digest(under_way.browser.encode(), browser.encode())
            if under_way is None or not bound or not browser or now >= under_way.until:
                return None
            del self._under_way[state]
            self._returned[browser] = Returned(under_way.sign_in, code, refusal), now + LIFE
            return under_way.sign_in.place

    def take(self, browser: str) -> Returned | None:
        """What has come back to this browser, once."""
        with self._lock:
            returned, until = self._returned.pop(browser, (None, 0.0))
            return returned if self._now() < until else None


def _drop_old(waiting: dict[str, T], is_over: Callable[[T], bool]) -> None:
    """Drop from the front, where the oldest are, those that are over and what is too much."""
    while waiting and (len(waiting) >= _MOST or is_over(next(iter(waiting.values())))):
        del waiting[next(iter(waiting))]


def _short(place: str) -> str:
    return next(each for each in (place, place.partition("?")[0], "/") if len(each) <= _LONGEST_PLACE)
