r"""The syntax of Lucene's query language: a parser from expressions to syntax trees.

REGARDS uses Lucene's *flexible standard* parser. The tokens are those of its grammar, `StandardSyntaxParser.jj`
of Lucene 8. As there, `AND` has no precedence over `OR`: all operators between two parentheses are on the same level
(contract F.1).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias


class QueryError(ValueError):
    """The archive refuses this expression; the message is the one of the catalogue's 400 response."""


@dataclass(frozen=True, slots=True)
class Word:
    """An unquoted value, with its backslashes, which tell escaped characters from wildcards."""

    raw: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quoted value, without the quotation marks and with its escapes resolved."""

    text: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression, without the slashes around it."""

    text: str


@dataclass(frozen=True, slots=True)
class Range:
    """`[low TO high]` or a comparison such as `>low`; None is no bound."""

    low: str | None
    high: str | None
    with_low: bool = True
    with_high: bool = True


@dataclass(frozen=True, slots=True)
class Condition:
    """A value and its field, or None if no field is given."""

    field: str | None
    value: Word | Quoted | Pattern | Range


@dataclass(frozen=True, slots=True)
class Negation:
    """`NOT`, `-` or `!` before a condition or parentheses."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class Operation:
    """Two or more operands of one level; one `OR` makes all its operators `OR`."""

    operands: tuple["Node", ...]
    any_of: bool


Node: TypeAlias = Condition | Negation | Operation


def parse(expression: str) -> Node:
    """The syntax tree of an expression. Raises QueryError if Lucene or REGARDS cannot read it.

    REGARDS refuses terms without an operator between them, fuzzy terms and boosts, which Lucene itself accepts.
    """
    return _Parser(expression).whole()


def unescaped(text: str) -> str:
    r"""The text with escapes resolved; `\u` must be followed by four hexadecimal digits (contract F.1)."""

    def literal(found: re.Match[str]) -> str:
        if found[1] == "u":
            raise QueryError(f"Truncated unicode escape sequence in '{text}'")
        return chr(int(found[1][1:], 16)) if len(found[1]) > 1 else found[1]

    return ESCAPED.sub(literal, text) if "\\" in text else text


ESCAPED: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)

_LONGEST: Final = 500_000  # 500 identifiers of 1,000 characters; a limit of this archive's own
_DEEPEST: Final = 100  # the parser is recursive
_TERM_START: Final = r'(?:[^\s+\-!():^\[\]"{}~\\/<>=]|\\.)'
_QUOTED: Final = r'"(?:[^"\\]|\\.)*"'
_BOUND: Final = rf"(?:{_QUOTED}|[^\s\]}}]+)"
_TOKEN: Final = re.compile(
    rf"""
      (?P<WORD>{_TERM_START}(?:{_TERM_START}|[-+])*)
    | (?P<QUOTED>{_QUOTED})
    | (?P<PATTERN>/(?:[^*/\\]|\\.)(?:[^/\\]|\\.)*/)
    | (?P<RANGE>(?P<opening>[\[{{])\s*(?P<low>{_BOUND})\s+TO\s+(?P<high>{_BOUND})\s*(?P<closing>[\]}}]))
    | (?P<IS>[:=])
    | (?P<COMPARISON>[<>]=?)
    | (?P<OPEN>\()
    | (?P<CLOSE>\))
    | (?P<PLUS>\+)
    | (?P<NOT>[-!])
    | (?P<FUZZY>~[0-9.]*)
    | (?P<BOOST>\^[0-9.]*)
    | \s+
    | (?P<STRAY>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERATORS: Final = {"AND": "AND", "&&": "AND", "OR": "OR", "||": "OR", "NOT": "NOT"}


class _Parser:
    """A recursive-descent parser; each method parses one rule of the grammar."""

    def __init__(self, expression: str) -> None:
        self._expression = expression
        if len(expression) > _LONGEST:
            raise QueryError(f"The length of the query [{len(expression)}] exceeds the allowed maximum [{_LONGEST}]")
        self._tokens = list(_tokens(expression))
        self._kinds = [*(_OPERATORS.get(each[0], each.lastgroup) for each in self._tokens), None]  # None is the end
        self._position = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._level(None)
        if self._next:
            raise self._unexpected()
        return node

    def _level(self, field: str | None) -> Node:
        """Parse the content of parentheses, or the whole expression."""
        start = self._position
        operands = [self._operand(field)]
        operators = set()
        while self._next in {"AND", "OR"}:
            operators.add(self._next)
            self._take()
            operands.append(self._operand(field))
        if self._next not in {None, "CLOSE"}:
            self._operand(field)
            raise QueryError(f"Indeterminate relationship between the terms of '{self._since(start)}': write AND or OR")
        return operands[0] if len(operands) == 1 else Operation(tuple(operands), any_of="OR" in operators)

    def _operand(self, field: str | None) -> Node:
        """Parse a condition or a group with at most one modifier."""
        if self._next == "NOT":
            self._take()
            return Negation(self._condition(field))
        if self._next == "PLUS":
            self._take()
        return self._condition(field)

    def _condition(self, field: str | None) -> Node:
        if self._next == "WORD" and self._kinds[self._position + 1] in {"IS", "COMPARISON"}:
            field = unescaped(self._take()[0])
            sign = self._take()
            if sign.lastgroup == "COMPARISON":
                return Condition(field, self._compared(sign[0]))
        return self._value(field)

    def _compared(self, sign: str) -> Range:
        if self._next not in {"WORD", "QUOTED"}:
            raise self._unexpected()
        bound, included = _bound(self._take()[0]), sign.endswith("=")
        return Range(bound, None, with_low=included) if sign[0] == ">" else Range(None, bound, with_high=included)

    def _value(self, field: str | None) -> Node:
        start, kind = self._position, self._next
        if kind == "OPEN":
            node = self._group(field)
        elif kind in _VALUES:
            node = Condition(field, _VALUES[kind](self._take()))
        else:
            raise self._unexpected()
        if kind == "QUOTED" and self._next == "FUZZY":
            self._take()  # the distance between quoted words is ignored
        if self._next in {"FUZZY", "BOOST"}:
            self._take()
            raise QueryError(f"Fuzzy and boosted terms are not supported: '{self._since(start)}'")
        return node

    def _group(self, field: str | None) -> Node:
        self._take()
        self._depth += 1
        if self._depth > _DEEPEST:
            raise QueryError("Syntax error, parentheses nested too deeply")
        node = self._level(field)
        self._depth -= 1
        if self._next != "CLOSE":
            raise self._unexpected()
        self._take()
        return node

    @property
    def _next(self) -> str | None:
        return self._kinds[self._position]

    def _take(self) -> re.Match[str]:
        self._position += 1
        return self._tokens[self._position - 1]

    def _since(self, position: int) -> str:
        """The text of the tokens from a position to the current one."""
        return self._expression[self._tokens[position].start() : self._tokens[self._position - 1].end()]

    def _unexpected(self) -> QueryError:
        if self._next is None:
            return QueryError("Syntax error, unexpected end of the expression")
        token = self._tokens[self._position]
        return QueryError(f"Syntax error, unexpected '{token[0]}' at position {token.start()}")


def _tokens(expression: str) -> Iterator[re.Match[str]]:
    """The tokens up to the first that cannot stand anywhere: looking on takes a time that grows with the square."""
    for found in _TOKEN.finditer(expression):
        if found.lastgroup:
            yield found
        if found.lastgroup == "STRAY":
            return


def _range(found: re.Match[str]) -> Range:
    return Range(_bound(found["low"]), _bound(found["high"]), found["opening"] == "[", found["closing"] == "]")


def _bound(text: str) -> str | None:
    if text == "*":
        return None
    quoted = text.startswith('"') and text.endswith('"') and len(text) > 1
    return unescaped(text[1:-1] if quoted else text)


_VALUES: Final[Mapping[str | None, Callable[[re.Match[str]], Word | Quoted | Pattern | Range]]] = {
    "WORD": lambda found: Word(found[0]),
    "QUOTED": lambda found: Quoted(unescaped(found[0][1:-1])),
    "PATTERN": lambda found: Pattern(found[0][1:-1]),
    "RANGE": _range,
}
