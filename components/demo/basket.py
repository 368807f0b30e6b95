"""The one basket that each user has, shared by the shopping cart and by `apply` (contract C.1, D)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from components.demo.products import ORDERABLE, QUICKLOOKS, Dataset, DataType, Product
from components.demo.summaries import Summary

QUICKLOOK = "QUICKLOOK"
RAWDATA = "RAWDATA"
FILE_TYPES: Mapping[str, frozenset[DataType]] = {
    RAWDATA: frozenset({DataType.RAWDATA}),
    QUICKLOOK: frozenset(QUICKLOOKS),
}
"""The words of a filter and the data types that they order (contract C.2)."""


@dataclass(frozen=True, slots=True)
class FileFilter:
    """Which files of the selected products are ordered: the words of `FILE_TYPES`, and an expression for names."""

    types: tuple[str, ...]
    pattern: str | None = None

    @property
    def data_types(self) -> frozenset[DataType]:
        """The data types behind the words."""
        return frozenset().union(*(FILE_TYPES[word] for word in self.types)) if self.types else ORDERABLE


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


@dataclass
class Basket:
    """What a user has selected so far.

    Selections are kept by the dataset's label in lower case, so that of two datasets whose labels differ only
    in case the second is lost: REGARDS sorts them by label and takes equal ones for the same (contract C.1).
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
        self.selections = {key: replace(held, filters=filters) for key, held in self.selections.items()}

    def copy(self) -> "Basket":
        """Give the basket as it is now."""
        return Basket(self.id, self.owner, dict(self.selections))
