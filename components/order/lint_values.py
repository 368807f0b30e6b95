r"""Rules of the lint about single conditions: a field, its value, and what stands at either.

What the archive does is said in contract F.1.
"""

import re
from collections.abc import Iterator

from components.order.lint_findings import Edit, Finding, also, refused, shown, surprising
from components.order.lucene import quote
from components.order.lucene_outline import Clause, Level, Outline
from components.order.lucene_tokens import TYPESET_QUOTES, Kind, Token

_REFUSES = "The archive would refuse the order."
_TEXTS = frozenset({"id", "virtualId", "providerId", "label", "model", "tags", "rawdata", "datasetModelNames"})
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.+Z-]*)?")
_NEGATIVE = re.compile(r"-[0-9]+(\.[0-9]+)?")
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_SPECIAL = frozenset('+-&|!(){}[]^"~*?:\\/=<> ')  # what people escape with good reason (contract F.1)
_UNSURE = re.compile(r"[*?<>!,;]|&&|\|\||^[+-]")  # a value with these may have been meant as more than a value
_SINGLE_VALUES = {Kind.WORD, Kind.QUOTED, Kind.TYPESET, Kind.GLUED}
_WORDS_TO_SEARCH = _SINGLE_VALUES | {Kind.REGEX}
_BROKEN = {Kind.OPEN_QUOTE, Kind.OPEN_BRACKET, Kind.BAD_RANGE}


def values(outline: Outline, identifier_fields: frozenset[str]) -> Iterator[Finding]:
    """The faults in single conditions."""
    yield from _broken(outline)
    for token in outline.tokens:
        yield from _escapes(token)
    starts = {token.start for token in outline.tokens if token.kind is not Kind.CLOSE}
    for level in outline.levels:
        yield from _without_field(level)
        yield from _unquoted(level, identifier_fields)
        for clause in level.clauses:
            yield from _parts(clause)
            yield from _suffixes(clause, starts)
            if clause.name and _is_pattern(clause.name.text):
                yield _pattern_of_names(clause)
            elif isinstance(clause.value, Token):
                yield from _value(clause, clause.value, identifier_fields)


def quoted(text: str) -> str:
    """Text that stood without quotation marks, as a quoted value that says the same."""

    def literal(found: re.Match[str]) -> str:
        if len(found[1]) > 1:
            return chr(int(found[1][1:], 16))
        return found[1] if found[1] in _SPECIAL else found[0]

    return quote(_ESCAPE.sub(literal, text))


def _broken(outline: Outline) -> Iterator[Finding]:
    """What Lucene cannot even cut into words."""
    for token in outline.tokens:
        first = Token(token.kind, token.start, token.start + 1, token.text[:1])
        match token.kind:
            case Kind.OPEN_QUOTE:
                why = f"{_REFUSES} A closing quotation mark is missing, or one is too many here or before."
                yield refused(first, "This quotation mark is never closed.", why)
            case Kind.OPEN_BRACKET:
                why = f"{_REFUSES} A range is written “[1 TO 10]”."
                yield refused(first, f"The bracket {shown(first.text)} is never closed.", why)
            case Kind.BAD_RANGE:
                mended = re.sub(r"(?<=\s)to(?=\s)", "TO", token.text, flags=re.IGNORECASE)
                two = re.fullmatch(r'.\s*[^\s"]+\s+TO\s+[^\s"]+\s*.', mended)
                why = f"{_REFUSES} A range is written “[1 TO 10]”, with TO in capitals; “*” leaves a side open."
                edits = [Edit(token.start, token.end, mended)] if two else []
                yield refused(token, f"{shown(token.text)} is no range.", why, edits)
            case Kind.WORD if set(TYPESET_QUOTES) & set(token.text):
                why = 'To the archive it is a letter like others. A quotation mark is straight: ".'
                yield surprising(token, f"{shown(token.text)} holds a typographic quotation mark.", why)
    for token in outline.strays:
        yield _stray(token)


def _stray(token: Token) -> Finding:
    match token.kind:
        case Kind.CLOSE:
            what, why = "This parenthesis closes nothing.", "A “(” is missing before it, or it is one too many."
        case Kind.COLON | Kind.COMPARISON:
            what = f"There is no field before {shown(token.text)}."
            why = "A condition begins with the name of a field, such as “providerId”, without quotation marks."
        case Kind.FUZZY | Kind.BOOST:
            what, why = f"There is nothing before {shown(token.text)}.", "Remove it."
        case _:
            what = f"{shown(token.text)} cannot stand here."
            why = "Put a value that holds such a sign in quotation marks."
    return refused(token, what, f"{_REFUSES} {why}")


