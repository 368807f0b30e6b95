"""Submission of orders, each request sent once, and the result of each (contract C.1, C.9, K.5)."""

import json
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from components.order.basket_request import BasketRequest
from components.order.selection import Selection
from components.regards.catalogue.checking import CheckResult, check
from components.regards.errors import (
    NOT_SHOWN,
    Blocked,
    LimitReached,
    Maintenance,
    Missing,
    NoRight,
    Refused,
    RegardsError,
    SessionOver,
    Unreachable,
)
from components.regards.http.connection import Connection
from components.regards.orders import orders
from components.regards.orders.poll_intervals import AFTER_LOST_ANSWER
from components.regards.orders.records import Basket, Order
from components.regards.submission import basket, lost_verdict
from components.regards.submission.lost_verdict import MOST_COMPARED, Looking
from components.regards.unseen import Looks, Part

log = logging.getLogger(__name__)

Request = str | BasketRequest
"""An order: the body of an apply, or the bodies that make it by way of the basket."""


@dataclass(frozen=True, slots=True)
class Granted:
    """The archive accepted the order."""

    order_id: int


@dataclass(frozen=True, slots=True)
class NotOrdered:
    """Nothing was ordered.

    ``taken_out`` says whether what the order had put into the basket was taken out again; None where nothing was.
    """

    cause: RegardsError
    taken_out: bool | None = None


@dataclass(frozen=True, slots=True)
class BasketInUse:
    """Nothing was ordered, because REGARDS would have added the products in the basket to the order (T-19).

    ``ours`` is whether they are there for this very order, by an attempt that has not come to its end.
    """

    basket: Basket
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Unseen:
    """The request was not sent, because these parts of the archive cannot be looked at, and the user should know."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request was sent, but no answer came back.

    ``candidates`` are the orders that have appeared since; empty if the archive shows none, so far or at all.
    """

    cause: RegardsError
    candidates: tuple[Order, ...]


