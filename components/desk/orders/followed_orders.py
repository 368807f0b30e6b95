"""Orders that are followed together: what the archive says of them, what has arrived, and what the user asks."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, wait
from datetime import UTC, datetime
from itertools import chain
from time import monotonic
from typing import Final

from components.desk.desk import Desk
from components.desk.made_from import MadeFrom
from components.desk.orders.amounts import Amount, Share, amounts
from components.desk.orders.followed_order import FollowedOrder
from components.desk.orders.into_folder import IntoFolder, folder_of_user
from components.desk.orders.listed_files import ListedFiles
from components.desk.orders.order_actions import OrderAction
from components.desk.orders.order_waiting import OrderWithFiles
from components.desk.orders.rounds import Round, rounds
from components.desk.shared_state import SharedState
from components.order.draft import By, Draft
from components.order.files import recipe
from components.order.files.missing import draft_of_missing
from components.order.identifiers import UnreadableFile
from components.regards.delivery.receipt import Receipt, compose_receipt
from components.regards.delivery.snapshot import Snapshot
from components.regards.errors import RegardsError
from components.regards.orders import actions
from components.regards.orders.actions import Action
from components.regards.orders.records import Order, OrderFile
from components.regards.orders.statuses import FileState
from components.regards.program import writing

_OF_PRODUCTS: Final = frozenset({"providerId", "productId"})
"""The fields that hold what the lists of files call their product."""

_RESTLESS: Final = 30.0  # seconds in which an order may begin to move after an action, which the archive does later


class FollowedOrders:
    """Some orders of a user, followed as one.

    Args:
        desk: whose orders they are.
        order_ids: their numbers.
        state: of this process.

    Attributes:
        into_folder: their deliveries on the machine of the desk.
        requests: what was sent, by number, of those orders that were submitted here.
    """

    def __init__(self, desk: Desk, order_ids: tuple[int, ...], state: SharedState) -> None:
        self.order_ids = order_ids
        self._desk = desk
        self._state = state
        self._followed = {order_id: self._follow(order_id) for order_id in order_ids}
        self.into_folder = IntoFolder(desk, state, self._followed)
        self._quicklooks_seen = desk.quicklooks.revision
        self._noticed: dict[int, OrderAction] = {}
        self._news: set[OrderAction] = set()
        self._restless_until = 0.0
        self._asked = desk.ordered_here.asked_in(order_ids)
        self._identifiers_asked = _identifiers(self._asked, desk.identifier_field)
        self._drafted = False
        self._looked_at: tuple[Snapshot, ...] | None = None
        self._listed = MadeFrom[ListedFiles]()
        self._rounds = MadeFrom[tuple[Round, ...]]()
        self._amounts = MadeFrom[Mapping[Share, Amount]]()
        self._missing = MadeFrom[Draft | None]()
        self._receipt = MadeFrom[Receipt]()
        self._snapshots = defaultdict[int, MadeFrom[Snapshot]](MadeFrom)
        self._parts = defaultdict[int, MadeFrom[OrderWithFiles]](MadeFrom)
        self._together = MadeFrom[tuple[int, ...]]()
        self.requests = _requests(desk, order_ids)

    @property
    def asked(self) -> bool:
        """Whether these orders were submitted at this desk, which then knows what they asked."""
        return self._asked is not None

    def order_again(self) -> None:
        """Begin a draft that asks for the same."""
        self._desk.order_again(self.order_ids)
        self._drafted = True

    def order_missing(self) -> None:
        """Begin a draft that asks again for what has not arrived whole, where that is known."""
        if draft := self._draft_of_missing():
            self._desk.replace_draft(draft)
            self._drafted = True

    @property
    def can_order_missing(self) -> bool:
        """Whether something has not arrived whole, and it is known what to order again."""
        return self._draft_of_missing() is not None

    def _draft_of_missing(self) -> Draft | None:
        receipt = self.receipt()
        return self._missing.of(receipt, lambda: _draft_of_missing(receipt, self._asked))

    @property
    def has_drafted(self) -> bool:
        """Whether a draft was begun here since this was asked last, so that the page goes over to it."""
        drafted, self._drafted = self._drafted, False
        return drafted

    def together(self, order: Order) -> tuple[int, ...]:
        """The orders of the same request; more may be accepted while an order begins to move."""
        return self._together.of(order, lambda: self._desk.ordered_here.batch_of(order.order_id))

    # What the archive says

    def _follow(self, order_id: int) -> FollowedOrder:
        """The order as all tabs of this sign-in see it, read again unless another one has just looked."""
        session, root = self._desk.session, folder_of_user(self._desk.login)
        followed = session.shared(("order", order_id), lambda: FollowedOrder(session, order_id, root))
        followed.look_when_older(self._desk.login.archive.poll_every)
        return followed

    def look(self, patience: float = 0.0) -> None:
        """Take over what worker threads have read, and let them read again what is due.

        Args:
            patience: seconds to wait at most for what is not known at all yet.
        """
        until = monotonic() + patience
        quicklooks = self._desk.quicklooks
        if not quicklooks.under_way and quicklooks.revision != self._quicklooks_seen:
            self._quicklooks_seen = quicklooks.revision
            self.look_now()  # to the archive they are downloaded files
        for order_id, each in self._followed.items():
            action = self.latest_action(order_id)
            if action and action.outcome.done() and action is not self._noticed.get(order_id):
                self._noticed[order_id] = action
                self._restless_until = monotonic() + _RESTLESS
                each.order.renew()
        self.into_folder.look()
        for each in self._followed.values():
            each.look()
        while awaited := [future for each in self._followed.values() for future in each.take()]:
            if not wait(awaited, max(until - monotonic(), 0.0), FIRST_COMPLETED).done:
                break
        self._looked_at = None

    def look_now(self) -> None:
        """Begin to read everything again, however lately it was read."""
        for each in self._followed.values():
            each.look_now()

    @property
    def moves(self) -> bool:
        """Whether files may still come or change without the user's doing."""
        moving = any(each.moves for each in self._followed.values())
        restless = monotonic() < self._restless_until and not self.gone
        return moving or restless or any(map(self._is_busy, self.order_ids))

    @property
    def ticks(self) -> bool:
        """Whether to look again soon: something moves, or a reading is under way or will be repeated."""
        return self.moves or any(each.unsettled for each in self._followed.values())

    @property
    def drawn(self) -> object:
        """All that a page of these orders shows, apart from times and from deliveries under way, to compare."""
        deliveries = self.into_folder.deliveries
        delivering = any(deliveries.values())
        downloads = self._state.browser_downloads
        actions = [self.latest_action(order_id) for order_id in self.order_ids]
        return (
            [(each.latest, id(each.files), each.known, each.errors) for each in self._followed.values()],
            [(action, action and action.outcome.done()) for action in actions],
            list(deliveries.items()),
            [] if delivering else [downloads.revision(self._desk.account, order_id) for order_id in self.order_ids],
            (self.into_folder.elsewhere, self.into_folder.broken_off),
            self.moves,
        )

    @property
    def orders(self) -> tuple[Order, ...]:
        """The orders that were read."""
        return tuple(each.latest for each in self._followed.values() if each.latest)

    @property
    def all_known(self) -> bool:
        """Whether every order of the page was read, and its files since; a receipt of less would be false."""
        return all(each.known for each in self._followed.values())

    @property
    def listed(self) -> bool:
        """Whether the files of every order of the page were read at least once, so that they can be counted."""
        return all(each.files is not None for each in self._followed.values())

    @property
    def settled(self) -> bool:
        """Whether the receipt is final: all is known, and nothing moves or everything has arrived."""
        if not self.all_known:
            return False
        receipt = self.receipt()
        arrived = 0 < receipt.ordered == receipt.arrived and not any(order.moving for order in self.orders)
        return arrived or not self.moves

    @property
    def failures(self) -> Mapping[RegardsError, tuple[int, ...]]:
        """What keeps the archive from saying more, each cause once, with the orders that it concerns."""
        found: dict[tuple[str, str], tuple[RegardsError, list[int]]] = {}
        for order_id, followed in self._followed.items():
            for error in followed.errors:
                found.setdefault((error.what, error.server_message), (error, []))[1].append(order_id)
        return {error: tuple(dict.fromkeys(concerned)) for error, concerned in found.values()}

    @property
    def silence(self) -> float:
        """For how many seconds the archive has owed an answer."""
        return max(each.silence for each in self._followed.values())

    @property
    def gone(self) -> bool:
        """Whether the archive has dropped the files of all these orders."""
        return self.all_known and all(order.gone for order in self.orders)

    def files(self, order_id: int) -> tuple[OrderFile, ...] | None:
        """The files of an order, None while they are not known."""
        return self._followed[order_id].files

    @property
    def all_files(self) -> ListedFiles | None:
        """The files of all the orders, the same until one of the lists is another; None while nothing is known."""
        known = [files for order_id in self.order_ids if (files := self.files(order_id)) is not None]
        if not known:
            return None
        gone = frozenset(order.order_id for order in self.orders if order.gone)
        return self._listed.of((known, gone), lambda: ListedFiles(tuple(chain.from_iterable(known)), gone))

    # What has arrived

    def snapshots(self) -> tuple[Snapshot, ...]:
        """Each order that was read, with what is verified and what went wrong, wherever it was sent.

        It is the same until the next look: a page asks for it many times, and an order may have very many files.
        """
        if self._looked_at is None:
            self._looked_at = tuple(self._snapshot(order, self._followed[order.order_id]) for order in self.orders)
        return self._looked_at

    def parts(self) -> tuple[OrderWithFiles, ...]:
        """Each order that was read, with its files and how many are verified; counted again only after a change."""
        return tuple(map(self._part, self.snapshots()))

    def _part(self, snapshot: Snapshot) -> OrderWithFiles:
        order_id = snapshot.order.order_id
        return self._parts[order_id].of(
            snapshot, lambda: OrderWithFiles(snapshot.order, self.files(order_id), len(snapshot.proofs) or None)
        )

    def receipt(self) -> Receipt:
        """What was ordered, and what became of it."""
        snapshots = self.snapshots()
        return self._receipt.of(snapshots, lambda: self._compose_receipt(snapshots))

    def _compose_receipt(self, snapshots: Sequence[Snapshot]) -> Receipt:
        login = self._desk.login
        return compose_receipt(
            snapshots, login.archive.name, login.project, now(), asked=self._identifiers_asked, recipe=self._recipe()
        )

    def amounts(self) -> Mapping[Share, Amount]:
        """How much has arrived, is ready, failed or is still to come."""
        receipt = self.receipt()
        return self._amounts.of(receipt, lambda: amounts(self.snapshots(), receipt))

    def rounds(self) -> tuple[Round, ...]:
        """The parts in which the archive prepares the orders."""
        return self._rounds.of(self.receipt(), lambda: rounds(self.snapshots()))

    def file_address(self, file: OrderFile) -> str:
        """The address of one file, for the browser."""
        return self._state.browser_downloads.file_address(self._desk.login, file)

    def program(self) -> str:
        """A program that brings the files of these orders without the desk."""
        login = self._desk.login
        sign_in_with = writing.sign_in_with(login.way)
        return writing.write(
            login.archive,
            login.project,
            login.username if sign_in_with == "password" else "",  # nobody has a password with the name of a token
            self.order_ids,
            sign_in_with=sign_in_with,
            recipe=self._recipe(),
            asked=self._identifiers_asked,
        )

    def _recipe(self) -> dict[str, object] | None:
        document: dict[str, object] | None = json.loads(recipe.write(self._asked)) if self._asked else None
        return document

    def _snapshot(self, order: Order, followed: FollowedOrder) -> Snapshot:
        """The same as before unless something has changed, so that a page of many orders is drawn fast."""
        order_id, account = order.order_id, self._desk.account
        revision = self._state.browser_downloads.revision(account, order_id)
        delivery, folder = self.into_folder.delivery(order_id), followed.folder.value
        if self.into_folder.is_at_work_here(order_id):
            return self._make_snapshot(order, followed)
        source = order, followed.files, revision, delivery, folder
        return self._snapshots[order_id].of(source, lambda: self._make_snapshot(order, followed))

    def _make_snapshot(self, order: Order, followed: FollowedOrder) -> Snapshot:
        listed, delivered = followed.files or (), self.into_folder.brought(order)
        proofs, problems = self._state.browser_downloads.of(self._desk.account, order.order_id)
        if delivered is None:
            return Snapshot(order, listed, proofs, problems)
        return Snapshot(
            order,
            files=_together(listed, delivered.files),
            proofs={**proofs, **delivered.proofs},
            problems={**problems, **_still_true(delivered, listed)},
            again=delivered.again,
        )

    # What the user asks of the archive

    def latest_action(self, order_id: int) -> OrderAction | None:
        """The latest action on an order."""
        return self._state.order_actions.latest(self._desk.account, order_id)

    def ask(self, order_id: int, action: Action, after: OrderAction | None) -> None:
        """Ask an action of the archive; ``after`` is the latest one that the user saw beside the button."""
        connection = self._desk.connection
        self._state.order_actions.ask(
            self._desk.account, order_id, action, lambda: actions.perform(connection, order_id, action), after=after
        )
        if (latest := self.latest_action(order_id)) and latest is not after:
            self._news.add(latest)

    def is_news(self, action: OrderAction) -> bool:
        """Whether an action was asked here, and its user has not done anything else since."""
        return action in self._news

    def _is_busy(self, order_id: int) -> bool:
        action = self.latest_action(order_id)
        return self.into_folder.is_at_work(order_id) or bool(action and not action.outcome.done())


