"""The files of the orders of a page, and what it says of all of them."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from components.desk.orders.order_waiting import suborder_ranks
from components.regards.orders.records import OrderFile
from components.regards.orders.statuses import FileState


class Gone(StrEnum):
    """What stands for the state of a file that the archive has dropped with its order (contract C.4)."""

    DROPPED = "DROPPED"
    NEVER_PREPARED = "NEVER_PREPARED"


_GONE: Final[Mapping[str, str]] = {FileState.AVAILABLE: Gone.DROPPED, FileState.PENDING: Gone.NEVER_PREPARED}


@dataclass(frozen=True)
class ListedFiles:
    """Some files. They are counted once, not each time that the page is drawn: there may be very many.

    ``gone`` are the numbers of those orders whose files the archive has dropped.
    """

    files: tuple[OrderFile, ...]
    gone: frozenset[int] = frozenset()

    def has_dropped(self, file: OrderFile) -> bool:
        """Whether the archive has dropped a file with its order, whatever it said of it last."""
        return file.order_id in self.gone

    def can_be_fetched(self, file: OrderFile) -> bool:
        """Whether a file can be downloaded alone, by its number."""
        return file.can_be_fetched and not self.has_dropped(file)

    @cached_property
    def none_can_be_provided(self) -> bool:
        """Whether there are files, and the archive cannot provide any of them."""
        return bool(self.files) and all(file.state == FileState.ERROR for file in self.files)

    def state(self, file: OrderFile) -> str:
        """The state of a file: a `FileState`, what stands for it, or one that this code does not know."""
        return _GONE.get(file.state, file.state) if self.has_dropped(file) else file.state

    @cached_property
    def by_suborder(self) -> Mapping[int, Counter[str]]:
        """How many are in each state, by suborder."""
        counted: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for file in self.files:
            counted[file.suborder][self.state(file)] += 1
        return dict(counted)

    @cached_property
    def by_state(self) -> Mapping[str, int]:
        """How many are in each state, by its name."""
        return dict(sorted(sum(self.by_suborder.values(), Counter[str]()).items()))

    @cached_property
    def types(self) -> tuple[str, ...]:
        """Their data types, by name."""
        return tuple(sorted({file.data_type for file in self.files}))

    @cached_property
    def orders(self) -> frozenset[int]:
        """The orders that they belong to."""
        return frozenset(file.order_id for file in self.files)

    @cached_property
    def ranks(self) -> Mapping[int, int]:
        """Their suborders, counted from 1."""
        return suborder_ranks(self.files)
