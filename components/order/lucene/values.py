"""Rules of the lint about single conditions: a field, its value, and what stands at either.

What the archive does is said in contract F.1.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from components.order.lucene.findings import Edit, Finding, also, refused, shown, surprising
from components.order.lucene.outline import Clause, Level, Outline
from components.order.lucene.queries import is_field, quote
from components.order.lucene.tokens import Kind, Token
from components.order.lucene.words import is_pattern, quoted, without_escapes

_REFUSES = "The archive would refuse the order."
_TEXTS = frozenset({"id", "virtualId", "providerId", "label", "model", "tags", "rawdata", "datasetModelNames"})
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.+Z-]*)?")
_NEGATIVE = re.compile(r"-[0-9]+(\.[0-9]+)?")
_UNSURE = re.compile(r"[*?<>!,;]|&&|\|\||^[+-]")  # a value with these may have been meant as more than a value
_SINGLE_VALUES = {Kind.WORD, Kind.QUOTED, Kind.TYPESET, Kind.GLUED}
_WORDS_TO_SEARCH = _SINGLE_VALUES | {Kind.REGEX}
_BROKEN = {Kind.OPEN_QUOTE, Kind.OPEN_BRACKET, Kind.BAD_RANGE}


def values(outline: Outline, identifier_fields: frozenset[str]) -> Iterator[Finding]:
    """The faults in single conditions."""
    following = {token.start: after for token, after in pairwise(outline.tokens)}
    for level in outline.levels:
        yield from _without_field(level)
        yield from _unquoted(level, identifier_fields)
        for clause in level.clauses:
            yield from _parts(clause)
            yield from _suffixes(clause, following)
            if clause.name and not _can_be_a_name(clause.name.text):
                yield _no_name(clause, clause.name.text)
            elif isinstance(clause.value, Token):
                yield from _value(clause, clause.value, identifier_fields)


def _without_field(level: Level) -> Iterator[Finding]:
    found = [
        clause.value
        for clause in level.clauses
        if clause.field is None and isinstance(clause.value, Token) and clause.value.kind in _WORDS_TO_SEARCH
    ]
    for star in (value for value in found if value.text == "*"):
        why = "The archive would order nearly its whole catalogue. Name a field, such as “label:Sea*”."
        yield surprising(star, "“*” alone finds every product that has any text.", why)
    if others := [value for value in found if value.text != "*"]:
        what = f"{shown(others[0].text)} has no field{also(len(others) - 1)}."
        why = (
            "The archive would search all texts of all products for it, parts of words too, whatever the case. That is "
            'slow, and finds more than was meant. Name a field, such as providerId:"…".'
        )
        yield surprising(others[0], what, why)


def _unquoted(level: Level, identifier_fields: frozenset[str]) -> Iterator[Finding]:
    in_list: list[Token] = []
    for clause in level.clauses:
        value = clause.value
        if not isinstance(value, Token) or value.kind is not Kind.WORD or value.text in {",", ";"}:
            continue
        if is_pattern(value.text) or not _holds_identifiers(clause, identifier_fields) or _compares(clause):
            continue
        if clause.name:
            yield _contains([value])
        else:
            in_list.append(value)
    if in_list:
        yield _contains(in_list)


def _contains(found: list[Token]) -> Finding:
    sure = not any(re.search("[,;]", value.text) for value in found)
    place = Token(Kind.GLUED, found[0].start, found[-1].end, "")
    what = f"{shown(found[0].text)} is not in quotation marks{also(len(found) - 1)}."
    why = (
        "The archive would order every product whose identifier contains it anywhere, whatever the case: PROD_1 also "
        "finds PROD_10 and xprod_1b. In quotation marks it is that product alone."
    )
    edits = [Edit(value.start, value.end, quoted(value.text)) for value in found] if sure else []
    return surprising(place, what, why, edits)


def _parts(clause: Clause) -> Iterator[Finding]:
    """Parts of a condition that are missing, doubled or in the wrong place."""
    last = (clause.late or clause.signs or clause.modifiers)[-1:]
    if clause.value is None and last and (clause.late or clause.signs):
        yield refused(last[0], f"{shown(last[0].text)} has no value behind it.", f"{_REFUSES} Write the value.")
    elif clause.value is None and last:
        yield refused(
            last[0], f"{shown(last[0].text)} has nothing behind it.", f"{_REFUSES} Write the condition, or remove it."
        )
    for extra in clause.modifiers[1:2]:
        what = f"{shown(extra.text)} follows {shown(clause.modifiers[0].text)}."
        yield refused(extra, what, f"{_REFUSES} A condition takes one NOT, + or - before it.")
    for late in clause.late[:1]:
        what = f"{shown(late.text)} cannot stand behind {shown(clause.signs[-1].text)}."
        yield refused(late, what, f"{_REFUSES} NOT stands before the field: “NOT field:value”.")
    if len(clause.signs) > 1:
        first, second = clause.signs[:2]
        sure = (
            first.text == ":" and not (clause.signs[2:] or clause.late) and clause.name and is_field(clause.name.text)
        )
        edits = [Edit(first.start, first.end, "")] if sure else []
        what = f"{shown(second.text)} cannot follow {shown(first.text)}."
        yield refused(second, what, f"{_REFUSES} Write “n>5”, or “n:5”.", edits)


def _suffixes(clause: Clause, following: Mapping[int, Token]) -> Iterator[Finding]:
    kind = clause.value.kind if isinstance(clause.value, Token) else None
    edits = _without_suffixes(clause, following)
    for suffix in clause.suffixes:
        if suffix.kind is Kind.BOOST:
            what = f"{shown(suffix.text)} is meant to weigh a condition, which the archive cannot."
            yield refused(suffix, what, f"{_REFUSES} An order has no ranking: remove it.", edits)
        elif kind is Kind.QUOTED and suffix is clause.suffixes[0] and not _compares(clause):
            what = f"The distance {shown(suffix.text)} is ignored."
            yield surprising(suffix, what, "The archive compares the words in quotation marks as they stand.", edits)
        else:
            what = f"{shown(suffix.text)} is meant to find similar values, which the archive cannot."
            yield refused(suffix, what, f"{_REFUSES} Remove it, or use “*” for any characters.", edits)


def _without_suffixes(clause: Clause, following: Mapping[int, Token]) -> list[Edit]:
    """The edits that remove all suffixes; none where the value would then become something else."""
    edits = []
    for suffix in clause.suffixes:
        after = following.get(suffix.start)
        if after and after.kind in {Kind.COLON, Kind.COMPARISON}:
            return []  # it would become the name of a field
        divides = after and after.start == suffix.end and after.kind is not Kind.CLOSE
        edits.append(Edit(suffix.start, suffix.end, " " if divides else ""))
    operator = isinstance(clause.value, Token) and clause.value.text.upper() in {"AND", "OR", "NOT"}
    return [] if operator else edits


def _no_name(clause: Clause, text: str) -> Finding:
    if text == "*" and isinstance(clause.value, Token) and clause.value.text == "*":
        why = (
            f"{_REFUSES} Elsewhere it means everything. Here a blank expression would order everything, which is "
            "hardly meant either: say which products, by a field and a value."
        )
        return refused(clause, "“*:*” is nothing that the archive knows.", why)
    what = f"{shown(text)} is no name of a field."
    return refused(clause, what, f"{_REFUSES} It has letters, digits, “_”, “-” and “.”, and no wildcard.")


def _value(clause: Clause, value: Token, identifier_fields: frozenset[str]) -> Iterator[Finding]:
    text_field = _holds_identifiers(clause, identifier_fields) or clause.field in _TEXTS
    if value.kind is Kind.RANGE or (_compares(clause) and value.kind not in _BROKEN):
        yield from _range(clause, value, text_field=text_field)
    if value.kind is Kind.SLASH:
        what = "This “/” begins a regular expression that never ends."
        yield refused(value, what, f"{_REFUSES} Put a value that holds “/” in quotation marks.")
    elif (
        value.kind in {Kind.WORD, Kind.GLUED}
        and clause.field
        and not text_field
        and not _compares(clause)
        and _DATE.fullmatch(value.text)
    ):
        what = f"The date {shown(value.text)} is not in quotation marks."
        edits = [Edit(value.start, value.end, quote(value.text))]
        yield refused(value, what, f"{_REFUSES} A single date is quoted; in a range, “[… TO …]”, it is not.", edits)
    elif value.kind is Kind.GLUED:
        yield _glued(clause, value)
    elif value.kind is Kind.WORD:
        yield from _wildcards(clause, value, identifier_fields)


def _range(clause: Clause, value: Token, *, text_field: bool) -> Iterator[Finding]:
    if clause.field is None:
        what = f"The range {shown(value.text)} has no field."
        yield refused(value, what, f"{_REFUSES} Write the field before it: “n:[1 TO 10]”.")
    elif text_field:
        what = f"{shown(clause.field)} holds text, and a range is of numbers or dates."
        yield refused(clause, what, f"{_REFUSES} For names that begin alike, write “{clause.field}:BEGIN*”.")
    elif _compares(clause) and value.kind not in _SINGLE_VALUES:
        what = f"{shown(value.text)} is nothing to compare with."
        yield refused(value, what, f"{_REFUSES} Write one number or one quoted date: “n>5”.")


def _glued(clause: Clause, value: Token) -> Finding:
    what = f"{shown(value.text)} holds signs that mean something else outside quotation marks."
    edits: list[Edit] = []
    if clause.name and clause.name.text.upper() == "URN":
        field = "id:" if clause.level.field is None else ""
        edits = [Edit(clause.name.start, value.end, f'{field}"{clause.name.text}{clause.signs[0].text}{value.text}"')]
    elif not _UNSURE.search(value.text) or _NEGATIVE.fullmatch(value.text):
        edits = [Edit(value.start, value.end, quoted(value.text))]
    return refused(value, what, f"{_REFUSES} Put the value in quotation marks.", edits)


def _wildcards(clause: Clause, value: Token, identifier_fields: frozenset[str]) -> Iterator[Finding]:
    bare = without_escapes(value.text)
    if "?" in bare:
        what = f"“?” in {shown(value.text)} does not stand for one character."
        yield surprising(value, what, "It makes the character before it optional: AB?C finds AC and ABC, and not ABxC.")
    elif "*" in bare and len(bare) < len(value.text):
        what = f"The backslash in {shown(value.text)} has no effect."
        yield surprising(value, what, "Beside a “*”, what is escaped is a sign of a regular expression again.")
    elif "*" in bare and _holds_identifiers(clause, identifier_fields):
        what = f"{shown(value.text)} is compared with the whole identifier, upper and lower case apart."
        why = "“*” stands for any characters, also none, and “.” for any one character. Check what it finds."
        yield surprising(value, what, why)


def _holds_identifiers(clause: Clause, identifier_fields: frozenset[str]) -> bool:
    return clause.field is not None and clause.field.removeprefix("properties.") in identifier_fields


def _can_be_a_name(text: str) -> bool:
    return is_field(text.replace("\\", "").removesuffix("@text"))


def _compares(clause: Clause) -> bool:
    return any(sign.kind is Kind.COMPARISON for sign in clause.signs)
