"""The quicklooks of products, which can be looked at before anything is ordered (contract E.4)."""

from collections.abc import Iterator, Mapping
from typing import Final

from components.order.data_types import STANDS_FOR, DataType
from components.regards.http import addresses
from components.regards.pictures import LARGEST, Quicklook

MOST: Final = 4
"""Quicklooks that are kept of the products of a search."""


class FirstQuicklooks:
    """Collects the quicklooks of the first products that have one, at most `MOST`; ``found`` holds them."""

    def __init__(self) -> None:
        self.found: tuple[Quicklook, ...] = ()

    def add(self, feature: Mapping[str, object]) -> None:
        """Take a product of a search answer."""
        if len(self.found) < MOST and (quicklook := quicklook_of(feature)):
            self.found = *self.found, quicklook


def quicklook_of(feature: Mapping[str, object]) -> Quicklook | None:
    """The smallest quicklook of a product that can be shown; None if there is none.

    That is one which the archive itself keeps at hand: what a download of another one would begin is not known.
    """
    urn = feature.get("id")
    if not (isinstance(urn, str) and urn.startswith("URN:") and urn.isascii()):
        return None
    for file in _quicklooks(feature.get("files")):
        match file:
            case {
                "online": True,
                "reference": False,
                "filename": str(name),
                "filesize": int(size),
                "checksum": str(checksum),
                "digestAlgorithm": str(algorithm),
            } if checksum and checksum.isascii() and 0 < size <= LARGEST:
                return Quicklook(addresses.catalogue_file(urn, checksum), name, size, checksum, algorithm)
    return None


def _quicklooks(by_type: object) -> Iterator[object]:
    """What is listed as a quicklook, the smallest first."""
    if isinstance(by_type, Mapping):
        for data_type in STANDS_FOR[DataType.QUICKLOOK]:
            listed = by_type.get(data_type)
            yield from listed if isinstance(listed, list) else ()
