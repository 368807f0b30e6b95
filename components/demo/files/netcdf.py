"""A writer of NetCDF classic files (CDF-1): a header, then arrays of big-endian numbers.

The layout is in the NetCDF Users Guide, "File Format Specifications". Each part is padded to four bytes, lists have a
tag and a count, and each variable has the offset of its data.
"""

import struct
import sys
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Variable:
    """An array of floats (typecode f: 32 bits, d: 64 bits) over one dimension, with text attributes."""

    name: str
    dimension: str
    values: "array[float]"
    attributes: Mapping[str, str] = field(default_factory=dict)


def classic(dimensions: Mapping[str, int], attributes: Mapping[str, str], variables: Sequence[Variable]) -> bytes:
    """A complete file; each variable must have the length of its dimension."""
    order = list(dimensions)
    start = len(_header(dimensions, attributes, variables, order, [0] * len(variables)))
    begins = []
    for each in variables:
        begins.append(start)
        start += _length(each)
    header = _header(dimensions, attributes, variables, order, begins)
    return header + b"".join(map(_data, variables))


_DIMENSION: Final = 10
_VARIABLE: Final = 11
_ATTRIBUTE: Final = 12
_CHAR: Final = 2
_TYPES: Final = {"f": 5, "d": 6}


def _header(
    dimensions: Mapping[str, int],
    attributes: Mapping[str, str],
    variables: Sequence[Variable],
    order: list[str],
    begins: list[int],
) -> bytes:
    parts = [b"CDF\x01", _int(0)]  # no record dimension
    parts += [
        _int(_DIMENSION, len(dimensions)),
        *(_name(name) + _int(size) for name, size in dimensions.items()),
    ]
    parts += [_attributes(attributes), _int(_VARIABLE, len(variables))]
    for each, begin in zip(variables, begins, strict=True):
        parts += [_name(each.name), _int(1, order.index(each.dimension)), _attributes(each.attributes)]
        parts += [_int(_TYPES[each.values.typecode], _length(each), begin)]
    return b"".join(parts)


def _attributes(attributes: Mapping[str, str]) -> bytes:
    if not attributes:
        return _int(0, 0)
    texts = (_name(name) + _int(_CHAR) + _name(text) for name, text in attributes.items())
    return _int(_ATTRIBUTE, len(attributes)) + b"".join(texts)


def _name(text: str) -> bytes:
    """A text with its length, the format of names and of the values of text attributes."""
    data = text.encode()
    return _int(len(data)) + data + bytes(-len(data) % 4)


def _int(*numbers: int) -> bytes:
    return struct.pack(f">{len(numbers)}i", *numbers)


def _length(variable: Variable) -> int:
    return len(variable.values) * variable.values.itemsize


def _data(variable: Variable) -> bytes:
    values = variable.values[:]
    if sys.byteorder == "little":
        values.byteswap()
    return values.tobytes()
