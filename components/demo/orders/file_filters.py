"""Which files of the selected products an order holds (contract C.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from components.demo.api.responses import Refusal
from components.demo.catalogue.products import ORDERABLE, QUICKLOOKS, DataType

_WORDS: Final[Mapping[str, frozenset[DataType]]] = {
    "RAWDATA": frozenset({DataType.RAWDATA}),
    "QUICKLOOK": frozenset(QUICKLOOKS),
}
"""The words of a filter, with the data types that they order."""


@dataclass(frozen=True, slots=True)
class FileFilter:
    """The data types that are wanted, in the words of a filter, and an expression for the file names."""

    types: tuple[str, ...]
    pattern: str | None = None

    @property
    def data_types(self) -> frozenset[DataType]:
        """The data types behind the words."""
        return frozenset().union(*(_WORDS[word] for word in self.types))


def read_filter(types: object, pattern: object) -> FileFilter:
    """The filter behind two JSON values. Raises a 400 for what cannot be read.

    Words that REGARDS does not know are dropped without a sign, which can leave none (trap T-9). A blank expression
    is none. Whether Java can compile it is not looked at here.
    """
    if not isinstance(types, list | None):
        raise Refusal(400, "JSON parse error: the data types must be an array")
    if not isinstance(pattern, str | None):
        raise Refusal(400, "JSON parse error: the expression for file names must be a string")
    known = dict.fromkeys(each for each in types or () if isinstance(each, str) and each in _WORDS)
    return FileFilter(tuple(known), pattern if pattern and pattern.strip() else None)


def wanted_types(filters: FileFilter | None) -> frozenset[DataType]:
    """The data types that a filter leaves; without one, all that can be ordered."""
    return filters.data_types if filters else ORDERABLE
