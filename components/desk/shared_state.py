"""What this process keeps for all of its users, in one object that the server opens when it starts."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from components.desk.archives import Archives
from components.desk.browser_downloads import BrowserDownloads
from components.desk.kept_drafts import KeptDrafts
from components.desk.kept_login import KeptLogins
from components.desk.order_book import IN_MEMORY, OrderBook
from components.desk.orders.deliveries import Deliveries
from components.desk.orders.order_actions import OrderActions
from components.desk.submissions import Submissions
from components.regards.settings import Archive


@dataclass(frozen=True, slots=True, eq=False)
class SharedState:
    """What all sessions and routes of this process share; users are told apart by `Login.account`.

    ``order_book`` survives the process. ``guest_order_book`` ends with it, as do the orders of an archive with guests.
    """

    archives: Archives
    kept_logins: KeptLogins
    order_book: OrderBook
    guest_order_book: OrderBook
    public_address: str = ""
    kept_drafts: KeptDrafts = field(default_factory=KeptDrafts)
    submissions: Submissions = field(default_factory=Submissions)
    order_actions: OrderActions = field(default_factory=OrderActions)
    deliveries: Deliveries = field(default_factory=Deliveries)
    browser_downloads: BrowserDownloads = field(default_factory=BrowserDownloads)

    def order_book_of(self, archive: Archive) -> OrderBook:
        """The order book for an archive: one with guests counts its orders from 1 at every start."""
        return self.guest_order_book if archive.guests else self.order_book


@contextmanager
def opened(
    archives: Archives, cookie_secret: str = "", order_book: str = IN_MEMORY, public_address: str = ""
) -> Iterator[SharedState]:
    """Meanwhile, `shared` gives a fresh state.

    Args:
        archives: those on offer.
        cookie_secret: encrypts the login cookies.
        order_book: address of the database of orders, as SQLAlchemy writes it.
        public_address: see `Settings`.
    """
    with closing(OrderBook(order_book)) as lasting, closing(OrderBook(IN_MEMORY)) as passing:
        state = SharedState(archives, KeptLogins(cookie_secret, archives), lasting, passing, public_address)
        _opened.append(state)
        try:
            yield state
        finally:
            _opened.remove(state)


def shared() -> SharedState:
    """The state that was opened last; scripts of Streamlit and routes of Starlette have no other way to it."""
    return _opened[-1]


_opened: list[SharedState] = []
