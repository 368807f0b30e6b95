"""Threads for work in the background; they end when there is nothing to do."""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, ParamSpec, TypeVar

from components.regards.errors import RegardsError

T = TypeVar("T")
P = ParamSpec("P")


class Workers:
    """At most so many threads, each of which takes one piece of work after the other.

    `ThreadPoolExecutor` keeps its threads, and what they hold, until the process ends. As there, the end of the process
    waits for the work.

    Args:
        most: the number of threads.
        name: their name.
    """

    def __init__(self, most: int, name: str) -> None:
        self._most = most
        self._name = name
        self._lock = threading.Lock()
        self._waiting: deque[tuple[Future[Any], Callable[[], object]]] = deque()
        self._running = 0

    def submit(self, work: Callable[P, T], /, *args: P.args, **named: P.kwargs) -> Future[T]:
        """Do some work with these arguments as soon as a thread is free."""
        future: Future[T] = Future()
        with self._lock:
            self._waiting.append((future, lambda: work(*args, **named)))
            if self._running < self._most:
                threading.Thread(target=self._work, name=self._name).start()
                self._running += 1
        return future

    def _work(self) -> None:
        while next_ := self._next():
            _do(*next_)

    def _next(self) -> tuple[Future[Any], Callable[[], object]] | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._running -= 1
            return None


def _do(future: Future[Any], work: Callable[[], object]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(work())
    except BaseException as error:  # noqa: BLE001 - raised again where the result is taken
        future.set_exception(error.alone() if isinstance(error, RegardsError) else error)
        del future  # it would hold itself through the traceback
