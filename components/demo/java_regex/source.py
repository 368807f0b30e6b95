"""A Java regular expression while it is read: where the reading stands, and which flags hold."""

import re
from typing import Final

END: Final = ""
"""What is read at the end of an expression."""


class InvalidPattern(ValueError):
    """Java would refuse to compile this expression; the text is what Java would say."""


class Source:
    r"""An expression, its quotations (`\Q…\E`) already escaped, and a reading position in it."""

    def __init__(self, pattern: str) -> None:
        self._text = _QUOTATION.sub(_escaped, pattern)
        self.position = 0
        self.flags = frozenset[str]()

    def peek(self) -> str:
        """Give the next character; under the flag x, the next that is neither blank nor comment."""
        while "x" in self.flags and (found := _COMMENT.match(self._text, self.position)):
            self.position = found.end()
        return self._text[self.position : self.position + 1]

    def read(self) -> str:
        """Give the next character and step over it."""
        self.peek()
        return self.read_exactly()

    def read_exactly(self) -> str:
        """Give the very next character, blank or not, and step over it."""
        character = self._text[self.position : self.position + 1]
        self.position += len(character)
        return character

    def took(self, text: str) -> bool:
        """Step over this text if it comes next, and say so."""
        self.peek()
        found = self._text.startswith(text, self.position)
        self.position += len(text) * found
        return found

    def found(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Step over what a pattern finds here, and give it."""
        found = pattern.match(self._text, self.position)
        if found:
            self.position = found.end()
        return found

    def coming(self, length: int) -> str:
        """Give the next characters as they stand, without stepping."""
        return self._text[self.position : self.position + length]

    def error(self, reason: str) -> InvalidPattern:
        """Make the exception that says so, and where."""
        return InvalidPattern(f"{reason} near index {self.position} of {self._text}")


_COMMENT: Final = re.compile(r"[ \t\n\x0b\f\r]+|#[^\n\r\u0085\u2028\u2029]*")
_QUOTATION: Final = re.compile(r"\\Q(?P<quoted>.*?)(?:\\E|\Z)|\\.", re.DOTALL)


def _escaped(found: re.Match[str]) -> str:
    r"""Escape what stands between `\Q` and `\E` character by character, as Java's own first step does."""
    quoted = found["quoted"]
    if quoted is None:
        return found[0]
    plain = "".join(each if each.isalpha() or not each.isascii() or each.isdigit() else "\\" + each for each in quoted)
    # A digit must not join a reference before the quotation: `\1\Q0\E`.
    return f"\\x3{plain}" if quoted[:1].isascii() and quoted[:1].isdigit() else plain
