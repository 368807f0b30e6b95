"""Product identifiers, read from lists, tables and JSON."""

from components.order.identifiers.reading import (
    LONGEST,
    Doubled,
    Identifiers,
    PassedOver,
    Rejected,
    Remark,
    count_lines,
    gather,
    parse,
    write,
)
from components.order.identifiers.text_file import LARGEST, TextFile, UnreadableFile

__all__ = [
    "LARGEST",
    "LONGEST",
    "Doubled",
    "Identifiers",
    "PassedOver",
    "Rejected",
    "Remark",
    "TextFile",
    "UnreadableFile",
    "count_lines",
    "gather",
    "parse",
    "write",
]
