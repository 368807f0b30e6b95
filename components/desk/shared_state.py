"""What this process keeps for all of its users, in one object that the server opens when it starts."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Final

from components.desk.archives import Archives
from components.desk.browser_downloads import BrowserDownloads
from components.desk.drafts.kept_drafts import KeptDrafts
from components.desk.held import Held
from components.desk.order_book import IN_MEMORY, OrderBook
from components.desk.orders.deliveries import Deliveries
from components.desk.orders.order_actions import OrderActions
from components.desk.orders.streams import Streams
from components.desk.sign_in.failed_sign_ins import FailedSignIns
from components.desk.sign_in.kept_login import KeptLogins
from components.desk.sign_in.long_logins import LongLogins
from components.desk.sign_in.provider_sign_ins import ProviderSignIns
from components.desk.sign_in.sessions import Sessions
from components.desk.sign_in.sign_in import KnownFields
from components.desk.sign_in.sign_outs import SignOuts
from components.desk.sign_in.strangers import Strangers
from components.desk.submissions import Submissions
from components.regards.settings import Archive
from components.regards.submission.lost_verdict import MAY_APPEAR

_LONGEST_BREAK: Final = 5.0  # seconds in which deliveries break off, unless they wait for the archive


@dataclass(frozen=True, slots=True, eq=False)
class SharedState:
    """What all sessions and routes of this process share; users are told apart by `Login.account`.

    ``order_book`` and ``kept_drafts`` survive the process and are shared by replicas.
    ``guest_order_book``, ``guest_kept_drafts`` and ``guest_deliveries`` end with it, as do the orders of an archive
    with guests.
    """

    archives: Archives
    kept_logins: KeptLogins
    sessions: Sessions
    order_book: OrderBook
    guest_order_book: OrderBook
    kept_drafts: KeptDrafts
    deliveries: Deliveries
    guest_deliveries: Deliveries
    public_address: str = ""
    identifier_fields: KnownFields = field(default_factory=dict)
    guest_kept_drafts: KeptDrafts = field(default_factory=KeptDrafts)
    submissions: Submissions = field(default_factory=Submissions)
    order_actions: OrderActions = field(default_factory=OrderActions)
    streams: Held[str, Streams] = field(default_factory=lambda: Held(Streams))
    browser_downloads: BrowserDownloads = field(default_factory=BrowserDownloads)
    provider_sign_ins: ProviderSignIns = field(default_factory=ProviderSignIns)
    failed_sign_ins: FailedSignIns = field(default_factory=FailedSignIns)
    strangers: Strangers = field(default_factory=Strangers)

    def order_book_of(self, archive: Archive) -> OrderBook:
        """The order book for an archive: one with guests counts its orders from 1 at every start."""
        return self.guest_order_book if archive.guests else self.order_book

    def kept_drafts_of(self, archive: Archive) -> KeptDrafts:
        """The kept drafts of an archive's users: those of guests end with the process."""
        return self.guest_kept_drafts if archive.guests else self.kept_drafts

    def deliveries_of(self, archive: Archive) -> Deliveries:
        """The deliveries from an archive; two replicas may give guests the same names and numbers."""
        return self.guest_deliveries if archive.guests else self.deliveries

    def stop(self) -> None:
        """Let the requests on their way settle, send no others, and break deliveries off so that they can go on."""
        self.submissions.ask_to_stop()
        for each in self.deliveries, self.guest_deliveries:
            each.stop(_LONGEST_BREAK)
        self.submissions.wait(MAY_APPEAR)


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
        database = lasting.database
        kept_logins = KeptLogins(
            cookie_secret, archives, sign_outs=SignOuts(database), long_logins=LongLogins(database)
        )
        kept_drafts = KeptDrafts(database)
        sessions = Sessions(kept_logins.is_signed_out)
        deliveries, of_guests = Deliveries(lasting.leases), Deliveries(passing.leases)
        state = SharedState(
            archives, kept_logins, sessions, lasting, passing, kept_drafts, deliveries, of_guests, public_address
        )
        _opened.append(state)
        try:
            yield state
        finally:
            _opened.remove(state)
            for each in deliveries, of_guests:  # they need the database
                each.stop(0.0)


def shared() -> SharedState:
    """The state that was opened last; scripts of Streamlit and routes of Starlette have no other way to it."""
    return _opened[-1]


_opened: list[SharedState] = []
