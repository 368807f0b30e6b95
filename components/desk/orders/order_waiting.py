"""What an order waits for: its user, its deadline, other orders, or nothing that will come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from components.regards.orders.records import Order, OrderFile
from components.regards.orders.statuses import GONE, FileState, OrderStatus

HOUR: Final = 3600.0
"""Seconds of an archive's hour; the demo archive has shorter ones (`Archive.hour`)."""

_SUSPICIOUS: Final = 1 / 6
"""Hours after which an order that is still pending is suspicious; listing files takes seconds as a rule."""

_NO_DEADLINE: Final = GONE | {OrderStatus.FAILED}  # contract C.4
_WAITING: Final = frozenset({FileState.PENDING, FileState.AVAILABLE})


@dataclass(frozen=True)
class OrderWithFiles:
    """An order of a page, with its files.

    ``files`` is None while they are not read; ``verified`` counts those that arrived here as announced, None
    where nothing is delivered by this desk.
    """

    order: Order
    files: Sequence[OrderFile] | None
    verified: int | None = None

    @cached_property
    def available(self) -> int | None:
        """How many files can be downloaded now; the archive's own figure is no such thing (T-37)."""
        if self.order.gone:
            return 0
        if self.files is None:
            return None
        return sum(file.available for file in self.files)


def blocking(order: Order, others: Iterable[Order]) -> tuple[Order, ...]:
    """The user's other orders that may keep this one from beginning, those that wait for the user first.

    None where this one has begun. The archive works on two suborders of a user at most, over all of their orders,
    and one that is finished keeps its place until its files are downloaded, also in an order that is done or
    paused (contract C.8).
    """
    if order.status != OrderStatus.RUNNING or order.percent or order.waiting_for_user:
        return ()
    holding = [
        other
        for other in others
        if other.order_id != order.order_id
        and not other.gone
        and (other.waiting_for_user or other.status == OrderStatus.RUNNING)
    ]
    return tuple(sorted(holding, key=lambda other: (not other.waiting_for_user, other.order_id)))


def stuck(order: Order, now: datetime, hour: float = HOUR) -> bool:
    """Whether an order has been pending for more than ten minutes: perhaps it never leaves that status (T-33)."""
    if order.status != OrderStatus.PENDING or order.created is None:
        return False
    return (now - order.created).total_seconds() > _SUSPICIOUS * hour


def seconds_left(order: Order, files: Sequence[OrderFile] | None, now: datetime) -> float | None:
    """Seconds until the archive may drop the files, 0 when that time is over; None where there is no deadline.

    There is none yet while the order is pending, and no longer one once nothing is left to download: a done order
    that was downloaded whole never expires, nor does a failed one (contract C.4). ``files`` is None while they are
    not known.
    """
    if order.expires is None or order.status in _NO_DEADLINE:
        return None
    if not order.unfinished and files is not None and not any(file.state in _WAITING for file in files):
        return None
    return max((order.expires - now).total_seconds(), 0.0)


def suborder_ranks(files: Iterable[OrderFile]) -> dict[int, int]:
    """The suborders of some files, by the archive's number, counted from 1; one that it does not say is left out."""
    return {number: rank for rank, number in enumerate(sorted({file.suborder for file in files} - {0}), start=1)}
