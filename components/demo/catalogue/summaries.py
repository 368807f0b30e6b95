"""Summaries of products: numbers of products, files and bytes, by data type and dataset (contract E.2)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from components.demo.catalogue.products import ORDERABLE, DataFile, Dataset, DataType, Product


@dataclass(slots=True)
class Tally:
    """A number of files and their total size in bytes."""

    files: int = 0
    size: int = 0

    def add(self, file: DataFile) -> None:
        """Add a file; an unknown size counts as 0."""
        self.files += 1
        self.size += file.size or 0


@dataclass(slots=True)
class Summary:
    """The summary of some products; `stored` and `external` are by data type."""

    documents: int = 0
    total: Tally = field(default_factory=Tally)
    stored: dict[DataType, Tally] = field(default_factory=dict)
    external: dict[DataType, Tally] = field(default_factory=dict)
    datasets: dict[str, "Summary"] = field(default_factory=dict)

    @property
    def quota(self) -> int:
        """The number of downloads that count towards the quota: RAWDATA files stored by REGARDS (contract D)."""
        return self.stored[DataType.RAWDATA].files if DataType.RAWDATA in self.stored else 0

    def add(self, product: Product, types: frozenset[DataType]) -> None:
        """Add a product with its files of these types."""
        self.documents += 1
        for file in product.files:
            if file.data_type in types:
                self.total.add(file)
                kinds = self.external if file.reference else self.stored
                kinds.setdefault(file.data_type, Tally()).add(file)


def summarise(products: Iterable[Product], readable: frozenset[str], types: frozenset[DataType] = ORDERABLE) -> Summary:
    """The summary of products, with one for each of their datasets whose data is readable.

    A product in two datasets counts in both, because an order contains it twice.
    """
    summary = Summary()
    for product in products:
        summary.add(product, types)
        for urn in product.datasets:
            if urn in readable:
                summary.datasets.setdefault(urn, Summary()).add(product, types)
    return summary


def readable_datasets(datasets: Iterable[Dataset], groups: frozenset[str]) -> frozenset[str]:
    """The URNs of the datasets whose data, not only metadata, these groups may read."""
    return frozenset(each.urn for each in datasets if each.groups & groups and each.data_groups & groups)
