"""What is found in a text, line by line."""

from enum import StrEnum
from typing import NamedTuple


class Remark(StrEnum):
    """The kind of a line that holds no identifier."""

    COMMENT = "comment"
    TITLE = "title"
    CAPTION = "caption"
    """Above or below a table, or a line that tells how to read it."""
    TEXT = "text"
    """A line of a text without names of products."""
    REST = "rest"
    """What stands around the chosen field of JSON, code or XML."""


class Found(NamedTuple):
    """A piece of a text: an item if ``why_not`` is None, else the reason to reject it or to pass it over.

    ``lines`` is the number of lines that a piece that is passed over takes.
    """

    line: int
    text: str
    why_not: Remark | str | None = None
    lines: int = 1
