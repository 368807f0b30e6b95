"""The files of an order: listed with their state, and streamed."""

from collections.abc import Iterator
from contextlib import closing

import requests

from components.regards import records
from components.regards.records import Order, OrderFile
from components.regards.wire import Connection

_PAGE = 1000  # files
_CHUNK = 1 << 18  # bytes


def files(connection: Connection, order: Order) -> tuple[OrderFile, ...]:
    """Every file of an order, whatever its state, sorted by name.

    The lists by dataset task keep downloaded files, unlike the list of available ones (T-25). Their order is
    arbitrary, so a page may repeat a file that another one lost: where files are missing they are read once
    more (contract C.6).
    """
    found: dict[int, OrderFile] = {}
    for task in order.tasks:
        for _attempt in range(2):
            of_task = {
                each.file_id: each
                for each in (
                    records.order_file(item, order.order_id, task.dataset)
                    for item in connection.items(
                        f"rs-order/orders/{order.order_id}/dataset/{task.task_id}/files", size=_PAGE
                    )
                )
            }
            found |= of_task
            if len(of_task) >= task.files:
                break
    return tuple(sorted(found.values(), key=lambda file: (file.name, file.file_id)))


def open_file(connection: Connection, file_id: int) -> requests.Response:
    """The open download of one file; its address is built from the number, never taken from a link (T-54)."""
    return connection.stream(f"rs-order/orders/files/{file_id}")


def open_zip(connection: Connection, order_id: int) -> requests.Response:
    """The open download of all files that are available now, as one ZIP (T-26)."""
    return connection.stream(f"rs-order/user/orders/{order_id}/download")


def chunks(response: requests.Response) -> Iterator[bytes]:
    """The bytes of an open download, closed at the end or when nobody wants more."""
    with closing(response):
        yield from response.iter_content(_CHUNK)
