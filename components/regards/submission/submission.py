"""Submission of orders, each request sent once, and the result of each (contract C.1, K.5)."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Granted:
    """The archive accepted the order."""

    order_id: int


@dataclass(frozen=True, slots=True)
class NotOrdered:
    """Nothing was ordered."""

    cause: RegardsError


@dataclass(frozen=True, slots=True)
class BasketInUse:
    """The request was not sent, because REGARDS would have added the products in the basket to the order (T-19)."""

    request_json: str
    basket: Basket


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

    def sending(self, position: int, before: frozenset[int] | None) -> None:
        """The request is sent next. ``before`` are the numbers of the newest orders, None if they are not shown."""

    def looking(self, looking: Looking) -> None:
        """Its answer got lost, and the archive is looked at."""

    def ended(self, position: int, outcome: "Outcome") -> None:
        """The request at this position has ended; told at once, because the process may end before the next."""


_NOBODY = Journal()


def check_and_submit(  # noqa: PLR0913 - all of it is needed, and the last two have usual values
    connection: Connection,
    requests: Sequence[str],
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
        requests: the bodies, sent exactly as given.
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
    requests: Sequence[str],
    *,
    empty_basket: bool = False,
    blindly: bool = False,
    journal: Journal = _NOBODY,
) -> Batch:
    """Submit requests one after the other, and stop at the first that is not granted (contract F.3)."""
    granted: list[int] = []
    for position, request_json in enumerate(requests):
        emptied = empty_basket and not granted
        outcome = submit(
            connection, request_json, empty_basket=emptied, blindly=blindly, journal=journal, position=position
        )
        journal.ended(position, outcome)
        if not isinstance(outcome, Granted):
            return Batch(tuple(granted), len(requests), outcome)
        granted.append(outcome.order_id)
    return Batch(tuple(granted), len(requests))


def submit(  # noqa: PLR0913 - the last seven have usual values
    connection: Connection,
    request_json: str,
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

    The basket is read first, because REGARDS adds its content to the order. It is emptied after a refused order, which
    leaves its first queries there (T-18). The request is never repeated: if no answer comes back, the user's orders are
    compared with those before.

    Args:
        connection: the user's connection.
        request_json: the body, sent exactly as given.
        empty_basket: whether the user has agreed to empty the basket.
        blindly: whether the user knows that the archive does not show everything that is looked at before.
        journal: is told what happens.
        position: of the request in its batch.
        looks: seconds to wait before each look for the order after a lost answer.
        wait: waits for some seconds.
        now: the clock.
    """
    journal.preparing(position)
    looked = _look_first(connection, request_json, empty_basket=empty_basket, blindly=blindly)
    if not isinstance(looked, _Before):
        return looked
    journal.sending(position, looked.orders)
    try:
        return Granted(orders.apply(connection, request_json))
    except Refused as cause:
        _empty_basket(connection)
        return NotOrdered(cause)
    except (Blocked, LimitReached, Maintenance, Missing, NoRight, SessionOver, Unreachable) as cause:
        return NotOrdered(cause)
    except RegardsError as cause:
        return Unknown(
            cause,
            lost_verdict.search(connection, looked.orders, cause, looks, wait=wait, now=now, tell=journal.looking),
        )


@dataclass(frozen=True, slots=True)
class _Before:
    """The numbers of the newest orders before a request; None if they are not shown."""

    orders: frozenset[int] | None


def _look_first(
    connection: Connection, request_json: str, *, empty_basket: bool, blindly: bool
) -> _Before | NotOrdered | BasketInUse | Unseen:
    """Look at the basket and at the newest orders, before a request is sent."""
    looks = Looks()
    try:
        if empty_basket:
            basket.empty(connection)
        elif content := _basket(connection, looks):
            return BasketInUse(request_json, content)
        listed = _orders(connection, looks)
    except RegardsError as cause:
        return NotOrdered(cause)
    if looks.unseen and not blindly:
        return Unseen(looks.unseen)
    return _Before(None if listed is None else lost_verdict.numbers(listed))


def _basket(connection: Connection, looks: Looks) -> Basket | None:
    return looks.at(Part.BASKET, lambda: basket.read(connection))


def _orders(connection: Connection, looks: Looks) -> tuple[Order, ...] | None:
    return looks.at(Part.ORDERS, lambda: orders.newest(connection, MOST_COMPARED))


def _unseen(connection: Connection) -> Unseen | NotOrdered:
    """What cannot be looked at beside the catalogue, so that the user is asked once."""
    looks = Looks()
    try:
        _basket(connection, looks)
        _orders(connection, looks)
    except RegardsError as cause:
        return NotOrdered(cause)
    return Unseen((Part.CATALOGUE, *looks.unseen))


def _empty_basket(connection: Connection) -> None:
    try:
        basket.empty(connection)
    except RegardsError:
        log.warning("The basket could not be emptied after a refused order; the next order reads it again.")
