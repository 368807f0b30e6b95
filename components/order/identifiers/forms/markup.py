"""The fields of XML: the texts of its elements, and their attributes.

Only the fields are read, by their names: neither the order of elements nor documents elsewhere matter, so no entity can
grow and nothing is fetched.
"""

import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from typing import Final

from components.order.identifiers.choice import Column
from components.order.identifiers.forms import cells
from components.order.identifiers.forms.cells import TooMuch
from components.order.identifiers.found import Found, Remark

MOST_TAGS: Final = 800_000
"""Tags of one text; more are refused."""

_SAMPLE = 200_000  # characters of a text that are examined
_MOST_VALUES = 200
_MOST_FIELDS = 100
_MOST_SHOWN = 200
_DEEPEST = 30

_BEGIN = re.compile(r"\s*+(?:<\?xml\b|<!--|<!DOCTYPE\b|<([A-Za-z_][\w:.-]*+)[^<>]*+>)", re.IGNORECASE)
_END = re.compile(r"(?:</[\w:.-]+\s*>|/>|-->)\s*+\Z")
_TAG = re.compile(r"<(/?[A-Za-z_][\w:.-]*+)((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>([^<]*+)")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_ATTRIBUTE = re.compile(r"(?<![\w:.-])([\w:.-]++)\s*+=\s*+(?:\"([^\"<]*+)\"|'([^'<]*+)')")


def is_markup(text: str) -> bool:
    """Whether a text begins and ends like XML or HTML."""
    begin = _BEGIN.match(text.lstrip(cells.EDGES)[:_SAMPLE])
    return begin is not None and _END.search(text[-_MOST_SHOWN:].rstrip(cells.EDGES)) is not None


def columns(text: str) -> dict[str, Column]:
    """The fields of XML by their paths, ``entry/title`` or ``file@name``, each with some values."""
    found: dict[str, list[str]] = {}
    for path, value, _ in _fields(text[:_SAMPLE]):
        if path in found or len(found) < _MOST_FIELDS:
            values = found.setdefault(path, [])
            if len(values) < _MOST_VALUES:
                values.append(value)
    return {path: Column(re.split("[@/]", path)[-1], values) for path, values in found.items()}


def items(text: str, path: str) -> Iterator[Found]:
    """The values of one field, and the rest of the text."""
    yield 1, text[:_MOST_SHOWN].strip(cells.EDGES), Remark.REST
    line, place, line_ends = 1, 0, cells.line_end_counter(text)
    for name, value, start in _fields(text):
        if name == path:
            line += line_ends(place, start)
            place = start
            yield line, value, None


def _as_plain_text(section: re.Match[str]) -> str:
    """The text of a CDATA section, at the same positions."""
    return " " * len("<![CDATA[") + section[1].replace("<", " ") + "   "


def _fields(text: str) -> Iterator[tuple[str, str, int]]:
    """The path, the text and the position of each field that is not blank."""
    if "<![CDATA[" in text:
        end = text.rfind("]]>") + 3  # those behind it have no end, and each would be looked for in all the rest
        text = _CDATA.sub(_as_plain_text, text[:end]) + text[end:]
    open_tags: deque[str] = deque(maxlen=_DEEPEST)
    for number, tag in enumerate(_TAG.finditer(text)):
        name = tag[1][:_MOST_SHOWN]  # it stands in the path of each field below
        if number > MOST_TAGS:
            raise TooMuch(_TOO_MUCH)
        is_break = name.lower() == "br"  # the text behind it is still that of the element around
        if name.startswith("/"):
            while open_tags and open_tags.pop() != name[1:]:
                pass
            continue
        for attribute in _ATTRIBUTE.finditer(tag[2]):
            value = unescape(attribute[2] or attribute[3] or "").strip(cells.EDGES)
            if value:
                yield f"{name}@{attribute[1]}", value, tag.start(2) + attribute.start()
        if value := unescape(tag[3]).strip(cells.EDGES):
            path = f"{open_tags[-1]}/{name}" if open_tags else name
            path = "/".join([*open_tags][-2:]) if is_break else path
            yield path, value, tag.start(3) + len(tag[3]) - len(tag[3].lstrip())
        if not tag[2].endswith("/") and not is_break:
            open_tags.append(name)


_TOO_MUCH = f"This XML holds more than {MOST_TAGS:,} tags. Keep only the identifiers, one a line."
