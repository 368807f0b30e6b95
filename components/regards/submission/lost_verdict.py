"""What the archive shows of an order whose verdict got lost: in the list of orders, then in the basket.

The request is never sent again, because the archive may have carried it out (contract C.1, K.5, T-46). Orders are
compared by their numbers with those before: comparing dates would trust two clocks.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from components.regards.errors import RegardsError
from components.regards.http.connection import Connection
from components.regards.orders import orders
from components.regards.orders.records import Basket, Order
from components.regards.submission import basket
from components.regards.unseen import Looks, Part

MOST_COMPARED: Final = 20
"""The newest orders that are compared (contract C.1)."""

LOOKED_FOR: Final = 90.0
"""Seconds in which the archive is looked at after a lost verdict; a service goes on working behind a 504 (A.7)."""

MAY_APPEAR: Final = orders.APPLY_TIMEOUT + LOOKED_FOR
"""Seconds after a request in which its order may still appear, or its verdict may come to another process."""

ONE_LOOK: Final = 10.0
"""Seconds that an answer to one look may take."""

_LEAST: Final = 1.0  # seconds that the last look may take in any case
_GENERATED: Final = "Generated order "  # the beginning of the labels of submitted orders (contract C.1)


@dataclass(frozen=True, slots=True)
class Looking:
    """A search for an order whose verdict got lost.

    ``looks`` counts the looks so far, and ``listed`` says whether the last one showed the list of orders. ``until`` is
    the end of the search, in seconds of its clock.
    """

    cause: RegardsError
    until: float
    looks: int = 0
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Sight:
    """The newest orders and the basket of a user at one moment.

    ``orders`` is None where the archive does not show them; ``basket`` is None if it is empty or not shown. ``at`` is
    when the look began.

    REGARDS empties the basket when it makes an order of it (contract C.1), and before an order the desk sees to it that
    the basket is empty. So if no order has appeared and something lies there, the order was most likely not made.
    """

    orders: tuple[Order, ...] | None
    basket: Basket | None
    at: datetime = field(compare=False)


def numbers(listed: Iterable[Order]) -> frozenset[int]:
    """The numbers to compare with later."""
    return frozenset(order.order_id for order in listed)


def appeared(before: Collection[int], listed: Iterable[Order], label: str = "") -> tuple[Order, ...]:
    """The submitted orders in a list that were not there before.

    A full list before may have left out older ones, which come back into view when others are deleted. ``label`` is
    that of an order by way of the basket, which no other order of the user can have (contract C.9).
    """
    oldest = min(before) if len(before) >= MOST_COMPARED else 0
    return tuple(
        order
        for order in listed
        if order.order_id not in before
        and order.order_id > oldest
        and (order.label == label if label else order.label.startswith(_GENERATED))
    )


def look(connection: Connection) -> Sight:
    """Look at the orders and the basket once."""
    looks, begun = Looks(), datetime.now(UTC)
    listed = looks.at(Part.ORDERS, lambda: orders.newest_once(connection, ONE_LOOK))
    return Sight(listed, looks.at(Part.BASKET, lambda: basket.read_once(connection, ONE_LOOK)), begun)


def search(  # noqa: PLR0913 - all of it is needed, and tests give the clock
    connection: Connection,
    before: Collection[int] | None,
    cause: RegardsError,
    pauses: Sequence[float],
    *,
    wait: Callable[[float], None],
    now: Callable[[], float],
    tell: Callable[[Looking], None],
    label: str = "",
) -> tuple[Order, ...]:
    """Look several times for an order, because the archive may need a while; the orders that have appeared.

    Args:
        connection: the user's connection.
        before: the numbers of the newest orders before; None if the archive does not show them, and no look can tell.
        cause: why there is no verdict.
        pauses: seconds to wait before each look; no look begins after `LOOKED_FOR` seconds.
        wait: waits for some seconds.
        now: the clock.
        tell: is told how far the search is.
        label: that of an order by way of the basket.
    """
    if before is None:
        return ()
    looking = Looking(cause, now() + LOOKED_FOR)
    tell(looking)
    for count, pause in enumerate(pauses, start=1):
        if now() + pause >= looking.until:
            break
        wait(pause)
        try:
            left = max(looking.until - now(), _LEAST)
            listed = orders.newest_once(connection, min(ONE_LOOK, left), MOST_COMPARED)
        except RegardsError:
            tell(replace(looking, looks=count))
            continue
        if found := appeared(before, listed, label):
            return found
        tell(replace(looking, looks=count, listed=True))
    return ()
