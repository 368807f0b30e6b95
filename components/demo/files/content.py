"""The content of files: generated on request, reproducible, in the format of the file name's suffix."""

import hashlib
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from components.demo.catalogue.products import ORDERABLE, DataFile, DataType, Product
from components.demo.files import documents, granules, pictures, tables


def body(urn: str, file: DataFile, /) -> bytes:
    """The bytes of a file of a product or dataset (URN); their number is the size of the file, if known."""
    return b"".join(chunks(urn, file))


def chunks(urn: str, file: DataFile, /, size: int = 65_536) -> Iterator[bytes]:
    """The bytes of a file in pieces of at most `size` bytes, so that a large file takes little memory."""
    natural = natural_size(file.data_type, file.filename)
    if natural is not None and file.size in {None, natural}:
        whole = _FORMATS[_suffix(file.filename)].body(urn, file)
        yield from (whole[start : start + size] for start in range(0, len(whole), size))
    else:
        yield from _pattern(f"{urn} {file.filename}", file.size or 0, size)


@lru_cache(maxsize=20_000)
def checksum(urn: str, file: DataFile, /) -> str:
    """The MD5 of a file of a product or dataset (URN), in lower-case hexadecimal."""
    digest = hashlib.md5(usedforsecurity=False)
    for piece in chunks(urn, file):
        digest.update(piece)
    return digest.hexdigest()


def prepare_checksums(products: Iterable[Product]) -> None:
    """Compute and cache the checksums of orderable files: an order needs them while the archive is locked."""
    for product in products:
        for file in product.files:
            if file.data_type in ORDERABLE and file.has_checksum:
                checksum(product.urn, file)


def natural_size(data_type: DataType, filename: str) -> int | None:
    """The size of a file in bytes, or None if its suffix is unknown: then any size is possible."""
    known = _FORMATS.get(_suffix(filename))
    return None if known is None else known.size(data_type, filename)


def mime_type(filename: str) -> str:
    """The MIME type of a file, by its suffix."""
    known = _FORMATS.get(_suffix(filename))
    return "application/octet-stream" if known is None else known.mime_type


def cloud_cover(urn: str) -> float:
    """The cloud cover of a scene in percent, used in its properties and its pictures."""
    share = int.from_bytes(hashlib.md5(urn.encode(), usedforsecurity=False).digest()[:2]) / 0xFFFF
    return round(100 * math.pow(share, 2.5), 1)  # mostly small values


_SIDE: Final = 64
_SIDES: Final = {
    DataType.THUMBNAIL: 32,
    DataType.QUICKLOOK_SD: 80,
    DataType.QUICKLOOK_MD: 112,
    DataType.QUICKLOOK_HD: 148,
}
_PLACE: Final = re.compile(r"_T?([0-9]{2}[A-Z]{3}|[0-9]{6})_")  # a Sentinel-2 tile, a Landsat path and row
_NORTH: Final = re.compile(r"_T[0-9]{2}[T-X]")  # the bands of latitude of northern Europe
_SEA: Final = ("SWOT", "JA3")


def _suffix(filename: str) -> str:
    return filename.rpartition(".")[2]


def _picture(urn: str, file: DataFile) -> bytes:
    place = found[1] if (found := _PLACE.search(file.filename)) else urn
    if file.filename.startswith(_SEA):
        view = pictures.View(urn, urn, 0, pictures.Palette.ANOMALY)
    elif _NORTH.search(file.filename):
        view = pictures.View(place, urn, cloud_cover(urn), pictures.Palette.NORTHERN)
    elif file.filename.startswith("LC08"):
        view = pictures.View(place, urn, cloud_cover(urn), pictures.Palette.INFRARED)
    else:
        view = pictures.View(place, urn, cloud_cover(urn), pictures.Palette.NATURAL)
    return pictures.png(view, _SIDES.get(file.data_type, _SIDE), file.filename)


@dataclass(frozen=True, slots=True)
class _Format:
    mime_type: str
    size: Callable[[DataType, str], int]
    body: Callable[[str, DataFile], bytes]


def _text(mime_type: str, make: Callable[[str], bytes]) -> _Format:
    return _Format(mime_type, lambda _, name: len(make(name)), lambda _, file: make(file.filename))


_FORMATS: Final[Mapping[str, _Format]] = {
    "png": _Format(
        "image/png",
        lambda kind, name: pictures.png_size(_SIDES.get(kind, _SIDE), name),
        _picture,
    ),
    "csv": _Format(
        "text/csv",
        lambda _, name: tables.table_size(name),
        lambda urn, file: tables.table(file.filename, urn),
    ),
    "nc": _Format(
        "application/x-netcdf",
        lambda _, name: granules.granule_size(name),
        lambda _, file: granules.granule(file.filename),
    ),
    "txt": _text("text/plain", documents.note),
    "json": _text("application/json", documents.description),
    "pdf": _text("application/pdf", documents.pdf),
}


def _pattern(key: str, length: int, size: int) -> Iterator[bytes]:
    """A repeated short text of this length."""
    motif = hashlib.sha256(key.encode()).hexdigest().encode() + b"\n"
    repeated = motif * (size // len(motif) + 2)
    for start in range(0, length, size):
        offset = start % len(motif)
        yield repeated[offset : offset + min(size, length - start)]
