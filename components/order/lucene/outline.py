"""The outline of a search expression: which clauses stand on one level, and what joins them.

It follows the grammar of Lucene 8's `StandardSyntaxParser.jj`, but takes any text: a fault leaves a gap in
the outline (a clause without value, a joint without operator) that can be explained.
"""

import dataclasses
from dataclasses import dataclass, replace

from components.order.lucene.tokens import Kind, Token, cut


@dataclass(slots=True, eq=False)
class Clause:
    """``-field:value~2``; everything but one of its parts may be missing."""

    level: "Level"
    modifiers: list[Token] = dataclasses.field(default_factory=list)  # NOT, - and +
    name: Token | None = None  # of the field
    signs: list[Token] = dataclasses.field(default_factory=list)  # what follows the name: one, where all is well
    late: list[Token] = dataclasses.field(default_factory=list)  # modifiers that stand behind the sign
    value: "Token | Level | None" = None
    suffixes: list[Token] = dataclasses.field(default_factory=list)  # ~ and ^

    @property
    def start(self) -> int:
        """Where the clause begins."""
        return (self.modifiers[0] if self.modifiers else self.name or self.value or self.signs[0]).start

    @property
    def end(self) -> int:
        """Where the clause ends."""
        parts = [*self.modifiers, self.name, *self.signs, *self.late, self.value, *self.suffixes]
        return max(part.end for part in parts if part is not None)

    @property
    def field(self) -> str | None:
        """The field that the value is compared with, also when it stands before the parentheses around."""
        return self.name.text if self.name else self.level.field


@dataclass(slots=True, eq=False)
class Level:
    """The clauses between two parentheses, or of the whole expression.

    ``joints[i]`` holds the operators before ``clauses[i]``, and the last joint those after the last clause.
    """

    field: str | None
    opening: Token | None = None
    closing: Token | None = None
    start: int = 0
    end: int = 0  # an open level goes on to the end of the text
    clauses: list[Clause] = dataclasses.field(default_factory=list)
    joints: list[list[Token]] = dataclasses.field(default_factory=lambda: [[]])


@dataclass(frozen=True, slots=True)
class Outline:
    """All tokens, all levels (the first is the whole expression), and the tokens that fit nowhere."""

    tokens: tuple[Token, ...]
    levels: tuple[Level, ...]
    strays: tuple[Token, ...]


def outline(expression: str, *, typeset: bool = True) -> Outline:
    """The outline of any text; `typeset` is explained at `tokens.cut`."""
    tokens = tuple(cut(expression, typeset=typeset))
    return _Reader(expression, tokens).read()


_SIGNS = {Kind.COLON, Kind.COMPARISON}
_MODIFIERS = {Kind.NOT, Kind.PLUS, Kind.MINUS}
_SUFFIXES = {Kind.FUZZY, Kind.BOOST}
_GLUE_BEGINS = {Kind.WORD, Kind.REGEX, Kind.SLASH, Kind.PLUS, Kind.MINUS}
_GLUE = _GLUE_BEGINS | _SIGNS | {Kind.NOT, Kind.AND, Kind.OR}
_NO_CLAUSE = {Kind.AND, Kind.OR, Kind.CLOSE} | _SIGNS | _SUFFIXES
_LOWER_CASE = {"and": Kind.AND, "or": Kind.OR, "not": Kind.NOT}


