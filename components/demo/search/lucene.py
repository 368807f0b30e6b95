"""The query language of the archive, as REGARDS understands it (contract F.1).

luqum parses; what the parts mean is decided here. Much of it surprises: an unquoted value means "contains",
`AND` mixed with `OR` becomes `OR` of all, two terms side by side are refused. Where luqum's grammar takes
more than Lucene's (`f:g:x`, `f:-x`, `NOT NOT x`), this module refuses; where luqum cuts words otherwise, see
`lucene_tokens`.
"""

import re
from collections.abc import Iterator
from typing import Final

from luqum import parser, tree
from luqum.exceptions import ParseError

from components.demo.attributes import Attribute, Attributes, Kind, Value
from components.demo.search import lucene_patterns
from components.demo.search.criteria import (
    All,
    Among,
    Between,
    Contains,
    Criterion,
    Everything,
    Fits,
    Not,
    Tells,
    either,
    words,
)
from components.demo.search.lucene_tokens import Tokens


class QueryError(ValueError):
    """The archive refuses this expression; the text says why, as the catalogue's 400 does."""


def understand(expression: str, attributes: Attributes) -> Criterion:
    """Give the criterion that an expression states; the empty one is everything.

    Raises QueryError for bad syntax, an attribute that nobody defined, a value that its attribute cannot
    have, and for what REGARDS refuses: blank, `*:*`, terms side by side, fuzzy and boosted terms, ranges of
    text.
    """
    if not expression:
        return Everything()
    try:
        parsed = parser.parse(expression, lexer=Tokens())
    except ParseError as refusal:
        raise QueryError(str(refusal)) from None
    return _Reader(attributes).criterion(parsed, None)


_MOST_CLAUSES: Final = 1024  # Elasticsearch's indices.query.bool.max_clause_count (contract F.2)
_FULL_TEXT: Final = "@text"
_MODIFIERS: Final = (tree.Plus, tree.Prohibit, tree.Not)
_VALUES: Final = (tree.Term, tree.FieldGroup, tree.Range, tree.OpenRange, tree.BaseApprox, tree.Boost)


