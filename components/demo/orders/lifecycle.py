"""The life cycle of orders: preparation, figures, retries and expiry (contract C.3 to C.8)."""

from collections.abc import Callable, Iterable
from typing import Final

from components.demo.clock import Pace, Timeline
from components.demo.files.faults import Fault
from components.demo.orders.order import (
    FINISHED,
    MOVING,
    RETRIABLE,
    FileState,
    JobState,
    Order,
    OrderFile,
    OrderStatus,
    Suborder,
)
from components.demo.orders.preparation import prepare
from components.demo.orders.slots import Slots
from components.demo.orders.suborders import Limits
from components.demo.sequences import Sequences

BASKET_ORDER_HOURS: Final = 240
"""`subOrderDuration`: hours per suborder for orders of a basket, restarted and retried orders (contract C.4)."""

_LONGEST_LIFE: Final = 168
_RETRIED: Final = frozenset({FileState.ERROR, FileState.DOWNLOAD_ERROR, FileState.PROCESSING_ERROR})
_COMPLETE: Final = 100


class LifeCycle:
    """All orders of the archive and their transitions. Nothing here reads a clock: the time is an argument."""

    def __init__(
        self,
        timeline: Timeline,
        pace: Pace,
        limits: Limits,
        faults: dict[str, Fault],
        numbers: Sequences,
        is_failing: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self.orders: dict[int, Order] = {}
        self.files: dict[int, OrderFile] = {}
        self._timeline = timeline
        self._pace = pace
        self._limits = limits
        self._numbers = numbers
        self._slots = Slots(timeline, pace, limits, faults, self._suborder_finished, is_failing)
        self._by_owner: dict[str, list[Order]] = {}
        self._scheduled: set[int] = set()

    def accept(self, order: Order, now: float) -> None:
        """Add a new order; its files are listed a little later (contract C.1 step 6)."""
        self.orders[order.id] = order
        self._by_owner.setdefault(order.owner, []).append(order)
        order.set_status(OrderStatus.PENDING, now)
        self._timeline.at(now + self._pace.preparation, lambda due: self._prepare(order, due))

    def of(self, owner: str) -> list[Order]:
        """The orders of a user, newest first, without the deleted ones (contract C.3)."""
        orders = self._by_owner.get(owner, [])
        return [each for each in reversed(orders) if each.status is not OrderStatus.DELETED]

    def has_label(self, owner: str, label: str) -> bool:
        """Whether an order of the user has this label: labels are unique per user (contract C.3)."""
        return any(each.label == label for each in self._by_owner.get(owner, []))

    def pause(self, order: Order, now: float) -> None:
        """Pause an order; it can be resumed after its jobs have stopped, a little later."""
        order.set_status(OrderStatus.PAUSED, now)
        for suborder in order.suborders():
            self._slots.stop(suborder, now)

    def resume(self, order: Order, now: float) -> None:
        """Resume a paused order."""
        order.set_status(OrderStatus.RUNNING, now)
        self._schedule_recompute(order, now)

    def retry(self, order: Order, now: float) -> None:
        """Request the files in error and those whose download failed again, a little later."""
        self._timeline.at(self._pace.next_recomputation(now), lambda due: self._retry(order, due))

    def delete(self, order: Order, now: float) -> None:
        """Delete the files of an order; the order can still be read by its number."""
        self._erase_files(order, now)
        order.set_status(OrderStatus.DELETED, now)

    def remove(self, order: Order) -> None:
        """Remove a deleted order completely."""
        del self.orders[order.id]
        self._by_owner[order.owner].remove(order)

    def downloaded(self, file: OrderFile, now: float) -> None:
        """Record that a file was downloaded by its number.

        An external file stays available, and its suborder then waits for the user: a bug of REGARDS (contract C.8).
        """
        if file.file.reference:
            file.suborder.external_downloaded = True
        else:
            file.set_state(FileState.DOWNLOADED)
        self._schedule_recompute(file.suborder.order, now)

    def downloaded_in_zip(self, files: Iterable[OrderFile], now: float) -> None:
        """Record that files, external ones included, were downloaded in a ZIP."""
        for file in files:
            file.set_state(FileState.DOWNLOADED)
            self._schedule_recompute(file.suborder.order, now)

    def download_failed(self, file: OrderFile, reason: str, now: float) -> None:
        """Record a failed download: the file is no longer available, but can be downloaded again."""
        file.set_state(FileState.DOWNLOAD_ERROR, reason)
        self._schedule_recompute(file.suborder.order, now)

    def _schedule_recompute(self, order: Order, now: float) -> None:
        """Fill free slots now and schedule an update of the order's figures."""
        self._slots.fill(order.owner, now)
        if order.id not in self._scheduled:
            self._scheduled.add(order.id)
            self._timeline.at(self._pace.next_recomputation(now), lambda due: self._recompute(order, due))

    def _prepare(self, order: Order, now: float) -> None:
        """List the files of an order; this also resumes an order paused in the meantime (contract C.4)."""
        if order.status is OrderStatus.DELETED:
            return
        status = prepare(order, self._limits, self._numbers)
        if status is OrderStatus.PENDING:
            return
        order.set_status(status, now)
        for suborder in order.suborders():
            self.files.update((each.id, each) for each in suborder.files)
            self._slots.enqueue(suborder)
            if suborder.external:
                suborder.job = JobState.DONE
                for each in suborder.files:
                    each.set_state(FileState.AVAILABLE)
        if status is not OrderStatus.FAILED:
            self._let_expire(order, order.suborder_hours, now)
        order.recompute(first=True)
        self._schedule_recompute(order, now)

    def _suborder_finished(self, suborder: Suborder, now: float) -> None:
        self._schedule_recompute(suborder.order, now)

    def _retry(self, order: Order, now: float) -> None:
        if order.status not in RETRIABLE:
            return
        order.set_status(OrderStatus.RUNNING, now)
        for suborder in order.suborders():
            again = [each for each in suborder.files if each.state in _RETRIED]
            for each in again:
                each.set_state(FileState.AVAILABLE if suborder.external else FileState.PENDING)
            if again and not suborder.external:
                suborder.job = JobState.WAITING
                self._slots.enqueue(suborder)
        self._let_expire(order, BASKET_ORDER_HOURS, now)
        self._schedule_recompute(order, now)

    def _recompute(self, order: Order, now: float) -> None:
        """Update the figures of an order and then its status."""
        self._scheduled.discard(order.id)
        order.recompute()
        states = [each.state for each in order.files()]
        if order.status in MOVING and order.percent == _COMPLETE and states:
            all_lost = order.in_error == len(states)
            partly = OrderStatus.DONE_WITH_WARNING if order.in_error else OrderStatus.DONE
            order.set_status(OrderStatus.FAILED if all_lost else partly, now)
            self._schedule_recompute(order, now)
        elif order.status is OrderStatus.DONE and not order.waiting and FileState.DOWNLOAD_ERROR in states:
            order.set_status(OrderStatus.DONE_WITH_WARNING, now)

    def _let_expire(self, order: Order, hours: float, now: float) -> None:
        """Set the expiration: in `(n+2) × d` hours, or `d` without stored suborders, at most a week (C.4)."""
        internal = sum(not each.external for each in order.suborders())
        life = min((internal + 2) * hours if internal else hours, _LONGEST_LIFE)
        expiration = order.expiration = now + life * self._pace.hour
        self._timeline.at(self._pace.next_hour(expiration), lambda due: self._expire(order, due))

    def _expire(self, order: Order, now: float) -> None:
        left = order.status in FINISHED and any(each.available for each in order.suborders())
        over = order.expiration is not None and order.expiration <= now
        if over and (order.status in MOVING or left):
            self._erase_files(order, now)
            order.set_status(OrderStatus.EXPIRED, now)

    def _erase_files(self, order: Order, now: float) -> None:
        for suborder in order.suborders():
            self._slots.cancel(suborder)
            for each in suborder.files:
                self.files.pop(each.id, None)
        order.erase_files()
        self._slots.fill(order.owner, now)
