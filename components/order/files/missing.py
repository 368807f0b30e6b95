"""Drafts that order again what a receipt names as missing."""

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from components.order import drafts
from components.order.data_types import DataType
from components.order.draft import By, Draft
from components.order.files.json_document import check_version, part, to_number, to_objects, to_text, to_texts
from components.order.identifiers import UnreadableFile

FORMAT: Final = "regards-order-desk/receipt"
VERSION: Final = "1.1"
COLUMNS: Final = (
    *("order_id", "file_id", "name", "product", "dataset", "data_type", "size", "checksum", "algorithm"),
    *("outcome", "verified_at", "verified_by", "place", "reason"),
)
"""The header of a receipt in CSV."""

_FIELD: Final = "providerId"  # by which the archive's lists of files name products (contract E.3)
_ARRIVED: Final = frozenset({"delivered", "delivered, not verifiable"})
_APOSTROPHE: Final = re.compile("(^|;)'")
_NO_FILE: Final = "no file"  # a row of an identifier, not of a file
_EMPTY: Final = "This receipt names no file, and does not say what was ordered. Compose the order again."
_EMPTY_TABLE: Final = "This receipt names no file. Drop the receipt in JSON, which may say what was ordered."


class NothingMissing(UnreadableFile):
    """Every file of a receipt has arrived, so that there is nothing to order again."""


@dataclass(frozen=True, slots=True)
class _Missing:
    """The missing files of a receipt.

    ``products`` are their products, and the identifiers without files. ``data_types`` are their data types, empty if
    they are not known. ``is_unnamed`` means that files of unknown products are missing.
    """

    products: tuple[str, ...]
    data_types: tuple[DataType, ...]
    is_unnamed: bool


def of_document(document: Mapping[str, object], recipe: Draft | None) -> Draft:
    """The draft that orders again what is missing in a receipt in JSON, see `draft_of_missing`.

    Args:
        document: the receipt.
        recipe: the original request, if the receipt holds it.

    Raises:
        UnreadableFile: nothing is missing, it is not known what is missing, or the document is not a valid receipt.
    """
    check_version(document, "receipt", VERSION)
    files: tuple[dict[str, object], ...] = part(document, "files", to_objects, ())
    orders: tuple[dict[str, object], ...] = part(document, "orders", to_objects, ())
    without_files: tuple[str, ...] = part(document, "identifiers_without_files", to_texts, ())
    unlisted = sum(part(order, "unlisted", to_number, 0) for order in orders)
    asked: tuple[str, ...] = part(document, "identifiers", to_texts, ())
    if not files and not without_files and not unlisted:
        if recipe is None:
            raise UnreadableFile(_EMPTY)
        return recipe
    return draft_of_missing(
        [
            (_text(file, "product"), _text(file, "data_type"))
            for file in files
            if _text(file, "outcome") not in _ARRIVED
        ],
        without_files=without_files,
        unlisted=unlisted,
        asked=asked,
        recipe=recipe,
    )


def draft_of_missing(
    files: Sequence[tuple[str, str]],
    *,
    without_files: Sequence[str],
    unlisted: int,
    asked: tuple[str, ...],
    recipe: Draft | None,
) -> Draft:
    """The draft that orders again what is missing, otherwise the same as the recipe.

    If the original identifiers are known, the draft holds no others: a file of a whole dataset has the dataset's
    identifier as its product (contract C.2). The draft orders everything again if the archive never named some
    missing files, or if none of them belongs to an original identifier.

    Args:
        files: product and data type of each missing file.
        without_files: identifiers of which there is no file.
        unlisted: how many missing files the archive never named.
        asked: the identifiers of the original request, empty if they are not known.
        recipe: the original request, if it is known.

    Raises:
        UnreadableFile: nothing is missing, or it is not known what is missing.
    """
    missing = _missing(files, without_files, unlisted)
    lacking = set(missing.products)
    wanted = tuple(identifier for identifier in asked if identifier in lacking) if asked else missing.products
    if missing.is_unnamed or not wanted:
        if recipe:
            return recipe
        wanted = asked
    return _draft(wanted, recipe or Draft(data_types=missing.data_types), _field(recipe, asked))


