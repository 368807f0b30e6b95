"""Foreign text for a terminal, a log or a label.

Control characters steer a terminal, and marks of direction make a name look like another.

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations


def printable(text: str) -> str:
    """A text with a space for each control character and each mark of direction; line breaks stay."""
    if text.isprintable():
        return text  # the same object: it may be more than a text
    return "".join(character if character.isprintable() or character == "\n" else " " for character in text)


def in_one_line(text: str) -> str:
    """The same in one line, with one space for several."""
    return " ".join(printable(text).split())
