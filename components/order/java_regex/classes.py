r"""The parts of an expression that match one character in Java 17: ``\.``, ``\d``, ``\p{…}``, ``[…]`` and so on."""

from typing import Final

from components.order.java_regex.characters import CATEGORIES, LATIN, POSIX, SHORTHANDS, Characters, with_other_case
from components.order.java_regex.source import Source

_CONTROLS: Final = {"a": 7, "e": 27, "f": 12, "n": 10, "r": 13, "t": 9}
_NUMBERED: Final = {"x": 2, "u": 4}
_HEXADECIMAL: Final = frozenset("0123456789abcdefABCDEF")
_RARE: Final = frozenset("0hHvVcN")  # Java knows them; not judged here
_NO_CHARACTER: Final = frozenset("123456789AbBGkRXzZ")  # Java knows them, but not in brackets
_SURROGATES: Final = range(0xD800, 0xE000)
_ODD: Final = "İıſ"  # whether Java treats them as i and s depends on the position
_CASED: Final = frozenset({"Lower", "Upper", "Lu", "Ll"})


class ClassReader:
    """A reader of the parts that match one character."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.latin_only = False
        """Whether the sets read so far are correct for `LATIN` characters only."""

    def span(self, first: int, last: int, start: int) -> Characters:
        """The characters from the first to the last, with their other case if a flag says so."""
        if "i" not in self._source.flags:
            return Characters.of((first, last))
        unicode = "u" in self._source.flags
        if unicode:
            if last not in LATIN or chr(first) in _ODD:
                raise self._source.unsupported(start)
            self.latin_only = True
        return with_other_case(first, last, unicode=unicode)

    def bracketed(self) -> Characters:
        """The set in the brackets that open at the cursor, which moves past the ``]``."""
        source, start = self._source, self._source.at
        source.take()
        negated = source.took("^")
        members: list[Characters] = []
        while not members or source.peek() != "]":
            if not source.peek():
                raise source.error("The “[” at {here} is not closed.", start)
            if source.peek() == "[":  # a set within a set
                raise source.unsupported(source.at)
            if source.peek() == source.peek(1) == "&":  # the intersection of two sets
                source.at += 2
                raise source.unsupported(source.at - 2)
            members.append(self._member())
        source.take()
        found = Characters.of(*(each for member in members for each in member.ranges))  # once: a union sorts them all
        return ~found if negated else found

    def _member(self) -> Characters:
        """The set of a character, a range, an escape or a property."""
        source, start = self._source, self._source.at
        first = self._end_of_range()
        if isinstance(first, Characters):
            return first
        if source.peek() != "-" or source.peek(1) in {"[", "]", ""}:
            return self.span(first, first, start)
        source.take()
        last = self._end_of_range()
        if isinstance(last, Characters) or last < first:
            raise source.error(f"“{source.text(start)}” at {{here}} is not a range.", start)
        return self.span(first, last, start)

    def _end_of_range(self) -> int | Characters:
        source = self._source
        if source.peek() != "\\":
            return ord(source.take()[-1])
        if source.peek(1) in _NO_CHARACTER:
            raise source.error(f"“\\{source.peek(1)}” at {{here}} means nothing to Java in brackets.", source.at)
        return self.escaped()

    def escaped(self) -> int | Characters:
        """The character or set of the escape at the cursor, which moves past it.

        Raises:
            PatternError: Java knows no such escape.
            UnsupportedPattern: it is a rare one.
        """
        source, start = self._source, self._source.at
        source.take()
        symbol = source.take()
        if not symbol:
            raise source.error("The expression ends in a single backslash. For a backslash, write two.", start)
        if symbol.lower() in SHORTHANDS:
            found = SHORTHANDS[symbol.lower()]
            return ~found if symbol.isupper() else found
        if symbol in {"p", "P"}:
            found = self._property(start)
            return ~found if symbol == "P" else found
        if symbol in _NUMBERED:
            return self._numbered(_NUMBERED[symbol], start)
        if symbol in _CONTROLS:
            return _CONTROLS[symbol]
        if symbol in _RARE:
            raise source.unsupported(start)
        if symbol.isascii() and symbol.isalnum():
            raise source.error(f"“\\{symbol}” at {{here}} means nothing to Java.", start)
        return ord(symbol)

    def _numbered(self, count: int, start: int) -> int:
        source = self._source
        if source.peek() == "{":
            raise source.unsupported(start)
        digits = ""
        while len(digits) < count:
            digit = source.take_syntax()
            if digit not in _HEXADECIMAL:
                raise source.error(f"The escape at {{here}} needs {count} hexadecimal digits.", start)
            digits += digit
        if int(digits, 16) in _SURROGATES:
            raise source.unsupported(start)
        return int(digits, 16)

    def _property(self, start: int) -> Characters:
        source = self._source
        name = source.take_syntax()
        if name == "{":
            name = ""
            while source.peek() not in {"}", ""}:
                name += source.take_syntax()
            if not source.took("}"):
                raise source.error("The property at {here} needs a “}”.", start)
        if not name:
            raise source.error("The property at {here} has no name.", start)
        if name in CATEGORIES:
            self.latin_only = True
        found = CATEGORIES.get(name) or POSIX.get(name)
        if found is None or ("i" in source.flags and name in _CASED):
            raise source.unsupported(start)
        return found
