"""Recipes: drafts in files, which a user saves and drops again later."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from components.order.data_types import DataType
from components.order.draft import By, Draft
from components.order.file_name import Form, NameFilter, expression, literal
from components.order.files import missing
from components.order.files.json_document import check_version, part, to_flag, to_text
from components.order.identifiers import TextFile, UnreadableFile, cells, json_list, text_file
from components.order.identifiers.table import EVERY_COLUMN

FORMAT: Final = "regards-order-desk/recipe"
VERSION: Final = "1.1"
"""The second number grows with additions, which older programs ignore; the first with all other changes."""

_ONE_TEXT: Final = "1.0"


def write(draft: Draft) -> str:
    """A draft as JSON that people can read and change; `read` gives the same draft back."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "by": str(draft.by),
        "pasted": _lines(draft.pasted),
        "pasted_column": draft.pasted_column,
        "files": [{"name": file.name, "text": _lines(file.text), "column": file.column} for file in draft.files],
        "expressions": _lines(draft.expressions),
        "field": draft.field,
        "latest_only": draft.latest_only,
        "data_types": [str(kind) for kind in draft.data_types],
        "name_form": None if draft.name_form is Form.ANY else str(draft.name_form),
        "file_name": draft.name_text,
        "any_case": draft.any_case,
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
    return _draft(_document(text)) or missing.of_table(text)


def take_in(draft: Draft, name: str, content: bytes) -> Draft:
    """The draft after a file was dropped on it: a file that `read` knows replaces it, any other adds identifiers.

    A draft of search expressions that gets a file of identifiers becomes a draft of identifiers.

    Raises:
        UnreadableFile: as `text_file.read` and `read` do, or it is JSON without identifiers.
    """
    file = text_file.read(name, content)
    document = _document(file.text)
    if taken_over := _draft(document) or missing.of_table(file.text):
        return taken_over
    if document is not None and json_list.entries(file.text) is None:
        raise UnreadableFile(
            "This JSON file holds no identifiers. Put them into a list, as texts or as objects with a “providerId”; "
            "the list may also stand under “identifiers”."
        )
    return replace(draft, by=By.IDENTIFIERS, files=(*draft.files, file))


def _document(text: str) -> object:
    """The list or object in a JSON text; None for any other text."""
    if not json_list.is_begun(text):
        return None
    try:
        return json.loads(text.strip(cells.EDGES))
    except (ValueError, RecursionError):
        return None


def _draft(document: object) -> Draft | None:
    if isinstance(document, dict) and document.get("format") == missing.FORMAT:
        return missing.of_document(document, _asked(document.get("recipe")))
    return _asked(document)


def _asked(document: object) -> Draft | None:
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
        pasted_column=part(document, "pasted_column", _column, None),
        files=part(document, "files", _files, empty.files),
        expressions=part(document, "expressions", to_text, empty.expressions),
        field=part(document, "field", to_text, empty.field),
        latest_only=part(document, "latest_only", to_flag, empty.latest_only),
        data_types=part(document, "data_types", _data_types, empty.data_types),
        any_case=part(document, "any_case", to_flag, empty.any_case),
    )
    form = part(document, "name_form", _name_form, Form.EXPRESSION)
    return _with_name(draft, form, part(document, "file_name", to_text, ""), document["version"])


def _with_name(draft: Draft, form: Form, text: str, version: object) -> Draft:
    """The draft with its filter on file names. Until version 1.0, a simple form had one text, taken to the letter."""
    if not text.strip():
        return draft
    meant = literal(form, text, any_case=draft.any_case)
    if form.is_simple and version == _ONE_TEXT and meant != expression(form, text, any_case=draft.any_case):
        form, text = Form.EXPRESSION, meant
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
    return draft.with_filter(NameFilter(Form.EXPRESSION, name)) if name.strip() else draft


def _by(value: object) -> By:
    return By(_one_of(value, By))


def _name_form(value: object) -> Form:
    return Form(_one_of(value, Form))


def _one_of(value: object, known: Iterable[str]) -> str:
    if isinstance(value, str) and value in set(known):
        return value
    raise ValueError(f"It must be one of {', '.join(known)}")


def _lines(text: str) -> list[str]:
    """The lines of a text, which are easier to read in JSON; `to_text` joins them to the same text."""
    return text.split("\n") if text else []


def _column(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= EVERY_COLUMN:
        return value
    raise ValueError("It must be the number of a column, from 0")


def _files(value: object) -> tuple[TextFile, ...]:
    if isinstance(value, list) and all(isinstance(each, dict) for each in value):
        return tuple(
            TextFile(
                part(each, "name", to_text, "file"),
                part(each, "text", to_text, ""),
                part(each, "column", _column, None),
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
