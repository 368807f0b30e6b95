"""Lists that come page by page (contract A.5).

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from components.regards.http import replies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MOST_PAGES: Final = 10_000  # for an archive that never says "last page"


def every_item(read_page: Callable[[int], Any], size: int) -> Iterator[Any]:
    """Every item of a paged list, wrapped or not (contract A.4).

    The archive's ``totalPages`` tells the last page. Without it, the first page with fewer than ``size`` items is the
    last. A page without items is always the last.

    Args:
        read_page: reads a page by its number, from 0.
        size: the number of items of a page.
    """
    for number in range(_MOST_PAGES):
        page = read_page(number)
        found = replies.items(page)
        yield from found
        pages = replies.paging(page).get("totalPages")
        is_last = len(found) < size if pages is None else number + 1 >= pages
        if is_last or not found:
            return
