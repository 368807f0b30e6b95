"""Whether the archive refuses a token altogether, which a 403 or a 500 does not tell (contract A.6).

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

import math
import threading
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from components.regards.errors import Blocked, NoRight, RegardsError, SessionOver, UnexpectedReply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")

_EVERY: Final = 10.0  # seconds between two looks at most, so that a missing right costs little
_REFUSALS: Final = (SessionOver, NoRight, UnexpectedReply)  # 401, 403, 500


class TokenCheck(Generic[T]):
    """Looks at a list that anybody may read: the identity providers (contract B.4). Thread-safe.

    If the archive refuses the list to the token, and gives it without one, then it is the token that it refuses. Where
    it does not show the list (contract L.12), or fails, the doubt stays, and the token counts as accepted.

    Args:
        look: reads the list with a token, or with None, and with a query; raises a RegardsError.
        project: the project, which these requests name (contract B.4).
        now: a clock in seconds.
    """

    def __init__(
        self, look: Callable[[T | None, Mapping[str, object]], object], project: str, now: Callable[[], float]
    ) -> None:
        self._look = look
        self._query = {"size": 1, "scope": project}
        self._now = now
        self._lock = threading.Lock()
        self._not_before = -math.inf

    def refuses(self, token: T) -> bool:
        """Whether the archive is seen to refuse a token; False also if it was asked less than ten seconds ago."""
        with self._lock:
            if self._now() < self._not_before:
                return False
            self._not_before = self._now() + _EVERY
        try:  # without the lock: a silent archive would hold up every other thread that asks
            self._look(token, self._query)
        except Blocked:
            return False
        except _REFUSALS:
            return self._is_public()
        except RegardsError:
            return False
        return False

    def _is_public(self) -> bool:
        try:
            self._look(None, self._query)
        except RegardsError:
            return False
        return True
