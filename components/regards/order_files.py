"""The files of an order: listed with their state, and streamed."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import requests

from components.regards import orders, quota, records
from components.regards.errors import RegardsError
from components.regards.http.connection import Connection, answered
from components.regards.quota import UNLIMITED
from components.regards.records import Order, OrderFile

_PAGE = 1000  # files
_CHUNK = 1 << 18  # bytes
_MOST_STREAMS = 2  # files at once: a guest is modest (contract C.7)


def files(connection: Connection, order: Order) -> tuple[OrderFile, ...]:
    """Every file of an order, whatever its state, sorted by name."""
    found = {file.file_id: file for file in listing(connection, order)}
    return tuple(sorted(found.values(), key=lambda file: (file.name, file.file_id)))


def listing(connection: Connection, order: Order) -> Iterator[OrderFile]:
    """Every file of an order as the archive names them, page by page; one may come twice, the later is newer.

    The lists by dataset task keep downloaded files, unlike the list of available ones (T-25). Their order is
    arbitrary, so a page may repeat a file that another one lost: where files are missing they are read once
    more (contract C.6).
    """
    for task in order.tasks:
        for _attempt in range(2):
            of_task = set()
            for item in connection.items(f"rs-order/orders/{order.order_id}/dataset/{task.task_id}/files", size=_PAGE):
                file = records.order_file(item, order.order_id, task.dataset)
                of_task.add(file.file_id)
                yield file
            if len(of_task) >= task.files:
                break


def open_file(connection: Connection, file_id: int) -> requests.Response:
    """The open download of one file; its address is built from the number, never taken from a link (T-54)."""
    return connection.stream(f"rs-order/orders/files/{file_id}")


def open_zip(connection: Connection, order_id: int) -> requests.Response:
    """The open download of all files that are available now, as one ZIP (T-26)."""
    return connection.stream(f"rs-order/user/orders/{order_id}/download")


def chunks(response: requests.Response, sender: str = "the archive") -> Iterator[bytes]:
    """The bytes of an open download, closed at the end or when nobody wants more.

    Raises:
        NoAnswer: the connection to ``sender`` broke before the end, or it fell silent.
    """
    with closing(response), answered(sender):
        yield from response.iter_content(_CHUNK)


class ConnectedArchive:
    """The archive as a delivery needs it (`delivery.engine.Source`).

    Args:
        connection: gives the connection for the next request, so that a renewed token is used at once.
    """

    def __init__(self, connection: Callable[[], Connection]) -> None:
        self._connection = connection
        self._streams = 0

    def order(self, order_id: int) -> Order:
        """One order as it is now."""
        return orders.read(self._connection(), order_id)

    def files(self, order: Order) -> Iterator[OrderFile]:
        """Every file of an order, whatever its state; page by page, because an order may have very many."""
        return listing(self._connection(), order)

    @contextmanager
    def open_file(self, file_id: int) -> Iterator[Iterator[bytes]]:
        """The bytes of one file, piece by piece."""
        connection = self._connection()
        with open_file(connection, file_id) as response:
            yield chunks(response, connection.archive.name)

    @contextmanager
    def open_zip(self, order_id: int) -> Iterator[Iterator[bytes]]:
        """The bytes of a ZIP of all files of an order that are available now."""
        connection = self._connection()
        with open_zip(connection, order_id) as response:
            yield chunks(response, connection.archive.name)

    def streams(self) -> int:
        """How many files may be downloaded at once: below the user's rate limit, so that the user has one left.

        Asked once. Where the archive cannot say, one: every limit allows it, and a second stream beyond the limit
        would spoil its file (contract G, T-38).
        """
        if not self._streams:
            try:
                limits = quota.read(self._connection())
            except RegardsError:
                return 1
            if limits is None:
                return 1
            limited = limits.at_once != UNLIMITED
            self._streams = max(1, min(_MOST_STREAMS, limits.at_once - 1)) if limited else _MOST_STREAMS
        return self._streams
