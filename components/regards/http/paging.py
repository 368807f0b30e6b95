"""Lists that come page by page (contract A.5).

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from components.regards.errors import UnexpectedReply
from components.regards.http import replies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_PAGES: Final = 1_000
"""Pages of the longest list."""

MOST_ITEMS: Final = 500_000
"""Items of the longest list."""


def every_item(read_page: Callable[[int], Any], size: int) -> Iterator[Any]:
    """Every item of a paged list, wrapped or not (contract A.4).

    The archive's ``totalPages`` tells the last page. Without it, the first page with fewer than ``size`` items is the
    last. A page that brings nothing new is always the last: an archive may count pages that it does not have.

    Args:
        read_page: reads a page by its number, from 0.
        size: the number of items of a page.

    Raises:
        UnexpectedReply: the list goes on beyond `MOST_PAGES` or `MOST_ITEMS`. It is never cut without a word.
    """
    seen: set[int] = set()
    count = 0
    for number in range(MOST_PAGES):
        page = read_page(number)
        found = replies.items(page)
        count += len(found)
        if count > MOST_ITEMS:
            break
        yield from found
        pages = replies.paging(page).get("totalPages")
        known = len(seen)
        seen.update(hash(repr(item)) for item in found)
        is_last = len(found) < size if pages is None else number + 1 >= pages
        if is_last or len(seen) == known:
            return
    raise UnexpectedReply(
        f"The archive's list is too long: at most {MOST_ITEMS:,} items on {MOST_PAGES:,} pages are read here."
    )