def of_table(text: str) -> Draft | None:
    """The draft that orders again what is missing in a receipt in CSV; None if the text is not one.

    Separators may be those that spreadsheets write: commas, semicolons or tabs. Fields may be in quotes. CSV does not
    hold the original request, so the draft has the data types of the missing files; where identifiers are without
    files, those of all files, if there are data among them.

    Raises:
        UnreadableFile: nothing is missing, it is not known what is missing, or a row cannot be read.
    """
    rows = _rows(text)
    if rows is None:
        return None
    if not rows:
        raise UnreadableFile(_EMPTY_TABLE)
    missing = _missing(
        [(_cell(row["product"]), row["data_type"]) for row in rows if row["outcome"] not in _ARRIVED],
        [_cell(row["product"]) for row in rows if row["outcome"] == _NO_FILE],
    )
    data_types = missing.data_types
    if not data_types:
        of_files = _data_types({row["data_type"] for row in rows if row["outcome"] != _NO_FILE})
        data_types = of_files if DataType.RAWDATA in of_files else ()
    return _draft(() if missing.is_unnamed else missing.products, Draft(data_types=data_types), _FIELD)


def products_of_table(text: str) -> tuple[str, ...] | None:
    """The products of a receipt in CSV, arrived or not, each once; None if the text is not one.

    Raises:
        UnreadableFile: a row cannot be read.
    """
    rows = _rows(text)
    return None if rows is None else tuple(dict.fromkeys(name for row in rows if (name := _cell(row["product"]))))


def _rows(text: str) -> list[dict[str, str]] | None:
    header, _, body = text.partition("\n")
    separator = next((sign for sign in ",;\t" if header.replace('"', "").strip() == sign.join(COLUMNS)), None)
    if separator is None:
        return None
    try:
        rows = csv.reader(io.StringIO(body), delimiter=separator)
        return [dict(zip(COLUMNS, row, strict=True)) for row in rows if any(row)]  # spreadsheets leave empty ones
    except (csv.Error, ValueError) as error:
        raise UnreadableFile("This receipt is damaged: one of its rows does not fit the header.") from error


def _missing(files: Sequence[tuple[str, str]], without_files: Sequence[str], unlisted: int = 0) -> _Missing:
    """What is missing, from the rows of a receipt.

    Args:
        files: product and data type of each missing file.
        without_files: identifiers of which there is no file.
        unlisted: how many missing files the archive never named.
    """
    products = dict.fromkeys([*(product for product, _ in files), *without_files])
    kinds = {kind for _, kind in files}
    if not products and not unlisted:
        raise NothingMissing("Nothing is missing in this receipt: every ordered file has arrived.")
    data_types = () if without_files or unlisted else _data_types(kinds)
    return _Missing(tuple(products), data_types, is_unnamed=bool(unlisted) or "" in products)


def _data_types(kinds: Collection[str]) -> tuple[DataType, ...]:
    """The data types of files as the archive writes them; empty if one of them is not known."""
    is_known = all(kind.startswith(tuple(DataType)) for kind in kinds)
    return tuple(each for each in DataType if is_known and any(kind.startswith(each) for kind in kinds))


def _draft(wanted: tuple[str, ...], otherwise: Draft, field: str) -> Draft:
    if not wanted:
        raise UnreadableFile(
            "The archive never named some of the missing files, and this receipt does not say what was ordered. "
            "Drop the receipt in JSON, which may say it, or compose the order again."
        )
    return drafts.only(replace(otherwise, field=field), wanted, "missing products")


def _field(recipe: Draft | None, asked: tuple[str, ...]) -> str:
    """The field of the identifiers: the original one, or the one by which the archive names products."""
    if recipe and recipe.by is By.IDENTIFIERS:
        return recipe.field if asked else _FIELD
    return recipe.field or _FIELD if recipe else _FIELD


def _text(file: Mapping[str, object], key: str) -> str:
    return part(file, key, to_text, "")


def _cell(cell: str) -> str:
    """A cell without the apostrophes that prevent a spreadsheet from reading it, or a part of it, as a formula."""
    return _APOSTROPHE.sub(r"\1", cell)
