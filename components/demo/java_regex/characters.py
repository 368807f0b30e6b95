r"""Translation of single characters: literals, escapes such as `\d` and `\p{…}`, and `[…]`."""

import re
from typing import Final

import regex

from components.demo.java_regex.errors import InvalidPattern

_CHARACTER_ESCAPE: Final = r"\\(?:[aefnrt]|x[0-9A-Fa-f]{2}|u(?![dD][89a-fA-F])[0-9A-Fa-f]{4}|[^a-zA-Z0-9])"
_FAMILY_ESCAPE: Final = r"\\(?:[dDsSwW]|[pP](?:\{\w+\}|\w))"
ESCAPE: Final = rf"{_CHARACTER_ESCAPE}|{_FAMILY_ESCAPE}"
"""A pattern that matches an escape for one character."""

_MEMBER: Final = rf"(?!&&)(?:{ESCAPE}|[^\\\[])"  # neither an intersection nor a class within the class
_CLASS: Final = re.compile(rf"\[(?P<negated>\^?+)(?P<members>{_MEMBER}(?:(?!\]){_MEMBER})*)\]", re.DOTALL)
_SPAN: Final = re.compile(
    rf"(?P<family>{_FAMILY_ESCAPE})|(?P<first>{_CHARACTER_ESCAPE}|.)(?:-(?P<last>{ESCAPE}|.))?", re.DOTALL
)
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def one_of(members: str, flags: frozenset[str]) -> str:
    r"""An expression that matches one of the members of a class, which are characters and escapes.

    The flag `i` adds the other case of single characters and ranges, only of ASCII without the flag `u`. It does not
    change predefined classes such as `\d`.
    """
    families, spans = "", ""
    for found in _SPAN.finditer(members):
        if found["family"]:
            families += _family(found["family"], flags)
        else:
            first = _character(found["first"])
            spans += _span(first, _character(found["last"] or found["first"]), flags)
    if not {"i", "u"} <= flags:
        return f"[{families}{spans}]"
    either = [f"[{families}]"] * bool(families) + [f"(?i:[{spans}])"] * bool(spans)
    return f"(?:{'|'.join(either)})"


def bracketed(pattern: str, start: int, flags: frozenset[str]) -> tuple[str, int]:
    """The translation of the class `[…]` at `start`, and the position after it."""
    found = _CLASS.match(pattern, start)
    if not found:
        raise InvalidPattern(f"Unclosed or too rare a character class near index {start} of {pattern}")
    inside = one_of(found["members"], flags)
    return (f"(?!{inside})(?s:.)" if found["negated"] else inside), found.end()


def _span(first: str, last: str, flags: frozenset[str]) -> str:
    if last < first:
        raise InvalidPattern(f"Illegal character range {first}-{last}")
    others = "".join(each.swapcase() for each in _LETTERS if first <= each <= last) if "i" in flags else ""
    return f"{regex.escape(first)}-{regex.escape(last)}{others}"


def _character(text: str) -> str:
    """The character of a literal or an escape."""
    if not text.startswith("\\"):
        return text
    if re.fullmatch(_FAMILY_ESCAPE, text):
        raise InvalidPattern(f"Illegal character range up to {text}")
    if text[1] in "xu":
        return chr(int(text.lstrip(r"\xu"), base=16))
    return _CONTROLS.get(text[1], text[1])


def _family(escape: str, flags: frozenset[str]) -> str:
    r"""The ranges of a predefined class such as `\d` or `\p{…}`, or of its complement."""
    letter, name = escape[1], escape[2:].strip("{}")
    if name in _CATEGORIES and not ("i" in flags and name in _CASED):
        return f"\\{letter}{{{name}}}"
    pairs = _POSIX.get(name) if letter in "pP" else _SHORTHANDS[letter.lower()]
    if pairs is None or ("i" in flags and name in _CASED):
        raise InvalidPattern(f"Unknown or too rare a character property name {{{name}}}")
    spans = list(zip(pairs[::2], pairs[1::2], strict=True))
    if letter.isupper():
        starts = ["\0", *(chr(ord(last) + 1) for _, last in spans)]
        ends = [*(chr(ord(first) - 1) for first, _ in spans if first > "\0"), "\U0010ffff"]
        spans = list(zip(starts[len(starts) - len(ends) :], ends, strict=True))
    return "".join(f"{regex.escape(first)}-{regex.escape(last)}" for first, last in spans)


_CONTROLS: Final = {"a": "\a", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_CASED: Final = frozenset({"Lower", "Upper", "Lu", "Ll"})
_CATEGORIES: Final = frozenset({"L", "Lu", "Ll", "N", "Nd", "P", "S", "Z"})
# Each pair of characters is the first and last of a range.
_SHORTHANDS: Final = {"d": "09", "s": "\t\r  ", "w": "09AZ__az"}
_POSIX: Final = {
    "ASCII": "\0\x7f",
    "Lower": "az",
    "Upper": "AZ",
    "Alpha": "AZaz",
    "Digit": "09",
    "Alnum": "09AZaz",
    "Punct": "!/:@[`{~",
    "Graph": "!~",
    "Print": " ~",
    "Blank": "\t\t  ",
    "Cntrl": "\0\x1f\x7f\x7f",
    "XDigit": "09AFaf",
    "Space": "\t\r  ",
}
