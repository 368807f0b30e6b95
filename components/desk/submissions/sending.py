"""What runs on Submit, in a worker thread: the order book notes each request before it is sent, and its verdict."""

import logging
import secrets
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from components.desk.intents import Intent
from components.desk.order_book import OrderBook, SubmittedOrder
from components.desk.submissions.click import Click
from components.desk.submissions.progress import (
    AwaitingEarlier,
    Checking,
    Preparing,
    Progress,
    Sending,
    Stopping,
)
from components.order import basket_request
from components.order.composition import Composition
from components.order.draft import By, Draft
from components.order.files import recipe
from components.regards.errors import NoAnswer, RegardsError
from components.regards.http.connection import Connection
from components.regards.orders import orders
from components.regards.orders.records import Order
from components.regards.submission import lost_verdict, submission
from components.regards.submission.lost_verdict import Looking
from components.regards.submission.submission import Appeared, Batch, Granted, Interrupted, NotOrdered, Outcome, Unknown
from components.regards.unseen import Looks, Part

log = logging.getLogger(__name__)


class _SentElsewhere(Exception):
    """Another replica has noted the same submission meanwhile, and a request was not sent here."""


def send(  # noqa: PLR0911, PLR0913 - what a click needs, where it is noted, and how it may end
    connection: Connection,
    account: str,
    book: OrderBook,
    click: Click,
    draft: Draft,
    composition: Composition,
    *,
    products: Sequence[int],
    key: str,
    progress: Progress,
) -> Batch:
    """Submit what a click asked for. Each order is noted in the order book before it is sent, and after its verdict.

    The submissions of an account take turns over all replicas: two at once would mix in its one basket (contract C.1).
    Nothing is sent if the order book knows the submission already, or if the archive shows an order that may be an
    earlier one whose answer got lost. Unless the user has confirmed the catalogue's answer, the catalogue is asked
    first. Nothing more is sent once the desk stops. Never raises an error.

    ``products`` is how many of the listed products each request brings, as far as the catalogue has told.
    """
    planned = len(click.previewed)
    try:
        with book.leases.turn(_leases(account, key), progress.pause):
            if earlier := book.intents.find(account, key):
                return earlier_result(book, account, earlier)
            if found := _appeared_since(connection, account, book, progress):
                return Batch((), planned, Appeared(found))
            bodies = tuple(map(str, click.previewed))
            journal = _Notes(book, account, draft, composition, bodies, products=products, key=key, progress=progress)
            if click.confirmed or composition.selection is None:
                return submission.submit_all(
                    connection,
                    click.previewed,
                    empty_basket=click.empty_basket,
                    blindly=click.blindly,
                    journal=journal,
                )
            return submission.check_and_submit(
                connection,
                click.previewed,
                composition.selection,
                draft.data_types,
                draft.file_name_expression(),
                empty_basket=click.empty_basket,
                journal=journal,
            )
    except (Stopping, _SentElsewhere):
        earlier = book.intents.find(account, key)
        return earlier_result(book, account, earlier) if earlier else Batch((), planned, Interrupted())
    except RegardsError as cause:  # the orders could not be listed
        return Batch((), planned, NotOrdered(cause))
    except Exception:  # a fault of ours must not hide that something may have been sent
        log.exception("A submission failed")
        return _after_failure(book, account, key, planned)


def is_sent_elsewhere(book: OrderBook, account: str, key: str) -> bool:
    """Whether another replica carries out a submission, as of some seconds ago."""
    return book.leases.has_other(_leases(account, key)[1])


def _leases(account: str, key: str) -> tuple[str, str]:
    """The leases of a submission: the turn of its account, and its own, by which other replicas know it."""
    return f"submission {account}", f"submission {key} {account}"


def earlier_result(book: OrderBook, account: str, intent: Intent) -> Batch:
    """The result of a submission that only the order book remembers."""
    accepted = accepted_orders(book, account, intent)
    if intent.complete:
        return Batch(accepted, intent.planned)
    lost = NoAnswer(intent.lost or "The desk stopped before the archive's answer came.")
    return Batch(accepted, intent.planned, Unknown(lost, ()) if intent.on_its_way else Interrupted())


def accepted_orders(book: OrderBook, account: str, intent: Intent) -> tuple[int, ...]:
    """The numbers of the orders that were accepted of a submission; the batch may hold those of an attempt before."""
    of_batch = book.in_batch(account, intent.batch)
    return of_batch[max(len(of_batch) - intent.accepted, 0) :]


def _after_failure(book: OrderBook, account: str, key: str, planned: int) -> Batch:
    """The result of a submission in which the desk itself failed."""
    cause = RegardsError("The desk itself failed while it submitted your order.")
    cause.advice = "Try again. If it fails again, tell those who run this desk."
    intent = book.intents.find(account, key)
    if intent is None:
        return Batch((), planned, NotOrdered(cause))
    if intent.on_its_way:
        intent = replace(intent, lost=cause.what)
        book.intents.put(account, intent)
    return earlier_result(book, account, intent)


def _appeared_since(connection: Connection, account: str, book: OrderBook, progress: Progress) -> tuple[Order, ...]:
    """The orders that may be earlier ones of the account whose answers got lost.

    As long as one may still appear, it is waited for: two orders at once would also mix in the one basket of the
    account (contract C.1).
    """
    lost = [intent for intent in book.intents.of(account) if intent.on_its_way]
    while lost:
        listed = Looks().at(Part.ORDERS, lambda: orders.newest(connection)) or ()  # the user has been told
        found = {order.order_id: order for intent in lost for order in appeared(book, account, intent, listed)}
        left = max(intent.seconds_left(datetime.now(UTC)) for intent in lost)
        if found or not left:
            return tuple(found.values())
        progress.tell(AwaitingEarlier(time.monotonic() + left))
        progress.pause(min(left, connection.archive.poll_every))
        lost = [intent for intent in book.intents.of(account) if intent.on_its_way]
    return ()