class _Reader:
    """Reads luqum's tree; `field` is the name that stands in front of a part, None where there is none."""

    def __init__(self, attributes: Attributes) -> None:
        self._attributes = attributes

    def criterion(  # noqa: PLR0911 - one return a kind of node
        self, node: tree.Item, field: str | None
    ) -> Criterion:
        match node:
            case tree.OrOperation() | tree.AndOperation():
                return self._operation(node, field)
            case tree.Plus(a=operand):
                return self._modified(operand, field)
            case tree.Not(a=operand) | tree.Prohibit(a=operand):
                return Not(self._modified(operand, field))
            case tree.BaseGroup(expr=inside):
                return self.criterion(inside, field)
            case tree.SearchField(name=name, expr=value) if isinstance(value, _VALUES):
                return self.criterion(value, _unescaped(name))
            case tree.Proximity(term=phrase):
                return self.criterion(phrase, field)  # the distance is ignored
            case tree.Term():
                return self._term(node, field)
            case tree.Range() | tree.OpenRange():
                return self._range(node, field)
        raise QueryError(_refusal(node))

    def _operation(self, node: tree.BaseOperation, field: str | None) -> Criterion:
        # luqum puts AND inside OR and never OR inside AND, unless parentheses say so.
        operands = tuple(self.criterion(each, field) for each in _flattened(node))
        if len(operands) > _MOST_CLAUSES:
            raise QueryError(f"too many clauses: maxClauseCount is set to {_MOST_CLAUSES}")
        return All(operands) if isinstance(node, tree.AndOperation) else either(operands)

    def _modified(self, operand: tree.Item, field: str | None) -> Criterion:
        if isinstance(operand, _MODIFIERS):
            raise QueryError(f"Syntax error, a second modifier before '{operand}'")
        return self.criterion(operand, field)

    def _term(self, node: tree.Term, field: str | None) -> Criterion:
        match node:
            case tree.Phrase():
                return self._quoted(_unescaped(node.value[1:-1]), field)
            case tree.Regex():
                return self._fitting(node.value[1:-1], field)
            case _:
                return self._unquoted(node.value, field)

    def _quoted(self, text: str, field: str | None) -> Criterion:
        if field is None:
            return Contains(self._attributes.texts, text)
        if field.endswith(_FULL_TEXT):
            return Tells(self._attribute(field.removesuffix(_FULL_TEXT), Kind.TEXT), words(text))
        attribute = self._attribute(field)
        return Among(attribute, frozenset({_read(attribute, text)}))

    def _unquoted(self, raw: str, field: str | None) -> Criterion:
        text = _unescaped(raw)
        attribute = None if field is None else self._attribute(field)
        if attribute and attribute.kind is Kind.DATE:
            raise QueryError(f"a single date must be quoted: {text}")
        if attribute and attribute.kind is not Kind.TEXT:
            return Among(attribute, frozenset({_read(attribute, text)}))
        if re.search(r"[*?]", _ESCAPED.sub("", raw)):
            # One real wildcard makes wildcards of the escaped ones too: REGARDS reads the unescaped text.
            return self._fitting(text.replace("*", ".*"), field)
        return Contains(self._texts(field), text)

    def _fitting(self, expression: str, field: str | None) -> Criterion:
        try:
            return Fits(self._texts(field), lucene_patterns.compiled(expression))
        except lucene_patterns.UnknownPattern as refusal:
            raise QueryError(str(refusal)) from None

    def _range(self, node: tree.Item, field: str | None) -> Criterion:
        if field is None:
            raise QueryError(f"a range needs a field: '{node}'")
        attribute = self._attribute(field, Kind.NUMBER, Kind.DATE)
        match node:
            case tree.Range():
                low, high = _bound(attribute, node.low), _bound(attribute, node.high)
                return Between(attribute, low, high, node.include_low, node.include_high)
            case tree.From():
                return Between(attribute, _bound(attribute, node.a), None, node.include, with_high=True)
            case _:
                return Between(attribute, None, _bound(attribute, node.a), with_low=True, with_high=node.include)

    def _texts(self, field: str | None) -> tuple[Attribute, ...]:
        return self._attributes.texts if field is None else (self._attribute(field, Kind.TEXT),)

    def _attribute(self, name: str, *kinds: Kind) -> Attribute:
        attribute = self._attributes.find(name)
        if attribute is None:
            raise QueryError(f"Unknown parameter: {name}")
        if kinds and attribute.kind not in kinds:
            raise QueryError(f"'{name}' is a {attribute.kind} attribute, this asks for {' or '.join(kinds)}")
        return attribute


def _flattened(node: tree.Item) -> Iterator[tree.Item]:
    """Give the operands as Lucene's parser leaves them: `a AND b OR c` has three, all of OR (F.1)."""
    for operand in node.operands:
        if isinstance(operand, tree.AndOperation):
            yield from _flattened(operand)
        else:
            yield operand


def _bound(attribute: Attribute, node: tree.Term) -> Value | None:
    if node.value == "*":
        return None
    text = node.value[1:-1] if isinstance(node, tree.Phrase) else node.value
    return _read(attribute, _unescaped(text))


def _read(attribute: Attribute, text: str) -> Value:
    try:
        return attribute.value(text)
    except ValueError:
        raise QueryError(f"'{text}' is not a {attribute.kind} value of '{attribute.name}'") from None


_ESCAPED: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)


def _unescaped(text: str) -> str:
    r"""Take one level of backslashes away; `\u` must be followed by four hexadecimal digits (F.1)."""

    def literal(found: re.Match[str]) -> str:
        if found[1] == "u":
            raise QueryError(f"Truncated unicode escape sequence in '{text}'")
        return chr(int(found[1][1:], 16)) if len(found[1]) > 1 else found[1]

    return _ESCAPED.sub(literal, text)


def _refusal(node: tree.Item) -> str:
    match node:
        case tree.UnknownOperation():
            return f"Indeterminate relationship between the terms of '{node}': write AND or OR"
        case tree.Fuzzy() | tree.Boost():
            return f"Fuzzy and boosted terms are not supported: '{node}'"
        case _:
            return f"Syntax error, '{node}' cannot stand here"
