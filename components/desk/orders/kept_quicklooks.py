"""The quicklooks that users looked at last."""

import threading
from collections.abc import Callable, Iterable
from typing import Final
from weakref import WeakValueDictionary

from components.desk.workers import Workers
from components.regards.errors import Missing, RegardsError, SessionOver
from components.regards.http.connection import Connection
from components.regards.orders.quicklooks import NoPicture, Picture, read_picture
from components.regards.orders.records import OrderFile

MOST_KEPT: Final = 24
"""Pictures of a user that are kept."""
MOST_BYTES: Final = 40_000_000
"""Bytes of a user's pictures that are kept, all together."""

_Key = tuple[int, int]

_workers = Workers(8, "quicklooks")


class KeptQuicklooks:
    """The pictures that one user has fetched last, those on their way, and why others did not come."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pictures: dict[_Key, Picture] = {}
        self._coming: dict[_Key, OrderFile] = {}
        self._problems: dict[_Key, RegardsError] = {}
        self._working = False
        self.revision = 0
        """Another number after each change: cheaper to compare than pictures."""

    def fetch(self, files: Iterable[OrderFile], connection: Callable[[], Connection]) -> None:
        """Let a worker thread download these pictures one after the other, except those that are kept.

        To the archive each is a download (contract C.7): only a click of the user is a reason to call this.

        Args:
            files: whose pictures are wanted.
            connection: gives the connection for the next request, so that a renewed token is used.
        """
        with self._lock:
            wanted = {_key(file): file for file in files if _key(file) not in self._pictures}
            self._coming = {**self._coming, **wanted}
            for key in wanted:
                self._problems.pop(key, None)
            self.revision += 1
            if wanted and not self._working:
                self._working = True
                _workers.submit(self._work, connection)

    def picture(self, order_id: int, file_id: int) -> Picture | None:
        """The picture of a file, if it is kept."""
        return self._pictures.get((order_id, file_id))

    def is_coming(self, file: OrderFile) -> bool:
        """Whether the picture of a file is on its way, or waits for others."""
        return _key(file) in self._coming

    @property
    def under_way(self) -> bool:
        """Whether any pictures are on their way."""
        return bool(self._coming)

    def problem(self, file: OrderFile) -> RegardsError | None:
        """Why the picture of a file did not come when it was asked for last."""
        return self._problems.get(_key(file))

    def forget(self) -> None:
        """Give up all pictures, also those on their way."""
        with self._lock:
            self._pictures, self._coming, self._problems = {}, {}, {}
            self.revision += 1

    def _work(self, connection: Callable[[], Connection]) -> None:
        while file := self._next():
            try:
                self._keep(file, read_picture(connection(), file))
            except RegardsError as error:
                self._note(file, error)

    def _next(self) -> OrderFile | None:
        with self._lock:
            file = next(iter(self._coming.values()), None)
            self._working = file is not None
            return file

    def _keep(self, file: OrderFile, picture: Picture) -> None:
        with self._lock:
            if _key(file) not in self._coming:  # given up meanwhile
                return
            self._pictures[_key(file)] = picture  # first: who looks meanwhile finds it in one of the two
            del self._coming[_key(file)]
            while len(self._pictures) > MOST_KEPT or self._bytes() > MOST_BYTES:
                del self._pictures[next(iter(self._pictures))]
            self.revision += 1

    def _bytes(self) -> int:
        return sum(len(each.content) for each in self._pictures.values())

    def _note(self, file: OrderFile, error: RegardsError) -> None:
        """Note why a picture did not come. If others would fare no better, they are not asked for (T-38)."""
        with self._lock:
            if _key(file) not in self._coming:
                return
            if not isinstance(error, SessionOver):  # the page itself asks for the password
                self._problems[_key(file)] = error
            if isinstance(error, NoPicture | Missing):
                del self._coming[_key(file)]
            else:
                self._coming = {}
            self.revision += 1


class AccountQuicklooks:
    """The same of all accounts of this process, each for as long as a page of the user follows an order."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: WeakValueDictionary[str, KeptQuicklooks] = WeakValueDictionary()

    def of(self, account: str) -> KeptQuicklooks:
        """The pictures of an account."""
        with self._lock:
            kept = self._of.get(account)
            if kept is None:
                kept = self._of[account] = KeptQuicklooks()
            return kept


def _key(file: OrderFile) -> _Key:
    return file.order_id, file.file_id