def appeared(book: OrderBook, account: str, intent: Intent, listed: Iterable[Order]) -> tuple[Order, ...]:
    """The orders in a list that may be the one of an intent on its way: those whose verdict came are others."""
    if intent.before is None or intent.unlisted:
        return ()
    found = lost_verdict.appeared(intent.before, listed, intent.label)
    return tuple(order for order in found if book.find(account, order.order_id) is None)


def note_accepted(
    book: OrderBook, account: str, intent: Intent, order_id: int, at: datetime, products: int | None = None
) -> Intent:
    """Note in the order book that the request on its way became an order; gives what is left of the intent.

    Lost attempts at the same request are settled by it, too.

    ``products`` is how many of the listed products it brings; without it, all are counted.
    """
    asked = intent.draft_on_its_way()
    left = intent.after_acceptance()
    order = SubmittedOrder(order_id, intent.request_json, at, recipe.write(asked) if asked else "", intent.batch)
    if asked:
        if products is None:
            products = len(asked.identifiers().identifiers) if asked.by is By.IDENTIFIERS else 0
        order = replace(order, name=asked.name, products=products)
    book.add(account, order, left)
    _forget_attempts(book, account, intent)
    return left


def _forget_attempts(book: OrderBook, account: str, accepted: Intent) -> None:
    """Forget the lost attempts at a request that was now accepted; one that this is a part of goes on after it."""
    request = basket_request.nameless(accepted.request_json)
    for intent in book.intents.of(account):
        same = basket_request.nameless(intent.request_json) == request
        if intent.key == accepted.key or not intent.on_its_way or not same:
            continue
        if intent.batch == accepted.batch:
            book.intents.put(account, intent.after_acceptance())
        else:
            book.intents.forget(account, intent.key)


class _Notes(submission.Journal):
    """What happens to a batch, noted in the order book and told to the pages; orders of one click share a name."""

    def __init__(  # noqa: PLR0913 - what a click needs, and where it is noted
        self,
        book: OrderBook,
        account: str,
        draft: Draft,
        composition: Composition,
        bodies: Sequence[str],
        *,
        products: Sequence[int],
        key: str,
        progress: Progress,
    ) -> None:
        self._book = book
        self._account = account
        self._bodies = bodies
        self._progress = progress
        parts = composition.parts
        self._coming = products
        self._products = tuple(len(part.identifiers) for part in parts)
        self._intent = Intent(
            key=key,
            batch=self._batch(),
            sent_at=datetime.now(UTC),
            planned=len(parts),
            recipe=recipe.write(draft),
            part_size=len(parts[0].identifiers) if parts else 0,
        )

    def _batch(self) -> str:
        """That of a lost request of which this is another attempt, where it has a rest; else a new one."""
        asked = [basket_request.nameless(body) for body in self._bodies]
        lost = (
            intent.batch
            for intent in self._book.intents.of(self._account)
            if intent.on_its_way and intent.has_rest and asked == [basket_request.nameless(intent.request_json)]
        )
        return next(lost, "") or secrets.token_hex(8)

    def checking(self) -> None:
        self._progress.tell(Checking())

    def preparing(self, position: int) -> None:
        self._progress.check()
        self._progress.tell(Preparing(position, len(self._bodies), *self._ordered(position)))

    def sending(self, position: int, before: frozenset[int] | None, step: int = 0, steps: int = 1) -> None:
        ordered = self._ordered(position)
        self._progress.tell(Sending(position, len(self._bodies), orders.APPLY_TIMEOUT, *ordered, step, steps))
        if step not in {0, steps - 1}:
            return  # an order can only appear after the last step
        self._intent = self._intent.sending(self._bodies[position], before, datetime.now(UTC))
        try:
            is_ours = self._book.intents.put(self._account, self._intent)
        except Exception:  # an order book that fails holds up no order
            log.exception("An order could not be noted before it was sent")
            return
        if not is_ours:
            raise _SentElsewhere

    def _ordered(self, position: int) -> tuple[int, int]:
        """How many products are ordered before the request at this position, and how many there are."""
        return sum(self._products[:position]), sum(self._products)

    def looking(self, looking: Looking) -> None:
        self._progress.tell(looking)

    def ended(self, outcome: Outcome) -> None:
        try:
            self._note(outcome)
        except Exception:  # the archive may have taken it: nobody must be told that it was not ordered
            log.exception("The end of an order could not be noted")

    def _note(self, outcome: Outcome) -> None:
        match outcome:
            case Granted(order_id) | Unknown(_, (Order(order_id=order_id),)):  # the only one that has appeared since
                self._accepted(order_id)
            case Unknown(cause, _):
                self._intent = replace(self._intent, lost=cause.what)
                self._book.intents.put(self._account, self._intent)
            case _ if self._intent.accepted:
                self._intent = replace(self._intent, before=None)
                self._book.intents.put(self._account, self._intent)
            case _ if self._intent.on_its_way:  # else nothing was noted here, and what is there is another replica's
                self._book.intents.forget(self._account, self._intent.key)

    def _accepted(self, order_id: int) -> None:
        coming = self._coming[self._intent.accepted]
        self._intent = note_accepted(self._book, self._account, self._intent, order_id, datetime.now(UTC), coming)
