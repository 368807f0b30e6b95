"""The files of an order: their list, and their downloads.

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from components.regards import quota
from components.regards.errors import NOT_SHOWN, RegardsError
from components.regards.http import addresses, paging, replies
from components.regards.orders import records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from components.regards.http.client import Body, Client
    from components.regards.http.replies import Reply
    from components.regards.orders.records import DatasetTask, Order, OrderFile

_FILES_OF_A_PAGE: Final = 1000
_PAGES_AT_ONCE: Final = 2  # more would take the archive from others
_MORE_TO_COME: Final = frozenset({204, 206})  # as documented; the code of REGARDS answers 200 in any case (T-23)


def order(client: Client, order_id: int) -> Order:
    """An order; where the archive does not show it, what its list of available files tells (contract L.12).

    Raises:
        NoRight, Missing: the archive shows neither.
    """
    try:
        return records.order(client.read(addresses.order(order_id)))
    except NOT_SHOWN as refusal:
        try:
            answer = _ask_available(client, order_id, 0)
        except NOT_SHOWN:
            raise refusal from None
        return records.unseen_order(order_id, more=answer.status in _MORE_TO_COME)


def files(client: Client, order: Order) -> tuple[OrderFile, ...]:
    """Every file of an order in any state, sorted by name."""
    found = {file.file_id: file for file in listing(client, order)}
    return tuple(sorted(found.values(), key=lambda file: (file.name, file.file_id)))


def listing(client: Client, order: Order) -> Iterator[OrderFile]:
    """Every file of an order, read page by page. A file may come twice; the later one is newer.

    The lists by dataset task include downloaded files, unlike the list of available ones (T-25). Their order is
    arbitrary, so one page may repeat a file and another miss one. If files are missing, the list is read a second time
    (contract C.6). Where the archive does not show them, only the available files are known (contract L.12).
    """
    try:
        for task in order.tasks:
            yield from _of_task(client, order, task)
    except NOT_SHOWN as refusal:
        try:
            yield from _available(client, order.order_id)
        except NOT_SHOWN:
            raise refusal from None
    else:
        if order.unseen:
            yield from _available(client, order.order_id)


def lists_available_only(client: Client, order: Order) -> bool:
    """Whether `listing` names the files alone that are available now, so that a file leaves it as it is downloaded."""
    try:
        for task in order.tasks[:1]:
            client.read(addresses.task_files(order.order_id, task.task_id), page=0, size=1)
    except NOT_SHOWN:
        return True
    return order.unseen


def are_still_available(client: Client, order_id: int, file_ids: frozenset[int]) -> bool:
    """Whether the available files are these still, as far as a small answer tells: their number, and one of them.

    Unlike the count in the order, which is frozen once it is done (T-37), this one is always that of the moment. False
    where the archive does not say it.
    """
    try:
        page = replies.data_read(_ask_available(client, order_id, 0, size=1))
    except NOT_SHOWN:
        return False
    number = 0 if page is None else replies.paging(page).get("totalElements")
    shown = [replies.unwrap(item).get("id") for item in replies.items(page)]
    return number == len(file_ids) and all(replies.is_number(each) and each in file_ids for each in shown)


def _of_task(client: Client, order: Order, task: DatasetTask) -> Iterator[OrderFile]:
    path = addresses.task_files(order.order_id, task.task_id)
    for _attempt in range(2):
        of_task = set()
        for item in _every_item(lambda number: client.read(path, page=number, size=_FILES_OF_A_PAGE)):
            file = records.order_file(item, order.order_id, task.dataset)
            of_task.add(file.file_id)
            yield file
        if len(of_task) >= task.files:
            break


def _available(client: Client, order_id: int) -> Iterator[OrderFile]:
    """The files that are available now; one that was downloaded leaves the list (T-25)."""

    def read_page(number: int) -> object:
        return replies.data_read(_ask_available(client, order_id, number))

    for item in _every_item(read_page):
        yield records.available_file(item, order_id)


def _every_item(read_page: Callable[[int], object]) -> Iterator[object]:
    return paging.every_item(read_page, _FILES_OF_A_PAGE, ahead=_PAGES_AT_ONCE)


def _ask_available(client: Client, order_id: int, page: int, size: int = _FILES_OF_A_PAGE) -> Reply:
    coded, documented = addresses.available_files(order_id)
    try:
        return client.ask(coded, page=page, size=size)
    except NOT_SHOWN:
        return client.ask(documented, page=page, size=size)


class ConnectedArchive:
    """The source of a delivery (`delivery.engine.Source`), in the desk and in the program.

    Args:
        client: returns the client for the next request, so that a renewed token is used at once.
    """

    def __init__(self, client: Callable[[], Client]) -> None:
        self._client = client
        self._streams = 0

    def order(self, order_id: int) -> Order:
        """The order as it is now."""
        return order(self._client(), order_id)

    def files(self, order: Order) -> Iterator[OrderFile]:
        """Every file of an order in any state, read page by page, because an order may have very many."""
        return listing(self._client(), order)

    def open_file(self, file_id: int) -> AbstractContextManager[Body]:
        """The bytes of one file."""
        return self._client().download(addresses.file_content(file_id))

    def open_zip(self, order_id: int) -> AbstractContextManager[Body]:
        """The bytes of a ZIP of all files of an order that are available now."""
        return self._client().download(addresses.order_zip(order_id))

    def streams(self) -> int:
        """The number of files to download at once (see `Quota.streams`), read once.

        It is 1 if the archive does not know, because every limit allows that. A download beyond the limit would put its
        file into an error state (contract G, T-38).
        """
        if not self._streams:
            try:
                limits = quota.read(self._client())
            except RegardsError:
                return 1
            if limits is None:
                return 1
            self._streams = limits.streams
        return self._streams
