"""A receipt as files: JSON for programs and for Compose, CSV for spreadsheets.

Both come in pieces, because an order may have very many files.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
from datetime import datetime, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from components.regards.delivery.receipt import Line, OrderLine, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from components.regards.delivery.receipt import Receipt

RECEIPT_FORMAT: Final = "regards-order-desk/receipt"
RECEIPT_VERSION: Final = "1.1"
"""The second number grows with additions, which older programs ignore; the first with all other changes."""

RECEIPT_COLUMNS: Final = tuple(Line.__dataclass_fields__)
"""The header of the CSV form, by which Compose recognises it."""


MOST_FOR_COMPOSE: Final = 20_000
"""Files of a receipt in JSON that Compose takes surely: it reads up to 16 MB."""


def receipt_to_json(receipt: Receipt) -> Iterator[bytes]:
    """The receipt in JSON, each file on a line of its own. Compose reads it to order again what is missing."""
    members = {
        "format": RECEIPT_FORMAT,
        "version": RECEIPT_VERSION,
        "archive": receipt.archive,
        "project": receipt.project,
        "written": receipt.written,
        "counts": {
            "ordered": receipt.ordered,
            "delivered": receipt.delivered,
            "delivered, not verifiable": receipt.unverifiable,
            "failed": receipt.failed,
            "left out": receipt.left_out,
        },
        "orders": receipt.orders,
        "files": receipt.lines,
        "identifiers": receipt.asked,
        "identifiers_without_files": receipt.identifiers_without_files,
        "recipe": receipt.recipe,
    }
    before = "{"
    for key, value in members.items():
        yield f'{before}\n  "{key}": '.encode()
        yield from _member(value)
        before = ","
    yield b"\n}\n"


def receipt_to_csv(receipt: Receipt) -> Iterator[bytes]:
    """The receipt in CSV: a row for each ordered file, then one for each identifier without files.

    What a spreadsheet would read as a formula gets an apostrophe in front, also behind a semicolon: some spreadsheets
    separate by it, and not all of them respect the quotes around every field. They read the text as UTF-8 because
    the file begins with a byte-order mark.
    """
    table = csv.writer(_Passed(), quoting=csv.QUOTE_ALL)
    yield codecs.BOM_UTF8
    yield table.writerow(RECEIPT_COLUMNS)
    for row in _rows(receipt):
        yield table.writerow([_cell(row.get(column)) for column in RECEIPT_COLUMNS])


class _Passed:
    """A file that passes each row on to where it is written."""

    def write(self, text: str) -> bytes:
        return text.encode()


# Signs that begin a formula in a spreadsheet, also in East Asian width, and the apostrophe itself.
_FORMULA: Final = re.compile(r"\s*[=+\-@＝＋－＠]|'")
_NOT_IN_CELLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def _member(value: object) -> Iterator[bytes]:
    """A value in JSON, each item of a tuple on a line."""
    if not isinstance(value, tuple) or not value:
        yield _in_json(value)
        return
    before = b"["
    for item in value:
        yield before + b"\n    " + _in_json(vars(item) if isinstance(item, (Line, OrderLine)) else item)
        before = b","
    yield b"\n  ]"


def _in_json(value: object) -> bytes:
    # A lone surrogate has no UTF-8, but an escape in JSON. Text files with \x7f are refused by Compose.
    text = json.dumps(value, ensure_ascii=False, default=_utc_date)
    return text.encode(errors="backslashreplace").replace(b"\x7f", b"\\u007f")


def _utc_date(at: datetime) -> str:
    """A date in UTC as REGARDS writes it (contract A.3)."""
    return at.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def _rows(receipt: Receipt) -> Iterator[dict[str, Any]]:
    for line in receipt.lines:
        yield vars(line)
    for order in receipt.orders:
        reason = "The archive counts this file but did not name it."
        yield from [{"order_id": order.order_id, "outcome": Outcome.LEFT_OUT, "reason": reason}] * order.unlisted
    for identifier in receipt.identifiers_without_files:
        yield {"product": identifier, "outcome": "no file", "reason": "The archive named no file of this product."}


@lru_cache(1_000)  # most columns say the same of very many files
def _cell(value: object) -> str:
    text = "" if value is None else _utc_date(value) if isinstance(value, datetime) else str(value)
    printable = text if text.isprintable() else _NOT_IN_CELLS.sub("\ufffd", text)
    return ";".join(f"'{part}" if _FORMULA.match(part) else part for part in printable.split(";"))
