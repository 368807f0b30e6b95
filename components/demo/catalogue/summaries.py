"""What a search would order: products, files and bytes, by data type and by dataset (contract E.2)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from components.demo.catalogue.products import ORDERABLE, DataFile, Dataset, DataType, Product


@dataclass(slots=True)
class Tally:
    """A number of files and their bytes."""

    files: int = 0
    size: int = 0

    def add(self, file: DataFile) -> None:
        """Count one more file; a file of unknown size counts with no byte."""
        self.files += 1
        self.size += file.size or 0


@dataclass(slots=True)
class Summary:
    """What some products amount to; `stored` and `external` split each data type's total."""

    documents: int = 0
    total: Tally = field(default_factory=Tally)
    stored: dict[DataType, Tally] = field(default_factory=dict)
    external: dict[DataType, Tally] = field(default_factory=dict)
    datasets: dict[str, "Summary"] = field(default_factory=dict)

    @property
    def quota(self) -> int:
        """How many downloads the quota will be charged: RAWDATA files stored by REGARDS (contract D)."""
        return self.stored[DataType.RAWDATA].files if DataType.RAWDATA in self.stored else 0

    def add(self, product: Product, types: frozenset[DataType]) -> None:
        """Count one more product with its files of these types."""
        self.documents += 1
        for file in product.files:
            if file.data_type in types:
                self.total.add(file)
                kinds = self.external if file.reference else self.stored
                kinds.setdefault(file.data_type, Tally()).add(file)


def summarise(products: Iterable[Product], readable: frozenset[str], types: frozenset[DataType] = ORDERABLE) -> Summary:
    """The summary of products, with one of each dataset that they belong to and whose data may be read.

    A product in two datasets counts in both, which is how often an order would hold it.
    """
    summary = Summary()
    for product in products:
        summary.add(product, types)
        for urn in product.datasets:
            if urn in readable:
                summary.datasets.setdefault(urn, Summary()).add(product, types)
    return summary


def readable_datasets(datasets: Iterable[Dataset], groups: frozenset[str]) -> frozenset[str]:
    """The URNs of the datasets whose data, not their metadata alone, these groups may read."""
    return frozenset(each.urn for each in datasets if each.groups & groups and each.data_groups & groups)
