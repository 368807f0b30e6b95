"""The rows of My orders: each order, and those that one request made as one row that opens."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from math import inf
from typing import Final

from components.desk.order_book import Entry
from components.desk.orders.order_list import may_change
from components.desk.orders.order_waiting import HOUR, OrderWithFiles, seconds_left
from components.regards.orders.records import Order
from components.regards.orders.statuses import OrderStatus
from components.ui import addresses, formatting
from components.ui.orders.order_table import Cell, Row

COLUMNS: Final = ("Order", "Name", "Status", "Prepared", "Files", "Size", "Made", "Expires", "From")
BOOK_COLUMNS: Final = ("Order", "Name", "Made")
BATCH_COLUMNS: Final = ("Order", "Status", "Prepared", "Files", "Ready", "Verified", "Size", "Expires")

_GENERATED: Final = "Generated order "
_DONE: Final = frozenset({OrderStatus.DONE, OrderStatus.DONE_WITH_WARNING})


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of orders beside the archive's list.

    Attributes:
        now: the time.
        zone: of the dates.
        hour: the archive's, in seconds.
        names: the users' own names of orders, by their numbers.
        together: all orders that one request made, by the number of each; also of a request that made one.
        brought: the orders that the desk itself brings into the user's folder now, so that they wait for nobody.
    """

    now: datetime
    zone: tzinfo
    hour: float = HOUR
    names: Mapping[int, str] = field(default_factory=dict)
    together: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    brought: frozenset[int] = frozenset()

    def needs_user(self, order: Order) -> bool:
        """Whether the archive waits until the user fetches files of an order (contract C.4)."""
        waits = may_change(order) and order.waiting_for_user and order.status not in formatting.NOT_WAITING
        return waits and order.order_id not in self.brought


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which orders the user wants to see: with this text in their number or name, and in this state; "" for any."""

    text: str = ""
    state: str = ""


def order_rows(orders: Sequence[Order], told: Told, wanted: Wanted) -> tuple[Row, ...]:
    """A row for each order that is wanted: those that need their user first, by their deadline; then the newest.

    Args:
        orders: newest first.
        told: what is told of them.
        wanted: which of them.
    """
    groups: dict[tuple[int, ...], list[Order]] = {}
    for order in orders:
        groups.setdefault(told.together.get(order.order_id, (order.order_id,)), []).append(order)

    def urgency(group: tuple[object, Sequence[Order]]) -> tuple[bool, float]:
        needing = [order for order in group[1] if told.needs_user(order)]
        return not needing, min((_left(order, told) for order in needing), default=0.0)

    return tuple(
        _group_row(numbers, of_group, told)
        for numbers, of_group in sorted(groups.items(), key=urgency)
        if any(_is_wanted(order, told, wanted) for order in of_group)
    )


def book_rows(entries: Sequence[Entry], told: Told) -> tuple[Row, ...]:
    """A row for each request of which the desk alone knows, newest first."""
    requests: dict[tuple[int, ...], list[Entry]] = {}
    for entry in entries:
        requests.setdefault(told.together.get(entry.order_id, (entry.order_id,)), []).append(entry)

    def row(numbers: tuple[int, ...], entry: Entry, parts: tuple[Row, ...] = ()) -> Row:
        name, made = told.names.get(entry.order_id, ""), formatting.moment(entry.submitted_at, told.zone, told.now)
        return Row(numbers, (Cell(_numbered(numbers)), Cell(name), Cell(made)), parts)

    return tuple(
        row(numbers, made[0], tuple(row((each.order_id,), each) for each in made) if len(numbers) > 1 else ())
        for numbers, made in requests.items()
    )


def batch_rows(followed: Sequence[OrderWithFiles], told: Told) -> tuple[Row, ...]:
    """A row for each order of a page that follows several."""
    return tuple(
        Row(
            (each.order.order_id,),
            (
                Cell(str(each.order.order_id)),
                _status(each.order, told),
                Cell(percent=each.order.percent),
                Cell(f"{each.order.files:,}"),
                Cell("" if each.available is None else f"{each.available:,}"),
                Cell("" if each.verified is None else f"{each.verified:,}"),
                Cell(formatting.size(each.order.size)),
                _expiry(each.order, told),
            ),
        )
        for each in followed
    )


def states(orders: Iterable[Order], told: Told) -> dict[str, int]:
    """The states in which some of these orders are, in the order in which users care, each with how many."""
    counted = Counter(state for order in orders for state in _states(order, told))
    return {state: counted[state] for state in _ALL_STATES if counted[state]}


_WAITING, _MOVING, _OVER, _BAD = "Waiting for you", "Under way", "Done", "Ended otherwise"
_ALL_STATES: Final = (_WAITING, _MOVING, _OVER, _BAD)


def _states(order: Order, told: Told) -> tuple[str, ...]:
    state = _MOVING if order.unfinished else _OVER if order.status in _DONE else _BAD
    return (_WAITING, state) if told.needs_user(order) else (state,)


def _is_wanted(order: Order, told: Told, wanted: Wanted) -> bool:
    text = wanted.text.strip().casefold()
    named = not text or text in str(order.order_id) or text in _name(order, told).casefold()
    return named and (not wanted.state or wanted.state in _states(order, told))


def _name(order: Order, told: Told) -> str:
    """The user's own name of an order, else the archive's, unless that is the time alone (contract G)."""
    return told.names.get(order.order_id) or ("" if order.label.startswith(_GENERATED) else order.label)


def _group_row(numbers: tuple[int, ...], orders: Sequence[Order], told: Told) -> Row:
    """The row of the orders of one request, of which these are listed."""
    if len(numbers) == 1:
        return _order_row(orders[0], told)
    size = sum(order.size for order in orders)
    waiting = sum(map(told.needs_user, orders))
    counted = Counter(_status(order, told).text for order in orders)
    made = [order.created for order in orders if order.created]
    soonest = min(orders, key=lambda order: _left(order, told))
    names = dict.fromkeys(_name(order, told) for order in orders)
    return Row(
        numbers,
        (
            Cell(("" if len(orders) == len(numbers) else f"{len(orders):,} of ") + _numbered(numbers)),
            Cell(next(iter(names)) if len(names) == 1 else ""),
            Cell(
                " · ".join(
                    f"{count:,} × {status}" if len(counted) > 1 else status for status, count in counted.items()
                ),
                badge=f"{waiting:,} waiting for you" if waiting else "",
            ),
            Cell(percent=sum(order.percent * order.size for order in orders) // size if size else 0),
            Cell(f"{sum(order.files for order in orders):,}"),
            Cell(formatting.size(size)),
            Cell(formatting.moment(min(made), told.zone, told.now) if made else ""),
            _expiry(soonest, told),
            Cell(),
        ),
        tuple(_order_row(order, told) for order in orders),
    )


def _order_row(order: Order, told: Told) -> Row:
    return Row(
        (order.order_id,),
        (
            Cell(str(order.order_id)),
            Cell(_name(order, told)),
            _status(order, told),
            Cell(percent=order.percent),
            Cell(f"{order.files:,}"),
            Cell(formatting.size(order.size)),
            Cell(formatting.moment(order.created, told.zone, told.now) if order.created else ""),
            _expiry(order, told),
            Cell("elsewhere" if told.together and order.order_id not in told.together else ""),
        ),
    )


def _numbered(numbers: tuple[int, ...]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else addresses.span(numbers)


def _status(order: Order, told: Told) -> Cell:
    status = formatting.status(order)
    if order.order_id in told.brought:
        return Cell(f"{status}, the desk fetches its files")
    return Cell(status, badge="waiting for you" if told.needs_user(order) else "")


def _expiry(order: Order, told: Told) -> Cell:
    """When the archive may drop the files of an order, once: it stands out under an hour."""
    left = _left(order, told)
    if order.expires is None or left == inf:
        return Cell()
    if not left:
        return Cell(badge="may be dropped at any moment", tone="red")
    at = formatting.moment(order.expires, told.zone, told.now)
    relative = f"in {formatting.about(left)}"
    return Cell(at, badge=relative, tone="red") if left < told.hour else Cell(f"{relative} · {at}")


def _left(order: Order, told: Told) -> float:
    """The seconds until that; infinite where nothing is waited for, so that nothing can be lost (contract C.4)."""
    left = seconds_left(order, None, told.now) if order.unfinished or order.waiting_for_user else None
    return inf if left is None else left
