"""The order requests of a draft, or the problems that prevent them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from components.order import java_regex, lucene
from components.order.draft import By, Draft
from components.order.file_name import NameForm
from components.order.identifiers import LARGEST, Identifiers
from components.order.request import MOST_QUERIES, OrderRequest
from components.order.selection import Selection

PER_ORDER = 2_000
"""Identifiers of one order; more become several orders (contract F.3)."""


@dataclass(frozen=True, slots=True)
class Composition:
    """The order requests of a draft, or its problems.

    ``requests`` is empty while there are ``problems``, which are sentences for the user; the last ``name_problems`` of
    them are about the filter on file names. More than one request is a batch. ``bodies`` holds the JSON text of each
    request, to show and to send; ``parts`` the products of each request, and ``selection`` all products. Different
    bodies have different digests.
    """

    problems: tuple[str, ...] = ()
    identifiers: Identifiers | None = None
    selection: Selection | None = None
    parts: tuple[Selection, ...] = ()
    requests: tuple[OrderRequest, ...] = ()
    bodies: tuple[str, ...] = ()
    digest: str = ""
    name_problems: int = field(default=0, compare=False)

    @property
    def problems_of_products(self) -> tuple[str, ...]:
        """Those about the products."""
        return self.problems[: len(self.problems) - self.name_problems]

    @property
    def problems_of_names(self) -> tuple[str, ...]:
        """Those about the filter on file names."""
        return self.problems[len(self.problems) - self.name_problems :]


def compose(
    draft: Draft, default_field: str, *, per_query: int = lucene.PER_QUERY, per_order: int = PER_ORDER
) -> Composition:
    """The order requests of a draft, or its problems.

    Args:
        draft: what the user typed.
        default_field: the attribute that holds the identifiers, unless the draft names another.
        per_query: the most identifiers of one query.
        per_order: the most identifiers of one order.
    """
    by_identifiers = draft.by is By.IDENTIFIERS
    if by_identifiers and sum(len(source.text) for source in draft.sources()) > LARGEST:
        return Composition((_TOO_LONG,))
    found = draft.identifiers() if by_identifiers else None
    attribute = draft.field.strip() or default_field
    of_names = tuple(_file_name_problems(draft))
    problems = (*_product_problems(draft, attribute, found), *of_names)
    if problems:
        return Composition(problems, found, name_problems=len(of_names))
    if found:
        selection = Selection(found.identifiers, attribute, draft.latest_only, per_query=per_query)
    else:
        selection = Selection(expressions=lucene.expressions(draft.expressions))
    parts = tuple(selection.split(min(per_order, per_query * MOST_QUERIES)))
    requests = tuple(OrderRequest(part.queries(), draft.data_types, draft.file_name_expression()) for part in parts)
    bodies = tuple(request.to_json() for request in requests)
    digest = sha256("\n".join(bodies).encode()).hexdigest()
    return Composition((), found, selection, parts, requests, bodies, digest)


def _product_problems(draft: Draft, field: str, found: Identifiers | None) -> Iterator[str]:
    if found is None:
        yield from _expression_problems(draft.expressions)
        return
    if found.problem:
        yield found.problem
    elif not found.identifiers and found.rejected:
        nothing = f"None of these {len(found.rejected):,} items can" if len(found.rejected) > 1 else "This item cannot"
        yield f"{nothing} be an identifier: the list above says why."
    elif not found.identifiers:
        yield "Paste product identifiers, one a line, or drop a file that holds them."
    if not lucene.is_field(field):
        yield f"“{field}” is not a field name. Use only letters, digits, “_”, “-” and “.”."


def _expression_problems(text: str) -> Iterator[str]:
    if len(text) > lucene.LONGEST_TOGETHER:
        yield (
            f"The search expressions have {len(text):,} characters. Up to {lucene.LONGEST_TOGETHER:,} can be read. "
            "Remove some, or make several orders."
        )
        return
    expressions = lucene.expressions(text)
    if not expressions:
        yield "Write a search expression. A blank one would order the whole catalogue, so it is never sent."
    elif len(expressions) > MOST_QUERIES:
        yield (
            f"One order can hold up to {MOST_QUERIES} search expressions, but here are {len(expressions)}. "
            "Remove some, or make several orders."
        )
    for number, expression in enumerate(expressions, start=1):
        if len(expression) > lucene.LONGEST:
            yield (
                f"Search expression {number} has {len(expression):,} characters. One can have up to "
                f"{lucene.LONGEST:,}. Shorten it, or write it as several expressions, one a line."
            )


def _file_name_problems(draft: Draft) -> Iterator[str]:
    """The problems of an expression that the user wrote. One made of a simple form is valid, but may be too long."""
    expression = draft.file_name_expression()
    if draft.name_form is not NameForm.EXPRESSION:
        if len(expression) > java_regex.LONGEST:
            yield (
                f"The text for file names is too long: it makes an expression of {len(expression):,} characters, "
                f"and up to {java_regex.LONGEST:,} can be used. Shorten it."
            )
    elif expression:
        try:
            java_regex.check(expression)
        except (java_regex.PatternError, java_regex.UnsupportedPattern) as error:
            yield f"The file name expression cannot be used. {error}"


_TOO_LONG = (
    f"This text is longer than a list of identifiers may be ({LARGEST / 1e6:.0f} MB). "
    "Remove the text that is not an identifier, or split it into several orders."
)