def _draft_of_missing(receipt: Receipt, asked: Draft | None) -> Draft | None:
    """A draft of what has not arrived whole; None where nothing is missing, or nobody knows what."""
    try:
        return draft_of_missing(
            [(line.product, line.data_type) for line in receipt.not_arrived],
            without_files=receipt.identifiers_without_files,
            unlisted=sum(order.unlisted for order in receipt.orders),
            asked=receipt.asked,
            recipe=asked,
        )
    except UnreadableFile:
        return None


def _together(listed: tuple[OrderFile, ...], delivered: tuple[OrderFile, ...]) -> tuple[OrderFile, ...]:
    """The files that the page has read and those that the delivery has: either may have read the list earlier."""
    known = {file.file_id for file in listed}
    others = tuple(file for file in delivered if file.file_id not in known)
    return listed + others if others else listed


def _still_true(delivered: Snapshot, listed: tuple[OrderFile, ...]) -> Mapping[int, str]:
    """The problems that a delivery met, without those of files that the archive has found since, by a retry."""
    lost = {each.file_id for each in delivered.files if each.state == FileState.ERROR} & delivered.problems.keys()
    found = {each.file_id for each in listed if each.file_id in lost and each.can_be_fetched}
    return {number: problem for number, problem in delivered.problems.items() if number not in found}


def _requests(desk: Desk, order_ids: tuple[int, ...]) -> Mapping[int, str]:
    """What was sent, of those orders that were submitted here."""
    asked = (desk.ordered_here.asked(order_id) for order_id in order_ids)
    return {each.order_id: each.request_json for each in asked if each}


def _identifiers(asked: Draft | None, identifier_field: str) -> tuple[str, ...]:
    """The products asked for by name; those asked for by another field cannot be compared with what came (E.3)."""
    if asked is None or asked.by is not By.IDENTIFIERS or (asked.field.strip() or identifier_field) not in _OF_PRODUCTS:
        return ()
    return asked.identifiers().identifiers


def now() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)
