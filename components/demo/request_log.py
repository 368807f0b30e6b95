"""A log of the latest requests, for tests and demonstrations, without passwords and tokens."""

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode

_MOST_REQUESTS: Final = 2_000
_MOST_BYTES: Final = 2_000_000
_SECRETS: Final = frozenset({"token", "ordertoken", "password", "code", "externaltoken"})


@dataclass(frozen=True)
class RecordedRequest:
    """One request. `query` has its secrets masked; `body` is empty if it would contain one."""

    method: str
    path: str
    query: str
    user: str
    body: bytes
    status: int


class RequestLog:
    """The latest requests, oldest first, limited in number and in bytes."""

    def __init__(self) -> None:
        self._records: deque[RecordedRequest] = deque()
        self._bytes = 0
        self._lock = threading.Lock()

    def add(self, record: RecordedRequest) -> None:
        """Add a request and drop the oldest ones above the limits."""
        with self._lock:
            self._records.append(record)
            self._bytes += len(record.body)
            while len(self._records) > _MOST_REQUESTS or self._bytes > _MOST_BYTES:
                self._bytes -= len(self._records.popleft().body)

    def clear(self) -> None:
        """Remove all requests."""
        with self._lock:
            self._records.clear()
            self._bytes = 0

    def of(self, method: str, path_end: str) -> list[RecordedRequest]:
        """The requests of this method whose path has this ending."""
        return [each for each in self if each.method == method and each.path.endswith(path_end)]

    def __iter__(self) -> Iterator[RecordedRequest]:
        with self._lock:
            return iter(tuple(self._records))

    def __len__(self) -> int:
        return len(self._records)


def without_secrets(query: str) -> str:
    """The query string with the values of secret parameters masked."""
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode([(name, "***" if name.lower() in _SECRETS else value) for name, value in pairs])
