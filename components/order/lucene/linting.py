"""What the archive would make of a search expression, where that is not what most people mean.

The rules follow contract F.1 and the grammar of Lucene 8; they know nothing of a project's data model, so
that a field may still turn out to be unknown, or a value to be none of its kind.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from components.order.lucene.findings import Edit, Finding, Gravity, applied, refused, surprising
from components.order.lucene.joins import joins
from components.order.lucene.outline import outline
from components.order.lucene.queries import quote
from components.order.lucene.tokens import Kind, Token
from components.order.lucene.values import values
from components.order.lucene.words import spaces, words

__all__ = ["MOST_REMARKS", "Gravity", "Remark", "lint"]

MOST_REMARKS = 100
"""Remarks on one expression; who has more wants to see the first ones. The last then counts the others."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know before the expression is sent, about what stands from `start` to before `end`.

    `what` and `why` are sentences that quote the expression: show them as text, never as Markdown or HTML.
    `mended` is the whole expression with this fault mended, None where there is no one sure way.
    """

    start: int
    end: int
    gravity: Gravity
    what: str
    why: str
    mended: str | None


def lint(
    expression: str, identifier_fields: frozenset[str] = frozenset({"providerId", "productId"})
) -> tuple[Remark, ...]:
    """Remarks on an expression, in order of place; none says that it means what it seems to mean.

    Args:
        expression: any text.
        identifier_fields: the fields that hold identifiers; their values are to be quoted.
    """
    findings = sorted(_findings(expression, identifier_fields), key=lambda each: (each.start, each.end))
    if len(findings) > MOST_REMARKS:
        findings[MOST_REMARKS - 1 :] = [_others(findings[MOST_REMARKS - 1 :])]
    return tuple(_remark(expression, finding) for finding in findings)


def _remark(expression: str, finding: Finding) -> Remark:
    mended = applied(expression, finding.edits) if finding.edits else None
    return Remark(finding.start, finding.end, finding.gravity, finding.what, finding.why, mended)


def _others(findings: list[Finding]) -> Finding:
    gravity = max((each.gravity for each in findings), key=lambda each: each is Gravity.REFUSED)
    start, end = findings[0].start, max(each.end for each in findings)
    return Finding(start, end, gravity, f"There are {len(findings):,} more remarks.", "Mend the others first.")


def _findings(expression: str, identifier_fields: frozenset[str], *, typeset: bool = True) -> Iterator[Finding]:
    if not expression.strip():
        yield _blank(expression)
        return
    found = outline(expression, typeset=typeset)
    yield from joins(found, identifier_fields)
    yield from values(found, identifier_fields)
    yield from words(found)
    yield from spaces(expression, found)
    for token in found.tokens:
        if token.kind is Kind.TYPESET:
            yield _typeset(token, identifier_fields)


def _blank(expression: str) -> Finding:
    what = "This expression is blank."
    why = "REGARDS takes an empty expression for the whole catalogue and refuses one of spaces. Say which products."
    gravity = Gravity.REFUSED if expression else Gravity.SURPRISING
    return Finding(0, len(expression), gravity, what, why)


def _typeset(token: Token, identifier_fields: frozenset[str]) -> Finding:
    """Quotation marks of a word processor: letters to Lucene, so that spaces between them divide the value."""
    read = _findings(token.text, identifier_fields, typeset=False)
    found = refused if any(each.gravity is Gravity.REFUSED for each in read) else surprising
    what = f"{token.text[0]} and {token.text[-1]} are no quotation marks to the archive."
    why = "It takes them for letters of the value. Straight double quotation marks are meant."
    return found(token, what, why, [Edit(token.start, token.end, quote(token.text[1:-1]))])
