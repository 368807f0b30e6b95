"""The products of an order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from components.order import lucene


@dataclass(frozen=True, slots=True)
class Selection:
    """Products selected by their identifiers in a field, or by search expressions; never by both."""

    identifiers: tuple[str, ...] = ()
    field: str = ""
    latest_only: bool = False
    expressions: tuple[str, ...] = ()
    per_query: int = lucene.PER_QUERY

    def queries(self) -> tuple[str, ...]:
        """The queries that find exactly these products."""
        if self.expressions:
            return self.expressions
        return lucene.compose(self.identifiers, self.field, per_query=self.per_query, latest_only=self.latest_only)

    def of(self, identifiers: tuple[str, ...]) -> "Selection":
        """The same selection with other identifiers."""
        return replace(self, identifiers=identifiers)

    def split(self, most: int) -> Iterator["Selection"]:
        """The selection in parts of at most ``most`` identifiers; expressions are not split."""
        if self.expressions:
            yield self
        for start in range(0, len(self.identifiers), most):
            yield self.of(self.identifiers[start : start + most])
