"""Rules of the lint about what joins the parts of an expression: AND, OR, NOT, + and -, parentheses.

What the archive does is said in contract F.1.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import TypeAlias

from components.order.lucene.findings import Edit, Finding, also, refused, shown, surprising
from components.order.lucene.outline import Clause, Level, Outline
from components.order.lucene.tokens import Kind, Token

MOST_CLAUSES = 1024
"""Alternatives of one list: Elasticsearch's default ``max_clause_count`` (contract F.2)."""

_REFUSES = "The archive would refuse the order."
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_Gap: TypeAlias = tuple[Clause, Clause]  # neighbours without an operator between them
_COMMAS = {",", ";"}
_LONGER_OPENINGS = {Kind.OPEN_QUOTE, Kind.OPEN_BRACKET}  # they swallow what would close a parenthesis


def joins(outline: Outline, identifier_fields: frozenset[str]) -> Iterator[Finding]:
    """The faults in how the parts of an expression are joined."""
    swallowed = any(token.kind in _LONGER_OPENINGS for token in outline.tokens)
    unclosed = [level for level in outline.levels if level.opening and not level.closing]
    whole = not (swallowed or unclosed or outline.strays)
    for level in unclosed:
        if level.opening and not swallowed:
            why = f"{_REFUSES} A “)” is missing, at the latest at the end, or this “(” is one too many."
            yield refused(level.opening, "This parenthesis is never closed.", why)
    for level in outline.levels:
        yield from _operators(level)
        yield from _Gaps(level, identifier_fields).findings()
        if whole:
            yield from _mixture(level)
        if len(level.clauses) > MOST_CLAUSES:
            what = f"This joins {len(level.clauses):,} parts; the archive takes up to {MOST_CLAUSES:,}."
            yield refused(level, what, f"{_REFUSES} Split the expression into several, one a line.")


def _operators(level: Level) -> Iterator[Finding]:
    """Operators that have nothing before them or nothing behind them, and parentheses around nothing."""
    first, *between, last = level.joints if level.clauses else [*level.joints, []]
    if not level.clauses and not first and level.opening and level.closing:
        yield refused(level, "There is nothing between these parentheses.", f"{_REFUSES} Remove them or fill them.")
    for operator in first[:1]:
        what = f"{shown(operator.text)} has nothing before it."
        yield refused(operator, what, f"{_REFUSES} A condition is missing before it, or it is one operator too many.")
    for operator in last[-1:]:
        what = f"{shown(operator.text)} has nothing behind it."
        yield refused(operator, what, f"{_REFUSES} A condition is missing behind it, or it is one operator too many.")
    for joint in between:
        for one, other in pairwise(joint[:2]):
            what = f"{shown(other.text)} follows {shown(one.text)} directly."
            yield refused(other, what, f"{_REFUSES} Keep one of the two operators.")


