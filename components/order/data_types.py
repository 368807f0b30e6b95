"""The data types that an order can ask for, and those of the catalogue that each stands for."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final


class DataType(StrEnum):
    """A data type that an order can ask for (contract C.2)."""

    RAWDATA = "RAWDATA"
    QUICKLOOK = "QUICKLOOK"


STANDS_FOR: Final = {
    DataType.RAWDATA: ("RAWDATA",),
    DataType.QUICKLOOK: ("QUICKLOOK_SD", "QUICKLOOK_MD", "QUICKLOOK_HD"),
}
"""What each is called in the catalogue (contract C.2)."""

ORDERABLE: Final = tuple(name for names in STANDS_FOR.values() for name in names)
"""The catalogue's data types that an order can hold; without them the catalogue counts all nine (contract E.2)."""


def is_asked_for(data_type: str, asked: Collection[str]) -> bool:
    """Whether a data type of the catalogue belongs to those asked for; none asked for means all that can be."""
    return data_type.startswith(tuple(asked) or tuple(DataType))
