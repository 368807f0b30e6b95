"""A tree of a Java expression in the syntax of the ``regex`` library, and the names that it cannot answer for.

The ``regex`` library errs in sets that are negated and in what ignores case; so sets are written out as plain
ranges, and case is part of them. What remains uncertain for some names only is a `Doubt`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from components.order.java_regex import characters, properties
from components.order.java_regex.characters import Characters
from components.order.java_regex.lengths import can_be_empty, holds, parts_of
from components.order.java_regex.syntax import (
    At,
    Atomic,
    Choice,
    Cluster,
    Greed,
    Group,
    LineBreak,
    Look,
    Node,
    One,
    Place,
    Reference,
    Repeat,
    Sequence,
    UnsupportedPattern,
)

_LARGEST: Final = 10_000  # elements, counted repetitions written out; the `regex` library keeps them in memory
_MANY_RANGES: Final = 16
_ASCII: Final = Characters(((0, 0x7F),))


class Doubt(Enum):
    """Names for which an expression's answer is not certain; the value finds what in a name makes it so."""

    LINE_BREAKS = re.compile("\r\n")  # \R may or may not split it in a repetition
    NOT_ASCII = re.compile(r"[^\x00-\x7f]")  # a group again, whatever its case
    LARGE = re.compile(r"[^\x00-\uffff]")  # Java counts such a character twice where it looks back
    COMBINED = re.compile(r"[^\x00-\u02ff]")  # the rules of what a reader takes for one character


@dataclass(frozen=True, slots=True)
class Translation:
    """An expression for ``regex.compile``, and the doubts about names."""

    expression: str
    doubts: frozenset[Doubt]


def translate(tree: Node) -> Translation:
    """The same as the tree says, in the syntax of the ``regex`` library.

    Raises:
        UnsupportedPattern: it repeats too much, or the two libraries are known to differ.
    """
    _size(tree)
    wanted = frozenset(node.number for node in _all(tree) if isinstance(node, Reference))
    _refuse_hidden_groups(tree, wanted, hidden=False)
    groups = frozenset(node.number for node in _all(tree) if isinstance(node, Group) and node.number)
    return Translation(_Writer(wanted, groups).write(tree), frozenset(_doubts(tree)))


def _all(node: Node) -> Iterator[Node]:
    yield node
    for part in parts_of(node):
        yield from _all(part)


def _size(node: Node) -> int:
    size = max(1, sum(map(_size, parts_of(node))))
    if isinstance(node, Repeat):
        size *= max(node.least, node.most or 1, 1)
    if size > _LARGEST:
        raise UnsupportedPattern("The expression repeats too much to be judged here.")
    return size


def _refuse_hidden_groups(node: Node, wanted: frozenset[int], *, hidden: bool) -> None:
    """Refuse references to groups that Java may leave set when it steps back: in looks and atomic groups."""
    if isinstance(node, Group) and node.number in wanted and hidden:
        raise UnsupportedPattern("A reference to a group in a look-around or atomic group is not supported here.")
    atomic = isinstance(node, Look | Atomic) or (isinstance(node, Repeat) and node.greed is Greed.POSSESSIVE)
    for part in parts_of(node):
        _refuse_hidden_groups(part, wanted, hidden=hidden or atomic)


def _doubts(tree: Node) -> Iterator[Doubt]:
    for node in _all(tree):
        match node:
            case Repeat(body) | Look(body) if holds(body, LineBreak):
                yield Doubt.LINE_BREAKS
            case Reference(any_case=True):
                yield Doubt.NOT_ASCII
            case Cluster():
                yield Doubt.COMBINED
        if isinstance(node, Look) and node.behind:
            yield Doubt.LARGE


