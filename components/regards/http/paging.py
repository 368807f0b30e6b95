"""Lists that come page by page (contract A.5).

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Final

from components.regards.errors import UnexpectedReply
from components.regards.http import correlation, replies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_PAGES: Final = 1_000
"""Pages of the longest list."""

MOST_ITEMS: Final = 500_000
"""Items of the longest list."""


def every_item(read_page: Callable[[int], Any], size: int, ahead: int = 0) -> Iterator[Any]:
    """Every item of a paged list, wrapped or not (contract A.4).

    The archive's ``totalPages`` tells the last page. Without it, the first page with fewer than ``size`` items is the
    last. A page that brings nothing new is always the last: an archive may count pages that it does not have.

    Args:
        read_page: reads a page by its number, from 0.
        size: the number of items of a page.
        ahead: how many pages are read at once, in other threads, of those that the page before announced. The items
            and the errors are those of one page after the other.

    Raises:
        UnexpectedReply: the list goes on beyond `MOST_PAGES` or `MOST_ITEMS`. It is never cut without a word.
    """
    seen: set[int] = set()
    count = 0
    coming: deque[_PageToCome] = deque()
    for number in range(MOST_PAGES):
        page = coming.popleft().taken() if coming else read_page(number)
        found = replies.items(page)
        count += len(found)
        if count > MOST_ITEMS:
            break
        pages = replies.paging(page).get("totalPages")
        known = len(seen)
        seen.update(hash(repr(item)) for item in found)
        is_last = len(found) < size if pages is None else number + 1 >= pages
        if is_last or len(seen) == known:
            yield from found
            return
        announced = range(number + 1, min(number + 1 + ahead, pages or 0, MOST_PAGES))
        coming.extend(_PageToCome(read_page, each) for each in announced[len(coming) :])
        yield from found
    raise UnexpectedReply(
        f"The archive's list is too long: at most {MOST_ITEMS:,} items on {MOST_PAGES:,} pages are read here."
    )


class _PageToCome:
    """A page that another thread reads: a daemon, so that nobody waits for a page that is no longer wanted."""

    def __init__(self, read_page: Callable[[int], Any], number: int) -> None:
        self._page: Future[tuple[Any, str]] = Future()
        threading.Thread(target=self._read, args=(read_page, number), name="paging", daemon=True).start()

    def _read(self, read_page: Callable[[int], Any], number: int) -> None:
        try:
            self._page.set_result((read_page(number), correlation.latest()))
        except BaseException as error:  # noqa: BLE001 - raised where the page is taken
            self._page.set_exception(error)

    def taken(self) -> Any:  # noqa: ANN401 - JSON is any value
        """The page once it is there; it counts as the answer that this thread is reading."""
        page, call = self._page.result()
        correlation.read_elsewhere(call)
        return page
