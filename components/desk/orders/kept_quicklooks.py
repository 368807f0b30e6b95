"""The quicklooks that a user looked at last."""

from collections.abc import Callable
from typing import Final

from components.desk.polling import Reading
from components.regards.http.connection import Connection
from components.regards.orders.quicklooks import Picture, read_picture
from components.regards.orders.records import OrderFile

_MOST_KEPT: Final = 4


class KeptQuicklooks:
    """The last few pictures of a user; the oldest go first.

    Args:
        connection: gives the connection for the next request, so that a renewed token is used.
    """

    def __init__(self, connection: Callable[[], Connection]) -> None:
        self._connection = connection
        self._readings: dict[int, Reading[Picture]] = {}

    def of(self, file: OrderFile) -> Reading[Picture]:
        """The reading of a file's picture; nothing is asked before it is renewed."""
        reading = self._readings.pop(file.file_id, None) or Reading(lambda: read_picture(self._connection(), file))
        self._readings[file.file_id] = reading  # the latest stand last
        for old in list(self._readings)[:-_MOST_KEPT]:
            del self._readings[old]
        return reading
