r"""An expression as a sequence of symbols with their positions; ``\Q…\E`` is resolved."""

from components.order.java_regex.errors import PatternError, UnsupportedPattern


class Source:
    r"""A cursor over the symbols of an expression, with the flags that are set at the cursor.

    A symbol is one character. A character quoted with ``\Q…\E`` becomes a backslash and the character, so that it
    never equals a symbol of the syntax. After the end every symbol is empty.
    """

    def __init__(self, pattern: str) -> None:
        self.at = 0
        self.flags = frozenset[str]()
        self._pattern = pattern
        self._symbols, self._positions = _symbols(pattern)

    def peek(self, ahead: int = 0) -> str:
        """The symbol at the cursor, or ``ahead`` symbols further."""
        index = self.at + ahead
        return self._symbols[index] if index < len(self._symbols) else ""

    def take(self) -> str:
        """The symbol at the cursor, which moves past it."""
        symbol = self.peek()
        self.at += bool(symbol)
        return symbol

    def take_syntax(self) -> str:
        r"""The same as `take` at a place for syntax only, where a quoted symbol cannot be judged."""
        if len(self.peek()) > 1:
            raise self.unsupported(self.at)
        return self.take()

    def took(self, symbol: str) -> bool:
        """Whether this symbol stands at the cursor, which then moves past it."""
        found = self.peek() == symbol
        self.at += found
        return found

    def text(self, start: int) -> str:
        """The expression from a symbol to the cursor, as it was written."""
        return self._pattern[self._position(start) - 1 : self._position(self.at) - 1]

    def error(self, message: str, at: int) -> PatternError:
        """The error for a symbol; ``{here}`` in the message becomes its position."""
        position = self._position(at)
        return PatternError(message.replace("{here}", f"position {position}"), position)

    def unsupported(self, start: int) -> UnsupportedPattern:
        """The exception for the part from a symbol to the cursor, at least one symbol."""
        self.at = max(self.at, start + 1)
        return UnsupportedPattern(f"“{self.text(start)}” at position {self._position(start)} cannot be judged here.")

    def _position(self, at: int) -> int:
        return self._positions[min(at, len(self._positions) - 1)]


def _symbols(pattern: str) -> tuple[list[str], list[int]]:
    """The symbols and their positions, and the position of the end. A backslash and its character are two symbols."""
    symbols: list[str] = []
    positions: list[int] = []
    index = 0
    while index < len(pattern):
        if pattern.startswith("\\Q", index):
            end = pattern.find("\\E", index + 2)
            quoted = pattern[index + 2 : end if end >= 0 else None]
            symbols.extend(f"\\{character}" for character in quoted)
            positions.extend(range(index + 3, index + 3 + len(quoted)))
            index += len(quoted) + 4
        else:
            width = 2 if pattern[index] == "\\" else 1
            symbols.extend(pattern[index : index + width])
            positions.extend(range(index + 1, min(index + width, len(pattern)) + 1))
            index += width
    return symbols, [*positions, len(pattern) + 1]
