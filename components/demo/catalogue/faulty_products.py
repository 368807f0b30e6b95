"""Products whose files get into trouble, each in its own way, so that nobody needs code to show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from components.demo.files.faults import Fault


@dataclass(frozen=True, slots=True)
class FaultyProduct:
    """A product, what happens to its one file, and the same in a sentence for a presenter."""

    product: str
    fault: Fault
    explanation: str

    @property
    def filename(self) -> str:
        """The name of its file."""
        return f"{self.product}.csv"


FAULTY_PRODUCTS: Final = (
    FaultyProduct(
        "TAPE_LOST", Fault.LOST, "the storage has lost its file, which ends in error, however often it is retried"
    ),
    FaultyProduct(
        "TAPE_FOUND_ON_RETRY", Fault.LOST_ONCE, "its file ends in error at first; a retry of the order finds it"
    ),
    FaultyProduct(
        "TAPE_CORRUPT_AT_FIRST",
        Fault.CORRUPT_ONCE,
        "its file is corrupt when an order first sends it, right from then on",
    ),
)

FAULTS: Final[Mapping[str, Fault]] = MappingProxyType({each.filename: each.fault for each in FAULTY_PRODUCTS})
"""The troubles by file name, as an archive begins with them."""
