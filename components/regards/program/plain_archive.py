"""The archive as a delivery needs it, over the standard library alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from components.regards import records
from components.regards.errors import RegardsError
from components.regards.http import replies

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from components.regards.program.plain_session import PlainSession
    from components.regards.records import Order, OrderFile

_FILES_OF_A_PAGE: Final = 1000
_PAGES: Final = 10_000  # an archive that never says "last page" must not hold us for ever
_MOST_STREAMS: Final = 2  # files at once: a guest is modest (contract C.7)
_UNLIMITED: Final = -1  # (contract G)


class PlainArchive:
    """An archive in the name of a user who has signed in: a `Source`."""

    def __init__(self, session: PlainSession) -> None:
        self._session = session
        self._streams = 0

    def order(self, order_id: int) -> Order:
        """One order as it is now."""
        return records.order(self._session.read(f"rs-order/user/orders/{order_id}"))

    def files(self, order: Order) -> Iterator[OrderFile]:
        """Every file of an order, whatever its state, page by page; one may come twice, the later is newer.

        The lists by dataset task keep downloaded files (T-25). Their order is arbitrary, so a page may repeat a
        file that another one lost: where files are missing they are read once more (contract C.6).
        """
        for task in order.tasks:
            for _attempt in range(2):
                of_task = set()
                for item in self._items(f"rs-order/orders/{order.order_id}/dataset/{task.task_id}/files"):
                    file = records.order_file(item, order.order_id, task.dataset)
                    of_task.add(file.file_id)
                    yield file
                if len(of_task) >= task.files:
                    break

    def open_file(self, file_id: int) -> AbstractContextManager[Iterator[bytes]]:
        """The bytes of one file; its address is built from the number, never taken from a link (T-54)."""
        return self._session.stream(f"rs-order/orders/files/{file_id}")

    def open_zip(self, order_id: int) -> AbstractContextManager[Iterator[bytes]]:
        """The bytes of a ZIP of all files of an order that are available now (T-26)."""
        return self._session.stream(f"rs-order/user/orders/{order_id}/download")

    def streams(self) -> int:
        """How many files may be downloaded at once: below the user's rate limit, so that the user has one left.

        Asked once. Where the archive cannot say, one: a second one beyond the limit would spoil its file
        (contract G, T-38).
        """
        if not self._streams:
            try:
                limits = replies.unwrap(self._session.read("rs-access-project/quota/current") or {})
            except RegardsError:
                return 1
            if not isinstance(limits.get("maxQuota"), int):
                return 1
            limit = limits.get("rateLimit", _UNLIMITED)
            self._streams = _MOST_STREAMS if limit == _UNLIMITED else max(1, min(_MOST_STREAMS, limit - 1))
        return self._streams

    def _items(self, path: str) -> Iterator[Any]:
        """Every item of a paged answer (contract A.5), each perhaps wrapped."""
        for number in range(_PAGES):
            page = self._session.read(path, page=number, size=_FILES_OF_A_PAGE)
            found = replies.items(page)
            yield from found
            pages = replies.paging(page).get("totalPages")
            if len(found) < _FILES_OF_A_PAGE if pages is None else number + 1 >= pages:
                return
