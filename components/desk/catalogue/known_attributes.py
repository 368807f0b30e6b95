"""The attributes of a user's project: read once for a login, in a worker thread."""

import threading
from collections.abc import Callable
from concurrent.futures import Future

from components.desk.workers import Workers
from components.regards.catalogue.attributes import Attribute

Attributes = tuple[Attribute, ...] | None
"""All attributes of a project; None if they are not known."""


class KnownAttributes:
    """Reads the attributes when they are first wanted. Thread-safe.

    Args:
        read: asks the archive; gives None if it does not tell.
    """

    def __init__(self, read: Callable[[], Attributes]) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._workers = Workers(1, "attributes")
        self._reading: Future[Attributes] | None = None

    def so_far(self) -> Attributes:
        """The attributes if they are read already. The first call begins to read them, and none waits."""
        reading = self._begun()
        return reading.result() if reading.done() else None

    def wait(self) -> Attributes:
        """The attributes, once they are read; after a failure they are asked for again."""
        return self._begun(again=True).result()

    def _begun(self, *, again: bool = False) -> Future[Attributes]:
        with self._lock:
            reading = self._reading
            if reading is None or (again and reading.done() and reading.result() is None):
                self._reading = reading = self._workers.submit(self._read)
            return reading
