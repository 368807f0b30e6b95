"""What happens to orders as time goes by: preparation, jobs, slots, figures and expiry (contract C.4, C.8)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from components.demo.clock import Pace, Timeline
from components.demo.faults import Fault
from components.demo.orders import MOVING, FileState, JobState, Order, OrderFile, OrderStatus, Suborder
from components.demo.preparation import prepare
from components.demo.sequences import Sequences
from components.demo.suborders import Limits

LONGEST_LIFE: Final = 168
"""Hours after which an order expires at the latest (contract C.4)."""

RETRY_HOURS: Final = 240
"""The `subOrderDuration` of basket orders, of restarted and of retried ones (contract C.4)."""

_STORAGE_PATIENCE: Final = 2
"""Hours that a job waits for the storage at most (contract C.8)."""

RETRIABLE: Final = frozenset({OrderStatus.DONE_WITH_WARNING, OrderStatus.FAILED})
"""The statuses in which an order can be retried (contract C.5)."""

_FINISHED: Final = frozenset({OrderStatus.DONE, OrderStatus.DONE_WITH_WARNING})


@dataclass
class LifeCycle:
    """All orders of the archive, and what makes them move. Nothing here reads a clock: each call is told the time."""

    timeline: Timeline
    pace: Pace
    limits: Limits
    faults: dict[str, Fault]
    numbers: Sequences
    orders: dict[int, Order] = field(default_factory=dict)
    files: dict[int, OrderFile] = field(default_factory=dict)
    _by_owner: dict[str, list[Order]] = field(default_factory=dict)
    _suborders: dict[str, dict[int, Suborder]] = field(default_factory=dict)
    _due: set[int] = field(default_factory=set)

    def accept(self, order: Order, now: float) -> None:
        """Take a new order in; its files are listed a little later (contract C.1 step 6)."""
        self.orders[order.id] = order
        self._by_owner.setdefault(order.owner, []).append(order)
        order.become(OrderStatus.PENDING, now)
        self.timeline.at(now + self.pace.preparation, lambda due: self._prepare(order, due))

    def of(self, owner: str) -> list[Order]:
        """Give a user's orders, newest first, without the deleted ones (contract C.3)."""
        orders = self._by_owner.get(owner, [])
        return [each for each in reversed(orders) if each.status is not OrderStatus.DELETED]

    def has_label(self, owner: str, label: str) -> bool:
        """Say whether an order of this user has that label already: it must be the only one (contract C.3)."""
        return any(each.label == label for each in self._by_owner.get(owner, []))

    def touch(self, order: Order, now: float) -> None:
        """Let the order's figures be recomputed at the next turn, and free slots be filled at once."""
        self._fill_slots(order.owner, now)
        if order.id not in self._due:
            self._due.add(order.id)
            self.timeline.at(self.pace.next_recomputation(now), lambda due: self._recompute(order, due))

    def pause(self, order: Order, now: float) -> None:
        """Pause an order; its jobs stop a little later, and only then can it be resumed."""
        order.become(OrderStatus.PAUSED, now)
        for suborder in order.suborders():
            if suborder.job is JobState.RUNNING:
                suborder.job = JobState.STOPPING
                suborder.run += 1
                self._later(suborder, now + self.pace.job / 2, self._stopped)

    def resume(self, order: Order, now: float) -> None:
        """Let a paused order go on."""
        order.become(OrderStatus.RUNNING, now)
        self.touch(order, now)

    def retry(self, order: Order, now: float) -> None:
        """Ask again, a little later, for the files in error and for those whose download failed."""
        self.timeline.at(self.pace.next_recomputation(now), lambda due: self._retry(order, due))

    def _retry(self, order: Order, now: float) -> None:
        if order.status not in RETRIABLE:
            return
        order.become(OrderStatus.RUNNING, now)
        for suborder in order.suborders():
            again = [
                each
                for each in suborder.files
                if each.state in {FileState.ERROR, FileState.DOWNLOAD_ERROR, FileState.PROCESSING_ERROR}
            ]
            for each in again:
                each.become(FileState.AVAILABLE if suborder.external else FileState.PENDING)
            if again and not suborder.external:
                suborder.job = JobState.WAITING
                self._suborders.setdefault(order.owner, {})[suborder.id] = suborder
        self._let_expire(order, RETRY_HOURS, now)
        self.touch(order, now)

    def delete(self, order: Order, now: float) -> None:
        """Delete an order and its files; it can still be read by its number."""
        self._erase_files(order, now)
        order.become(OrderStatus.DELETED, now)

    def remove(self, order: Order) -> None:
        """Forget a deleted order altogether."""
        del self.orders[order.id]
        self._by_owner[order.owner].remove(order)

    def downloaded(self, file: OrderFile, now: float) -> None:
        """Take note that a file went out by its number.

        An external file stays available and makes its suborder wait for the user: REGARDS' bug (contract
        C.8).
        """
        if file.file.reference:
            file.suborder.touched = True
        else:
            file.become(FileState.DOWNLOADED)
        self._settled(file, now)

    def packed(self, files: Iterable[OrderFile], now: float) -> None:
        """Take note that files went out in a ZIP, external ones included."""
        for file in files:
            file.become(FileState.DOWNLOADED)
            self._settled(file, now)

    def download_failed(self, file: OrderFile, reason: str, now: float) -> None:
        """Take note that a download failed: the file is no longer available, though it can be asked for again."""
        file.become(FileState.DOWNLOAD_ERROR, reason)
        self._settled(file, now)

    def _settled(self, file: OrderFile, now: float) -> None:
        self.touch(file.suborder.order, now)

    def _prepare(self, order: Order, now: float) -> None:
        if order.status is OrderStatus.DELETED:
            return
        status = prepare(order, self.limits, self.numbers)
        if status is OrderStatus.PENDING:
            return
        order.become(status, now)
        self.files.update((each.id, each) for each in order.files())
        queue = self._suborders.setdefault(order.owner, {})
        for suborder in order.suborders():
            queue[suborder.id] = suborder
            if suborder.external:
                suborder.job = JobState.DONE
                for each in suborder.files:
                    each.become(FileState.AVAILABLE)
        if status is not OrderStatus.FAILED:
            self._let_expire(order, order.suborder_hours, now)
        if status is OrderStatus.DONE:
            order.percent = 100
            order.available = sum(each.available for each in order.suborders())
        order.recompute()
        self.touch(order, now)

    def _fill_slots(self, owner: str, now: float) -> None:
        queue = self._suborders.get(owner, {})
        for each in [each for each in queue.values() if each.job is JobState.DONE and not each.available]:
            del queue[each.id]
        taken = sum(each.holds_slot for each in queue.values())
        for suborder in queue.values():
            if taken >= self.limits.slots:
                return
            if suborder.job is JobState.WAITING and suborder.order.status is OrderStatus.RUNNING:
                taken += not suborder.holds_slot
                suborder.job = JobState.RUNNING
                suborder.run += 1
                self._later(suborder, now + self._job_time(suborder), self._finish)

    def _job_time(self, suborder: Suborder) -> float:
        stuck = any(self.faults.get(each.file.filename) is Fault.STUCK for each in suborder.files)
        return _STORAGE_PATIENCE * self.pace.hour if stuck else self.pace.job

    def _later(self, suborder: Suborder, when: float, happen: Callable[[Suborder, float], None]) -> None:
        """Announce an event of this run of the suborder; a later run or stop makes it void."""
        run = suborder.run
        self.timeline.at(when, lambda due: happen(suborder, due) if suborder.run == run else None)

    def _stopped(self, suborder: Suborder, now: float) -> None:
        suborder.job = JobState.WAITING
        self._fill_slots(suborder.order.owner, now)

    def _finish(self, suborder: Suborder, now: float) -> None:
        """All files of a suborder become available together, when its job ends (contract C.8)."""
        suborder.job = JobState.DONE
        for each in suborder.files:
            fault = self.faults.get(each.file.filename)
            if each.state is not FileState.PENDING or fault is Fault.STUCK:
                continue
            each.become(FileState.ERROR if fault and fault.loses else FileState.AVAILABLE)
            if fault is Fault.LOST_ONCE:
                del self.faults[each.file.filename]
        self.touch(suborder.order, now)

    def _recompute(self, order: Order, now: float) -> None:
        self._due.discard(order.id)
        order.recompute()
        files = list(order.files())
        if order.status in MOVING and order.percent == 100 and files:
            if order.in_error == 0:
                order.become(OrderStatus.DONE, now)
            elif order.in_error == len(files):
                order.become(OrderStatus.FAILED, now)
            else:
                order.become(OrderStatus.DONE_WITH_WARNING, now)
            self.touch(order, now)
        elif order.status is OrderStatus.DONE and not order.waiting:
            if any(each.state is FileState.DOWNLOAD_ERROR for each in files):
                order.become(OrderStatus.DONE_WITH_WARNING, now)

    def _let_expire(self, order: Order, hours: float, now: float) -> None:
        internal = sum(not each.external for each in order.suborders())
        life = min((internal + 2) * hours if internal else hours, LONGEST_LIFE)
        expiration = now + life * self.pace.hour
        order.expiration = expiration
        self.timeline.at(self.pace.next_hour(expiration), lambda due: self._expire(order, due))

    def _expire(self, order: Order, now: float) -> None:
        unfinished = order.status in MOVING or order.status is OrderStatus.PENDING
        left = order.status in _FINISHED and any(each.available for each in order.suborders())
        if order.expiration is not None and order.expiration <= now and (unfinished or left):
            self._erase_files(order, now)
            order.become(OrderStatus.EXPIRED, now)

    def _erase_files(self, order: Order, now: float) -> None:
        queue = self._suborders.get(order.owner, {})
        for suborder in order.suborders():
            suborder.run += 1
            queue.pop(suborder.id, None)
            for each in suborder.files:
                self.files.pop(each.id, None)
        order.erase_files()
        self._fill_slots(order.owner, now)
