"""Recipes: drafts in files, which a user saves and drops again later."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from components.order.data_types import DataType
from components.order.draft import By, Draft
from components.order.file_name import NameFilter, NameForm, expression, literal
from components.order.files import missing
from components.order.files.json_document import check_version, part, to_flag, to_text
from components.order.identifiers import Form, Reading, TextFile, UnreadableFile, parse, text_file
from components.order.identifiers.forms import cells, json_text
from components.order.order_name import LONGEST, is_name

FORMAT: Final = "regards-order-desk/recipe"
VERSION: Final = "1.2"
"""The second number grows with additions, which older programs ignore; the first with all other changes."""

_ONE_TEXT: Final = "1.0"
_KEYS = ("format", "queries")  # of documents that are drafts


def write(draft: Draft) -> str:
    """A draft as JSON that people can read and change; `read` gives the same draft back."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "by": str(draft.by),
        "pasted": _lines(draft.pasted),
        "pasted_reading": _written(draft.pasted_reading),
        "files": [
            {"name": file.name, "text": _lines(file.text), "reading": _written(file.reading)} for file in draft.files
        ],
        "expressions": _lines(draft.expressions),
        "field": draft.field,
        "latest_only": draft.latest_only,
        "data_types": [str(kind) for kind in draft.data_types],
        "name_form": None if draft.name_form is NameForm.ANY else str(draft.name_form),
        "file_name": draft.name_text,
        "any_case": draft.any_case,
        "name": draft.name,
    }
    text = json.dumps(document, ensure_ascii=False, indent=2).replace(
        "\x7f", "\\u007f"
    )  # text files with this character are refused
    return text.encode(errors="backslashreplace").decode()  # a lone surrogate has no UTF-8, but an escape in JSON


def read(text: str) -> Draft | None:
    """The draft in a recipe, in the body of an order request (contract C.1) or in a receipt; None for any other text.

    The draft of a receipt orders what is missing. Missing parts of a document are as in an empty draft; unknown parts
    are ignored.

    Raises:
        UnreadableFile: the format is newer, a part is wrong, or nothing is missing.
    """
    return _draft(document_in(text)) or missing.of_table(text)


def take_in(draft: Draft, name: str, content: bytes, *, alone: bool = True) -> Draft:
    """The draft after a file was dropped on it: a file that `read` knows replaces it, any other adds identifiers.

    A draft of search expressions that gets a file of identifiers becomes a draft of identifiers. A file that is not
    ``alone`` may not replace the draft.

    Raises:
        UnreadableFile: as `text_file.read` and `read` do, or it is JSON that is broken or holds no identifiers, or it
            is not alone.
    """
    file = text_file.read(name, content)
    try:
        taken_over = _draft(document_in(file.text)) or missing.of_table(file.text)
    except missing.NothingMissing:
        if alone:
            raise
        raise UnreadableFile(_NOT_ALONE) from None
    if taken_over:
        if not alone:
            raise UnreadableFile(_NOT_ALONE)
        return taken_over
    if json_text.is_begun(file.text) and (problem := parse(file.text).problem):
        raise UnreadableFile(problem)
    return replace(draft, by=By.IDENTIFIERS, files=(*draft.files, file))


_NOT_ALONE = "This is a recipe, a receipt or an order request. It takes the place of everything else, so drop it alone."


def document_in(text: str) -> object:
    """The object in a JSON text that may be a recipe, a receipt or a request; None for most other texts."""
    if not json_text.is_begun(text) or not any(f'"{key}"' in text for key in _KEYS):
        return None
    try:
        return json.loads(text.strip(cells.EDGES))
    except (ValueError, RecursionError):
        return None


def _draft(document: object) -> Draft | None:
    if isinstance(document, dict) and document.get("format") == missing.FORMAT:
        return missing.of_document(document, request_in(document.get("recipe")))
    return request_in(document)


def request_in(document: object) -> Draft | None:
    """The draft in a recipe or in the body of an order request, already parsed; None for anything else."""
    if not isinstance(document, dict):
        return None
    if document.get("format") == FORMAT:
        return _recipe(document)
    return _order_request(document) if isinstance(document.get("queries"), list) else None


