"""How many files of data the user may still download."""

from dataclasses import dataclass

from components.regards.http import replies
from components.regards.http.connection import Connection

UNLIMITED = -1


@dataclass(frozen=True, slots=True)
class Quota:
    """The user's download limits (contract G): numbers of files, not bytes; UNLIMITED for no limit.

    ``most`` counts all downloads of RAWDATA files stored by REGARDS that are allowed, ``done`` those made so
    far; ``at_once`` is how many may run at the same time.
    """

    most: int
    done: int
    at_once: int

    @property
    def left(self) -> int | None:
        """How many files may still be downloaded, or None without a limit."""
        return None if self.most == UNLIMITED else max(self.most - self.done, 0)


def read(connection: Connection) -> Quota | None:
    """The user's limits, or None when the archive's storage cannot say (contract G)."""
    answer = connection.read("rs-access-project/quota/current")
    numbers = {key: value for key, value in replies.unwrap(answer or {}).items() if isinstance(value, int)}
    if "maxQuota" not in numbers:
        return None
    return Quota(numbers["maxQuota"], numbers.get("currentQuota", 0), numbers.get("rateLimit", UNLIMITED))
