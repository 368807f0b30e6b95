"""The data types of an order, and the data types of the catalogue that each includes."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final


class DataType(StrEnum):
    """A data type that can be ordered (contract C.2)."""

    RAWDATA = "RAWDATA"
    QUICKLOOK = "QUICKLOOK"


STANDS_FOR: Final = {
    DataType.RAWDATA: ("RAWDATA",),
    DataType.QUICKLOOK: ("QUICKLOOK_SD", "QUICKLOOK_MD", "QUICKLOOK_HD"),
}
"""The data types of the catalogue that each includes (contract C.2)."""

ORDERABLE: Final = tuple(name for names in STANDS_FOR.values() for name in names)
"""The data types of the catalogue that can be ordered; a request without them counts all nine (contract E.2)."""


def is_asked_for(data_type: str, asked: Collection[str]) -> bool:
    """Whether a data type of the catalogue belongs to the ordered ones; an empty collection means all."""
    return data_type.startswith(tuple(asked) or tuple(DataType))