def _recipe(document: Mapping[str, object]) -> Draft:
    check_version(document, "recipe", VERSION)
    empty = Draft()
    draft = Draft(
        by=part(document, "by", _by, empty.by),
        pasted=part(document, "pasted", to_text, empty.pasted),
        pasted_reading=_reading(document, "pasted_reading", "pasted_column"),
        files=part(document, "files", _files, empty.files),
        expressions=part(document, "expressions", to_text, empty.expressions),
        field=part(document, "field", to_text, empty.field),
        latest_only=part(document, "latest_only", to_flag, empty.latest_only),
        data_types=part(document, "data_types", _data_types, empty.data_types),
        any_case=part(document, "any_case", to_flag, empty.any_case),
        name=part(document, "name", _name, empty.name),
    )
    form = part(document, "name_form", _name_form, NameForm.EXPRESSION)
    return _with_name(draft, form, part(document, "file_name", to_text, ""), document["version"])


def _with_name(draft: Draft, form: NameForm, text: str, version: object) -> Draft:
    """The draft with its filter on file names. Until version 1.0, a simple form had one text, taken to the letter."""
    if not text.strip():
        return draft
    meant = literal(form, text, any_case=draft.any_case)
    if form.is_simple and version == _ONE_TEXT and meant != expression(form, text, any_case=draft.any_case):
        form, text = NameForm.EXPRESSION, meant
    return draft.with_filter(NameFilter(form, text, draft.any_case))


def _order_request(document: Mapping[str, object]) -> Draft:
    filters = document.get("filters")
    filters = filters if isinstance(filters, dict) else {}
    draft = Draft(
        By.EXPRESSIONS,
        expressions=part(document, "queries", _queries, ""),
        data_types=part(filters, "dataTypes", _data_types, ()),
    )
    name = part(filters, "filenameRegExp", to_text, "")
    return draft.with_filter(NameFilter(NameForm.EXPRESSION, name)) if name.strip() else draft


def _name(value: object) -> str:
    if isinstance(value, str) and is_name(value):
        return value
    raise ValueError(f"It must be one line of up to {LONGEST} characters, none of them invisible")


def _by(value: object) -> By:
    return By(_one_of(value, By))


def _name_form(value: object) -> NameForm:
    return NameForm(_one_of(value, NameForm))


def _one_of(value: object, known: Iterable[str]) -> str:
    if isinstance(value, str) and value in set(known):
        return value
    raise ValueError(f"It must be one of {', '.join(known)}")


def _lines(text: str) -> list[str]:
    """The lines of a text, which are easier to read in JSON; `to_text` joins them to the same text."""
    return text.split("\n") if text else []


def _written(reading: Reading | None) -> dict[str, object] | None:
    return reading.to_json() if reading else None


def _reading(document: Mapping[str, object], key: str, old_key: str) -> Reading | None:
    """How a text is read. Recipes of version 1.0 name a column of a table in place of it."""
    return part(document, key, Reading.from_json, None) or part(document, old_key, _of_column, None)


def _of_column(value: object) -> Reading:
    if value == -1:
        return Reading(Form.LIST)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return Reading(Form.TABLE, column=value, titled=True)
    raise ValueError("It must be the number of a column, from 0")


def _files(value: object) -> tuple[TextFile, ...]:
    if isinstance(value, list) and all(isinstance(each, dict) for each in value):
        return tuple(
            TextFile(
                part(each, "name", to_text, "file"),
                part(each, "text", to_text, ""),
                _reading(each, "reading", "column"),
            )
            for each in value
        )
    raise ValueError("It must be a list of files, each with a name and a text")


def _data_types(value: object) -> tuple[DataType, ...]:
    known = [str(kind) for kind in DataType]
    if isinstance(value, list) and all(each in known for each in value):
        return tuple(DataType(each) for each in dict.fromkeys(value))
    raise ValueError(f"It must be a list of {' and '.join(known)}: nothing else can be ordered")


def _queries(value: object) -> str:
    """Queries as lines. A query that would not stay one expression is refused, not changed (contract T-7)."""
    if not isinstance(value, list) or not value or not all(isinstance(query, str) for query in value):
        raise ValueError("It must be a list of search expressions")
    for number, query in enumerate(value, start=1):
        if not query.strip():
            raise ValueError(f"Query {number} is blank and would order the whole catalogue")
        if len(query.strip().splitlines()) > 1:
            raise ValueError(f"Query {number} has several lines")
    return "\n".join(value)
