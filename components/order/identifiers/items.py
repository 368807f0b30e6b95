"""The items of a text in one reading."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from components.order.identifiers.examined import Examined
from components.order.identifiers.forms import commas, documents, fields, json_text, lists, literals, markup, table
from components.order.identifiers.found import Found
from components.order.identifiers.reading import Form, Reading


class Unfit(ValueError):
    """The text cannot be read in this way: it is no table, or has no such field."""


def items(examined: Examined, reading: Reading) -> Iterator[Found]:
    """The items of a text in one reading, and what is passed over or rejected; nothing is left unmentioned.

    Raises:
        Unfit: the text cannot be read in this way.
        TooMuch: the text holds more than can be read; also while the items are taken.
    """
    found = _READERS[reading.form](examined, reading)
    if examined.text == examined.given:
        return found
    return ((line, commas.show(piece), why_not) for line, piece, why_not in found)


def _of_table(examined: Examined, reading: Reading) -> Iterator[Found]:
    found = examined.table
    if reading.separator and not (found and found.separator == reading.separator):
        found = table.recognise(examined.text, reading.separator)
    if found is None or reading.column is None or reading.column >= found.width:
        raise Unfit
    return table.items(examined.text, replace(found, titled=reading.titled), reading.column)


def _of_json(examined: Examined, reading: Reading) -> Iterator[Found]:
    if examined.json is None:
        raise Unfit
    return json_text.items(examined.text, _steps(reading))


def _of_code(examined: Examined, reading: Reading) -> Iterator[Found]:
    if examined.code is None:
        raise Unfit
    return literals.items(examined.text, examined.code, _steps(reading))


def _of_markup(examined: Examined, reading: Reading) -> Iterator[Found]:
    if not examined.markup:
        raise Unfit
    return markup.items(examined.text, reading.path)


def _steps(reading: Reading) -> tuple[str, ...]:
    try:
        return fields.steps(reading.path)
    except ValueError as error:
        raise Unfit from error


_READERS: Final[dict[Form, Callable[[Examined, Reading], Iterator[Found]]]] = {
    Form.LIST: lambda examined, reading: lists.items(examined.text, titled=reading.titled),
    Form.LINES: lambda examined, reading: lists.items_of_lines(examined.text, titled=reading.titled),
    Form.BULLETS: lambda examined, _: documents.items_behind_bullets(examined.text),
    Form.NAMES: lambda examined, reading: documents.items_of_names(examined.text, whole=not reading.last_part),
    Form.TABLE: _of_table,
    Form.JSON: _of_json,
    Form.CODE: _of_code,
    Form.XML: _of_markup,
}