def _escapes(token: Token) -> Iterator[Finding]:
    r"""Backslashes that are lost or make the archive stumble: `\u` wants four hexadecimal digits."""
    if "\\" not in token.text or token.kind not in {Kind.WORD, Kind.QUOTED, Kind.RANGE}:
        return
    escapes = list(_ESCAPE.finditer(token.text))
    half = [escape for escape in escapes if escape[1] == "u"]
    lost = [escape for escape in escapes if len(escape[1]) == 1 and escape[1] not in _SPECIAL]
    faults = lost if token.kind is Kind.QUOTED else half
    if not faults:
        return
    edits = [Edit(token.start + each.start(), token.start + each.start() + 1, "\\\\") for each in faults]
    first = (half or faults)[0]
    place = Token(token.kind, token.start + first.start(), token.start + first.end(), first[0])
    more = also(len(faults) - 1)
    if half:
        what = f"“\\u” begins a special character, and four hexadecimal digits are missing behind it{more}."
        yield refused(place, what, f"{_REFUSES} A backslash that is part of the value is written twice.", edits)
    else:
        what = f"The backslash in {shown(first[0])} would be lost{more}."
        why = f"The archive would look for {shown(first[1])} without it. A backslash of the value is written twice."
        yield surprising(place, what, why, edits)


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
        if _is_pattern(value.text) or not _holds_identifiers(clause, identifier_fields) or _compares(clause):
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
        yield refused(last[0], f"{shown(last[0].text)} has nothing behind it.", f"{_REFUSES} What does it belong to?")
    for extra in clause.modifiers[1:2]:
        what = f"{shown(extra.text)} follows {shown(clause.modifiers[0].text)}."
        yield refused(extra, what, f"{_REFUSES} A condition takes one NOT, + or - before it.")
    for late in clause.late[:1]:
        what = f"{shown(late.text)} cannot stand behind {shown(clause.signs[-1].text)}."
        yield refused(late, what, f"{_REFUSES} NOT stands before the field: “NOT field:value”.")
    if len(clause.signs) > 1:
        first, second = clause.signs[:2]
        sure = first.text == ":" and not clause.signs[2:] and not clause.late
        edits = [Edit(first.start, first.end, "")] if sure else []
        what = f"{shown(second.text)} cannot follow {shown(first.text)}."
        yield refused(second, what, f"{_REFUSES} Write “n>5”, or “n:5”.", edits)


def _suffixes(clause: Clause, starts: set[int]) -> Iterator[Finding]:
    kind = clause.value.kind if isinstance(clause.value, Token) else None
    edits = [Edit(each.start, each.end, " " if each.end in starts else "") for each in clause.suffixes]
    if isinstance(clause.value, Token) and clause.value.text.upper() in {"AND", "OR", "NOT"}:
        edits = []  # without the suffix, the word would become an operator
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


def _pattern_of_names(clause: Clause) -> Finding:
    text = f"{clause.name.text}" if clause.name else ""
    if text == "*" and isinstance(clause.value, Token) and clause.value.text == "*":
        why = (
            f"{_REFUSES} Elsewhere it means everything. Here a blank expression would order everything, which is "
            "hardly meant either: say which products, by a field and a value."
        )
        return refused(clause, "“*:*” is nothing that the archive knows.", why)
    what = f"{shown(text)} is no name of a field."
    return refused(clause, what, f"{_REFUSES} “*” and “?” cannot stand for letters of a field's name.")


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
    bare = _ESCAPE.sub("", value.text)
    if "?" in bare:
        what = f"“?” in {shown(value.text)} does not stand for one character."
        yield surprising(value, what, "It makes the character before it optional: AB?C finds AC and ABC, and not ABxC.")
    elif "*" in bare and len(bare) < len(value.text) and re.search(r"\\[*?]", value.text):
        what = f"The backslash in {shown(value.text)} has no effect."
        yield surprising(value, what, "Beside a “*”, an escaped “*” or “?” stands for other characters again.")
    elif "*" in bare and _holds_identifiers(clause, identifier_fields):
        what = f"{shown(value.text)} is compared with the whole identifier, upper and lower case apart."
        why = "“*” stands for any characters, also none, and “.” for any one character. Check what it finds."
        yield surprising(value, what, why)


def _holds_identifiers(clause: Clause, identifier_fields: frozenset[str]) -> bool:
    return clause.field is not None and clause.field.removeprefix("properties.") in identifier_fields


def _compares(clause: Clause) -> bool:
    return any(sign.kind is Kind.COMPARISON for sign in clause.signs)


def _is_pattern(text: str) -> bool:
    """Whether a word holds `*` or `?` without a backslash before it."""
    return ("*" in text or "?" in text) and re.search("[*?]", _ESCAPE.sub("", text)) is not None
