"""Filters on the files of an order, by data type and file name (contract C.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from components.demo.api.responses import Refusal
from components.demo.catalogue.products import ORDERABLE, QUICKLOOKS, DataType

_LONGEST_PATTERN: Final = 2_000
_KEYWORDS: Final[Mapping[str, frozenset[DataType]]] = {
    "RAWDATA": frozenset({DataType.RAWDATA}),
    "QUICKLOOK": frozenset(QUICKLOOKS),
}
"""The keywords of a filter and their data types."""


@dataclass(frozen=True, slots=True)
class FileFilter:
    """Keywords for data types, and a regular expression for file names."""

    types: tuple[str, ...]
    pattern: str | None = None

    @property
    def data_types(self) -> frozenset[DataType]:
        """The data types of the keywords."""
        return frozenset().union(*(_KEYWORDS[keyword] for keyword in self.types))


def read_filter(types: object, pattern: object) -> FileFilter:
    """The filter in two JSON values. Raises a 400 if they cannot be read.

    An expression that is too long is a 422: compiling it has no time limit, and would hold up all users. REGARDS has no
    such limit. Unknown keywords are silently dropped, which can leave none (trap T-9). A blank expression counts as
    none. Whether Java can compile the expression is not checked here.
    """
    if not isinstance(types, list | None):
        raise Refusal(400, "JSON parse error: the data types must be an array")
    if not isinstance(pattern, str | None):
        raise Refusal(400, "JSON parse error: the expression for file names must be a string")
    if pattern and len(pattern) > _LONGEST_PATTERN:
        raise Refusal(422, f"filenameRegExp size must be between 0 and {_LONGEST_PATTERN}")
    known = dict.fromkeys(each for each in types or () if isinstance(each, str) and each in _KEYWORDS)
    return FileFilter(tuple(known), pattern if pattern and pattern.strip() else None)


def wanted_types(filters: FileFilter | None) -> frozenset[DataType]:
    """The data types that a filter keeps; without a filter, all that can be ordered."""
    return filters.data_types if filters else ORDERABLE
