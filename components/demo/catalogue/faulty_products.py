"""Products with faulty files, to demonstrate faults without code."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from components.demo.files.faults import Fault


@dataclass(frozen=True, slots=True)
class FaultyProduct:
    """A product, the fault of its only file, and an explanation of the fault."""

    product: str
    fault: Fault
    explanation: str

    @property
    def filename(self) -> str:
        """The name of the file."""
        return f"{self.product}.csv"


FAULTY_PRODUCTS: Final = (
    FaultyProduct("TAPE_LOST", Fault.LOST, "the storage has lost its file, which ends in error after each retry"),
    FaultyProduct(
        "TAPE_FOUND_ON_RETRY", Fault.LOST_ONCE, "its file ends in error at first; a retry of the order finds it"
    ),
    FaultyProduct(
        "TAPE_CORRUPT_AT_FIRST",
        Fault.CORRUPT_ONCE,
        "its file is corrupt in the first download of an order, and correct afterwards",
    ),
)

FAULTS: Final[Mapping[str, Fault]] = MappingProxyType({each.filename: each.fault for each in FAULTY_PRODUCTS})
"""The faults by file name, as set in a new archive."""
