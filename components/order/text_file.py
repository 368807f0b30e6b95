"""The text of a file that a user dropped."""

import codecs
import math
import re
from dataclasses import dataclass

LARGEST = 16_000_000
"""Bytes that a list of identifiers may have: about 250,000 scene names."""

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# What text never holds: control characters other than white space.
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_END_OF_FILE = "\x1a"  # a mark that old editors leave behind


class UnreadableFile(ValueError):
    """The file cannot be a list of identifiers; the message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file's name, as the user's machine calls it, and its text."""

    name: str
    text: str


def read(name: str, content: bytes) -> TextFile:
    """The text of a file in UTF-8 (with or without byte-order mark), UTF-16 (with one) or Latin-1.

    Raises:
        UnreadableFile: it is larger than LARGEST, empty, or not text.
    """
    if len(content) > LARGEST:
        raise UnreadableFile(
            f"This file holds {math.ceil(len(content) / 1e6)} MB; a list of identifiers may hold up to "
            f"{LARGEST / 1e6:.0f} MB. Split it into several files and make one order of each."
        )
    text = _decode(content).removesuffix(_END_OF_FILE)
    if _NOT_TEXT.search(text):
        raise UnreadableFile(_SAVE_AS_TEXT)
    if not text.strip():
        raise UnreadableFile("This file is empty. Choose the file that holds the identifiers.")
    return TextFile(name, text)


def _decode(content: bytes) -> str:
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableFile(_SAVE_AS_TEXT) from error
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("latin-1")


_SAVE_AS_TEXT = (
    "This file is not plain text. Save the list as text or CSV "
    "(in a spreadsheet: “Save as”, then CSV) and drop it again."
)
