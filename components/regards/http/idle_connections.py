"""Connections that wait for the next request to an archive: few, and not for long; and answers within their limits."""

import threading
import time
from collections.abc import Callable
from queue import LifoQueue
from typing import Any, Final

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import wait_for_read

from components.regards.http import answer_limits
from components.regards.http.answer_limits import TimedAnswer

MOST_IDLE: Final = 8
"""Connections to an archive that wait at most."""

IDLE_FOR: Final = 30.0
"""Seconds after which a connection that waits is closed; archives close theirs after a minute or so (contract A.7)."""


def _later(seconds: float, act: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, act)
    timer.name, timer.daemon = "idle-connections", True
    timer.start()


class IdleConnections(LifoQueue[Any]):  # of urllib3's connections, and None for free places
    """The waiting connections of one pool of urllib3, each closed after `IDLE_FOR` seconds.

    urllib3 opens a closed one again when it is taken. A timer runs only while connections wait.

    Args:
        most: how many there are.
        now: a clock in seconds.
        later: does something after some seconds, in another thread.
    """

    def __init__(
        self,
        most: int = 0,
        now: Callable[[], float] = time.monotonic,
        later: Callable[[float, Callable[[], None]], None] = _later,
    ) -> None:
        super().__init__(most)
        self._now = now
        self._later = later
        self._since: dict[HTTPConnection, float] = {}  # the open ones
        self._timed = False

    # The two methods of `queue.Queue` for subclasses; it calls them with its lock held.

    def _put(self, item: HTTPConnection | None) -> None:
        super()._put(item)
        if item is not None:
            self._since[item] = self._now()
            self._time()

    def _get(self) -> HTTPConnection | None:
        item: HTTPConnection | None = super()._get()
        if item is not None:
            self._since.pop(item, None)
        return item

    def _time(self) -> None:
        if self._since and not self._timed:
            self._timed = True
            self._later(min(self._since.values()) + IDLE_FOR - self._now(), self._close_old)

    def _close_old(self) -> None:
        with self.mutex:
            self._timed = False
            for connection, since in tuple(self._since.items()):
                if self._now() >= since + IDLE_FOR:
                    del self._since[connection]
                    connection.close()
            self._time()


class _Connection(HTTPConnection):
    response_class = TimedAnswer


class _SecureConnection(HTTPSConnection):
    response_class = TimedAnswer


class _Pool(HTTPConnectionPool):
    QueueCls: Any = IdleConnections
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    QueueCls: Any = IdleConnections
    ConnectionCls = _SecureConnection


class Adapter(HTTPAdapter):
    """The transport of requests, with `IdleConnections` and `answer_limits`; `gateway` uses its connections alone."""

    def __init__(self) -> None:
        super().__init__(pool_maxsize=MOST_IDLE)

    def send(self, request: PreparedRequest, *args: Any, **options: Any) -> Response:  # noqa: ANN401
        """Send a request, and read the answer whole: requests itself would read one of any size."""
        response = super().send(request, *args, **options)
        with response:
            response._content = answer_limits.whole(  # noqa: SLF001
                response.iter_content(answer_limits.PIECE), response.status_code
            )
        return response

    def init_poolmanager(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - as in the base class
        """Make the pools of direct connections."""
        super().init_poolmanager(*args, **options)
        _use_pools(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **options: Any) -> PoolManager:  # noqa: ANN401 - as in the base class
        """Make the pools of connections through a proxy."""
        manager: PoolManager = super().proxy_manager_for(proxy, **options)
        if not proxy.lower().startswith("socks"):  # those have pools of their own
            _use_pools(manager)
        return manager


def may_take_long(response: BaseHTTPResponse) -> None:
    """Let an open answer go on as long as bytes come."""
    answer = getattr(response, "_original_response", None)  # urllib3 has no other name for it
    if isinstance(answer, TimedAnswer):  # connections through a SOCKS proxy have others
        answer.may_take_long()


def more_is_there(response: BaseHTTPResponse) -> bool:
    """Whether the next bytes of an open answer can be read without waiting, as far as that can be told."""
    sock = getattr(response.connection, "sock", None)
    return sock is not None and wait_for_read(sock, timeout=0)


def _use_pools(manager: PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
