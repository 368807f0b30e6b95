"""The text of a file that a user dropped."""

import codecs
import json
import math
import re
import zlib
from dataclasses import dataclass
from pathlib import PurePath

from components.order.identifiers.forms import json_text
from components.order.identifiers.reading import Reading

LARGEST = 16_000_000
"""Bytes of the largest list of identifiers: about 250,000 scene names."""

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# Control characters other than white space, which text never holds.
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".ods"})
_END_OF_FILE = "\x1a"  # a mark that old editors write


class UnreadableFile(ValueError):
    """The file cannot be used; the message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file's name on the user's machine, and its text.

    ``reading`` is how the user chose to read it; None for the best guess.
    """

    name: str
    text: str
    reading: Reading | None = None


def read(name: str, content: bytes) -> TextFile:
    """The text of a file in UTF-8, UTF-16 (both with or without byte-order mark), Windows-1252 or Latin-1.

    It may be packed with gzip.

    Raises:
        UnreadableFile: it is larger than LARGEST, also unpacked, empty, not text, or invalid JSON.
    """
    if content.startswith(_GZIP):
        name, content = name.removesuffix(".gz"), _unpacked(content)
    if len(content) > LARGEST:
        raise UnreadableFile(
            f"This file holds {math.ceil(len(content) / 1e6)} MB; a list of identifiers may hold up to "
            f"{LARGEST / 1e6:.0f} MB. Split it into several files, and make one order of each."
        )
    if content.startswith(_ZIP):
        is_sheet = PurePath(name).suffix.lower() in _SPREADSHEETS
        raise UnreadableFile(
            _SAVE_SHEET_AS_CSV if is_sheet else "This file is a ZIP file. Unpack it, and drop what it holds."
        )
    text = _decode(content).removesuffix(_END_OF_FILE)
    if _NOT_TEXT.search(text):
        raise UnreadableFile(_SAVE_AS_TEXT)
    if not text.strip():
        raise UnreadableFile("This file is empty. Choose the file that holds the identifiers.")
    if PurePath(name).suffix.lower() == ".json":
        _check_json(text)
    return TextFile(name, text)


def _unpacked(content: bytes) -> bytes:
    """What a gzip file holds, up to a byte more than may be read: a small file may hold gigabytes."""
    unpacking = zlib.decompressobj(wbits=31)
    try:
        found = unpacking.decompress(content, LARGEST + 1)
    except zlib.error as error:
        raise UnreadableFile(_DAMAGED) from error
    if len(found) <= LARGEST and not unpacking.eof:
        raise UnreadableFile(_DAMAGED)
    return found


def _decode(content: bytes) -> str:
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return _decode_strictly(content, encoding)
    if unmarked := _utf_16_without_mark(content):
        return _decode_strictly(content, unmarked)
    for encoding in ("utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _decode_strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(_SAVE_AS_TEXT) from error


def _utf_16_without_mark(content: bytes) -> str | None:
    """The variant of UTF-16 of a text without a mark: every second byte is mostly zero, the others never are."""
    first, second = content[::2], content[1::2]
    if len(content) % 2 == 0 and second.count(0) * 2 > len(second) and not first.count(0):
        return "utf-16-le"
    if len(content) % 2 == 0 and first.count(0) * 2 > len(first) and not second.count(0):
        return "utf-16-be"
    return None


def _check_json(text: str) -> None:
    """Refuse invalid JSON: it would be read as a list of identifiers."""
    if not text.lstrip().startswith(("[", "{")) or not json_text.is_bounded(text):
        return  # a plain list under another name, or more than can be read, which `parse` says
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableFile(
            f"This file is not valid JSON: line {error.lineno:,}, character {error.colno:,} is wrong. "
            "Fix it there, or save the identifiers as plain text, one a line."
        ) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableFile("This file is JSON that cannot be read. Save the identifiers as plain text.") from error


_DAMAGED = "This file is packed with gzip and cannot be unpacked: it is cut or damaged. Fetch or make it again."
_SAVE_SHEET_AS_CSV = (
    "This file is a spreadsheet. Open it, choose “Save as”, then CSV, and drop the CSV file; "
    "or copy the column with the identifiers, and paste it."
)
_SAVE_AS_TEXT = (
    "This file is not plain text. Save the list as text or CSV "
    "(in a spreadsheet: “Save as”, then CSV), and drop it again."
)
