"""The outline of a search expression: its levels, the conditions on each, and the operators between them.

It follows the grammar of Lucene 8's `StandardSyntaxParser.jj`, without what REGARDS refuses of it (contract F.1).
Reading goes on after a fault if it is clear what was meant, and ends at any other.
"""

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from components.order.lucene.queries import is_field
from components.order.lucene.tokens import Kind, Token, has_half_unicode, is_small, token_at, unescaped


@dataclass(slots=True)
class Clause:
    """A condition such as `-field:value`, where only the value is always there; or a group in parentheses."""

    start: int
    end: int
    modifier: Token | None = None  # NOT, - or +
    name: Token | None = None  # of the field, if it stands directly before the value
    field: str | None = None  # also if it stands before the parentheses around the value
    has_colon: bool = False  # in its name, which therefore is none
    compared: bool = False  # by <, >, <= or >=
    colon: Token | None = None  # before a comparison, where none may stand
    value: Token | None = None  # None for a group
    distance: Token | None = None  # ~2


@dataclass(slots=True)
class Level:
    """The clauses between two parentheses, or of the whole expression.

    `joints[i]` stands between `clauses[i]` and `clauses[i + 1]`: AND, OR, a word that was meant as one, or None.
    """

    field: str | None = None
    opening: Token | None = None
    clauses: list[Clause] = dataclasses.field(default_factory=list)
    joints: list[Token | None] = dataclasses.field(default_factory=list)

    def joined(self) -> Iterator[tuple[Clause, Token | None, Clause]]:
        """Neighbouring clauses, with the joint between them."""
        return zip(self.clauses, self.joints, self.clauses[1:], strict=False)


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of an expression, as far as it can be read."""

    levels: list[Level]  # the first is the whole expression
    unreadable: Token | None  # where reading ended
    unclosed: list[Token]  # parentheses that are never closed; none if reading ended before the end
    unopened: list[Token]  # parentheses that close nothing
    odd_spaces: list[re.Match[str]]  # look like spaces, but are letters to Lucene


COMMAS: Final = frozenset({",", ";"})
"""The signs that people write between the values of a list instead of OR."""


def outline(expression: str) -> Outline:
    """The outline of any text, with any depth of parentheses."""
    return _Reader(expression).read()


_VALUES: Final = {Kind.WORD, Kind.QUOTED, Kind.REGEX, Kind.RANGE, Kind.TYPOGRAPHIC, Kind.GLUED}
_COMPARED: Final = {Kind.WORD, Kind.QUOTED, Kind.TYPOGRAPHIC, Kind.GLUED}
_MODIFIERS: Final = {Kind.NOT, Kind.PLUS, Kind.MINUS}
_OPERATORS: Final = {Kind.AND, Kind.OR}
_SIGNS: Final = {Kind.IS, Kind.COMPARISON}
_BEGINNINGS: Final = _VALUES | _MODIFIERS | {Kind.OPEN}
_GLUED_FROM: Final = {Kind.PLUS, Kind.MINUS, Kind.SLASH}
_NAME_WITH_COLON: Final = re.compile(
    r"(?P<prefix>[A-Za-z_]\w*):[A-Za-z_][\w-]*(?=\s*(?P<sign>[:=<>])\s*(?P<value>\S))", re.ASCII
)
_OPENINGS: Final = frozenset('[{("')
_STAC: Final = frozenset(  # the prefixes of its extensions
    {
        *("altm", "cube", "eo", "grid", "insar", "landsat", "mgrs", "order", "proj", "processing", "product", "raster"),
        *("s1", "s2", "s3", "sar", "sat", "sci", "ssys", "storage", "view"),
    }
)
_SPACES: Final = re.compile(r"\s*")
_ODD_SPACE: Final = re.compile(r"[^\S \t\n\r\u3000]+")  # Lucene's grammar knows only these five as spaces
_GLUED: Final = re.compile(r'(?:[^\s()\[\]{}"~^\\]|\\.)+', re.DOTALL)


class _Unreadable(Exception):
    """The next token cannot stand where it stands."""


class _Reader:
    """A reader of tokens. It uses its own stack, so that parentheses may be nested to any depth."""

    def __init__(self, expression: str) -> None:
        self._expression = expression
        self._levels = [Level()]
        self._open = [*self._levels]
        self._unopened: list[Token] = []
        self._odd_spaces: list[re.Match[str]] = []
        self._next = self._token_after(0)

    def read(self) -> Outline:
        unreadable = None
        try:
            self._operand()
            while self._joint():
                self._operand()
        except _Unreadable:
            unreadable = self._next
        unclosed = [] if unreadable else [level.opening for level in self._open if level.opening]
        return Outline(self._levels, unreadable, unclosed, self._unopened, self._odd_spaces)

    def _operand(self) -> None:
        """Read up to the next value, through the parentheses that open before it."""
        clause = self._beginning()
        while self._next.kind is Kind.OPEN and not clause.compared:
            self._open.append(Level(clause.field, self._take()))
            self._levels.append(self._open[-1])
            clause = self._beginning()
        self._set_value(clause)

    def _joint(self) -> bool:
        """Read the closing parentheses and the operator after a value, if any; return whether more follows."""
        while self._next.kind is Kind.CLOSE:
            self._close()
        token = self._next
        joints = self._open[-1].joints
        if token.kind is Kind.END:
            return False
        if token.kind in _OPERATORS or self._is_meant_as_operator():
            joints.append(self._take())
        elif token.kind in _BEGINNINGS:
            joints.append(None)
        else:
            raise _Unreadable
        return True

    def _beginning(self) -> Clause:
        """Read NOT and the name of a field before a value, if any."""
        level = self._open[-1]
        clause = Clause(self._next.start, self._next.start, field=level.field)
        level.clauses.append(clause)
        if self._next.kind in _MODIFIERS or (self._next.text.upper() == "NOT" and self._is_small_operator()):
            clause.modifier = self._take()
        if self._next.kind is Kind.WORD and (colon := self._name_with_colon()):
            clause.has_colon, clause.field = True, colon.text
            self._next = colon
            clause.name = self._take()
            self._take_sign(clause)
        elif self._next.kind is Kind.WORD and self._after_next.kind in _SIGNS:
            clause.field = unescaped(self._next.text)
            if not is_field(clause.field.removesuffix("@text")) or has_half_unicode(self._next.text):
                raise _Unreadable
            clause.name = self._take()
            self._take_sign(clause)
        return clause

    def _take_sign(self, clause: Clause) -> None:
        """Read what stands between a name and its value, also a comparison that follows a colon."""
        sign = self._take()
        if sign.text == ":" and self._next.kind is Kind.COMPARISON:
            clause.colon, sign = sign, self._take()
        clause.compared = sign.kind is Kind.COMPARISON

    def _name_with_colon(self) -> Token | None:
        """A name with a colon at the cursor: one of STAC such as `eo:cloud_cover`, or what can only be a name."""
        found = _NAME_WITH_COLON.match(self._expression, self._next.start)
        if found is None or found["prefix"].upper() == "URN":
            return None
        is_name = found["prefix"] in _STAC or found["sign"] in "<>" or found["value"] in _OPENINGS
        return Token(Kind.GLUED, found.start(), found.end(), found[0]) if is_name else None

    def _set_value(self, clause: Clause) -> None:
        if clause.name:
            self._next = self._glued(self._next)
        kind = self._next.kind
        allowed = kind in (_COMPARED if clause.compared else _VALUES) and (clause.field or kind is not Kind.RANGE)
        if not allowed or (kind not in {Kind.REGEX, Kind.GLUED} and has_half_unicode(self._next.text)):
            raise _Unreadable
        clause.value = self._take()
        if clause.value.kind is Kind.QUOTED and self._next.kind is Kind.DISTANCE and not clause.compared:
            clause.distance = self._take()
        clause.end = (clause.distance or clause.value).end

    def _glued(self, token: Token) -> Token:
        """The token, or one token of all that follow without a space and were meant as one value."""
        found = _GLUED.match(self._expression, token.start)
        is_value = token.kind is Kind.WORD or (token.kind is Kind.REGEX and self._after_next.kind not in _OPERATORS)
        if found and (found.end() > token.end if is_value else token.kind in _GLUED_FROM):
            return Token(Kind.GLUED, token.start, found.end(), found[0])
        return token

    def _close(self) -> None:
        token = self._take()
        if len(self._open) > 1:
            self._open.pop()
            self._open[-1].clauses[-1].end = token.end
        else:
            self._unopened.append(token)

    def _is_meant_as_operator(self) -> bool:
        """Whether a word between two clauses was meant to join them."""
        return self._next.text in COMMAS or (self._is_small_operator() and self._next.text.upper() != "NOT")

    def _is_small_operator(self) -> bool:
        """Whether a word would be an operator in capitals, and an operand may follow."""
        return is_small(self._next) and self._after_next.kind in _BEGINNINGS

    @property
    def _after_next(self) -> Token:
        return token_at(self._expression, self._after_spaces(self._next.end))

    def _take(self) -> Token:
        token = self._next
        self._next = self._token_after(token.end)
        return token

    def _token_after(self, position: int) -> Token:
        token = token_at(self._expression, self._after_spaces(position))
        self._odd_spaces += _ODD_SPACE.finditer(self._expression, position, token.start)
        return token

    def _after_spaces(self, position: int) -> int:
        found = _SPACES.match(self._expression, position)
        return found.end() if found else position