class _Reader:
    """Reads the tokens once, with a stack of its own: parentheses may be nested to any depth."""

    def __init__(self, expression: str, tokens: tuple[Token, ...]) -> None:
        self._expression = expression
        self._tokens = tokens
        self._level = Level(None)
        self._levels = [self._level]
        self._around: list[Clause] = []  # the clauses whose values are the levels that are open
        self._clause: Clause | None = None  # the one that still waits for its value
        self._strays: list[Token] = []

    def read(self) -> Outline:
        position = 0
        while position < len(self._tokens):
            position += self._take(position)
        while self._around:
            self._close(None)
        self._finish()
        self._level.end = len(self._expression)
        return Outline(self._tokens, tuple(self._levels), tuple(self._strays))

    def _take(self, position: int) -> int:
        """Put the token at this position into its place; give how many tokens that took."""
        token = self._as_meant(position)
        taken = 1
        if token.kind in {Kind.AND, Kind.OR}:
            self._finish()
            self._level.joints[-1].append(token)
        elif glued := self._glued(position):
            self._set_value(replace(token, kind=Kind.GLUED, end=glued[-1].end, text=self._text_of(glued)))
            taken = len(glued)
        elif token.kind in _MODIFIERS:
            self._modify(token)
        elif token.kind in _SIGNS:
            self._sign(position)
        elif token.kind in _SUFFIXES:
            self._suffix(token)
        elif token.kind is Kind.OPEN:
            self._open(token)
        elif token.kind is Kind.CLOSE and self._around:
            self._close(token)
        elif token.kind in {Kind.CLOSE, Kind.STRAY}:
            self._strays.append(token)
        elif token.kind is Kind.WORD and not self._signed and self._kind_at(position + 1) in _SIGNS:
            self._waiting().name = token
        else:
            self._set_value(token)
        return taken

    def _as_meant(self, position: int) -> Token:
        """The token, as the operator that it is meant to be where it is one in lower case."""
        token, after = self._tokens[position], self._kind_at(position + 1)
        kind = _LOWER_CASE.get(token.text.lower()) if token.kind is Kind.WORD else None
        if kind is None or after is None or after in _NO_CLAUSE or self._signed:
            return token
        if kind is Kind.NOT:
            return token if self._clause else replace(token, kind=kind)
        between = self._level.clauses and not self._level.joints[-1] and not self._clause
        return replace(token, kind=kind) if between else token

    @property
    def _signed(self) -> bool:
        """Whether a field's name and its sign wait for their value."""
        return self._clause is not None and bool(self._clause.signs)

    def _kind_at(self, position: int) -> Kind | None:
        return self._tokens[position].kind if position < len(self._tokens) else None

    def _glued(self, position: int) -> tuple[Token, ...]:
        """The tokens from here on that touch each other and were meant as one value; none where one is all."""
        begins = _GLUE_BEGINS if self._signed and not (self._clause and self._clause.late) else {Kind.WORD}
        if self._kind_at(position) not in begins:
            return ()
        end = position + 1
        while self._kind_at(end) in _GLUE and self._tokens[end].start == self._tokens[end - 1].end:
            end += 1
        slash_first = self._kind_at(position + 1) is Kind.SLASH
        return self._tokens[position:end] if end > position + 1 and (self._signed or slash_first) else ()

    def _text_of(self, tokens: tuple[Token, ...]) -> str:
        return self._expression[tokens[0].start : tokens[-1].end]

    def _waiting(self) -> Clause:
        self._clause = self._clause or Clause(self._level)
        return self._clause

    def _modify(self, token: Token) -> None:
        clause = self._waiting()
        (clause.late if clause.signs else clause.modifiers).append(token)

    def _sign(self, position: int) -> None:
        token, before = self._tokens[position], self._tokens[position - 1]
        clause = self._clause
        if clause and position and before in (clause.name, *clause.signs):
            clause.signs.append(token)
        else:
            self._strays.append(token)

    def _suffix(self, token: Token) -> None:
        if self._clause or not self._level.clauses or self._level.joints[-1]:
            self._strays.append(token)
        else:
            self._level.clauses[-1].suffixes.append(token)

    def _set_value(self, token: Token) -> None:
        self._waiting().value = token
        self._finish()

    def _open(self, token: Token) -> None:
        clause = self._waiting()
        self._level = Level(clause.field, token, start=token.start)
        clause.value = self._level
        self._levels.append(self._level)
        self._around.append(clause)
        self._clause = None

    def _close(self, token: Token | None) -> None:
        self._finish()
        self._level.closing = token
        self._level.end = token.end if token else len(self._expression)
        self._clause = self._around.pop()
        self._level = self._clause.level
        self._finish()

    def _finish(self) -> None:
        if self._clause:
            self._level.clauses.append(self._clause)
            self._level.joints.append([])
            self._clause = None
