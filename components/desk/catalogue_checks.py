"""A check with the catalogue on its way: how far it is, and a way to stop it."""

import threading
from concurrent.futures import Future

from components.desk.workers import Workers
from components.order.selection import Selection
from components.regards.catalogue.checking import Cancelled, CheckResult, check
from components.regards.catalogue.near_names import ReadAttributes
from components.regards.http.connection import Connection

_workers = Workers(8, "check")


class Check:
    """Asks the catalogue about a selection in a worker thread, from the moment it is made."""

    def __init__(self, connection: Connection, selection: Selection, attributes: ReadAttributes) -> None:
        self.selection = selection
        self.progress = 0.0
        self._stop = threading.Event()
        self.future: Future[CheckResult] = _workers.submit(check, connection, selection, self._note, attributes)

    def cancel(self) -> None:
        """Stop before the next question; its result raises `Cancelled`."""
        self._stop.set()

    def _note(self, done: int, steps: int) -> None:
        self.progress = done / steps
        if self._stop.is_set():
            raise Cancelled
