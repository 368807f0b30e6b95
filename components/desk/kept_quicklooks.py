"""The quicklooks that users looked at last, for each sign-in as long as one of its pages is open."""

import logging
import threading
from collections.abc import Callable, Iterable
from typing import Final

from components.desk.workers import Workers
from components.regards.errors import Missing, NoRight, RegardsError, SessionOver
from components.regards.http.connection import Connection
from components.regards.pictures import NoPicture, Picture, Quicklook, read_picture
from components.regards.sign_in.session import Session

log = logging.getLogger(__name__)

MOST_KEPT: Final = 24
"""Pictures of a sign-in that are kept."""
MOST_BYTES: Final = 40_000_000
"""Bytes of its pictures that are kept, all together."""
MOST_PROBLEMS: Final = 200
"""Pictures of a sign-in of which it is kept why they did not come."""


class KeptQuicklooks:
    """The pictures that one sign-in has fetched last, those on their way, and why others did not come."""

    @staticmethod
    def of(session: Session) -> "KeptQuicklooks":
        """Those that all tabs of a sign-in share."""
        return session.shared("quicklooks", KeptQuicklooks)

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._workers = Workers(1, "quicklooks")
        self._pictures: dict[str, Picture] = {}
        self._coming: dict[str, Quicklook] = {}
        self._problems: dict[str, RegardsError] = {}
        self._working = False
        self.revision = 0
        """Another number after each change: cheaper to compare than pictures."""

    def fetch(self, quicklooks: Iterable[Quicklook], connection: Callable[[], Connection]) -> None:
        """Let a worker thread download these pictures one after the other, except those that are kept.

        To the archive each is a download (contract C.7, E.4): only a click of the user is a reason to call this.

        Args:
            quicklooks: those that are wanted.
            connection: gives the connection for the next request, so that a renewed token is used.
        """
        with self._lock:
            wanted = {each.key: each for each in quicklooks if each.key not in self._pictures}
            self._coming = {**self._coming, **wanted}
            for key in wanted:
                self._problems.pop(key, None)
            self.revision += 1
            if wanted and not self._working:
                self._working = True
                self._workers.submit(self._work, connection)

    def picture(self, key: str) -> Picture | None:
        """The picture of a quicklook with this key, if it is kept."""
        return self._pictures.get(key)

    def is_coming(self, quicklook: Quicklook) -> bool:
        """Whether a picture is on its way, or waits for others."""
        return quicklook.key in self._coming

    @property
    def under_way(self) -> bool:
        """Whether any pictures are on their way."""
        return bool(self._coming)

    def problem(self, quicklook: Quicklook) -> RegardsError | None:
        """Why a picture did not come when it was asked for last."""
        return self._problems.get(quicklook.key)

    def forget(self) -> None:
        """Give up all pictures, also those on their way."""
        with self._lock:
            self._pictures, self._coming, self._problems = {}, {}, {}
            self.revision += 1

    def _work(self, connection: Callable[[], Connection]) -> None:
        while quicklook := self._next():
            try:
                self._keep(quicklook, read_picture(connection(), quicklook))
            except RegardsError as error:
                self._note(quicklook, error)
            except Exception:
                log.exception("A quicklook could not be fetched")
                self._note(quicklook, NoPicture("This desk has failed to fetch the picture. Its log says why."))

    def _next(self) -> Quicklook | None:
        with self._lock:
            quicklook = next(iter(self._coming.values()), None)
            self._working = quicklook is not None
            return quicklook

    def _keep(self, quicklook: Quicklook, picture: Picture) -> None:
        with self._lock:
            if quicklook.key not in self._coming:  # given up meanwhile
                return
            self._pictures[quicklook.key] = picture  # first: who looks meanwhile finds it in one of the two
            del self._coming[quicklook.key]
            while len(self._pictures) > MOST_KEPT or self._bytes() > MOST_BYTES:
                del self._pictures[next(iter(self._pictures))]
            self.revision += 1

    def _bytes(self) -> int:
        return sum(len(each.content) for each in self._pictures.values())

    def _note(self, quicklook: Quicklook, error: RegardsError) -> None:
        """Note why a picture did not come. If others would fare no better, they are not asked for (T-38)."""
        with self._lock:
            if quicklook.key not in self._coming:
                return
            if not isinstance(error, SessionOver):  # the page itself asks for the password
                self._problems[quicklook.key] = error.alone()
            while len(self._problems) > MOST_PROBLEMS:
                del self._problems[next(iter(self._problems))]
            if isinstance(error, NoPicture | Missing | NoRight):
                del self._coming[quicklook.key]
            else:
                self._coming = {}
            self.revision += 1
