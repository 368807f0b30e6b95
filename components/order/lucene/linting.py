"""A lint for search expressions: what the archive refuses, and what it understands differently than most people mean.

There are two kinds of rules, each in a module of its own. `surprises` are expressions that the archive accepts but
understands differently, which no server reports. `refusals` are those that it refuses. Common refusals are explained;
for others a remark only marks the place, because the catalogue gives its reason when the order is checked.

The rules know nothing of a project's data model: a field may be unknown, and a value may not fit its field.
"""

from dataclasses import dataclass

from components.order.lucene.findings import Finding, Gravity, applied
from components.order.lucene.outline import outline
from components.order.lucene.queries import LONGEST
from components.order.lucene.refusals import refusals
from components.order.lucene.surprises import surprises

MOST_REMARKS = 100
"""Remarks on one expression; more are not needed to see what is wrong."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark on the characters from `start` to before `end` of an expression.

    `what` and `why` are sentences that quote the expression: show them as text, never as Markdown or HTML.
    `fixed` is the whole expression with this fault fixed, None if there is no certain fix.
    """

    start: int
    end: int
    gravity: Gravity
    what: str
    why: str
    fixed: str | None


def lint(
    expression: str, identifier_fields: frozenset[str] = frozenset({"providerId", "productId"})
) -> tuple[Remark, ...]:
    """Remarks on an expression, in order of place; none if the expression means what it seems to mean.

    An expression of more than LONGEST characters is not read; `composition.compose` refuses it.

    If the archive would refuse the expression, the remarks only say why. A fix is offered only if all faults can be
    fixed: the fixes, applied one after the other, give an expression that the archive accepts.

    Args:
        expression: any text.
        identifier_fields: the fields that hold identifiers; their values should be quoted.
    """
    if len(expression) > LONGEST:
        return ()
    if not expression:
        return (
            Remark(0, 0, Gravity.SURPRISING, "This expression is empty.", "It would order the whole catalogue.", None),
        )
    read = outline(expression)
    found = list(refusals(read, identifier_fields))
    fixable = all(each.edits for each in found)
    found = found or list(surprises(read, identifier_fields))
    found.sort(key=lambda each: (each.start, each.end))
    return tuple(_remark(expression, each, fixable) for each in found[:MOST_REMARKS])


def _remark(expression: str, finding: Finding, fixable: bool) -> Remark:
    fixed = applied(expression, finding.edits) if fixable and finding.edits else None
    return Remark(finding.start, finding.end, finding.gravity, finding.what, finding.why, fixed)
