"""What a signed-in user works with: the draft, its check, its submission, and the orders made here."""

import secrets
import time
from collections.abc import Sequence
from functools import partial
from typing import Final

from components.desk.catalogue_checks import Check
from components.desk.intents import Intent
from components.desk.kept_drafts import KeptDrafts
from components.desk.order_book import Entry, OrderBook, SubmittedOrder
from components.desk.polling import Reading
from components.desk.submissions import (
    Click,
    ClickResult,
    Progress,
    Submission,
    Submissions,
    UnsettledSubmissions,
    earlier_result,
    send,
)
from components.order import drafts
from components.order.composition import Composition, compose
from components.order.data_types import DataType
from components.order.draft import Draft
from components.order.files import recipe
from components.order.java_regex import PatternError, UnsupportedPattern
from components.order.name_filter import Judged, NamedFile, judge
from components.regards import orders
from components.regards.checking import CheckResult
from components.regards.login import Login
from components.regards.orders import MOST_LISTED
from components.regards.submission import Batch, Unknown

_EMPTY: Final = Draft()


class Desk:
    """The state of one user who is signed in to an archive.

    Args:
        signed_in: the login.
        kept_drafts: gives the draft back after a refresh.
        submissions: the orders on their way.
        book: the orders made here.
        tab: the name of the browser tab, under which its draft is kept; empty for a new one.
    """

    def __init__(
        self, signed_in: Login, kept_drafts: KeptDrafts, submissions: Submissions, book: OrderBook, tab: str = ""
    ) -> None:
        self._drafts = kept_drafts
        self._submissions = submissions
        self._book = book
        self.take_over(signed_in)
        self.tab = tab or _new_tab()
        self._kept = kept_drafts.of(self.account, self.tab)
        self._composed: tuple[Draft, Composition] | None = None
        self.order_list = Reading(lambda: orders.newest(self.connection), self.login.archive.poll_every)
        self.unsettled = UnsettledSubmissions(
            self.account, book, submissions, lambda: self.connection, self.login.archive.poll_every
        )
        self._check: Check | None = None
        self._check_wanted = False
        self._judged: tuple[object, Judged | None] | None = None
        self._click: Click | None = None

    def take_over(self, signed_in: Login) -> None:
        """Use a fresh login of the same user from now on."""
        self.login = signed_in
        self.connection = signed_in.connection()

    @property
    def account(self) -> str:
        """The key that tells the user from all users of all archives."""
        return self.login.account

    @property
    def expired(self) -> bool:
        """Whether the password must be asked again."""
        return self.login.usable_until <= time.time()

    # What is drafted

    @property
    def draft(self) -> Draft:
        """What the user has typed."""
        return self._kept.draft

    @property
    def draft_key(self) -> str:
        """The key under which the draft is submitted at most once; also part of the widgets' keys."""
        return self._kept.draft_key

    def keep(self, draft: Draft) -> None:
        """Keep what the user has typed."""
        if draft != self.draft:
            self._kept = self._drafts.keep_draft(self.account, draft, self.draft_key, self._own_tab())

    def begin_draft(self, draft: Draft = _EMPTY) -> None:
        """Begin a draft under a new key, so that it may be submitted."""
        self._begin(draft)

    def replace_draft(self, draft: Draft) -> None:
        """Begin a draft in place of the current one, which can be brought back if it held anything else."""
        lost = None if draft.holds(self.draft) else self.draft
        self._begin(draft, lost)

    @property
    def has_replaced(self) -> bool:
        """Whether there is a replaced draft to bring back."""
        return self._kept.replaced is not None

    def bring_back(self) -> None:
        """Begin again with the replaced draft; the current one can be brought back in turn."""
        if replaced := self._kept.replaced:
            self.replace_draft(replaced)

    def _begin(self, draft: Draft, replaced: Draft | None = None) -> None:
        if earlier := self._earlier():
            self.unsettled.leave(earlier)
        self._kept = self._drafts.begin_draft(self.account, draft, replaced, self._own_tab())

    def _own_tab(self) -> str:
        """The name under which to keep the draft: a new one where another tab has written under the old one."""
        kept = self._drafts.has(self.account, self.tab)
        if kept and kept != self._kept:
            self.tab = _new_tab()
        return self.tab

    def composition(self) -> Composition:
        """The requests that the draft makes, or what is missing."""
        if self._composed is None or self._composed[0] != self.draft:
            archive = self.login.archive
            composed = compose(
                self.draft,
                self.login.identifier_field,
                per_query=archive.identifiers_per_query,
                per_order=archive.identifiers_per_order,
            )
            self._composed = self.draft, composed
        return self._composed[1]

    # What the catalogue says of it

    def want_check(self) -> None:
        """Note that the user wants a check; the page begins it once it has read the fields."""
        self._check_wanted = True

    def begin_wanted_check(self) -> None:
        """Ask the catalogue about the draft, in a worker thread, if the user wants it."""
        wanted, self._check_wanted = self._check_wanted, False
        if wanted and (selection := self.composition().selection):
            self._check = Check(self.connection, selection)

    def check(self) -> Check | None:
        """The check of the draft as it stands, if there is one."""
        check, selection = self._check, self.composition().selection
        return check if check and selection == check.selection else None

    def check_result(self) -> CheckResult | None:
        """What the catalogue says of the draft as it stands, if it was asked and has answered."""
        check = self.check()
        if check is None or not check.future.done() or check.future.exception():
            return None
        return check.future.result()

    def judge(self, names: tuple[NamedFile, ...], data_types: tuple[DataType, ...]) -> Judged | None:
        """What the draft's name filter does to files of some data types, or None where it cannot be used."""
        asked = names, data_types, self.draft.file_name_expression()
        if self._judged is None or self._judged[0] != asked:
            try:
                self._judged = asked, judge(*asked)
            except (PatternError, UnsupportedPattern):
                self._judged = asked, None
        return self._judged[1]

    def keep_only(self, chosen: tuple[str, ...]) -> None:
        """Draft an order of these identifiers alone, with everything else as it was."""
        self.replace_draft(drafts.only(self.draft, chosen, "identifiers kept"))

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
        if click.previewed != composition.bodies:
            return ClickResult.CHANGED
        if click.draft_key == self.draft_key:
            if click.again:
                self._kept = self._drafts.submit_again(self.account, self.draft, self.draft_key, self._own_tab())
            key, progress = self.submission_key, Progress()
            work = partial(
                send,
                self.connection,
                self.account,
                self._book,
                click,
                self.draft,
                composition,
                key=key,
                progress=progress,
            )
            self._submissions.submit(self.account, key, work, progress)
        return ClickResult.SENT

    def submission(self) -> Submission | None:
        """What becomes of the draft as it stands, if it was submitted, also before the desk was started."""
        if not self.composition().bodies:
            return None
        found = self._submissions.find(self.account, self.submission_key)
        if found and not found.is_lost:
            return found
        earlier = self._earlier()  # it may know more
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

    # What was ordered here

    def ordered_here(self, most: int = MOST_LISTED) -> tuple[Entry, ...]:
        """The orders submitted here last, newest first."""
        return self._book.newest(self.account, most)

    @property
    def submitted_orders(self) -> tuple[SubmittedOrder, ...]:
        """The same with what was asked."""
        found = (self.asked(entry.order_id) for entry in self.ordered_here())
        return tuple(order for order in found if order)

    def asked(self, order_id: int) -> SubmittedOrder | None:
        """What was asked in an order, if it was submitted here."""
        return self._book.find(self.account, order_id)

    def batch_of(self, order_id: int) -> tuple[int, ...]:
        """The numbers of the orders that were submitted together with one, itself included."""
        return self._book.batch(self.account, order_id) or (order_id,)

    def asked_in(self, order_ids: Sequence[int]) -> Draft | None:
        """A draft that asks for what these orders asked for, as far as they were submitted here."""
        orders = (self.asked(order_id) for order_id in order_ids)
        asked = [draft for order in orders if order and (draft := recipe.read(order.recipe))]
        return drafts.together(asked) if asked else None

    def order_again(self, order_ids: Sequence[int]) -> None:
        """Begin a draft that asks for what these orders asked for, as far as they were submitted here."""
        if draft := self.asked_in(order_ids):
            self.replace_draft(draft)


def _new_tab() -> str:
    return secrets.token_hex(4)
