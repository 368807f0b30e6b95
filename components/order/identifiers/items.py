"""The items of a text in one reading."""

from collections.abc import Iterator
from dataclasses import replace

from components.order.identifiers import documents, fields, json_text, lists, literals, markup, table
from components.order.identifiers.cells import count_line_ends, count_lines
from components.order.identifiers.fields import EACH
from components.order.identifiers.found import Found, Remark
from components.order.identifiers.reading import Form, Reading

_MOST_SHOWN = 200


class Unfit(ValueError):
    """The text cannot be read in this way: it is no table, or has no such field."""


def items(text: str, reading: Reading) -> Iterator[Found]:
    """The items of a text in one reading, and what is passed over or rejected; nothing is left unmentioned.

    Raises:
        Unfit: the text cannot be read in this way.
        TooMuch: the text holds more than can be read.
    """
    match reading.form:
        case Form.LIST:
            return lists.items(text, titled=reading.titled)
        case Form.LINES:
            return lists.items_of_lines(text, titled=reading.titled)
        case Form.BULLETS:
            return documents.items_behind_bullets(text)
        case Form.NAMES:
            return documents.items_of_names(text, whole=not reading.last_part)
        case Form.TABLE:
            found = table.recognise(text, reading.separator)
            if found is None or reading.column is None or reading.column >= max(found.width, 1):
                raise Unfit
            return table.items(text, replace(found, titled=reading.titled), reading.column)
        case Form.XML:
            if not markup.is_markup(text):
                raise Unfit
            return markup.items(text, reading.path)
        case Form.JSON:
            if json_text.decode(text) is None:
                raise Unfit
            return json_text.items(text, reading.path)
        case Form.CODE:
            value = literals.read(text)
            if value is None:
                raise Unfit
            return _of_code(text, value, reading.path)


def _of_code(text: str, value: object, path: str) -> Iterator[Found]:
    yield Found(1, text[:_MOST_SHOWN].strip(), Remark.REST, count_lines(text))
    line, place = 1, 0
    for entry in _entries(value, fields.steps(path)):
        item = entry if isinstance(entry, literals.Text) else None
        if item is None:
            yield Found(line, "", "an entry is neither a text nor an object with an identifier")
        elif item:
            line += count_line_ends(text, place, item.at)
            place = item.at
            yield Found(line, str(item))


def _entries(value: object, keys: tuple[str, ...]) -> Iterator[object]:
    if EACH not in keys:
        yield fields.at(value, keys)
    elif keys[0] == EACH and isinstance(value, list):
        for entry in value:
            yield from _entries(entry, keys[1:])
    elif keys[0] != EACH and isinstance(value, dict):
        yield from _entries(value.get(keys[0]), keys[1:])
