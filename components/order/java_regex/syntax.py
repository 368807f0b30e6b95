"""A regular expression of Java 17 as a tree: the vocabulary that reader and translation share.

Flags are gone here: each node already means what the flags at its place made of it.
"""

from dataclasses import dataclass
from enum import Enum, Flag, auto
from typing import TypeAlias

from components.order.java_regex.characters import Characters


class PatternError(ValueError):
    """Java refuses the expression; the message is a sentence, ``position`` its place counted from 1.

    Not raised for an expression that Java takes, however odd: that is answered, or an `UnsupportedPattern`.
    """

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


class UnsupportedPattern(ValueError):
    """This code cannot tell what Java makes of the expression; the message is a sentence."""


class Flags(Flag):
    """What ``(?idmsuxU)`` switches on."""

    NONE = 0
    ANY_CASE = auto()
    UNIX_LINES = auto()
    MULTILINE = auto()
    DOT_ALL = auto()
    UNICODE_CASE = auto()
    COMMENTS = auto()
    UNICODE_CLASSES = auto()


class Greed(Enum):
    """How much a repetition takes first, and whether it gives back."""

    GREEDY = ""
    LAZY = "?"
    POSSESSIVE = "+"


class Place(Enum):
    """A condition on where one stands; in the words of Java's documentation."""

    BEGINNING = auto()  # \A, ^, and \G, which is the same when the whole name is tried
    LINE_BEGINNING = auto()
    UNIX_LINE_BEGINNING = auto()
    END = auto()
    END_BUT_TERMINATOR = auto()
    UNIX_END_BUT_TERMINATOR = auto()
    LINE_END = auto()
    UNIX_LINE_END = auto()
    WORD_BOUNDARY = auto()
    NO_WORD_BOUNDARY = auto()
    UNICODE_WORD_BOUNDARY = auto()
    NO_UNICODE_WORD_BOUNDARY = auto()


@dataclass(frozen=True, slots=True)
class One:
    """Any one character of a set."""

    of: Characters


@dataclass(frozen=True, slots=True)
class At:
    """No character, but a condition on the place."""

    place: Place


@dataclass(frozen=True, slots=True)
class LineBreak:
    r"""``\R``: a line end, CR LF being one."""


@dataclass(frozen=True, slots=True)
class Cluster:
    r"""``\X``: what a reader takes for one character."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """One thing after the other."""

    parts: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """The first branch that leads to a match."""

    branches: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A thing again and again; ``most`` is None where nothing bounds it."""

    body: "Node"
    least: int
    most: int | None
    greed: Greed


@dataclass(frozen=True, slots=True)
class Group:
    """What stands in parentheses; ``number`` is None unless it can be referred to."""

    body: "Node"
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Atomic:
    """A group that never gives back what it took."""

    body: "Node"


@dataclass(frozen=True, slots=True)
class Look:
    """A condition on what follows or, with ``behind``, on what was before."""

    body: "Node"
    behind: bool
    negative: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """The text of a group again; ``known`` tells whether the group began before it."""

    number: int
    known: bool
    any_case: bool


Node: TypeAlias = One | At | LineBreak | Cluster | Sequence | Choice | Repeat | Group | Atomic | Look | Reference
