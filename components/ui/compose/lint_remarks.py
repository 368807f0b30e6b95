"""What the archive would make of the search expressions: each remark at its place, with a fix where there is one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import streamlit as st

from components.order.lucene import LONGEST_TOGETHER, UNEXPLAINED, Gravity, Remark, lint
from components.order.request import MOST_QUERIES
from components.ui.formatting import shorten

_MOST = 20  # remarks on a page; a browser would be slow with thousands
_LONGEST = 4_000  # characters of a fixed expression that are shown
_AROUND = 30  # characters shown on each side of the place


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of the remarks.

    ``fixed`` are all expressions, one of them fixed, if the user asked for it; ``refused`` those that the archive would
    refuse, and ``explained`` those of them whose remarks say why.
    """

    fixed: tuple[str, ...] | None = None
    refused: frozenset[str] = frozenset()
    explained: frozenset[str] = frozenset()


def show_remarks(
    expressions: Sequence[str], identifier_field: str, key: str, known: Collection[str] | None = None
) -> Shown:
    """Show the remarks on each expression, the first of many.

    Args:
        expressions: one a query.
        identifier_field: the attribute that holds identifiers in this project.
        key: of the draft, part of the buttons' keys.
        known: the attributes that the archive's model has, None if they are not known.
    """
    if sum(map(len, expressions)) > LONGEST_TOGETHER:
        return Shown()
    fields = frozenset({"providerId", "productId", identifier_field})
    chosen = None
    refused, unexplained = set[str](), set[str]()
    shown = 0
    for number, expression in enumerate(expressions[:MOST_QUERIES]):
        for position, remark in enumerate(lint(expression, fields, known)):
            if shown == _MOST:
                st.write(f"These are the first {_MOST} remarks. Fix them to see the others.")
                return Shown(chosen, frozenset(refused), frozenset(refused - unexplained))
            shown += 1
            if remark.gravity is Gravity.REFUSED:
                refused.add(expression)
            if remark.why.endswith(UNEXPLAINED):
                unexplained.add(expression)
            if _show(remark, expression, number + 1, f"{number} {position} {key}") and remark.fixed is not None:
                chosen = (*expressions[:number], remark.fixed, *expressions[number + 1 :])
    return Shown(chosen, frozenset(refused), frozenset(refused - unexplained))


def _show(remark: Remark, expression: str, line: int, key: str) -> bool:
    with st.container(border=True):
        if remark.gravity is Gravity.REFUSED:
            st.error(f"Expression {line}: the archive would refuse this.", icon=":material/error:")
        else:
            st.warning(
                f"Expression {line}: the archive may do something else than you mean.", icon=":material/warning:"
            )
        st.code(_pointed_at(expression, remark), language=None)
        st.text(f"{remark.what} {remark.why}")
        if remark.fixed is None:
            return False
        st.write("What you probably mean:")
        st.code(shorten(remark.fixed, _LONGEST), language=None, wrap_lines=True)
        return st.button("Fix it", key=f"fix {key}", icon=":material/build:")


def _pointed_at(expression: str, remark: Remark) -> str:
    """The surroundings of a place, and below them a mark under it."""
    begin = max(remark.start - _AROUND, 0)
    before = ("…" if begin else "") + expression[begin : remark.start]
    within = expression[remark.start : remark.end][: 2 * _AROUND]
    after = expression[remark.end :][:_AROUND] if len(within) == remark.end - remark.start else "…"
    return f"{before}{within}{after}\n{' ' * len(before)}{'^' * max(len(within), 1)}"
