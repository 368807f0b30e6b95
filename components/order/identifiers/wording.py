"""Sentences about the ways to read a text."""

from dataclasses import replace

from components.order.identifiers.forms import commas, table
from components.order.identifiers.forms.fields import EACH, KEYS
from components.order.identifiers.reading import Form, Reading

_SAMPLE = 200_000  # characters of a text that are examined
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_LABELS = {
    Form.LINES: "a list, each line whole",
    Form.BULLETS: "a list with bullets or numbers",
    Form.NAMES: "the names of products in a text",
}


def label(text: str, reading: Reading) -> str:
    """What a reading of a text is called: ``the column “Scene” of a table``."""
    parts = [_form(commas.hide(text), reading)]
    if reading.titled and reading.form in {Form.LIST, Form.LINES}:
        parts.append("below a title")
    if reading.last_part:
        parts.append("only the last part of addresses and file names")
    if reading.visible_only:
        parts.append("without invisible characters")
    return ", ".join(parts)


def _form(text: str, reading: Reading) -> str:
    if reading.form is Form.TABLE:
        found = table.recognise(text, reading.separator)
        position = reading.column or 0
        if found is None or not reading.titled:
            return f"column {position + 1} of a table{'' if reading.titled else ' without titles'}"
        return f"the column “{table.title(replace(found, titled=True), position)}” of a table"
    if reading.form is Form.JSON:
        return _of_path(reading.path, "JSON", f"the JSON field {reading.path}")
    if reading.form is Form.CODE:
        return _of_path(reading.path, "code", f"the list {reading.path} in code")
    if reading.form is Form.XML:
        return f"the XML field {reading.path}"
    return _list(text) if reading.form is Form.LIST else _LABELS[reading.form]


def _of_path(path: str, notation: str, otherwise: str) -> str:
    return {EACH: f"a list in {notation}", KEYS: f"the keys of an object in {notation}"}.get(path, otherwise)


def _list(text: str) -> str:
    between = [name for sign, name in _SEPARATORS.items() if sign in text[:_SAMPLE]]
    return " or between ".join(["a list, one identifier a line", *between[:1]])
