"""Submitting orders, each once, and saying truly what became of them (contract C.1, K.5)."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from components.order.selection import Selection
from components.regards import basket, orders
from components.regards.checking import CheckResult, check
from components.regards.errors import (
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
from components.regards.poll_intervals import AFTER_LOST_ANSWER
from components.regards.records import Basket, Order

log = logging.getLogger(__name__)

_GENERATED = "Generated order "  # how labels of submitted orders begin (contract C.1)


@dataclass(frozen=True, slots=True)
class Granted:
    """The archive took the order."""

    order_id: int


@dataclass(frozen=True, slots=True)
class NotOrdered:
    """Nothing was ordered, and nothing is left behind."""

    cause: RegardsError


@dataclass(frozen=True, slots=True)
class BasketInUse:
    """The request was not sent: the basket holds products that the order would have taken along (T-19)."""

    request_json: str
    basket: Basket


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request went out and no verdict came back.

    ``candidates`` are orders that appeared since; none means that the archive shows none so far.
    """

    cause: RegardsError
    candidates: tuple[Order, ...]


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Nothing was sent: the catalogue says something that the user should see first."""

    result: CheckResult


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Nothing was sent: the catalogue could not be asked."""

    cause: RegardsError


Outcome = Granted | NotOrdered | BasketInUse | Unknown


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of several requests, submitted one after the other.

    ``granted`` holds the numbers of the orders that the archive took, of ``planned``; ``end`` says what kept
    the next one from being ordered, None if nothing did.
    """

    granted: tuple[int, ...]
    planned: int
    end: NotOrdered | BasketInUse | Unknown | Doubtful | Unchecked | None = None


def check_and_submit(  # noqa: PLR0913 - all of it is needed, and the last two have usual values
    connection: Connection,
    requests: Sequence[str],
    selection: Selection,
    data_types: Sequence[str],
    name_filter: str = "",
    *,
    empty_basket: bool = False,
    note: Callable[[int, int], None] = lambda *_: None,
) -> Batch:
    """Submit requests if the catalogue has no doubts about them, else say which, and send nothing.

    Args:
        connection: of the user.
        requests: the bodies, sent to the letter.
        selection: the products that they ask for, all together.
        data_types: that they ask for.
        name_filter: the Java regular expression that they hold for file names; empty for any.
        empty_basket: the user decided that what lies in the basket may go.
        note: see `submit_all`.
    """
    try:
        result = check(connection, selection)
    except RegardsError as cause:
        return Batch((), len(requests), Unchecked(cause))
    if result.doubtful(data_types) or result.takes_nothing(data_types, name_filter):
        return Batch((), len(requests), Doubtful(result))
    return submit_all(connection, requests, empty_basket=empty_basket, note=note)


def submit_all(
    connection: Connection,
    requests: Sequence[str],
    *,
    empty_basket: bool = False,
    note: Callable[[int, int], None] = lambda *_: None,
) -> Batch:
    """Submit requests in order, each once the one before was granted (contract F.3); stop at the first that is not.

    ``note`` is called at once for each that was granted, with its position among the requests and its order's number:
    the process may end before the next.
    """
    granted: list[int] = []
    for position, request_json in enumerate(requests):
        outcome = submit(connection, request_json, empty_basket=empty_basket and not granted)
        if not isinstance(outcome, Granted):
            return Batch(tuple(granted), len(requests), outcome)
        granted.append(outcome.order_id)
        note(position, outcome.order_id)
    return Batch(tuple(granted), len(requests))


def submit(
    connection: Connection,
    request_json: str,
    *,
    empty_basket: bool = False,
    looks: Sequence[float] = AFTER_LOST_ANSWER,
    wait: Callable[[float], None] = time.sleep,
) -> Outcome:
    """Send an order request once and find out what became of it.

    The basket is looked at first, because an order takes along what lies in it; a refused order leaves its
    first queries there, so it is emptied again (T-18). The request is never repeated: where no verdict comes
    back, the user's orders are compared with those of before.

    Args:
        connection: of the user.
        request_json: the body, sent to the letter.
        empty_basket: the user decided that what lies in the basket may go.
        looks: how long to wait, in seconds, before each look for an order after a lost verdict.
        wait: sleeps.
    """
    try:
        if empty_basket:
            basket.empty(connection)
        elif lying := basket.read(connection):
            return BasketInUse(request_json, lying)
        before = {order.order_id for order in orders.newest(connection, most=20)}
    except RegardsError as cause:
        return NotOrdered(cause)
    try:
        return Granted(orders.apply(connection, request_json))
    except Refused as cause:
        _tidy(connection)
        return NotOrdered(cause)
    except (LimitReached, Maintenance, Missing, NoRight, SessionOver, Unreachable) as cause:
        return NotOrdered(cause)
    except RegardsError as cause:
        return Unknown(cause, _appeared(connection, before, looks, wait))


def _appeared(
    connection: Connection, before: set[int], looks: Sequence[float], wait: Callable[[float], None]
) -> tuple[Order, ...]:
    """Submitted orders that were not there before. The archive may still be at work: look several times."""
    for pause in looks:
        wait(pause)
        try:
            now = orders.newest(connection, most=20)
        except RegardsError:
            continue
        if new := tuple(o for o in now if o.order_id not in before and o.label.startswith(_GENERATED)):
            return new
    return ()


def _tidy(connection: Connection) -> None:
    try:
        basket.empty(connection)
    except RegardsError:
        log.warning("The basket could not be emptied after a refused order; the next order will look again.")
