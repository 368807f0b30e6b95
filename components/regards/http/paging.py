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
    """Every item of a list, each perhaps wrapped (contract A.4).

    The last page is the one that the archive counts as the last. Where it does not count, that is the first page
    with fewer than ``size`` items. A page without any item is the last in any case.

    Args:
        read_page: reads the page of a number, from 0.
        size: how many items it asks for.
    """
    for number in range(_MOST_PAGES):
        page = read_page(number)
        found = replies.items(page)
        yield from found
        pages = replies.paging(page).get("totalPages")
        is_last = len(found) < size if pages is None else number + 1 >= pages
        if is_last or not found:
            return
