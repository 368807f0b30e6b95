"""A lint for search expressions: what the archive refuses, and what it understands differently than most people mean.

Each kind of rule has a module of its own. `surprises` are expressions that the archive accepts but understands
differently, which no server reports. `refusals` are those that it refuses. Common refusals are explained;
for others a remark only marks the place, because the catalogue gives its reason when the order is checked.

`attributes` is about names: which of them a project's data model has must be told to it. A value may
still not fit its attribute.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from components.order.lucene import web_address
from components.order.lucene.attributes import Known, names_with_colon, unknown_attributes
from components.order.lucene.findings import Edit, Finding, Gravity, applied, refused, surprising
from components.order.lucene.outline import Outline, outline
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
    expression: str,
    identifier_fields: frozenset[str] = frozenset({"providerId", "productId"}),
    known: Collection[str] | None = None,
) -> tuple[Remark, ...]:
    """Remarks on an expression, in order of place; none if the expression means what it seems to mean.

    An expression of more than LONGEST characters is not read; `composition.compose` refuses it.

    If the archive would refuse the expression, the remarks only say why. A fix is offered only if all faults can be
    fixed: the fixes, applied one after the other, give an expression that the archive accepts.

    Args:
        expression: any text.
        identifier_fields: the fields that hold identifiers; their values should be quoted.
        known: the attributes of the archive's model, by any of their names (contract E.3); those that every archive
            has need not be among them. None if they are not known: then no name is called unknown.
    """
    if len(expression) > LONGEST:
        return ()
    if not expression:
        return (
            Remark(0, 0, Gravity.SURPRISING, "This expression is empty.", "It would order the whole catalogue.", None),
        )
    read = outline(expression)
    model = None if known is None else Known(known)
    found = list(_refusals(read, identifier_fields, model))
    if edit := web_address.edit(expression):
        return (_remark(expression, _copied(expression, edit, found, identifier_fields, model), fixable=True),)
    fixable = all(each.edits for each in found)
    found = found or list(surprises(read, identifier_fields))
    found.sort(key=lambda each: (each.start, each.end))
    return tuple(_remark(expression, each, fixable=fixable) for each in found[:MOST_REMARKS])


def _refusals(read: Outline, identifier_fields: frozenset[str], model: Known | None) -> Iterator[Finding]:
    yield from refusals(read, identifier_fields)
    yield from names_with_colon(read, model)
    if model:
        yield from unknown_attributes(read, model)


def _copied(
    expression: str, edit: Edit, found: Sequence[Finding], identifier_fields: frozenset[str], model: Known | None
) -> Finding:
    is_sound = next(_refusals(outline(edit.text), identifier_fields, model), None) is None
    told = refused if found else surprising
    what = "This was copied from a web address."
    why = "There the expression follows “q=”, and some signs are written as “%” and a number."
    return told(web_address.place(expression), what, why, [edit] if is_sound else [])


def _remark(expression: str, finding: Finding, *, fixable: bool) -> Remark:
    fixed = applied(expression, finding.edits) if fixable and finding.edits else None
    return Remark(finding.start, finding.end, finding.gravity, finding.what, finding.why, fixed)
