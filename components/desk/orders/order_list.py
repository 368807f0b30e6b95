"""The user's orders as the archive lists them, page by page: of old ones only as many as the user asks for."""

from collections.abc import Callable
from functools import partial
from time import monotonic

from components.desk.polling import Reading
from components.regards.errors import RegardsError
from components.regards.orders.orders import MOST_LISTED
from components.regards.orders.records import Order


class OrderList:
    """The pages of the list that were read so far, the newest orders first (contract C.3).

    Args:
        read: asks the archive for a page by its number, from 0; raises RegardsError.
        every: seconds between two readings of a page that changes.
        now: a clock in seconds.
        archive: its name.
    """

    def __init__(
        self,
        read: Callable[[int], tuple[Order, ...]],
        every: float,
        now: Callable[[], float] = monotonic,
        archive: str = "",
    ) -> None:
        self._read, self._every, self._now, self._archive = read, every, now, archive
        self._pages = [self._page(0)]
        self._newest = 0

    @property
    def value(self) -> tuple[Order, ...] | None:
        """The orders that were read, newest first; None before anything was."""
        if self._pages[0].value is None:
            return None
        # An order may stand on two pages, because a new one moves all others on; the page before is read more often.
        found = {order.order_id: order for page in reversed(self._pages) for order in page.value or ()}
        return tuple(sorted(found.values(), key=lambda order: -order.order_id))

    @property
    def error(self) -> RegardsError | None:
        """Why a page could not be read the last time."""
        return next((page.error for page in self._pages if page.error), None)

    @property
    def under_way(self) -> bool:
        """Whether a page is being read."""
        return any(page.under_way for page in self._pages)

    @property
    def silence(self) -> float:
        """For how many seconds the archive has owed an answer."""
        return max(page.silence for page in self._pages)

    @property
    def has_more(self) -> bool:
        """Whether there may be older orders: the last page was full."""
        last = self._pages[-1].value
        return last is not None and len(last) >= MOST_LISTED

    def read_more(self) -> None:
        """Begin to read the next page; the second half of a double click changes nothing."""
        if self.has_more:
            self._pages.append(self._page(len(self._pages)))
            self._pages[-1].renew()

    def renew(self) -> None:
        """Begin to read all pages again."""
        for page in self._pages:
            page.renew()

    def renew_when_due(self) -> None:
        """Begin to read again the newest orders, and of the others those pages on which something may change."""
        first, *others = self._pages
        first.renew_when_due()
        newest = max((order.order_id for order in first.value or ()), default=0)
        has_moved, self._newest = self._newest not in {0, newest}, newest
        for page in others:
            page.take()
            if has_moved:
                page.renew()
            elif page.error or any(map(may_change, page.value or ())):
                page.renew_when_due()

    def renew_when_older(self, than: float) -> None:
        """Begin to read the newest orders again if they were read more than so many seconds ago."""
        self._pages[0].renew_when_older(than)

    def take(self, wait: float = 0.0) -> None:
        """Take over what was read, waiting for so many seconds at most."""
        until = monotonic() + wait
        for page in self._pages:
            page.take(max(until - monotonic(), 0.0))

    def _page(self, number: int) -> Reading[tuple[Order, ...]]:
        return Reading(partial(self._read, number), self._every, self._now, archive=self._archive)


def may_change(order: Order) -> bool:
    """Whether an order may soon look otherwise without an action of its user, also because its files are fetched."""
    return order.moving or (order.waiting_for_user and not order.gone)