class _Gaps:
    """The places of a level where no operator stands between two clauses, and operators in lower case."""

    def __init__(self, level: Level, identifier_fields: frozenset[str]) -> None:
        self._level = level
        self._identifier_fields = identifier_fields
        self._negations: list[_Gap] = []
        self._prefixes: list[_Gap] = []
        self._plain: list[_Gap] = []
        for gap, joint in zip(pairwise(level.clauses), level.joints[1:], strict=False):
            if not joint:
                self._of_its_sort(gap).append(gap)
        self._kinds = {operator.kind for joint in level.joints for operator in joint}

    def findings(self) -> Iterator[Finding]:
        yield from self._lower_case()
        yield from self._negation()
        yield from self._prefix()
        yield from self._missing()

    def _of_its_sort(self, gap: _Gap) -> list[_Gap]:
        if gap[1].modifiers and gap[1].modifiers[0].kind is Kind.NOT:
            return self._negations
        return self._prefixes if any(map(_has_prefix, gap)) else self._plain

    def _lower_case(self) -> Iterator[Finding]:
        written = [operator for joint in self._level.joints for operator in joint]
        written += [modifier for clause in self._level.clauses for modifier in clause.modifiers]
        small = sorted((token for token in written if _is_small(token)), key=lambda token: token.start)
        if not small:
            return
        gaps = self._negations if self._and_is_meant() else []
        after_a_gap = {right.modifiers[0].start for _, right in gaps}
        edits = [
            Edit(token.start, token.end, "AND NOT" if token.start in after_a_gap else token.text.upper())
            for token in small
        ]
        what = f"The operator {shown(small[0].text)} is not in capitals{also(len(small) - 1)}."
        why = f"Outside capitals it is a word to search for, with no operator beside it. {_REFUSES}"
        yield refused(small[0], what, why, edits)

    def _negation(self) -> Iterator[Finding]:
        meant = self._and_is_meant()
        gaps = [gap for gap in self._negations if not (meant and _is_small(gap[1].modifiers[0]))]
        if gaps:
            what = f"{shown(gaps[0][1].modifiers[0].text)} follows a condition without AND or OR{also(len(gaps) - 1)}."
            why = f"{_REFUSES} “a AND NOT b” says: a, but without b."
            edits = [_inserted("AND ", gap) for gap in gaps] if meant else []
            yield refused(gaps[0][1].modifiers[0], what, why, edits)

    def _prefix(self) -> Iterator[Finding]:
        if not self._prefixes:
            return
        first = self._prefixes[0][1]
        edits = list(self._ands()) if self._and_is_meant() else []
        what = f"“+” and “-” do not join two conditions{also(len(self._prefixes) - 1)}."
        why = f"{_REFUSES} Say it with operators: “a AND b”, “a AND NOT b”."
        yield refused(first, what, why, edits)

    def _ands(self) -> Iterator[Edit]:
        """AND in the gaps beside + and -, and no + at all: it says what AND says."""
        gaps = {id(gap[1]): gap for gap in self._prefixes}
        for clause in self._level.clauses:
            plus = sum(modifier.kind is Kind.PLUS for modifier in clause.modifiers)
            gap = gaps.get(id(clause))
            edit = _inserted("AND ", gap) if gap else Edit(clause.start, clause.start, "")
            if gap or plus:
                yield edit._replace(end=clause.start + plus)

    def _missing(self) -> Iterator[Finding]:
        if not self._plain:
            return
        _, first = self._plain[0]
        what = f"There is no operator before this{also(len(self._plain) - 1)}."
        why = f"Two conditions side by side mean neither AND nor OR to the archive. {_REFUSES}"
        edits: list[Edit] = []
        if self._or_is_meant():
            why += " In a list of values, OR is meant."
            edits = list(self._ors())
        else:
            why += " Write AND or OR, or put words that belong together in quotation marks."
        yield refused(first, what, why, edits)

    def _and_is_meant(self) -> bool:
        """Whether NOT, + and - can only mean that AND was left out everywhere."""
        clauses = self._level.clauses
        pluses = any(token.kind is Kind.PLUS for clause in clauses for token in clause.modifiers)
        all_said = not pluses or all(clause.modifiers for clause in clauses)
        clear = all(len(clause.modifiers) <= 1 and not _is_operator_word(clause) for clause in clauses)
        return Kind.OR not in self._kinds and not self._plain and all_said and clear

    def _or_is_meant(self) -> bool:
        """Whether this is a field's list of values that OR was left out of, or commas stand in for it."""
        level = self._level
        if level.field is None or not level.closing or Kind.AND in self._kinds or self._negations or self._prefixes:
            return False
        commas = [place for place, clause in enumerate(level.clauses) if _is_comma(clause)]
        between = all(0 < place < len(level.clauses) - 1 for place in commas)
        alone = all(other - one > 1 for one, other in pairwise(commas))
        instead = not any(level.joints[place] or level.joints[place + 1] for place in commas)
        return between and alone and instead and all(map(self._is_list_value, level.clauses))

    def _is_list_value(self, clause: Clause) -> bool:
        value = clause.value
        if clause.modifiers or clause.name or clause.suffixes or not isinstance(value, Token):
            return False
        if value.kind in {Kind.QUOTED, Kind.TYPESET} or _is_comma(clause):
            return True
        if self._level.field in self._identifier_fields:
            return value.kind is Kind.WORD and not _COMMAS & set(value.text)
        return value.kind is Kind.WORD and _NUMBER.fullmatch(value.text) is not None

    def _ors(self) -> Iterator[Edit]:
        """OR in every gap, or in the place of the comma that stands between two values."""
        for (left, right), (_, after) in zip_longest(self._plain, self._plain[1:], fillvalue=self._plain[-1]):
            if _is_comma(right):
                edit = _inserted("OR" if after.start > right.end else "OR ", (left, right))
                yield edit._replace(end=right.end)
            elif not _is_comma(left):
                yield _inserted("OR ", (left, right))


def _mixture(level: Level) -> Iterator[Finding]:
    between = level.joints[1:-1]
    operators = [joint[0] for joint in between if len(joint) == 1]
    if len(operators) < len(between) or any(map(_is_small, operators)):
        return
    if len({operator.kind for operator in operators}) > 1:
        chains = _chains(level)
        what = "AND and OR are mixed without parentheses."
        why = "The archive reads every one of them as OR, and would order far more than was meant."
        edits: list[Edit] = []
        if _clear(chains):
            why += " Most people mean that AND binds first."
            for chain in chains:
                if len(chain) > 1:
                    edits += [Edit(chain[0].start, chain[0].start, "("), Edit(chain[-1].end, chain[-1].end, ")")]
        else:
            why += " Put in parentheses what belongs together: “(a AND b) OR c”, or “a AND (b OR c)”."
        start, end = level.clauses[0].start, level.clauses[-1].end
        yield surprising(Token(Kind.GLUED, start, end, ""), what, why, edits)


def _chains(level: Level) -> list[list[Clause]]:
    """The clauses, those that AND joins together."""
    chains = [level.clauses[:1]]
    for clause, joint in zip(level.clauses[1:], level.joints[1:], strict=False):
        if joint[0].kind is Kind.AND:
            chains[-1].append(clause)
        else:
            chains.append([clause])
    return chains


def _clear(chains: Sequence[Sequence[Clause]]) -> bool:
    """Whether AND binds first for most people: not where OR lists two values of a field, `last:… AND x:1 OR x:2`."""
    for one, other in pairwise(chains):
        names = {clause.field for clause in (one[-1], other[0])}
        if len(names) == 1 and {clause.field for chain in (one, other) for clause in chain} != names:
            return False
    return True


def _has_prefix(clause: Clause) -> bool:
    return any(modifier.kind in {Kind.PLUS, Kind.MINUS} for modifier in clause.modifiers)


def _is_small(token: Token) -> bool:
    return token.text != token.text.upper()


def _is_operator_word(clause: Clause) -> bool:
    """Whether the value is a word such as “not”, which may become an operator when what is around it changes."""
    return isinstance(clause.value, Token) and clause.value.text.upper() in {"AND", "OR", "NOT"}


def _is_comma(clause: Clause) -> bool:
    return isinstance(clause.value, Token) and clause.value.text in _COMMAS and not clause.name


def _inserted(text: str, gap: _Gap) -> Edit:
    left, right = gap
    return Edit(right.start, right.start, f" {text}" if left.end == right.start else text)
