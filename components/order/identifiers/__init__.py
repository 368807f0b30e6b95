"""Product identifiers, read from lists, tables, JSON, code, XML and texts."""

from components.order.identifiers.choosing import readings
from components.order.identifiers.found import Remark
from components.order.identifiers.parsing import (
    LONGEST,
    MOST_ITEMS,
    NO_IDENTIFIERS,
    Doubled,
    Identifiers,
    Invisible,
    PassedOver,
    Rejected,
    count_lines,
    gather,
    parse,
    preview,
    write,
)
from components.order.identifiers.reading import Form, Reading
from components.order.identifiers.summary import summary
from components.order.identifiers.text_file import LARGEST, TextFile, UnreadableFile
from components.order.identifiers.wording import label

__all__ = [
    "LARGEST",
    "LONGEST",
    "MOST_ITEMS",
    "NO_IDENTIFIERS",
    "Doubled",
    "Form",
    "Identifiers",
    "Invisible",
    "PassedOver",
    "Reading",
    "Rejected",
    "Remark",
    "TextFile",
    "UnreadableFile",
    "count_lines",
    "gather",
    "label",
    "parse",
    "preview",
    "readings",
    "summary",
    "write",
]
