"""The download limits of a user.

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from components.regards.http import addresses, replies

if TYPE_CHECKING:
    from components.regards.http.client import Client

UNLIMITED: Final = -1
_MOST_STREAMS: Final = 2  # the archive serves other users too (contract C.7)


@dataclass(frozen=True)
class Quota:
    """The download limits of a user (contract G), in numbers of files; UNLIMITED means no limit.

    ``most`` is the number of downloads allowed, and ``done`` the number made so far, of RAWDATA files stored by
    REGARDS. ``at_once`` is the number of downloads at the same time.
    """

    most: int
    done: int
    at_once: int

    @property
    def left(self) -> int | None:
        """The number of downloads left, or None without a limit."""
        return None if self.most == UNLIMITED else max(self.most - self.done, 0)

    @property
    def streams(self) -> int:
        """The number of files to download at once: at most two, and one fewer than the limit, for the user (T-38)."""
        return _MOST_STREAMS if self.at_once == UNLIMITED else max(1, min(_MOST_STREAMS, self.at_once - 1))


def read(client: Client) -> Quota | None:
    """The user's limits, or None if the archive does not answer with any (contract G)."""
    answer = client.read(addresses.QUOTA)
    numbers = {key: value for key, value in replies.unwrap(answer or {}).items() if isinstance(value, int)}
    if "maxQuota" not in numbers:
        return None
    return Quota(numbers["maxQuota"], numbers.get("currentQuota", 0), numbers.get("rateLimit", UNLIMITED))
