"""What is found in a text, line by line."""

from enum import StrEnum


class Remark(StrEnum):
    """The kind of a line, or of a word in it, that is no identifier."""

    COMMENT = "comment"
    TITLE = "title"
    CAPTION = "caption"
    """Above or below a table, or a line that tells how to read it."""
    TEXT = "text"
    """A line of a text without names of products."""
    WORD = "perhaps a name"
    """A word beside names of products that may be one, too."""
    REST = "rest"
    """What stands around the chosen field of JSON, code or XML."""


Found = tuple[int, str, Remark | str | None]
"""A piece of a text: its line, the piece, and None if it is an item, else the reason to reject it or to pass it over.

It has no names, because a list has 100,000 of them: a named tuple takes six times as long to make.
"""
