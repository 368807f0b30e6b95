"""Scenes of an old mission, known to scientists by an attribute of the data model and not by `providerId`.

The names are invented; their form is that of SPOT's scene identifiers, as in the archive of SPOT World Heritage
(contract L.8).
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from components.demo.catalogue.products import Dataset, DataType, Product
from components.demo.catalogue.seeding import Seed, file

LABEL: Final = "SPOT 5 heritage, sample"
_SCENES: Final = 12
_FIRST: Final = datetime(2006, 5, 11, 10, 44, 3, tzinfo=UTC)


def datasets(seed: Seed) -> Iterator[tuple[Dataset, list[Product]]]:
    """One dataset with its scenes."""
    dataset = Dataset(seed.urn("DATASET", LABEL), "SPOT5_HERITAGE", LABEL, "SceneCollection")
    yield dataset, [_scene(seed, number, dataset) for number in range(_SCENES)]


def _scene(seed: Seed, number: int, dataset: Dataset) -> Product:
    taken = _FIRST + number * timedelta(days=26, seconds=137)  # the mission's repeat cycle
    scene_id = f"5041264{taken:%y%m%d%H%M%S}{1 + number % 2}J"
    name = f"SWH_SPOT5_HRG_{taken:%Y%m%d_%H%M%S}_L1A"
    return Product(
        urn=seed.urn("DATA", name),
        provider_id=name,
        label=f"SPOT 5 scene 041-264 of {taken:%Y-%m-%d}",
        model="SpotScene",
        version=1,
        last=True,
        datasets=(dataset.urn,),
        properties={
            "productId": name,
            "SceneID": scene_id,
            "mission": "SPOT",
            "platform": "SPOT5",
            "processing": {"level": "L1A"},
            "acquisition": {"start": taken},
        },
        files=(file(DataType.RAWDATA, f"{name}.csv"), file(DataType.QUICKLOOK_SD, f"{name}_ql.png")),
        geometry=None,
        created=taken,
        updated=taken,
    )
