r"""The signs of an expression one by one, as Java 17 reads them: ``\Q…\E`` resolved, comments passed over."""

from typing import Final

from components.order.java_regex.syntax import Flags, PatternError, UnsupportedPattern

_BLANKS: Final = frozenset(" \t\n\x0b\f\r")
_LINE_ENDS: Final = frozenset("\n\r\x85\u2028\u2029")


class Signs:
    r"""A cursor over an expression, with the flags that hold where it stands.

    A sign that was quoted with ``\Q…\E`` is the character behind a backslash: two characters in one, so that
    it equals no sign of the syntax. Past the end every sign is empty.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.flags = Flags.NONE
        self.at = 0
        self._signs, self._places = _unquoted(pattern)

    def raw(self, ahead: int = 0) -> str:
        """The sign at the cursor or some signs ahead, comments not passed over."""
        index = self.at + ahead
        return self._signs[index] if 0 <= index < len(self._signs) else ""

    def peek(self) -> str:
        """The sign at the cursor, once blanks and comments are passed over where ``(?x)`` says so."""
        if Flags.COMMENTS in self.flags:
            self._pass_comments()
        return self.raw()

    def take(self) -> str:
        """The sign that `peek` gives, and on."""
        sign = self.peek()
        self.at += 1
        return sign

    def strict(self) -> str:
        r"""The next sign, and on, where the syntax leaves no room for blanks, comments and ``\Q``."""
        sign = self.raw()
        blank = Flags.COMMENTS in self.flags and sign and (sign in _BLANKS or sign == "#")
        if blank or len(sign) > 1:
            raise UnsupportedPattern(f"“{sign[-1]}” at position {self.place()} stands where it is hard to judge.")
        self.at += 1
        return sign

    def strict_peek(self) -> str:
        """The sign that `strict` would give."""
        sign = self.strict()
        self.at -= 1
        return sign

    def place(self, at: int | None = None) -> int:
        """Where a sign stands in the expression, counted from 1."""
        return self._places[min(self.at if at is None else at, len(self._places) - 1)]

    def text(self, start: int, end: int | None = None) -> str:
        """The expression from one sign to before another, as it was written."""
        return self.pattern[self.place(start) - 1 : self.place(self.at if end is None else end) - 1]

    def error(self, message: str, at: int) -> PatternError:
        """The fault at a sign; ``{here}`` in the message becomes its place."""
        return PatternError(message.replace("{here}", f"position {self.place(at)}"), self.place(at))

    def _pass_comments(self) -> None:
        while (sign := self.raw()) and (sign in _BLANKS or sign == "#"):
            if sign == "#":
                ends = {"\n"} if Flags.UNIX_LINES in self.flags else _LINE_ENDS
                while (sign := self.raw()) and sign[-1] not in ends:
                    if sign[-1] == "\0":
                        raise UnsupportedPattern("A comment with a null character in it is hard to judge.")
                    self.at += 1
            else:
                self.at += 1


def _unquoted(pattern: str) -> tuple[list[str], list[int]]:
    r"""The signs and their places; a last place stands for the end. A backslash and what it escapes are two."""
    signs: list[str] = []
    places: list[int] = []
    index = 0
    while index < len(pattern):
        if pattern.startswith("\\Q", index):
            end = pattern.find("\\E", index + 2)
            text = pattern[index + 2 : end if end >= 0 else None]
            signs.extend(_quoted(text))
            places.extend(range(index + 3, index + 3 + len(text)))
            index += len(text) + 4
            continue
        width = 2 if pattern[index] == "\\" else 1
        signs.extend(pattern[index : index + width])
        places.extend(range(index + 1, min(index + width, len(pattern)) + 1))
        index += width
    return signs, [*places, len(pattern) + 1]


def _quoted(text: str) -> list[str]:
    """Each character behind a backslash, but letters, which Java leaves as they are, and digits after the first."""
    return [
        sign if not sign.isascii() or sign.isalpha() or (i and sign.isdigit()) else f"\\{sign}"
        for i, sign in enumerate(text)
    ]
