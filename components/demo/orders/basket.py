"""The basket of a user, shared by the basket endpoints and by `apply` (contract C.1, D)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from components.demo.catalogue.products import Dataset, Product
from components.demo.catalogue.summaries import Summary
from components.demo.orders.file_filters import FileFilter


@dataclass(frozen=True, slots=True)
class ItemsSelection:
    """The products of one dataset that one query found."""

    date: float
    request: Mapping[str, object]
    products: tuple[Product, ...]
    summary: Summary


@dataclass(frozen=True, slots=True)
class DatasetSelection:
    """All selections from one dataset, and their file filter."""

    id: int
    dataset: Dataset
    items: tuple[ItemsSelection, ...] = ()
    filters: FileFilter | None = None

    @property
    def products(self) -> tuple[Product, ...]:
        """The distinct products of all selections, in order of first appearance."""
        return tuple({product.urn: product for item in self.items for product in item.products}.values())

    def filtered(self, filters: FileFilter | None) -> "DatasetSelection":
        """A copy with another filter."""
        return replace(self, filters=filters)

    def without(self, gone: Callable[[ItemsSelection], bool]) -> "DatasetSelection | None":
        """A copy without some items, or None if no item is left."""
        items = tuple(each for each in self.items if not gone(each))
        return replace(self, items=items) if items else None


@dataclass
class Basket:
    """The selections of one user.

    The keys of `selections` are the datasets' labels in lower case. Of two datasets whose labels differ only in case,
    the second is lost, as in REGARDS, which compares datasets by label (contract C.1).
    """

    id: int
    owner: str
    selections: dict[str, DatasetSelection] = field(default_factory=dict)

    def add(self, dataset: Dataset, item: ItemsSelection, numbers: Iterator[int]) -> None:
        """Add a selection to those of the same dataset."""
        key = dataset.label.lower()
        held = self.selections.get(key) or DatasetSelection(next(numbers), dataset)
        if held.dataset.urn == dataset.urn:
            self.selections[key] = replace(held, items=(*held.items, item))

    def filter_all(self, filters: FileFilter) -> None:
        """Set the filter of all selections, also of those from earlier requests (contract C.1 step 4)."""
        self.selections = {key: held.filtered(filters) for key, held in self.selections.items()}

    def change(self, number: int, change: Callable[[DatasetSelection], DatasetSelection | None]) -> None:
        """Replace the selection with this number, if there is one; remove it if `change` returns None."""
        changed = {key: change(held) if held.id == number else held for key, held in self.selections.items()}
        self.selections = {key: held for key, held in changed.items() if held is not None}

    def copy(self) -> "Basket":
        """A copy of the basket that later changes do not affect."""
        return Basket(self.id, self.owner, dict(self.selections))
