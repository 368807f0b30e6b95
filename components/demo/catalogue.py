"""The catalogue of the archive: seeded datasets and products, and the search over them."""

import hashlib
import re
import uuid
from collections.abc import Iterator, Mapping
from importlib.resources import files
from types import MappingProxyType

from components.demo.products import DataFile, Dataset, DataType, Product


class Catalogue:
    """Datasets and products by URN, never changed after building."""

    def __init__(self, project: str, datasets: tuple[Dataset, ...], products: tuple[Product, ...]) -> None:
        self.project = project
        self.datasets: Mapping[str, Dataset] = MappingProxyType({each.urn: each for each in datasets})
        self.products: Mapping[str, Product] = MappingProxyType({each.urn: each for each in products})

    def search(self, expression: str, groups: frozenset[str]) -> tuple[Product, ...]:
        """Give the products that match and that these groups may see, in the order of building."""
        wanted = set(re.findall(r'"([^"]*)"', expression)) or set(re.findall(r"[^\s:()]+", expression))
        return tuple(
            product
            for product in self.products.values()
            if groups and (not expression or product.provider_id in wanted)
        )


def build(project: str = "demo", seed: int = 1) -> Catalogue:
    """Give the catalogue of a project; the same seed gives the same catalogue."""
    datasets: list[Dataset] = []
    products: list[Product] = []
    for label, names in _LISTS.items():
        dataset = Dataset(_urn("DATASET", project, label, seed), label, label, "Collection")
        datasets.append(dataset)
        for name in _lines(names):
            stem = name.removesuffix(".SAFE")
            products.append(
                Product(
                    urn=_urn("DATA", project, name, seed),
                    provider_id=name,
                    label=name,
                    model="Scene",
                    version=1,
                    last=True,
                    datasets=(dataset.urn,),
                    properties={"productId": name},
                    files=(
                        DataFile(DataType.RAWDATA, f"{stem}.csv", "text/csv", 12_000),
                        DataFile(DataType.QUICKLOOK_SD, f"{stem}.png", "image/png", 4_000),
                    ),
                    geometry=None,
                )
            )
    return Catalogue(project, tuple(datasets), tuple(products))


_LISTS = {
    "Sentinel-2 L1C, Brazil": "sentinel2-scenes.txt",
    "Landsat 8 Collection 2, Brazil": "landsat8-scenes.txt",
    "Sentinel-2 L1C, Norway, April 2020": "sentinel2-norway-2020-04.txt",
}


def _lines(name: str) -> Iterator[str]:
    yield from files("components.demo").joinpath("data", name).read_text(encoding="ascii").split()


def _urn(kind: str, project: str, name: str, seed: int, version: int = 1) -> str:
    digest = hashlib.md5(f"{seed}/{project}/{kind}/{name}".encode(), usedforsecurity=False).digest()
    return f"URN:AIP:{kind}:{project}:{uuid.UUID(bytes=digest, version=3)}:V{version}"
