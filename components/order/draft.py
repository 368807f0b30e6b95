"""What a user has typed so far, and the order request that it makes."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from components.order import identifiers, java_regex, lucene
from components.order.identifiers import Identifiers
from components.order.request import MOST_QUERIES, DataType, OrderRequest
from components.order.text_file import LARGEST, TextFile

MOST_IDENTIFIERS = 10_000
"""Identifiers that one order should carry at most: near the practical ceiling of one apply (contract F.3)."""


_TOO_LONG = (
    f"This is more text than a list of identifiers may hold ({LARGEST / 1e6:.0f} MB). "
    "Remove what does not belong to it, or split it into several orders."
)


class By(StrEnum):
    """The two ways to say which products."""

    IDENTIFIERS = "identifiers"
    EXPRESSIONS = "expressions"


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything on the page that composes an order, as the user left it."""

    by: By = By.IDENTIFIERS
    pasted: str = ""
    pasted_column: int | None = None
    files: tuple[TextFile, ...] = ()
    expressions: str = ""
    field: str = ""
    latest_only: bool = False
    data_types: tuple[DataType, ...] = (DataType.RAWDATA,)
    file_name: str = ""

    def sources(self) -> tuple[TextFile, ...]:
        """The texts that identifiers are read from, in this order: what was pasted, then the files."""
        pasted = (TextFile("pasted text", self.pasted, self.pasted_column),) if self.pasted else ()
        return pasted + self.files

    def identifiers(self) -> Identifiers:
        """The identifiers of all sources together; lines are counted through, see `places`."""
        return identifiers.gather(self.sources())

    def places(self) -> Callable[[int], str]:
        """Says where a line of `identifiers` stands: ``line 3``, or ``line 3 of names.csv`` with files."""
        sources = self.sources()
        ends = list(accumulate(identifiers.count_lines(source.text) for source in sources))

        def place(line: int) -> str:
            position = bisect_left(ends, line)
            within = line - (ends[position - 1] if position else 0)
            return f"line {within:,} of {sources[position].name}" if self.files else f"line {within:,}"

        return place


@dataclass(frozen=True, slots=True)
class Composition:
    """What a draft makes: a request to send, or the sentences that say what is missing."""

    request: OrderRequest | None
    problems: tuple[str, ...]
    identifiers: Identifiers | None


def compose(draft: Draft, default_field: str) -> Composition:
    """The order request of a draft, or why there is none yet.

    Args:
        draft: what the user typed.
        default_field: the attribute that holds identifiers in this project, unless the draft names another.
    """
    if draft.by is By.IDENTIFIERS and sum(len(source.text) for source in draft.sources()) > LARGEST:
        return Composition(None, (_TOO_LONG,), None)
    field = draft.field.strip() or default_field
    found = draft.identifiers() if draft.by is By.IDENTIFIERS else None
    problems = tuple(_problems(draft, field, found))
    if problems:
        return Composition(None, problems, found)
    if found:
        queries = lucene.compose(found.identifiers, field, latest_only=draft.latest_only)
    else:
        queries = lucene.expressions(draft.expressions)
    return Composition(OrderRequest(queries, draft.data_types, draft.file_name.strip()), (), found)


def _problems(draft: Draft, field: str, found: Identifiers | None) -> Iterator[str]:
    if found is None:
        yield from _expression_problems(draft.expressions)
    else:
        yield from _identifier_problems(found)
        if not lucene.is_field(field):
            yield f"“{field}” is no name of a field: use letters, digits, “_”, “-” and “.” only."
    if draft.file_name.strip():
        try:
            java_regex.check(draft.file_name.strip())
        except (java_regex.PatternError, java_regex.UnsupportedPattern) as error:
            yield f"The file name expression cannot be used. {error}"


def _identifier_problems(found: Identifiers) -> Iterator[str]:
    if not found.identifiers and found.rejected:
        yield f"None of the {len(found.rejected)} items can be an identifier: see below why, and mend them."
    elif not found.identifiers:
        yield "Paste product identifiers, one a line, or drop a file that holds them."
    elif len(found.identifiers) > MOST_IDENTIFIERS:
        yield (
            f"One order carries up to {MOST_IDENTIFIERS:,} identifiers and this list has "
            f"{len(found.identifiers):,}. Split it into several orders."
        )


def _expression_problems(text: str) -> Iterator[str]:
    expressions = lucene.expressions(text)
    if not expressions:
        yield "Write a search expression. A blank one would order the whole catalogue, so it is never sent."
    elif len(expressions) > MOST_QUERIES:
        yield f"One order carries up to {MOST_QUERIES} search expressions and here are {len(expressions)}."
