"""Lists and searches to try the archive with, by name."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

_DATA: Final = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Example:
    """Something to order: a text that holds identifiers, or a search expression."""

    name: str
    identifiers: str = ""
    expression: str = ""


def examples() -> tuple[Example, ...]:
    """The scenes of a published study, a list with troubles, and a search."""
    sentinel, landsat = _list("sentinel2-scenes.txt"), _list("landsat8-scenes.txt")
    names = landsat.split()
    troubles = [*names[:4], f"{names[4]}.tar", names[0], "ORPHAN_1", "TWO_VERSIONS", "NO_SUCH_PRODUCT"]
    return (
        Example(f"{len(sentinel.split())} Sentinel-2 scenes", sentinel),
        Example(f"{len(names)} Landsat 8 scenes", landsat),
        Example("A list with troubles", "\n".join(troubles)),
        Example("A search", expression='mission:"Landsat 8" AND cloudCover:[0 TO 5]'),
    )


def _list(name: str) -> str:
    return (_DATA / name).read_text(encoding="utf-8")