@dataclass(frozen=True, slots=True)
class Appeared:
    """Nothing was sent, because an order has appeared that may be an earlier one whose answer got lost."""

    orders: tuple[Order, ...]


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The desk stopped before the rest was sent."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Nothing was sent, because the user should see the result of the check first."""

    result: CheckResult


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Nothing was sent, because the check with the catalogue failed."""

    cause: RegardsError


Outcome = Granted | NotOrdered | BasketInUse | Unseen | Unknown


@dataclass(frozen=True, slots=True)
class Batch:
    """The result of several requests, submitted one after the other.

    ``granted`` holds the numbers of the accepted orders, and ``planned`` is the number of requests. ``end`` is the
    result that stopped the batch, None if all were accepted.
    """

    granted: tuple[int, ...]
    planned: int
    end: NotOrdered | BasketInUse | Unseen | Unknown | Doubtful | Unchecked | Appeared | Interrupted | None = None


class Journal:
    """What is told of a batch while it is submitted. This one ignores it all."""

    def checking(self) -> None:
        """The catalogue is asked first."""

    def preparing(self, position: int) -> None:
        """The basket and the list of orders are read, before the request at this position."""

    def sending(self, position: int, before: frozenset[int] | None, step: int = 0, steps: int = 1) -> None:
        """The request is sent next. ``before`` are the numbers of the newest orders, None if they are not shown.

        By way of the basket there are several ``steps``, each told before it is sent.
        """

    def looking(self, looking: Looking) -> None:
        """Its answer got lost, and the archive is looked at."""

    def ended(self, outcome: "Outcome") -> None:
        """The request that was sent last has ended; told at once, because the process may end before the next."""


_NOBODY = Journal()


def check_and_submit(  # noqa: PLR0913 - all of it is needed, and the last two have usual values
    connection: Connection,
    requests: Sequence[Request],
    selection: Selection,
    data_types: Sequence[str],
    name_filter: str = "",
    *,
    empty_basket: bool = False,
    journal: Journal = _NOBODY,
) -> Batch:
    """Check with the catalogue, and submit the requests if nothing is doubtful.

    Args:
        connection: the user's connection.
        requests: the orders, sent exactly as given.
        selection: the products of all requests.
        data_types: the data types of the requests.
        name_filter: the Java regular expression of the requests for file names; empty for any.
        empty_basket: whether the user has agreed to empty the basket.
        journal: is told what happens.
    """
    journal.checking()
    try:
        result = check(connection, selection)
    except NOT_SHOWN:
        return Batch((), len(requests), _unseen(connection))
    except RegardsError as cause:
        return Batch((), len(requests), Unchecked(cause))
    if result.doubtful(data_types) or result.takes_nothing(data_types, name_filter):
        return Batch((), len(requests), Doubtful(result))
    return submit_all(connection, requests, empty_basket=empty_basket, journal=journal)


def submit_all(
    connection: Connection,
    requests: Sequence[Request],
    *,
    empty_basket: bool = False,
    blindly: bool = False,
    journal: Journal = _NOBODY,
) -> Batch:
    """Submit requests one after the other, and stop at the first that is not granted (contract F.3)."""
    granted: list[int] = []
    for position, request in enumerate(requests):
        emptied = empty_basket and not granted
        outcome = submit(connection, request, empty_basket=emptied, blindly=blindly, journal=journal, position=position)
        journal.ended(outcome)
        if not isinstance(outcome, Granted):
            return Batch(tuple(granted), len(requests), outcome)
        granted.append(outcome.order_id)
    return Batch(tuple(granted), len(requests))


def submit(  # noqa: PLR0913 - the last seven have usual values
    connection: Connection,
    request: Request,
    *,
    empty_basket: bool = False,
    blindly: bool = False,
    journal: Journal = _NOBODY,
    position: int = 0,
    looks: Sequence[float] = AFTER_LOST_ANSWER,
    wait: Callable[[float], None] = time.sleep,
    now: Callable[[], float] = time.monotonic,
) -> Outcome:
    """Submit an order request once, and find out its result.

    The basket and the list of orders are read first, at the same time: REGARDS adds the basket's content to the order.
    The basket is emptied after a refused order, which leaves its first queries there (T-18). The request is never
    repeated: if no answer comes back, the user's orders are compared with those before.

    By way of the basket, nothing is ordered before its last step, and what was put there until then is taken out again
    if that step is not reached, or refused.

    Args:
        connection: the user's connection.
        request: the order, sent exactly as given.
        empty_basket: whether the user has agreed to empty the basket.
        blindly: whether the user knows that the archive does not show everything that is looked at before.
        journal: is told what happens.
        position: of the request in its batch.
        looks: seconds to wait before each look for the order after a lost answer.
        wait: waits for some seconds.
        now: the clock.
    """
    journal.preparing(position)
    looked = _look_first(connection, request, empty_basket=empty_basket, blindly=blindly)
    if not isinstance(looked, _Before):
        return looked
    try:
        if isinstance(request, BasketRequest):
            steps = _Steps(journal, position, looked.orders, len(request.selections) + bool(request.filters) + 1)
            if stopped := _fill_basket(connection, request, steps):
                return stopped
            steps.tell(steps.number - 1)
            return Granted(orders.order_basket(connection, request.order))
        journal.sending(position, looked.orders)
        return Granted(orders.apply(connection, request))
    except (Refused, Blocked, LimitReached, Maintenance, Missing, NoRight, SessionOver, Unreachable) as cause:
        return _not_ordered(connection, request, cause, looked)
    except RegardsError as cause:
        label = request.label if isinstance(request, BasketRequest) else ""
        found = lost_verdict.search(
            connection, looked.orders, cause, looks, wait=wait, now=now, tell=journal.looking, label=label
        )
        return Unknown(cause, found)


@dataclass(frozen=True, slots=True)
class _Before:
    """What was seen before a request: the numbers of the newest orders, None if not shown, and an empty basket."""

    orders: frozenset[int] | None
    basket: bool


def _look_first(
    connection: Connection, request: Request, *, empty_basket: bool, blindly: bool
) -> _Before | NotOrdered | BasketInUse | Unseen:
    """Look at the basket and at the newest orders at the same time, before a request is sent."""
    looks, by_basket = Looks(), isinstance(request, BasketRequest)
    read = basket.read_needed if by_basket else basket.read
    with ThreadPoolExecutor(2) as threads:
        in_basket = threads.submit(basket.empty if empty_basket else read, connection)
        newest = threads.submit(orders.newest, connection, MOST_COMPARED)
    try:
        is_needed = by_basket or empty_basket
        if content := looks.at(Part.BASKET, in_basket.result, () if is_needed else NOT_SHOWN):
            return BasketInUse(content, ours=bool(content.queries) and not content.holds_others(_queries(request)))
        listed = looks.at(Part.ORDERS, newest.result)
    except RegardsError as cause:
        return NotOrdered(cause)
    if looks.unseen and not blindly:
        return Unseen(looks.unseen)
    return _Before(None if listed is None else lost_verdict.numbers(listed), Part.BASKET not in looks.unseen)


def _fill_basket(connection: Connection, request: BasketRequest, steps: "_Steps") -> NotOrdered | BasketInUse | None:
    """Fill the basket; gives why nothing can be ordered of it, None if it holds the order and nothing else."""
    try:
        content = basket.fill(connection, request, steps.tell)
    except RegardsError as cause:  # also if this step took effect, it makes no order
        if steps.latest == 0 and isinstance(cause, NOT_SHOWN):  # the basket is closed to the user
            cause.advice = basket.NEEDED
            return NotOrdered(cause)
        return NotOrdered(cause, basket.take_out(connection, request.queries))
    if not content.holds_others(request.queries):
        return None
    basket.take_out(connection, request.queries)
    return BasketInUse(content)


def _not_ordered(connection: Connection, request: Request, cause: RegardsError, before: _Before) -> NotOrdered:
    """The result of a request that was refused or turned away, which leaves nothing of it in the basket.

    A basket that could not be looked at before is left as it is: something of the user's may lie there (contract C.1).
    """
    if isinstance(request, BasketRequest):
        return NotOrdered(cause, basket.take_out(connection, request.queries))
    if isinstance(cause, Refused) and before.basket:
        _empty_basket(connection)
    return NotOrdered(cause)


def _queries(request: Request) -> frozenset[str]:
    return frozenset(request.queries if isinstance(request, BasketRequest) else json.loads(request).get("queries", ()))


@dataclass(slots=True)
class _Steps:
    """Tells a journal of the steps of an order by way of the basket."""

    journal: Journal
    position: int
    before: frozenset[int] | None
    number: int
    latest: int = -1

    def tell(self, step: int) -> None:
        self.latest = step
        self.journal.sending(self.position, self.before, step, self.number)


def _unseen(connection: Connection) -> Unseen | NotOrdered:
    """What cannot be looked at beside the catalogue, so that the user is asked once."""
    looks = Looks()
    try:
        looks.at(Part.BASKET, lambda: basket.read(connection))
        looks.at(Part.ORDERS, lambda: orders.newest(connection, MOST_COMPARED))
    except RegardsError as cause:
        return NotOrdered(cause)
    return Unseen((Part.CATALOGUE, *looks.unseen))


def _empty_basket(connection: Connection) -> None:
    try:
        basket.empty(connection)
    except RegardsError:
        log.warning("The basket could not be emptied after a refused order; the next order reads it again.")
