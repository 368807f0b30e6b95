"""Rules of the lint about single words and signs: open quotation marks, lost backslashes, odd spaces.

What the archive does is said in contract F.1; what a word is, in the grammar of Lucene 8.
"""

import re
from collections.abc import Iterator

from components.order.lucene.findings import Edit, Finding, also, refused, shown, surprising
from components.order.lucene.outline import Outline
from components.order.lucene.queries import quote
from components.order.lucene.tokens import TYPESET_QUOTES, Kind, Token

_REFUSES = "The archive would refuse the order."
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_SPECIAL = frozenset('+-&|!(){}[]^"~*?:\\/=<> ')  # what people escape with good reason (contract F.1)
_ODD_SPACE = re.compile(r"[^\S \t\n\r\u3000]+")  # Lucene's grammar knows only these five as spaces


def words(outline: Outline) -> Iterator[Finding]:
    """The faults in single words, and the signs that fit nowhere."""
    for token in outline.tokens:
        yield from _broken(token)
        yield from _escapes(token)
    for token in outline.strays:
        yield _stray(token)


def spaces(expression: str, outline: Outline) -> Iterator[Finding]:
    """Characters between the words that look like spaces, and are letters to Lucene."""
    ends = [0, *(token.end for token in outline.tokens)]
    starts = [*(token.start for token in outline.tokens), len(expression)]
    odd = [each for gap in zip(ends, starts, strict=True) for each in _ODD_SPACE.finditer(expression, *gap)]
    if odd:
        place = Token(Kind.STRAY, odd[0].start(), odd[0].end(), odd[0][0])
        what = "This is no ordinary space, although it looks like one."
        why = "The archive takes it for a letter of the word beside it. It often comes along from a page or document."
        yield surprising(place, what, why, [Edit(each.start(), each.end(), " ") for each in odd])


def quoted(text: str) -> str:
    """Text that stood without quotation marks, as a quoted value that says the same."""

    def literal(found: re.Match[str]) -> str:
        if len(found[1]) > 1:
            return chr(int(found[1][1:], 16))
        return found[1] if found[1] in _SPECIAL else found[0]

    return quote(_ESCAPE.sub(literal, text))


def is_pattern(text: str) -> bool:
    """Whether a word holds `*` or `?` without a backslash before it."""
    return ("*" in text or "?" in text) and re.search("[*?]", without_escapes(text)) is not None


def without_escapes(text: str) -> str:
    """A word without its backslashes and what they escape."""
    return _ESCAPE.sub("", text)


def _broken(token: Token) -> Iterator[Finding]:
    """What Lucene cannot even cut into words."""
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
