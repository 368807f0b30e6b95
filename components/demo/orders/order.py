"""Orders with their files, suborders and figures (contract C.3 to C.8)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from components.demo.catalogue.products import DataFile, Dataset, Product
from components.demo.orders.basket import DatasetSelection
from components.demo.orders.file_filters import FileFilter


class OrderStatus(StrEnum):
    """The status of an order (contract C.4)."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    EXPIRED = "EXPIRED"
    FAILED = "FAILED"
    DONE_WITH_WARNING = "DONE_WITH_WARNING"
    DONE = "DONE"
    DELETED = "DELETED"


class FileState(StrEnum):
    """The state of a file of an order (contract C.6)."""

    PENDING = "PENDING"
    AVAILABLE = "AVAILABLE"
    DOWNLOADED = "DOWNLOADED"
    DOWNLOAD_ERROR = "DOWNLOAD_ERROR"
    PROCESSING_ERROR = "PROCESSING_ERROR"
    ERROR = "ERROR"


MOVING: Final = frozenset({OrderStatus.RUNNING, OrderStatus.PAUSED})
"""The statuses in which the figures of an order are updated."""

RETRIABLE: Final = frozenset({OrderStatus.DONE_WITH_WARNING, OrderStatus.FAILED})
"""The statuses in which an order can be retried (contract C.5)."""

FINISHED: Final = frozenset({OrderStatus.DONE, OrderStatus.DONE_WITH_WARNING})
"""The statuses of a finished order that holds files."""

IN_ERROR: Final = frozenset({FileState.ERROR, FileState.PROCESSING_ERROR})
"""The states that `filesInErrorCount` counts: storage errors, not download errors."""


class JobState(StrEnum):
    """The state of the job of a suborder."""

    WAITING = "WAITING"
    RUNNING = "RUNNING"
    STOPPING = "STOPPING"
    DONE = "DONE"


@dataclass(slots=True, eq=False)
class OrderFile:
    """One file of an order.

    `source` is its product, or its dataset if the file is attached to the dataset itself. `fault_occurred` tells
    whether a fault that occurs only once has occurred (see `Fault`).
    """

    id: int
    source: Product | Dataset
    file: DataFile
    suborder: "Suborder"
    state: FileState = FileState.PENDING
    download_error: str | None = None
    fault_occurred: bool = False

    def set_state(self, state: FileState, error: str | None = None) -> None:
        """Change the state and update the suborder's count of available files."""
        self.suborder.available += (state is FileState.AVAILABLE) - (self.state is FileState.AVAILABLE)
        self.state = state
        self.download_error = error


@dataclass(slots=True, eq=False)
class Suborder:
    """A part of an order that is prepared as a whole; `filesTask` in URLs.

    External files have suborders of their own, which need no job. `external_downloaded` tells whether one of them was
    downloaded by its number. The suborder then counts as waiting for the user, a bug of REGARDS (contract C.8).
    """

    id: int
    order: "Order"
    task: "DatasetTask"
    external: bool
    files: list[OrderFile] = field(default_factory=list)
    job: JobState = JobState.WAITING
    run: int = 0
    available: int = 0
    external_downloaded: bool = False

    @property
    def waiting_for_user(self) -> bool:
        """Whether it is done and holds files that are not downloaded yet."""
        return self.job is JobState.DONE and self.available > 0 and (self.external_downloaded or not self.external)

    @property
    def holds_slot(self) -> bool:
        """Whether it counts towards the limit of suborders per user."""
        return self.job in {JobState.RUNNING, JobState.STOPPING} or self.waiting_for_user


@dataclass(slots=True, eq=False)
class DatasetTask:
    """The part of an order that comes from one dataset."""

    id: int
    dataset: Dataset
    filters: FileFilter | None
    objects: int
    suborders: list[Suborder] = field(default_factory=list)
    files_count: int = 0
    files_size: int = 0

    def files(self) -> Iterator[OrderFile]:
        """All files, suborder by suborder."""
        for suborder in self.suborders:
            yield from suborder.files


@dataclass(slots=True, eq=False)
class Order:
    """One order. `percent`, `in_error`, `available` and `waiting` are the figures of the last update, not live.

    `on_success_url` is the page to which the e-mail on its creation leads; without one no e-mail is sent (contract G).
    """

    id: int
    owner: str
    label: str
    created: float
    selections: tuple[DatasetSelection, ...]
    suborder_hours: float
    on_success_url: str = ""
    status: OrderStatus = OrderStatus.PENDING
    status_date: float = 0
    expiration: float | None = None
    tasks: list[DatasetTask] = field(default_factory=list)
    percent: int = 0
    in_error: int = 0
    available: int = 0
    waiting: bool = False

    def set_status(self, status: OrderStatus, now: float) -> None:
        """Change the status."""
        self.status = status
        self.status_date = now

    def suborders(self) -> Iterator[Suborder]:
        """All suborders, dataset by dataset."""
        for task in self.tasks:
            yield from task.suborders

    def files(self) -> Iterator[OrderFile]:
        """All files, dataset by dataset."""
        for task in self.tasks:
            yield from task.files()

    @property
    def stopped(self) -> bool:
        """Whether no job is running."""
        return not any(each.job in {JobState.RUNNING, JobState.STOPPING} for each in self.suborders())

    def recompute(self, *, first: bool = False) -> None:
        """Update the figures (contract C.3).

        The percentage is by size and rounded down; files without a size do not count. Percentage and number of
        available files are frozen when the order is finished, until no file is available. `first` updates them in any
        case.
        """
        files = list(self.files())
        available = sum(each.available for each in self.suborders())
        if first or self.status in MOVING:
            total = sum(each.file.size or 0 for each in files)
            settled = sum(each.file.size or 0 for each in files if each.state is not FileState.PENDING)
            self.percent = 100 * settled // total if total else 100 * self._settled
        if first or self.status in MOVING or not available:
            self.available = available
        self.in_error = sum(each.state in IN_ERROR for each in files)
        # REGARDS also reports a finished order of external files as waiting (contract C.3).
        self.waiting = any(each.waiting_for_user for each in self.suborders()) or (
            self.status is OrderStatus.DONE and available > 0 and all(each.external for each in self.suborders())
        )

    @property
    def _settled(self) -> bool:
        """Whether it has files and none is pending."""
        states = {each.state for each in self.files()}
        return bool(states) and FileState.PENDING not in states

    def erase_files(self) -> None:
        """Remove all files, as expiry and deletion do; the counts of the datasets stay."""
        for task in self.tasks:
            task.suborders.clear()
        self.available = 0
        self.waiting = False
