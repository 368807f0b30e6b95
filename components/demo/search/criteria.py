"""What a query asks of a product, once it is understood: criteria that say yes or no."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import regex

from components.demo.catalogue.attributes import Attribute, Value
from components.demo.catalogue.products import Product

Index: TypeAlias = Mapping[str, Mapping[Value, tuple[int, ...]]]
"""Where a product stands, by attribute name and value; kept for attributes that lists of identifiers name."""


class Criterion(Protocol):
    """A question about one product."""

    def matches(self, product: Product) -> bool:
        """Whether the product answers the question."""

    def candidates(self, index: Index) -> frozenset[int] | None:
        """Positions among which every match is; None where the index cannot tell."""


@dataclass(frozen=True, slots=True)
class Everything:
    """Every product."""

    def matches(self, product: Product) -> bool:  # noqa: ARG002 - every product answers
        """Say yes."""
        return True

    def candidates(self, index: Index) -> None:
        """Nothing: all products are candidates."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """A value of the attribute is one of these: exact, whole and case-sensitive."""

    attribute: Attribute
    values: frozenset[Value]

    def matches(self, product: Product) -> bool:
        """Compare each value of the attribute."""
        return any(value in self.values for value in self.attribute.read(product))

    def candidates(self, index: Index) -> frozenset[int] | None:
        """Look the values up where the attribute is indexed."""
        places = index.get(self.attribute.name)
        if places is None:
            return None
        return frozenset(position for value in self.values for position in places.get(value, ()))


class _Unindexed:
    """A criterion that no index serves: every product is looked at."""

    __slots__ = ()

    def candidates(self, index: Index) -> None:
        """Nothing: all products are candidates."""


@dataclass(frozen=True, slots=True)
class Contains(_Unindexed):
    """A text of one of the attributes contains this one, in upper or lower case."""

    attributes: tuple[Attribute, ...]
    text: str

    def matches(self, product: Product) -> bool:
        """Look for the text in each value."""
        wanted = self.text.casefold()
        return any(wanted in text.casefold() for text in _texts(self.attributes, product))


@dataclass(frozen=True, slots=True)
class MatchesPattern(_Unindexed):
    """A whole text of one of the attributes fits a pattern."""

    attributes: tuple[Attribute, ...]
    pattern: regex.Pattern[str]

    def matches(self, product: Product) -> bool:
        """Try the pattern on each value; raise TimeoutError for one that takes unreasonably long."""
        return any(self.pattern.fullmatch(text, timeout=0.5) is not None for text in _texts(self.attributes, product))


@dataclass(frozen=True, slots=True)
class ContainsWords(_Unindexed):
    """These words follow each other in a text of the attribute, in upper or lower case."""

    attribute: Attribute
    words: tuple[str, ...]

    def matches(self, product: Product) -> bool:
        """Look for the words in each value, cut into words as well."""
        return any(self._within(words(text)) for text in _texts((self.attribute,), product))

    def _within(self, text_words: tuple[str, ...]) -> bool:
        count = len(self.words)
        return any(text_words[start : start + count] == self.words for start in range(len(text_words) - count + 1))


def words(text: str) -> tuple[str, ...]:
    """Cut a text into the words that a full-text index keeps."""
    return tuple(regex.findall(r"\w+", text.casefold()))


@dataclass(frozen=True, slots=True)
class Between(_Unindexed):
    """A number or date of the attribute lies between two bounds; None is no bound."""

    attribute: Attribute
    low: Value | None
    high: Value | None
    with_low: bool
    with_high: bool

    def matches(self, product: Product) -> bool:
        """Compare each value of the attribute with both bounds."""
        return any(self._holds(_rank(value)) for value in self.attribute.read(product))

    def _holds(self, value: float) -> bool:
        low = -math.inf if self.low is None else _rank(self.low)
        high = math.inf if self.high is None else _rank(self.high)
        return (low < value < high) or (self.with_low and value == low) or (self.with_high and value == high)


@dataclass(frozen=True, slots=True)
class Not(_Unindexed):
    """The other criterion does not hold."""

    criterion: Criterion

    def matches(self, product: Product) -> bool:
        """Turn the answer round."""
        return not self.criterion.matches(product)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of these criteria holds."""

    criteria: tuple[Criterion, ...]

    def matches(self, product: Product) -> bool:
        """Ask them in turn."""
        return all(criterion.matches(product) for criterion in self.criteria)

    def candidates(self, index: Index) -> frozenset[int] | None:
        """The fewest candidates that one of them names."""
        known = [found for each in self.criteria if (found := each.candidates(index)) is not None]
        return min(known, key=len) if known else None


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these criteria holds."""

    criteria: tuple[Criterion, ...]

    def matches(self, product: Product) -> bool:
        """Ask them in turn."""
        return any(criterion.matches(product) for criterion in self.criteria)

    def candidates(self, index: Index) -> frozenset[int] | None:
        """Join their candidates, if all of them name some."""
        joined: set[int] = set()
        for each in self.criteria:
            found = each.candidates(index)
            if found is None:
                return None
            joined |= found
        return frozenset(joined)


def any_of_criteria(criteria: Iterable[Criterion]) -> Criterion:
    """A criterion that holds where one of these does; values of one attribute become one list."""
    others: list[Criterion] = []
    values: dict[Attribute, set[Value]] = {}
    for each in criteria:
        if isinstance(each, OneOf):
            values.setdefault(each.attribute, set()).update(each.values)
        else:
            others.append(each)
    lists = [OneOf(attribute, frozenset(those)) for attribute, those in values.items()]
    parts = (*lists, *others)
    return parts[0] if len(parts) == 1 else AnyOf(parts)


def _texts(attributes: Iterable[Attribute], product: Product) -> Iterable[str]:
    return (value for each in attributes for value in each.read(product) if isinstance(value, str))


def _rank(value: Value) -> float:
    if isinstance(value, str):
        raise TypeError("a text has no rank")  # the query is refused before it comes to this (contract F.1)
    return float(value) if isinstance(value, (int, float)) else value.timestamp()
