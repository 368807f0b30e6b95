"""The jobs of suborders, limited to two suborders per user over all orders (contract C.8)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from components.demo.clock import Pace, Timeline
from components.demo.files.faults import Fault
from components.demo.orders.order import FileState, JobState, OrderStatus, Suborder
from components.demo.orders.suborders import Limits

_STORAGE_TIMEOUT: Final = 2
"""Hours after which a job stops waiting for the storage (contract C.8)."""

_TIMES_SLOWER: Final = 10
_ONE_OF: Final = 10  # files that a failing storage delivers (contract L.11)


@dataclass
class Slots:
    """The queues of all users. A suborder holds its slot until all its files are downloaded, not only until it is done.

    `finished` is called when the job of a suborder is done. `is_failing` tells whether the storage fails for a user.
    """

    timeline: Timeline
    pace: Pace
    limits: Limits
    faults: dict[str, Fault]
    finished: Callable[[Suborder, float], None]
    is_failing: Callable[[str], bool]
    _queues: dict[str, dict[int, Suborder]] = field(default_factory=dict)

    def enqueue(self, suborder: Suborder) -> None:
        """Append a suborder to its owner's queue."""
        self._queues.setdefault(suborder.order.owner, {})[suborder.id] = suborder

    def cancel(self, suborder: Suborder) -> None:
        """Remove a suborder from its queue and cancel its scheduled events."""
        suborder.run += 1
        self._queues.get(suborder.order.owner, {}).pop(suborder.id, None)

    def fill(self, owner: str, now: float) -> None:
        """Start as many suborders of a user as there are free slots."""
        queue = self._queues.get(owner, {})
        for each in [each for each in queue.values() if each.job is JobState.DONE and not each.available]:
            del queue[each.id]
        taken = sum(each.holds_slot for each in queue.values())
        for suborder in queue.values():
            if taken >= self.limits.slots:
                return
            if suborder.job is JobState.WAITING and suborder.order.status is OrderStatus.RUNNING:
                taken += 1
                suborder.job = JobState.RUNNING
                suborder.run += 1
                self._later(suborder, now + self._work(suborder), self._finish)

    def stop(self, suborder: Suborder, now: float) -> None:
        """Stop the job of a suborder; a little later it is waiting again."""
        if suborder.job is JobState.RUNNING:
            suborder.job = JobState.STOPPING
            suborder.run += 1
            self._later(suborder, now + self.pace.job / 2, self._stopped)

    def _work(self, suborder: Suborder) -> float:
        stuck = any(self.faults.get(each.file.filename) is Fault.STUCK for each in suborder.files)
        if stuck:
            return _STORAGE_TIMEOUT * self.pace.hour
        return self.pace.job * (_TIMES_SLOWER if self.is_failing(suborder.order.owner) else 1)

    def _later(self, suborder: Suborder, when: float, happen: Callable[[Suborder, float], None]) -> None:
        """Schedule an event of this run of a suborder; a new run, a stop or a cancellation cancels it."""
        run = suborder.run
        self.timeline.at(when, lambda due: happen(suborder, due) if suborder.run == run else None)

    def _stopped(self, suborder: Suborder, now: float) -> None:
        suborder.job = JobState.WAITING
        self.fill(suborder.order.owner, now)

    def _finish(self, suborder: Suborder, now: float) -> None:
        """Make all files of a suborder available at once, except those that the storage does not deliver."""
        suborder.job = JobState.DONE
        is_failing = self.is_failing(suborder.order.owner)
        for position, each in enumerate(suborder.files):
            fault = self.faults.get(each.file.filename)
            if each.state is FileState.PENDING and fault is not Fault.STUCK:
                lost_once = fault is Fault.LOST_ONCE and not each.fault_occurred
                lost = fault is Fault.LOST or lost_once or (is_failing and position % _ONE_OF > 0)
                each.fault_occurred = each.fault_occurred or lost
                each.set_state(FileState.ERROR if lost else FileState.AVAILABLE)
        self.finished(suborder, now)
