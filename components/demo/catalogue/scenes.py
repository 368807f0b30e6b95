"""Scenes of Sentinel-2 and Landsat 8: real names from three lists, with invented files.

The names are from two published studies. The attributes are those in the names.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Final

from components.demo.catalogue import footprints
from components.demo.catalogue.products import DataFile, Dataset, DataType, Product
from components.demo.catalogue.seeding import Seed, file
from components.demo.files import content


def datasets(seed: Seed) -> Iterator[tuple[Dataset, list[Product]]]:
    """One dataset per list, with its products in the order of the list."""
    for label, source in _LISTS.items():
        dataset = Dataset(seed.urn("DATASET", label), source.rpartition(".")[0].upper(), label, "SceneCollection")
        names = files("components.demo").joinpath("data", source).read_text(encoding="ascii").split()
        yield dataset, [_product(seed, name, dataset) for name in names]


_LISTS: Final = {
    "Sentinel-2 L1C, Brazil": "sentinel2-scenes.txt",
    "Landsat 8 Collection 2, Brazil": "landsat8-scenes.txt",
    "Sentinel-2 L1C, Norway, April 2020": "sentinel2-norway-2020-04.txt",
}

_SENTINEL: Final = re.compile(
    r"(?P<platform>S2[AB])_MSI(?P<level>L1C|L2A)_(?P<start>[0-9]{8}T[0-9]{6})_N(?P<baseline>[0-9]{4})"
    r"_R(?P<orbit>[0-9]{3})_T(?P<tile>[0-9]{2}[A-Z]{3})_(?P<made>[0-9]{8}T[0-9]{6})(?:\.SAFE)?"
)
_LANDSAT: Final = re.compile(
    r"(?P<platform>LC08)_(?P<level>L[0-9][A-Z]{2})_(?P<path>[0-9]{3})(?P<row>[0-9]{3})_(?P<start>[0-9]{8})"
    r"_(?P<made>[0-9]{8})_(?P<collection>[0-9]{2})_(?P<tier>T[12]|RT)"
)


@dataclass(frozen=True, slots=True)
class _SceneFacts:
    """The attributes in the name of a scene."""

    model: str
    made: datetime
    geometry: Mapping[str, object]
    properties: Mapping[str, object]


def _facts_of(name: str) -> _SceneFacts:
    if found := _SENTINEL.fullmatch(name):
        return _SceneFacts(
            "Sentinel2Scene",
            _moment(found["made"]),
            footprints.tile(found["tile"]),
            {
                "mission": "Sentinel-2",
                "platform": found["platform"],
                "processing": _processing(found["level"], found["baseline"]),
                "acquisition": {"start": _moment(found["start"])},
                "relativeOrbit": int(found["orbit"]),
                "tile": found["tile"],
            },
        )
    if found := _LANDSAT.fullmatch(name):
        return _SceneFacts(
            "Landsat8Scene",
            _moment(found["made"]),
            footprints.scene(int(found["path"]), int(found["row"])),
            {
                "mission": "Landsat 8",
                "platform": found["platform"],
                "processing": _processing(found["level"], f"{found['collection']}_{found['tier']}"),
                "acquisition": {"start": _moment(found["start"])},
                "path": int(found["path"]),
                "row": int(found["row"]),
            },
        )
    raise ValueError(f"{name} is not the name of a scene")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@cache
def _processing(level: str, baseline: str) -> Mapping[str, str]:
    return {"level": level, "baseline": baseline}


def _product(seed: Seed, name: str, dataset: Dataset) -> Product:
    facts, urn = _facts_of(name), seed.urn("DATA", name)
    return Product(
        urn=urn,
        provider_id=name,
        label=name,
        model=facts.model,
        version=1,
        last=True,
        datasets=(dataset.urn,),
        properties={"productId": name, **facts.properties, "cloudCover": content.cloud_cover(urn)},
        files=tuple(_files(name.removesuffix(".SAFE"), chance=int(urn[-5:-3], 16))),
        geometry=facts.geometry,
        created=facts.made,
        updated=facts.made,
    )


def _files(stem: str, chance: int) -> Iterator[DataFile]:
    """The files of a scene: data and a quicklook, and others depending on `chance` (0 to 255)."""
    yield file(DataType.RAWDATA, f"{stem}.csv", online=chance % 12 != 0)
    yield file(DataType.QUICKLOOK_SD, f"{stem}_ql.png")
    if chance % 4 == 0:
        yield file(DataType.QUICKLOOK_MD, f"{stem}_ql_md.png")
    if chance % 8 == 0:
        yield file(DataType.QUICKLOOK_HD, f"{stem}_ql_hd.png")
    if chance % 4 == 1:
        yield file(DataType.THUMBNAIL, f"{stem}_thumb.png")
    if chance % 16 == 2:  # noqa: PLR2004 - any remainder would do
        yield file(DataType.DESCRIPTION, f"{stem}.json")
