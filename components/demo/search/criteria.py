"""Criteria on products, the parsed form of a query."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import regex

from components.demo.catalogue.attributes import Attribute, Value
from components.demo.catalogue.products import Product

Index: TypeAlias = Mapping[str, Mapping[Value, tuple[int, ...]]]
"""The positions of products by attribute name and value, for the attributes that lists of identifiers use."""


class Criterion(Protocol):
    """A condition on one product."""

    def matches(self, product: Product) -> bool:
        """Whether the product meets the criterion."""

    def candidates(self, index: Index) -> frozenset[int] | None:
        """Positions that include all matches, or None if the index cannot tell."""


@dataclass(frozen=True, slots=True)
class Everything:
    """True for all products."""

    def matches(self, product: Product) -> bool:  # noqa: ARG002 - all products match
        """Return True."""
        return True

    def candidates(self, index: Index) -> None:
        """Nothing: all products are candidates."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """True if a value of the attribute is one of these, case-sensitively."""

    attribute: Attribute
    values: frozenset[Value]

    def matches(self, product: Product) -> bool:
        """Compare each value of the attribute."""
        return any(value in self.values for value in self.attribute.read(product))

    def candidates(self, index: Index) -> frozenset[int] | None:
        """The positions of the values, if the attribute is indexed."""
        places = index.get(self.attribute.name)
        if places is None:
            return None
        return frozenset(position for value in self.values for position in places.get(value, ()))


class _Unindexed:
    """Base class of the criteria that use no index."""

    __slots__ = ()

    def candidates(self, index: Index) -> None:
        """Nothing: all products are candidates."""


@dataclass(frozen=True, slots=True)
class Contains(_Unindexed):
    """True if a text of one of the attributes contains this text, case-insensitively."""

    attributes: tuple[Attribute, ...]
    text: str

    def matches(self, product: Product) -> bool:
        """Search each value for the text."""
        wanted = self.text.casefold()
        return any(wanted in text.casefold() for text in _texts(self.attributes, product))


@dataclass(frozen=True, slots=True)
class MatchesPattern(_Unindexed):
    """True if a whole text of one of the attributes matches a pattern."""

    attributes: tuple[Attribute, ...]
    pattern: regex.Pattern[str]

    def matches(self, product: Product) -> bool:
        """Match each value with the pattern. Raises TimeoutError after 0.5 s for a value."""
        return any(self.pattern.fullmatch(text, timeout=0.5) is not None for text in _texts(self.attributes, product))


@dataclass(frozen=True, slots=True)
class ContainsWords(_Unindexed):
    """True if a text of the attribute contains these words in a row, case-insensitively."""

    attribute: Attribute
    words: tuple[str, ...]

    def matches(self, product: Product) -> bool:
        """Search the words of each value for these words."""
        return any(self._within(words(text)) for text in _texts((self.attribute,), product))

    def _within(self, text_words: tuple[str, ...]) -> bool:
        count = len(self.words)
        return any(text_words[start : start + count] == self.words for start in range(len(text_words) - count + 1))


def words(text: str) -> tuple[str, ...]:
    """The words of a text as in a full-text index."""
    return tuple(regex.findall(r"\w+", text.casefold()))


@dataclass(frozen=True, slots=True)
class Between(_Unindexed):
    """True if a number or date of the attribute is between two bounds; None is no bound."""

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
        above = value > low or (self.with_low and value == low)
        below = value < high or (self.with_high and value == high)
        return above and below


@dataclass(frozen=True, slots=True)
class Not(_Unindexed):
    """True if the other criterion is false."""

    criterion: Criterion

    def matches(self, product: Product) -> bool:
        """Negate the other criterion."""
        return not self.criterion.matches(product)


@dataclass(frozen=True, slots=True)
class AllOf:
    """True if all of these criteria are."""

    criteria: tuple[Criterion, ...]

    def matches(self, product: Product) -> bool:
        """Ask them in turn."""
        return all(criterion.matches(product) for criterion in self.criteria)

    def candidates(self, index: Index) -> frozenset[int] | None:
        """The smallest set of candidates of one criterion."""
        known = [found for each in self.criteria if (found := each.candidates(index)) is not None]
        return min(known, key=len) if known else None


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True if at least one of these criteria is."""

    criteria: tuple[Criterion, ...]

    def matches(self, product: Product) -> bool:
        """Ask them in turn."""
        return any(criterion.matches(product) for criterion in self.criteria)

    def candidates(self, index: Index) -> frozenset[int] | None:
        """The union of the candidates, or None if one criterion has none."""
        joined: set[int] = set()
        for each in self.criteria:
            found = each.candidates(index)
            if found is None:
                return None
            joined |= found
        return frozenset(joined)


def any_of_criteria(criteria: Iterable[Criterion]) -> Criterion:
    """The disjunction of criteria; values of the same attribute become one criterion."""
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
        raise TypeError("a text has no rank")  # such a query was refused before (contract F.1)
    return float(value) if isinstance(value, (int, float)) else value.timestamp()
