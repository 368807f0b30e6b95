"""The lint rules for what the archive refuses (contract F.1): common faults with a fix, others with their place."""

import re
from collections.abc import Iterator
from typing import Final, TypeAlias

from components.order.lucene.findings import UNEXPLAINED, Edit, Finding, also, refused, shown, surprising
from components.order.lucene.outline import COMMAS, Clause, Level, Outline
from components.order.lucene.queries import quote
from components.order.lucene.tokens import ESCAPE, SPECIAL, Kind, Token, is_small, is_word, unescaped


def refusals(outline: Outline, identifier_fields: frozenset[str]) -> Iterator[Finding]:
    """The faults for which the archive refuses an expression."""
    if outline.unreadable:
        yield _unreadable(outline.unreadable)
    for token in outline.unclosed:
        yield refused(token, "This parenthesis is never closed.", "A “)” is missing, or this “(” is one too many.")
    for token in outline.unopened:
        yield refused(token, "This parenthesis closes nothing.", "A “(” is missing before it, or it is one too many.")
    for level in outline.levels:
        yield from _lower_case(level)
        yield from _missing_operators(level, identifier_fields)
        for clause in level.clauses:
            if clause.colon:
                yield _colon_before_comparison(clause.colon)
            if clause.value:
                yield from _value(clause, clause.value, level)


def typographic(token: Token) -> Finding:
    """A fault for the quotation marks of a word processor. Lucene reads them as letters, so a space ends the value."""
    found = surprising if is_word(token.text) else refused
    what = f"{token.text[0]} and {token.text[-1]} are not quotation marks for the archive."
    why = "It reads them as letters of the value. Use straight double quotation marks."
    return found(token, what, why, [Edit(token.start, token.end, quote(token.text[1:-1]))])


def quoted(text: str) -> str:
    """Text that stood without quotation marks, as a quoted value of the same meaning."""

    def literal(found: re.Match[str]) -> str:
        return unescaped(found[0]) if len(found[1]) > 1 or found[1] in SPECIAL else found[0]

    return quote(ESCAPE.sub(literal, text))


_Gap: TypeAlias = tuple[Clause, Token | None, Clause]
_NUMBER: Final = re.compile(r"[0-9]+(\.[0-9]+)?")
_NEGATIVE: Final = re.compile(rf"-{_NUMBER.pattern}")
_UNSURE: Final = re.compile(r"[*?<>!,;]|&&|\|\||^[+-]")  # signs that may be meant as more than a value


def _unreadable(token: Token) -> Finding:
    if token.kind is Kind.OPEN_QUOTE:
        why = "A closing quotation mark is missing, or one is too many here or before."
        return refused(token, "This quotation mark is never closed.", why)
    if token.text == "*":
        why = "Name a field, such as “label:Sea*”. “*:*”, which finds everything elsewhere, is refused here."
        return refused(token, "“*” is not the name of a field.", why)
    if not token.text:
        return refused(token, "Something is missing at the end.", "A condition or a value must follow there.")
    return refused(token, f"{shown(token.text)} cannot stand here.", UNEXPLAINED)


def _colon_before_comparison(colon: Token) -> Finding:
    what = "There is a colon before a comparison."
    why = "“<” and “>” stand directly after the name."
    return refused(colon, what, why, [Edit(colon.start, colon.end, "")])


def _lower_case(level: Level) -> Iterator[Finding]:
    found: list[tuple[Token, str]] = []
    for joint, clause in zip([None, *level.joints], level.clauses, strict=False):
        if joint and is_small(joint):
            found.append((joint, joint.text.upper()))
        if clause.modifier and is_small(clause.modifier):
            joined = joint or clause is level.clauses[0]
            found.append((clause.modifier, "NOT" if joined else "AND NOT"))
    if found:
        first, _ = found[0]
        what = f"The operator {shown(first.text)} is not in capitals{also(len(found) - 1)}."
        edits = [Edit(token.start, token.end, text) for token, text in found]
        yield refused(first, what, "The archive reads it as a word to search for.", edits)


def _missing_operators(level: Level, identifier_fields: frozenset[str]) -> Iterator[Finding]:
    """Conditions side by side, with nothing or a comma between them."""
    gaps = [gap for gap in level.joined() if _is_gap(gap)]
    if not gaps:
        return
    _, comma, clause = gaps[0]
    what = f"There is no operator before this{also(len(gaps) - 1)}."
    why = "The archive reads two conditions side by side neither as AND nor as OR."
    operator = None
    if _is_list(level, identifier_fields):
        operator = "OR"
        why += " A list of values needs OR."
    elif _are_negations(level, gaps):
        operator = "AND"
        why += " “a AND NOT b” means: a, but without b."
    else:
        why += " Write AND or OR between them, or put words that belong together in quotation marks."
    edits = [Edit(left.end, right.start, f" {operator} ") for left, _, right in gaps] if operator else []
    yield refused(comma or clause, what, why, edits)


def _is_gap(gap: _Gap) -> bool:
    _, joint, right = gap
    return joint.text in COMMAS if joint else not (right.modifier and is_small(right.modifier))


def _is_list(level: Level, identifier_fields: frozenset[str]) -> bool:
    """Whether the clauses can only be alternatives: the values of one field, in parentheses."""
    has_and = any(joint and joint.text.upper() in {"AND", "&&"} for joint in level.joints)
    return (
        level.opening is not None and not has_and and all(_is_listed(each, identifier_fields) for each in level.clauses)
    )


def _is_listed(clause: Clause, identifier_fields: frozenset[str]) -> bool:
    if clause.modifier or clause.name or clause.distance or clause.value is None or clause.field is None:
        return False
    if clause.value.kind is Kind.WORD:
        return clause.field in identifier_fields or _NUMBER.fullmatch(clause.value.text) is not None
    return clause.value.kind in {Kind.QUOTED, Kind.TYPOGRAPHIC}


def _are_negations(level: Level, gaps: list[_Gap]) -> bool:
    """Whether AND was left out everywhere, before NOT or -."""
    has_or = any(joint and joint.text.upper() in {"OR", "||"} for joint in level.joints)
    return not has_or and all(
        joint is None and right.modifier is not None and right.modifier.kind is not Kind.PLUS
        for _, joint, right in gaps
    )


def _value(clause: Clause, value: Token, level: Level) -> Iterator[Finding]:
    if value.kind is Kind.TYPOGRAPHIC and not is_word(value.text):
        yield typographic(value)
    elif value.kind is Kind.GLUED:
        what = f"{shown(value.text)} holds characters that have a special meaning outside quotation marks."
        edits = []
        if clause.name and clause.name.text.upper() == "URN":  # REGARDS' own name of a product, without its field
            field = "" if level.field else "id:"
            whole = f"{clause.name.text}:{value.text}"
            edits = [Edit(clause.name.start, value.end, field + quote(whole))]
        elif not _UNSURE.search(value.text) or _NEGATIVE.fullmatch(value.text):
            edits = [Edit(value.start, value.end, quoted(value.text))]
        yield refused(value, what, "Put the value in quotation marks.", edits)
