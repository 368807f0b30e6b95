"""The files of the orders of a page, and what it says of all of them."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from components.desk.orders.order_waiting import suborder_ranks
from components.regards.orders.records import OrderFile


@dataclass(frozen=True)
class ListedFiles:
    """Some files. They are counted once, not each time that the page is drawn: there may be very many.

    ``gone`` says that the archive has dropped those of all their orders.
    """

    files: tuple[OrderFile, ...]
    gone: bool = False

    @cached_property
    def by_suborder(self) -> Mapping[int, Counter[str]]:
        """How many are in each state, by suborder."""
        counted: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for file in self.files:
            counted[file.suborder][file.state] += 1
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
