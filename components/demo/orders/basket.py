"""The one basket that each user has, shared by the shopping cart and by `apply` (contract C.1, D)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from components.demo.catalogue.products import Dataset, Product
from components.demo.catalogue.summaries import Summary
from components.demo.orders.file_filters import FileFilter


@dataclass(frozen=True, slots=True)
class ItemsSelection:
    """What one query found in one dataset."""

    date: float
    request: Mapping[str, object]
    products: tuple[Product, ...]
    summary: Summary


@dataclass(frozen=True, slots=True)
class DatasetSelection:
    """All that is selected of one dataset, and its filter."""

    id: int
    dataset: Dataset
    items: tuple[ItemsSelection, ...] = ()
    filters: FileFilter | None = None

    @property
    def products(self) -> tuple[Product, ...]:
        """The products of all selections, each once, in order of first appearance."""
        return tuple({product.urn: product for item in self.items for product in item.products}.values())

    def filtered(self, filters: FileFilter | None) -> "DatasetSelection":
        """The same selection with another filter."""
        return replace(self, filters=filters)

    def without(self, gone: Callable[[ItemsSelection], bool]) -> "DatasetSelection | None":
        """The selection without some of its items; None if nothing is left."""
        items = tuple(each for each in self.items if not gone(each))
        return replace(self, items=items) if items else None


@dataclass
class Basket:
    """What a user has selected so far.

    Selections are kept by the dataset's label in lower case, so that of two datasets whose labels differ only in case
    the second is lost: REGARDS sorts them by label and takes equal ones for the same (contract C.1).
    """

    id: int
    owner: str
    selections: dict[str, DatasetSelection] = field(default_factory=dict)

    def add(self, dataset: Dataset, item: ItemsSelection, numbers: Iterator[int]) -> None:
        """Select something of a dataset, beside what is selected of it already."""
        key = dataset.label.lower()
        held = self.selections.get(key) or DatasetSelection(next(numbers), dataset)
        if held.dataset.urn == dataset.urn:
            self.selections[key] = replace(held, items=(*held.items, item))

    def filter_all(self, filters: FileFilter) -> None:
        """Set the filter of every selection, those that were there before included (contract C.1 step 4)."""
        self.selections = {key: held.filtered(filters) for key, held in self.selections.items()}

    def change(self, number: int, change: Callable[[DatasetSelection], DatasetSelection | None]) -> None:
        """Change the selection of this number, if there is one; it goes if nothing is made of it."""
        changed = {key: change(held) if held.id == number else held for key, held in self.selections.items()}
        self.selections = {key: held for key, held in changed.items() if held is not None}

    def copy(self) -> "Basket":
        """The basket as it is now."""
        return Basket(self.id, self.owner, dict(self.selections))
