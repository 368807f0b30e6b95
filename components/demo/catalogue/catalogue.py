"""The catalogue: datasets, products, and search."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain
from types import MappingProxyType
from typing import Final

from components.demo.accounts.accounts import PROJECT
from components.demo.catalogue import altimetry, awkward_products, heritage, scenes
from components.demo.catalogue.attributes import Attribute, Attributes, Kind, Value
from components.demo.catalogue.products import Dataset, DataType, Product
from components.demo.catalogue.seeding import Seed
from components.demo.search import QueryError, criterion_of

MODEL: Final[Mapping[str, Kind]] = {
    "productId": Kind.TEXT,
    "datatype": Kind.TEXT,
    "SceneID": Kind.TEXT,
    "mission": Kind.TEXT,
    "platform": Kind.TEXT,
    "processing.level": Kind.TEXT,
    "processing.baseline": Kind.TEXT,
    "acquisition.start": Kind.DATE,
    "acquisition.end": Kind.DATE,
    "cloudCover": Kind.NUMBER,
    "relativeOrbit": Kind.NUMBER,
    "tile": Kind.TEXT,
    "path": Kind.NUMBER,
    "row": Kind.NUMBER,
    "cycle": Kind.NUMBER,
    "pass": Kind.NUMBER,
}
"""The data model of the demo project: its dynamic attributes (contract E.3)."""


class Catalogue:
    """An immutable catalogue: datasets and products by URN, in the order of creation."""

    def __init__(
        self,
        project: str,
        datasets: Iterable[Dataset],
        products: Iterable[Product],
        model: Mapping[str, Kind] = MODEL,
    ) -> None:
        """Create a catalogue; `model` has the dynamic attributes for queries."""
        self.project = project
        self.model = model
        self.datasets: Mapping[str, Dataset] = MappingProxyType({each.urn: each for each in datasets})
        self.products: Mapping[str, Product] = MappingProxyType({each.urn: each for each in products})
        self._attributes = Attributes(model, self.datasets)
        indexed = filter(None, map(self._attributes.find, _INDEXED))
        self._index = {each.name: self._places(each) for each in indexed}
        self._views: dict[frozenset[str], tuple[Product | None, ...]] = {}

    def search(self, expression: str, groups: frozenset[str]) -> tuple[Product, ...]:
        """The products that match an expression and that these groups may see, in the order of creation.

        The empty expression matches all products. If the groups may not download the data of a product, it has no
        RAWDATA files (contract E.1). Raises QueryError for an expression that REGARDS refuses.
        """
        criterion = criterion_of(expression, self._attributes)
        view = self._view(groups)
        positions = criterion.candidates(self._index)
        candidates = view if positions is None else [view[position] for position in sorted(positions)]
        try:
            return tuple(each for each in candidates if each is not None and criterion.matches(each))
        except TimeoutError:
            raise QueryError("the regular expression takes too long") from None

    def sees(self, product: Product, groups: frozenset[str]) -> bool:
        """Whether one of these groups may see the product, through a dataset or because it is in none.

        Without any group, no product is visible (contract E.1).
        """
        return _share(groups, [self.datasets[urn].groups for urn in product.datasets])

    def may_download(self, product: Product, groups: frozenset[str]) -> bool:
        """Whether one of these groups may download the data of the product."""
        return _share(groups, [self.datasets[urn].data_groups for urn in product.datasets])

    def _view(self, groups: frozenset[str]) -> tuple[Product | None, ...]:
        """All products as visible to these groups, with None for invisible ones."""
        if groups not in self._views:
            self._views[groups] = tuple(self._seen(each, groups) for each in self.products.values())
        return self._views[groups]

    def _seen(self, product: Product, groups: frozenset[str]) -> Product | None:
        if not self.sees(product, groups):
            return None
        if self.may_download(product, groups):
            return product
        files = tuple(each for each in product.files if each.data_type is not DataType.RAWDATA)
        return replace(product, files=files)

    def _places(self, attribute: Attribute) -> Mapping[Value, tuple[int, ...]]:
        """The index of an attribute: the positions of products by value."""
        places: dict[Value, tuple[int, ...]] = {}
        for position, product in enumerate(self.products.values()):
            for value in attribute.read(product):
                places[value] = (*places.get(value, ()), position)
        return places


def build(project: str = PROJECT, seed: int = 1) -> Catalogue:
    """The catalogue of a project; the same seed gives the same catalogue."""
    seeded = Seed(project, seed)
    described = (scenes, altimetry, awkward_products, heritage)
    groups = [group for each in described for group in each.datasets(seeded)]
    datasets = [dataset for dataset, _ in groups if dataset is not None]
    return Catalogue(project, datasets, chain.from_iterable(products for _, products in groups))


_INDEXED: Final = ("id", "providerId", "productId")  # the attributes of lists of identifiers


def _share(groups: frozenset[str], allowed: list[frozenset[str]]) -> bool:
    return bool(groups) and (not allowed or any(groups & each for each in allowed))
