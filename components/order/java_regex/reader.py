"""The translation of an expression from Java 17 to the ``regex`` library.

Sets become plain ranges that include the other case, because the library has errors in negated sets and in case.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from components.order.java_regex.characters import LINE_ENDS, WORD_OF_BOUNDARY, Characters
from components.order.java_regex.classes import ClassReader
from components.order.java_regex.errors import UnsupportedPattern
from components.order.java_regex.quantifiers import quantifier
from components.order.java_regex.source import Source

_DEEPEST: Final = 50  # groups in groups
_LARGEST: Final = 10_000  # elements, each counted as often as it is repeated; the `regex` library keeps them in memory
_DIGITS: Final = frozenset("0123456789")
_RARE_FLAGS: Final = frozenset("cdmxU")  # Java knows them; not judged here
_RARE_ESCAPES: Final = frozenset("RXk")

_END: Final = rf"(?=(?:\r\n|{LINE_ENDS})?\Z)(?!(?<=\r)\n)"  # a final line end may follow
_WORD: Final = str(WORD_OF_BOUNDARY)
_PLACES: Final = {
    "A": r"\A",
    "B": rf"(?:(?<={_WORD})(?={_WORD})|(?<!{_WORD})(?!{_WORD}))",
    "G": r"\A",  # the whole name is tried
    "Z": _END,
    "b": rf"(?:(?<={_WORD})(?!{_WORD})|(?<!{_WORD})(?={_WORD}))",
    "z": r"\Z",
}


def translate(pattern: str) -> tuple[str, bool]:
    """The expression for ``regex.compile``, and whether it is correct for Latin names only.

    Raises:
        PatternError: Java refuses the expression.
        UnsupportedPattern: it cannot be judged here.
    """
    reader = _Reader(pattern)
    return reader.whole(), reader.latin_only


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of an expression, translated."""

    text: str
    size: int = 1
    can_be_empty: bool = False
    has_condition: bool = False
    """Whether it depends on its surroundings: an anchor, a look-ahead or a reference to a group."""


