"""What the archive would make of a search expression, where that is not what most people mean.

Two kinds of rules, in modules of their own: what the archive accepts and understands differently, which no server
tells, and what it refuses. Of the refusals the common ones are explained; for the others a remark only marks the
place, because the catalogue gives its reason when the order is checked.

The rules know nothing of a project's data model. A field may still turn out to be unknown, and a value may not fit
its field.
"""

from dataclasses import dataclass

from components.order.lucene.findings import Finding, Gravity, applied
from components.order.lucene.outline import outline
from components.order.lucene.refusals import refusals
from components.order.lucene.surprises import surprises

MOST_REMARKS = 100
"""Remarks on one expression: the first ones are enough to see what is wrong."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know before the expression is sent, about what stands from `start` to before `end`.

    `what` and `why` are sentences that quote the expression: show them as text, never as Markdown or HTML.
    `fixed` is the whole expression with this fault fixed, None where there is no one sure way.
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
    """Remarks on an expression, in order of place; none says that it means what it seems to mean.

    While the archive would refuse the expression, the remarks tell only why. A fix is offered where all faults can be
    fixed: one after the other, the fixes lead to an expression that the archive accepts.

    Args:
        expression: any text.
        identifier_fields: the fields that hold identifiers; their values are to be quoted.
    """
    if not expression:
        return (Remark(0, 0, Gravity.SURPRISING, "This expression is empty.", "It is the whole catalogue.", None),)
    read = outline(expression)
    found = list(refusals(read, identifier_fields))
    fixable = all(each.edits for each in found)
    found = found or list(surprises(read, identifier_fields))
    found.sort(key=lambda each: (each.start, each.end))
    return tuple(_remark(expression, each, fixable) for each in found[:MOST_REMARKS])


def _remark(expression: str, finding: Finding, fixable: bool) -> Remark:
    fixed = applied(expression, finding.edits) if fixable and finding.edits else None
    return Remark(finding.start, finding.end, finding.gravity, finding.what, finding.why, fixed)
