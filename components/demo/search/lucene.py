"""The semantics of the query language, as in REGARDS (contract F.1).

`lucene_syntax` parses an expression. Two surprises: an unquoted value means "contains", and `AND` mixed with `OR`
becomes `OR` of all operands.
"""

import re
from typing import Final

from components.demo.catalogue.attributes import Attribute, Attributes, Kind, Value
from components.demo.search import lucene_patterns
from components.demo.search.criteria import (
    AllOf,
    Between,
    Contains,
    ContainsWords,
    Criterion,
    Everything,
    MatchesPattern,
    Not,
    OneOf,
    any_of_criteria,
    words,
)
from components.demo.search.lucene_syntax import (
    ESCAPED,
    Condition,
    Negation,
    Node,
    Operation,
    Pattern,
    QueryError,
    Quoted,
    Range,
    Word,
    parse,
    unescaped,
)


def criterion_of(expression: str, attributes: Attributes) -> Criterion:
    """The criterion of an expression; the empty expression matches all products.

    Raises QueryError for invalid syntax, unknown attributes and values of the wrong type. Also raises it for what
    REGARDS refuses: blank expressions, `*:*`, terms without an operator, fuzzy and boosted terms, ranges of text.
    """
    return _Reader(attributes).criterion(parse(expression)) if expression else Everything()


_MOST_CLAUSES: Final = 1024  # Elasticsearch's indices.query.bool.max_clause_count (contract F.2)
_FULL_TEXT: Final = "@text"


class _Reader:
    """A converter from syntax trees to criteria."""

    def __init__(self, attributes: Attributes) -> None:
        self._attributes = attributes

    def criterion(self, node: Node) -> Criterion:
        match node:
            case Operation(operands, any_of):
                if len(operands) > _MOST_CLAUSES:
                    raise QueryError(f"too many clauses: maxClauseCount is set to {_MOST_CLAUSES}")
                criteria = tuple(map(self.criterion, operands))
                return any_of_criteria(criteria) if any_of else AllOf(criteria)
            case Negation(operand):
                return Not(self.criterion(operand))
            case Condition(field, value):
                return self._condition(field, value)

    def _condition(self, field: str | None, value: Word | Quoted | Pattern | Range) -> Criterion:
        match value:
            case Word(raw):
                return self._unquoted(raw, field)
            case Quoted(text):
                return self._quoted(text, field)
            case Pattern(text):
                return self._pattern(text, field)
            case Range():
                return self._range(value, field)

    def _quoted(self, text: str, field: str | None) -> Criterion:
        if field is None:
            return Contains(self._attributes.texts, text)
        if field.endswith(_FULL_TEXT):
            return ContainsWords(self._attribute(field.removesuffix(_FULL_TEXT), Kind.TEXT), words(text))
        attribute = self._attribute(field)
        return OneOf(attribute, frozenset({_read(attribute, text)}))

    def _unquoted(self, raw: str, field: str | None) -> Criterion:
        text = unescaped(raw)
        attribute = None if field is None else self._attribute(field)
        if attribute and attribute.kind is Kind.DATE:
            raise QueryError(f"a single date must be quoted: {text}")
        if attribute and attribute.kind is not Kind.TEXT:
            return OneOf(attribute, frozenset({_read(attribute, text)}))
        if re.search(r"[*?]", ESCAPED.sub("", raw)):
            # With one real wildcard, escaped ones are wildcards too: REGARDS reads the unescaped text.
            return self._pattern(text.replace("*", ".*"), field)
        return Contains(self._texts(field), text)

    def _pattern(self, expression: str, field: str | None) -> Criterion:
        try:
            return MatchesPattern(self._texts(field), lucene_patterns.compiled(expression))
        except lucene_patterns.UnknownPattern as refusal:
            raise QueryError(str(refusal)) from None

    def _range(self, bounds: Range, field: str | None) -> Criterion:
        if field is None:
            raise QueryError("a range needs a field")
        attribute = self._attribute(field, Kind.NUMBER, Kind.DATE)
        low, high = (None if bound is None else _read(attribute, bound) for bound in (bounds.low, bounds.high))
        return Between(attribute, low, high, bounds.with_low, bounds.with_high)

    def _texts(self, field: str | None) -> tuple[Attribute, ...]:
        return self._attributes.texts if field is None else (self._attribute(field, Kind.TEXT),)

    def _attribute(self, name: str, *kinds: Kind) -> Attribute:
        attribute = self._attributes.find(name)
        if attribute is None:
            raise QueryError(f"Unknown parameter: {name}")
        if kinds and attribute.kind not in kinds:
            raise QueryError(f"'{name}' is a {attribute.kind} attribute, this asks for {' or '.join(kinds)}")
        return attribute


def _read(attribute: Attribute, text: str) -> Value:
    try:
        return attribute.value(text)
    except ValueError:
        raise QueryError(f"'{text}' is not a {attribute.kind} value of '{attribute.name}'") from None
