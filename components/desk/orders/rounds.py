"""The rounds of an order: the suborders that the archive prepares one after another, and what became of each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from components.regards.delivery.snapshot import Snapshot
from components.regards.orders.records import OrderFile
from components.regards.orders.statuses import FileState


@dataclass(frozen=True, slots=True)
class Round:
    """A suborder, with numbers of files.

    ``first`` and ``last`` are when its files arrived here, None while none has: the archive itself does not say when
    it has prepared them.
    """

    order_id: int
    rank: int
    files: int
    arrived: int
    ready: int
    to_come: int
    first: datetime | None
    last: datetime | None

    @property
    def other(self) -> int:
        """The number of files that failed or were downloaded elsewhere."""
        return self.files - self.arrived - self.ready - self.to_come


def rounds(snapshots: Iterable[Snapshot]) -> tuple[Round, ...]:
    """The rounds of some orders, in the archive's sequence; those of an order that does not name them are left out."""
    return tuple(each for snapshot in snapshots for each in _of(snapshot))


def _of(snapshot: Snapshot) -> Sequence[Round]:
    by_suborder: defaultdict[int, list[OrderFile]] = defaultdict(list)
    for file in snapshot.files:
        by_suborder[file.suborder].append(file)
    if 0 in by_suborder:  # the archive does not say the suborder of some
        return ()
    return [_round(snapshot, rank, by_suborder[number]) for rank, number in enumerate(sorted(by_suborder), start=1)]


def _round(snapshot: Snapshot, rank: int, files: Sequence[OrderFile]) -> Round:
    missing = [file for file in files if file.file_id not in snapshot.proofs]
    times = [proof.at for file in files if (proof := snapshot.proofs.get(file.file_id))]
    return Round(
        snapshot.order.order_id,
        rank,
        files=len(files),
        arrived=len(times),
        ready=sum(file.available for file in missing),
        to_come=sum(file.state == FileState.PENDING for file in missing),
        first=min(times, default=None),
        last=max(times, default=None),
    )
