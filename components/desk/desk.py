"""What a signed-in user works with: the draft, its check, its submission, and the orders made here."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Final
from urllib.parse import urlencode

from components.desk.browser_downloads import picture_address
from components.desk.catalogue.draft_check import DraftCheck
from components.desk.catalogue.known_attributes import KnownAttributes
from components.desk.drafts.kept_drafts import KeptDrafts
from components.desk.drafts.tab_draft import TabDraft
from components.desk.intents import Intent
from components.desk.kept_quicklooks import KeptQuicklooks
from components.desk.made_from import MadeFrom
from components.desk.order_book import OrderBook
from components.desk.orders.order_list import OrderList
from components.desk.orders.ordered_here import OrderedHere
from components.desk.polling import Reading, in_background
from components.desk.submissions import (
    Click,
    ClickResult,
    Progress,
    Submission,
    SubmissionElsewhere,
    Submissions,
    UnsettledSubmissions,
    earlier_result,
    send,
)
from components.order import basket_request, drafts, order_label
from components.order.composition import Composition, compose
from components.order.data_types import DataType
from components.order.draft import By, Draft
from components.order.java_regex import PatternError, UnsupportedPattern
from components.order.name_filter import Judged, NamedFile, judge
from components.order.near_names import NearName, exchanged
from components.regards.catalogue import attributes, holdings
from components.regards.errors import SessionOver
from components.regards.http.connection import Connection
from components.regards.orders import orders
from components.regards.pictures import Quicklook
from components.regards.settings import OrderThrough
from components.regards.sign_in.login import Login
from components.regards.sign_in.session import Session
from components.regards.submission import lost_verdict
from components.regards.submission.submission import Batch, Request, Unknown

_EMPTY: Final = Draft()


class Desk:
    """The state of one user who is signed in to an archive.

    Args:
        session: of the user with the archive.
        kept_drafts: gives the draft back after a refresh.
        submissions: the orders on their way.
        book: the orders made here.
        tab: the name of the browser tab, under which its draft is kept; empty for a new one.
        order_page: the address of the page of an order, for e-mails of the archive; empty if it is not known.
    """

    def __init__(
        self,
        session: Session,
        kept_drafts: KeptDrafts,
        submissions: Submissions,
        book: OrderBook,
        tab: str = "",
        *,
        order_page: str = "",
    ) -> None:
        archive = session.login.archive
        self.session = session
        self._tab_draft = TabDraft(self.account, kept_drafts, tab)
        self._submissions = submissions
        self._book = book
        self.ordered_here = OrderedHere(self.account, book)
        self._order_page = order_page
        self.quicklooks = KeptQuicklooks.of(session)
        self._composed = MadeFrom[Composition]()
        self._requests = MadeFrom[tuple[Request, ...]]()
        self.order_list = session.shared("orders", partial(_order_list, session))
        sight = Reading(lambda: lost_verdict.look(self.connection), archive.poll_every, archive=archive.name)
        self.unsettled = UnsettledSubmissions(self.account, book, submissions, sight)
        self._chosen_field = book.chosen_fields.of(self.account)
        self._attributes = KnownAttributes(lambda: attributes.read(self.connection))
        self.holdings = Reading(lambda: holdings.read(self.connection), archive=archive.name)
        self.draft_check = DraftCheck(session, self._tab_draft, lambda: self.composition().selection, self._attributes)
        self._judged = MadeFrom[Judged | None]()
        self._click: Click | None = None

    def take_over(self, signed_in: Login) -> None:
        """Use a fresh login of the same user from now on, in all tabs of the same browser."""
        self.session.use(replace(signed_in, sign_in_id=self.login.sign_in_id))

    def stay_signed_in(self) -> None:
        """Renew the token if it is due, in a worker thread, also where the page asks nothing of the archive."""
        if self.login.due(time.time()):
            in_background(self._renew, self.login.archive.name)

    def _renew(self) -> None:
        with suppress(SessionOver):  # the page finds out by itself
            self.session.current()

    @property
    def login(self) -> Login:
        """The login as it is now."""
        return self.session.login

    @property
    def identifier_field(self) -> str:
        """The attribute that holds identifiers unless a draft names another: the user's choice, else the archive's."""
        return self._chosen_field or self.login.identifier_field

    @property
    def has_chosen_field(self) -> bool:
        """Whether the user has chosen that attribute."""
        return bool(self._chosen_field)

    def choose_field(self, field: str = "") -> None:
        """Look for identifiers in this attribute from now on; without one, in that of the archive."""
        self._chosen_field = field
        self._book.chosen_fields.choose(self.account, field)

    @property
    def connection(self) -> Connection:
        """The connection for all requests of the user."""
        return self.session.connection

    @property
    def account(self) -> str:
        """The key that tells the user from all users of all archives."""
        return self.login.account

    @property
    def expired(self) -> bool:
        """Whether the password must be asked again."""
        return self.session.over

    # Pictures

    def fetch_quicklooks(self, quicklooks: Iterable[Quicklook]) -> None:
        """Let a worker thread download these pictures, each of which is a download to the archive."""
        self.quicklooks.fetch(quicklooks, lambda: self.connection)

    def picture_address(self, quicklook: Quicklook) -> str:
        """The address of a quicklook that is kept, for the browser."""
        return picture_address(self.login, quicklook)

    # What is drafted

    @property
    def tab(self) -> str:
        """The name of the browser tab, under which its draft is kept."""
        return self._tab_draft.tab

    @property
    def draft(self) -> Draft:
        """What the user has typed."""
        return self._tab_draft.draft

    @property
    def draft_is_unread(self) -> bool:
        """Whether the draft is blank because what was kept before could not be read."""
        return self._tab_draft.is_unread

    @property
    def draft_key(self) -> str:
        """The key under which the draft is submitted at most once; also part of the widgets' keys."""
        return self._tab_draft.key

    def keep(self, draft: Draft) -> None:
        """Keep what the user has typed."""
        self._tab_draft.keep(draft)

    def begin_draft(self, draft: Draft = _EMPTY) -> None:
        """Begin a draft under a new key, so that it may be submitted."""
        self._begin(draft)

    def replace_draft(self, draft: Draft) -> None:
        """Begin a draft in place of the current one, which can be brought back if it held anything else."""
        self._begin(draft, None if draft.holds(self.draft) else self.draft)

    @property
    def has_replaced(self) -> bool:
        """Whether there is a replaced draft to bring back."""
        return self._tab_draft.replaced is not None

    def bring_back(self) -> None:
        """Begin again with the replaced draft; the current one can be brought back in turn."""
        if replaced := self._tab_draft.replaced:
            self.replace_draft(replaced)

    def keep_only(self, chosen: tuple[str, ...]) -> None:
        """Draft an order of these identifiers alone, with everything else as it was."""
        self.replace_draft(drafts.only(self.draft, chosen, "identifiers kept"))

    def take_near_names(self, near: tuple[NearName, ...]) -> None:
        """Put the proposed names in the place of the unknown ones, and ask the catalogue again."""
        names = exchanged(self.draft.identifiers().identifiers, near)
        self._take(drafts.only(self.draft, names, "identifiers with near names"))

    def take_field(self, field: str, kept: bool = False) -> None:
        """Look for the identifiers under another attribute, and ask the catalogue again.

        ``kept`` is whether to look there in later orders, too.
        """
        self._take(replace(self.draft, field="" if kept else field))
        if kept:  # only now: what was submitted of the draft before is known by the field of then
            self.choose_field(field)

    def order_again(self, order_ids: Sequence[int]) -> None:
        """Begin a draft that asks for what these orders asked for, as far as they were submitted here."""
        if draft := self.ordered_here.asked_in(order_ids):
            self.replace_draft(draft)

    def show_lost(self, intent: Intent) -> None:
        """Begin a draft that asks for what a request without a verdict asked for.

        The intent stays as it is: before the draft is sent, the archive is looked at once more, and of a larger
        request the rest is still to be sent.
        """
        if draft := intent.draft_on_its_way():
            self._tab_draft.begin(draft, None if draft.holds(self.draft) else self.draft)

    def _take(self, draft: Draft) -> None:
        self._begin(draft, self.draft)
        self.draft_check.want()

    def _begin(self, draft: Draft, replaced: Draft | None = None) -> None:
        if earlier := self._earlier():
            self.unsettled.leave(earlier)
        self._tab_draft.begin(draft, replaced)

    # What it makes

    def composition(self) -> Composition:
        """The requests that the draft makes, or what is missing."""
        archive, draft, field = self.login.archive, self.draft, self.identifier_field
        per_query, per_order = archive.identifiers_per_query, archive.identifiers_per_order
        return self._composed.of(
            (replace(draft, name=""), field), lambda: compose(draft, field, per_query=per_query, per_order=per_order)
        )

    def requests(self) -> tuple[Request, ...]:
        """What is sent for the draft, to the letter: an apply for each order, or by way of the basket its bodies.

        The same objects as long as the draft stays the same: the usual name of an order holds a time.
        """
        composition = self.composition()
        if self.login.archive.order_through is OrderThrough.APPLY:
            return composition.bodies
        source = self.draft_key, composition.digest, self.draft.name
        return self._requests.of(source, lambda: tuple(self._by_way_of_the_basket(composition)))

    def _by_way_of_the_basket(self, composition: Composition) -> Iterator[Request]:
        identifiers = composition.identifiers.identifiers if composition.identifiers else ()
        name = self.draft.name or order_label.usual(identifiers, datetime.now(UTC))
        for position, request in enumerate(composition.requests):
            label = order_label.label(name, position, len(composition.requests))
            page = f"{self._order_page}?{urlencode({'label': label})}" if self._order_page else ""
            yield basket_request.compose(request, label, page)

    def attribute_names(self) -> frozenset[str] | None:
        """The attributes that a query may name, such as ``properties.SceneID``; None while they are not known.

        The first call begins to read them, and none waits for the archive.
        """
        known = self._attributes.so_far()
        return None if known is None else frozenset(each.name for each in known)

    def judge(self, names: tuple[NamedFile, ...], data_types: tuple[DataType, ...]) -> Judged | None:
        """What the draft's name filter does to files of some data types, or None where it cannot be used."""
        asked = names, data_types, self.draft.file_name_expression()
        return self._judged.of(asked, lambda: _judge(*asked))

    def left_over(self, batch: Batch) -> tuple[str, ...]:
        """The identifiers of a batch that were certainly not ordered.

        Where an answer got lost, one more order may exist.
        """
        sent = len(batch.granted) + isinstance(batch.end, Unknown)
        parts = self.composition().parts[sent:]
        return tuple(identifier for part in parts for identifier in part.identifiers)

    # What is submitted

    def click(self, click: Click) -> None:
        """Note that the user clicked on Submit; nothing is sent yet."""
        self._click = click

    def drop_click(self) -> None:
        """Forget a click that was not acted on, so that the user sees the page again first."""
        self._click = None

    def act_on_click(self) -> ClickResult:
        """Submit what the user clicked on, once, if that is what the draft makes.

        The second half of a double click changes nothing.
        """
        click, self._click = self._click, None
        composition = self.composition()
        if click is None:
            return ClickResult.NONE
        if click.previewed != self.requests():
            return ClickResult.CHANGED
        if click.draft_key == self.draft_key:
            if click.again:
                self._tab_draft.submit_again()
            if check := self.draft_check.current():
                check.cancel()  # what it has not answered yet is asked on the way
            key, progress = self.submission_key, Progress()
            work = partial(
                send,
                self.connection,
                self.account,
                self._book,
                click,
                self._draft_to_keep(),
                composition,
                products=self._coming(),
                key=key,
                progress=progress,
            )
            self._submissions.submit(self.account, key, work, progress)
        return ClickResult.SENT

    def _draft_to_keep(self) -> Draft:
        """The draft with the attribute that it asks for: that of the account may change, and the order stays."""
        field = self.draft.field.strip() or self.identifier_field
        return replace(self.draft, field=field) if self.draft.by is By.IDENTIFIERS else self.draft

    def _coming(self) -> tuple[int, ...]:
        """How many of its listed products each request brings: all, unless the catalogue says otherwise."""
        result = self.draft_check.result()
        known = frozenset(result.orderable) if result else frozenset()
        parts = [part.identifiers for part in self.composition().parts]
        return tuple(len(known.intersection(part)) or len(part) for part in parts)

    def submission(self) -> Submission | None:
        """What becomes of the draft as it stands, if it was submitted, also before the desk was started."""
        if not self.composition().bodies:
            return None
        found = self._submissions.find(self.account, self.submission_key)
        if found and not found.is_lost:
            return found
        earlier = self._earlier()  # it may know more
        if found is None and earlier and not earlier.complete and self.unsettled.is_sent_elsewhere(earlier):
            return SubmissionElsewhere(
                partial(self.unsettled.is_sent_elsewhere, earlier),
                lambda: earlier_result(self._book, self.account, self._earlier() or earlier),
            )
        if earlier and (found is None or not earlier.on_its_way):
            return Submission.ended(earlier_result(self._book, self.account, earlier))
        return found

    def _earlier(self) -> Intent | None:
        """What the order book remembers of a submission of the draft as it stands."""
        bodies = self.composition().bodies
        return self._book.intents.find(self.account, self.submission_key) if bodies else None

    @property
    def submission_key(self) -> str:
        """The key under which the draft as it stands is submitted at most once."""
        # The content is part of it: two tabs may hold different drafts that began as one.
        return f"{self.draft_key} {self.composition().digest}"


def _order_list(session: Session) -> OrderList:
    archive = session.login.archive
    return OrderList(
        lambda page: orders.newest(session.connection, page=page), archive.poll_every, archive=archive.name
    )


def _judge(names: tuple[NamedFile, ...], data_types: tuple[DataType, ...], expression: str) -> Judged | None:
    try:
        return judge(names, data_types, expression)
    except (PatternError, UnsupportedPattern):
        return None