class _Writer:
    def __init__(self, wanted: frozenset[int], groups: frozenset[int]) -> None:
        self._wanted = wanted
        self._groups = groups
        self._closed: set[int] = set()
        self._loops = 0

    def write(self, node: Node) -> str:  # noqa: C901, PLR0911, PLR0912 - one case for each kind of node
        match node:
            case One(of):
                return _set(of)
            case At(place):
                return _PLACES[place]
            case LineBreak():
                return f"(?:\\r\\n|{_set(properties.VERTICAL)})"
            case Cluster():
                return "(?>\\r\\n|(?s:.))"
            case Sequence(parts):
                return "".join(map(self.write, parts))
            case Choice(branches):
                return f"(?:{'|'.join(map(self.write, branches))})"
            case Atomic(body):
                return f"(?>{self.write(body)})"
            case Look(body, behind, negative):
                if behind and (holds(body, Atomic, Cluster, Look) or _gives_nothing_back(body)):
                    raise UnsupportedPattern("What is in a group that looks back is not supported here.")
                return f"(?{'<' if behind else ''}{'!' if negative else '='}{self.write(body)})"
            case Group(body, number):
                inner = self.write(body)
                if number is None or number not in self._wanted:
                    return f"(?:{inner})"
                self._closed.add(number)
                return f"(?P<g{number}>{inner})"
            case Reference():
                return self._reference(node)
            case Repeat():
                return self._repeat(node)

    def _reference(self, node: Reference) -> str:
        if node.number in self._closed:
            return f"(?i:(?P=g{node.number}))" if node.any_case else f"(?P=g{node.number})"
        if self._loops and node.number in self._groups:
            raise UnsupportedPattern("A reference to a group that is not closed before it is not supported here.")
        return _NEVER

    def _repeat(self, node: Repeat) -> str:
        self._loops += 1
        body = self.write(node.body)
        self._loops -= 1
        if isinstance(node.body, At | Look):  # repeating a condition changes nothing
            return "" if node.least == 0 else body
        least, most = node.least, node.most
        if can_be_empty(node.body):
            if holds(node.body, At, Look, Reference, Atomic) or _gives_nothing_back(node.body):
                if least > 1:
                    raise UnsupportedPattern("Repeating what may be a mere condition is not supported here.")
            else:
                least = 0  # Java leaves the loop after an empty turn, whatever is left to count
        atomic = node.greed is Greed.POSSESSIVE or isinstance(node.body, LineBreak)
        body = f"(?>{body})" if atomic else f"(?:{body})"
        lazy = "?" if node.greed is Greed.LAZY else ""
        counted = f"{{{least},{'' if most is None else most}}}"
        repeated = f"{body}{counted}{lazy}"
        return f"(?>{repeated})" if node.greed is Greed.POSSESSIVE else f"(?:{repeated})"


def _gives_nothing_back(node: Node) -> bool:
    return any(isinstance(part, Repeat) and part.greed is Greed.POSSESSIVE for part in _all(node))


def _set(of: Characters) -> str:
    """A set in brackets; a large one so that characters of ASCII do not search it all."""
    ranges = of.ranges
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        return _sign(ranges[0][0])
    if len(ranges) > _MANY_RANGES:
        small, large = of & _ASCII, of & ~_ASCII
        return f"(?:{_brackets(small)}|(?=[\\x80-\\U0010ffff]){_brackets(large)})"
    return _brackets(of)


def _brackets(of: Characters) -> str:
    if not of.ranges:
        return _NEVER
    if of.ranges == ((0, characters.LAST),):
        return "(?s:.)"
    return f"[{''.join(f'{_sign(first)}-{_sign(last)}' for first, last in of.ranges)}]"


def _sign(code: int) -> str:
    sign = chr(code)
    return sign if sign.isascii() and sign.isalnum() else f"\\U{code:08x}"


def _word_boundary(word: Characters) -> tuple[str, str]:
    """A boundary of Java 17's words and none: a mark that combines with a letter or digit belongs to the word."""
    large = Characters(((0x10000, characters.LAST),))
    letter = properties.letter_or_digit() & ~large
    marks = properties.general("Mn", any_case=False) or Characters()
    base, mark, some = _set(word), _set(marks), _set(marks & ~large)
    before = f"(?:(?<={base})|(?<={_set(letter)}{some}+))"
    after = f"(?:(?={base})|(?={mark})(?<={_set(letter)}{some}*))"
    return f"(?:{before}(?!{after})|(?!{before}){after})", f"(?:{before}{after}|(?!{before})(?!{after}))"


_NEVER: Final = "(?!)"
_LINE: Final = _brackets(properties.LINE_ENDS)
_WORDS: Final = _word_boundary(properties.letter_or_digit() | characters.listed("_"))
_UNICODE_WORDS: Final = _word_boundary(properties.binary("WORD", any_case=False) or Characters())
_PLACES: Final = {
    Place.BEGINNING: r"\A",
    Place.LINE_BEGINNING: rf"(?:(?!\Z)(?:\A|(?<={_LINE})(?!(?<=\r)\n)))",
    Place.UNIX_LINE_BEGINNING: r"(?:(?!\Z)(?:\A|(?<=\n)))",
    Place.END: r"\Z",
    Place.END_BUT_TERMINATOR: rf"(?=(?:\r\n|{_LINE})?\Z)(?!(?<=\r)\n)",
    Place.UNIX_END_BUT_TERMINATOR: r"(?=\n?\Z)",
    Place.LINE_END: rf"(?=\Z|{_LINE})(?!(?<=\r)\n)",
    Place.UNIX_LINE_END: r"(?=\Z|\n)",
    Place.WORD_BOUNDARY: _WORDS[0],
    Place.NO_WORD_BOUNDARY: _WORDS[1],
    Place.UNICODE_WORD_BOUNDARY: _UNICODE_WORDS[0],
    Place.NO_UNICODE_WORD_BOUNDARY: _UNICODE_WORDS[1],
}