class _Reader:
    def __init__(self, pattern: str) -> None:
        self._source = Source(pattern)
        self._classes = ClassReader(self._source)
        self._depth = 0
        self._groups = 0
        self._names: set[str] = set()
        self._referable: set[int] = set()  # closed groups that are not repeated and not in a look-ahead
        self._references = 0

    @property
    def latin_only(self) -> bool:
        return self._classes.latin_only

    def whole(self) -> str:
        part = self._choice()
        if self._source.peek():
            raise self._source.error("“)” at {here} closes no group.", self._source.at)
        return part.text

    def _choice(self) -> _Part:
        branches = [self._sequence()]
        while self._source.took("|"):
            branches.append(self._sequence())
        text = branches[0].text if len(branches) == 1 else f"(?:{'|'.join(branch.text for branch in branches)})"
        return _joined(text, branches, can_be_empty=any(branch.can_be_empty for branch in branches))

    def _sequence(self) -> _Part:
        parts: list[_Part] = []
        while self._source.peek() not in {"", "|", ")"}:
            groups, references = self._groups, self._references
            part = self._group() if self._source.peek() == "(" else self._element()
            if part is not None:  # (?i) and other flags cannot be repeated
                parts.append(self._repeated(part, groups, references))
        return _joined("".join(part.text for part in parts), parts, can_be_empty=all(p.can_be_empty for p in parts))

    def _element(self) -> _Part:
        """The translation of a part that is not a group, without its quantifier."""
        source, start = self._source, self._source.at
        symbol = source.peek()
        if symbol == "\\":
            return self._escape()
        if symbol == "[":
            return _Part(str(self._classes.bracketed()))
        if symbol in {"*", "+", "?"}:
            raise source.error(f"“{symbol}” at {{here}} has nothing before it to repeat.", start)
        if quantifier(source):  # “{2}” with nothing before it, which Java accepts
            raise source.unsupported(start)
        source.take()
        if symbol == ".":
            return _Part(str(~(Characters() if "s" in source.flags else LINE_ENDS)))
        if symbol in {"^", "$"}:
            return _condition(_PLACES["A" if symbol == "^" else "Z"])
        return self._character(ord(symbol[-1]), start)

    def _character(self, code: int, start: int) -> _Part:
        return _Part(str(self._classes.span(code, code, start)))

    def _escape(self) -> _Part:
        source, start = self._source, self._source.at
        symbol = source.peek(1)
        if symbol in _RARE_ESCAPES or (symbol == "b" and source.peek(2) == "{"):
            source.at += 2
            raise source.unsupported(start)
        if symbol in _PLACES:
            source.at += 2
            self._classes.latin_only |= symbol in {"b", "B"}
            return _condition(_PLACES[symbol])
        if symbol in _DIGITS and symbol != "0":
            return self._reference(int(symbol))
        found = self._classes.escaped()
        return _Part(str(found)) if isinstance(found, Characters) else self._character(found, start)

    def _reference(self, number: int) -> _Part:
        source, start = self._source, self._source.at
        source.at += 2
        if number not in self._referable or source.peek() in _DIGITS or "i" in source.flags:
            raise source.unsupported(start)
        self._references += 1
        return _condition(f"(?:\\{number})")

    def _group(self) -> _Part | None:
        """The translation of a group; None if it only sets flags."""
        source, start, flags = self._source, self._source.at, self._source.flags
        source.take()
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnsupportedPattern("Groups within groups are too deep to be judged here.")
        kind = self._kind(start)
        found: _Part | None = None
        if kind != "flags":
            before = self._groups
            self._groups += kind == "("
            number = self._groups
            part = self._choice()
            if not source.took(")"):
                raise source.error("The group that opens at {here} is not closed.", start)
            source.flags = flags
            text = f"{kind}{part.text})"
            found = _joined(text, [part], can_be_empty=part.can_be_empty)
            if kind == "(":
                self._referable.add(number)
            elif kind != "(?:":
                self._referable.difference_update(range(before + 1, self._groups + 1))
                found = _condition(text, part.size)
        self._depth -= 1
        return found

    def _kind(self, start: int) -> str:
        """The beginning of a group in the ``regex`` library, after its ``(``; ``flags`` if it only sets flags."""
        source = self._source
        if not source.took("?"):
            return "("
        for kind in (":", "=", "!"):
            if source.took(kind):
                return f"(?{kind}"
        if source.took("<"):
            self._name(start)
            return "("
        if source.took(">"):
            raise source.unsupported(start)
        return "(?:" if self._sets_flags(start) == ":" else "flags"

    def _name(self, start: int) -> None:
        """Read the name of a group and the ``>`` after it."""
        source = self._source
        if source.took("=") or source.took("!"):
            raise source.unsupported(start)
        name = ""
        while (symbol := source.take_syntax()).isascii() and symbol.isalnum():
            name += symbol
        if not name[:1].isalpha():
            raise source.error("The name of the group at {here} must begin with a letter from A to Z.", start)
        if symbol != ">":
            raise source.error("The name of the group at {here} needs a “>” after letters and digits.", start)
        if name in self._names:
            raise source.error(f"The group at {{here}} has the same name as another, “{name}”.", start)
        self._names.add(name)

    def _sets_flags(self, start: int) -> str:
        """Set flags such as ``(?is-u``; return the ``:`` or ``)`` after them."""
        source, on = self._source, True
        while (symbol := source.take_syntax()) not in {":", ")"}:
            if symbol == "-" and on:
                on = False
            elif symbol in {"i", "s", "u"}:
                source.flags = source.flags | {symbol} if on else source.flags - {symbol}
            elif symbol in _RARE_FLAGS:
                raise source.unsupported(start)
            elif not symbol:
                raise source.error("The group that opens at {here} is not closed.", start)
            else:
                raise source.error(f"“{symbol}” at {{here}} is not a flag of Java.", source.at - 1)
        return symbol

    def _repeated(self, part: _Part, groups: int, references: int) -> _Part:
        """A part with its quantifier, if there is one.

        ``groups`` and ``references`` are the numbers of groups and references before the part.
        """
        source, start = self._source, self._source.at
        times = quantifier(source)
        if times is None:
            return part
        least, most = times.least, times.most
        self._referable.difference_update(range(groups + 1, self._groups + 1))
        if self._references > references or (part.can_be_empty and part.has_condition and most != 1):
            raise source.unsupported(start)
        if part.can_be_empty and not part.has_condition:
            least = 0  # Java ends the repetition after an empty match, also below its least count
        size = part.size * max(least, most or 1, 1)
        if size > _LARGEST:
            raise UnsupportedPattern("The expression repeats too much to be judged here.")
        counted = f"(?:(?:{part.text}){{{least},{'' if most is None else most}}}{'?' * times.lazy})"
        return _Part(counted, size, part.can_be_empty or not least, part.has_condition)


def _joined(text: str, parts: Sequence[_Part], *, can_be_empty: bool) -> _Part:
    size = max(1, sum(part.size for part in parts))
    if size > _LARGEST:
        raise UnsupportedPattern("The expression repeats too much to be judged here.")
    return _Part(text, size, can_be_empty, any(part.has_condition for part in parts))


def _condition(text: str, size: int = 1) -> _Part:
    return _Part(text, size, can_be_empty=True, has_condition=True)
