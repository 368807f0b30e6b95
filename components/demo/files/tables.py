"""Data files of scenes: reflectances by cell and band, as CSV tables."""

import hashlib
from functools import cache
from typing import Final


def table(name: str, key: str) -> bytes:
    """The CSV table of a file name; the values depend on `key`, the URN of the product."""
    digest = hashlib.sha256(key.encode()).digest()
    # Each byte of a digest selects the values of one cell.
    cells = b"".join(hashlib.sha256(digest + bytes((block,))).digest() for block in range(-(-rows(name) // 32)))
    lines = map(str.__add__, _places()[: rows(name)], map(_reflectances().__getitem__, cells))
    return (_HEAD + "".join(lines)).encode()


def table_size(name: str) -> int:
    """The size of a table in bytes, computed without its content."""
    return len(_HEAD) + rows(name) * len(_places()[0] + _reflectances()[0])


def rows(name: str) -> int:
    """The number of cells in a table."""
    return 192 + hashlib.md5(name.encode(), usedforsecurity=False).digest()[0] // 4


_BANDS: Final = ("blue", "green", "red", "nir", "swir1", "swir2")
_WIDTH: Final = 16  # cells per line of the grid
_PLANTS: Final = range(3, 10)  # of the 16 kinds of ground


_HEAD: Final = ",".join(("line", "column", *_BANDS)) + "\n"


@cache
def _places() -> tuple[str, ...]:
    return tuple(f"{cell // _WIDTH:02d},{cell % _WIDTH:02d}," for cell in range(256))


@cache
def _reflectances() -> tuple[str, ...]:
    """The values of a cell for each byte: 16 grounds from water to cloud, each at 16 brightnesses."""
    return tuple(
        ",".join(f"{_reflectance(kind, light, band):.5f}" for band in range(len(_BANDS))) + "\n"
        for kind in range(16)
        for light in range(16)
    )


def _reflectance(kind: int, light: int, band: int) -> float:
    """A reflectance between 0 and 1: low over water, high in the near infrared over plants."""
    plants = 0.18 if band == _BANDS.index("nir") and kind in _PLANTS else 0.0
    return min(0.99999, (0.02 + 0.045 * kind + 0.008 * band + plants) * (0.85 + 0.02 * light))
