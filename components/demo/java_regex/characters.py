r"""What one character of a name may be, in Java's words: escapes, properties, and how `i` widens them.

Each function gives a Python expression for exactly one character.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

import regex

from components.demo.java_regex.source import END, Source

ANY: Final = "(?s:.)"


def literal(character: str, flags: frozenset[str]) -> str:
    """Match this character; under `i` also in its other case, which is ASCII's unless `u` is set too."""
    if "i" in flags and "u" in flags:
        return f"(?i:{regex.escape(character)})"
    if "i" in flags and character.isascii() and character.isalpha():
        return f"[{character.lower()}{character.upper()}]"
    return regex.escape(character)


def span(first: str, last: str, flags: frozenset[str]) -> str:
    """Match the characters from the first to the last; `i` and `u` as in `literal`."""
    bounds = f"{regex.escape(first)}-{regex.escape(last)}"
    if "i" in flags and "u" in flags:
        return f"(?i:[{bounds}])"
    others = "".join(each.swapcase() for each in _LETTERS if first <= each <= last) if "i" in flags else ""
    return f"[{bounds}{others}]"


def predefined(letter: str, flags: frozenset[str]) -> str | None:
    r"""Give the class that an escaped letter stands for, such as `\d`; None where it stands for none."""
    known = (_UNICODE if "U" in flags else _ASCII).get(letter.lower())
    return f"(?!{known}){ANY}" if known and letter.isupper() else known


def escaped(source: Source) -> str | None:
    """Read what follows a backslash as one character; None, and nothing read, where it stands for no character."""
    letter = source.coming(1)
    if letter == END:
        raise source.error("Unexpected end of the expression")
    if letter in _CODES:
        source.read_exactly()
        code, character = _CODES[letter]
        found = source.found(code)
        if found is None:
            raise source.error(f"Illegal escape sequence \\{letter}")
        return _character(source, _inside(found[0]), character)
    if letter.isascii() and letter.isalnum() and letter not in _CONTROLS:
        return None
    return _CONTROLS.get(source.read_exactly(), letter)


def property_class(source: Source) -> str:
    r"""Read `p{…}` or `P{…}` after a backslash: a kind of character, or all but that kind."""
    negated = source.read_exactly() == "P"
    found = source.found(_PROPERTY)
    if found is None:
        raise source.error("Unclosed character family")
    name = _inside(found[0])
    if "i" in source.flags:
        name = _CASELESS.get(name, name)
    known = _POSIX.get(name) or _property(name)
    if known is None:
        raise source.error(f"Unknown character property name {{{name}}}")
    return f"(?!{known}){ANY}" if negated else known


_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BLANK: Final = r"[ \t\xA0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000]"
_LINE: Final = r"[\n\x0B\f\r\x85\u2028\u2029]"

_ASCII: Final = {"d": "[0-9]", "w": "[a-zA-Z_0-9]", "s": r"[ \t\n\x0B\f\r]", "h": _BLANK, "v": _LINE}
_UNICODE: Final = {"d": r"\p{Nd}", "w": r"\w", "s": r"\s", "h": _BLANK, "v": _LINE}
_CONTROLS: Final = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "a": "\a", "e": "\x1b"}
_CODES: Final[Mapping[str, tuple[re.Pattern[str], Callable[[str], str]]]] = {
    "0": (re.compile("[0-3][0-7]{2}|[0-7]{1,2}"), lambda code: chr(int(code, 8))),
    "x": (re.compile(r"[0-9A-Fa-f]{2}|\{[0-9A-Fa-f]+\}"), lambda code: chr(int(code, 16))),
    "u": (re.compile("[0-9A-Fa-f]{4}"), lambda code: chr(int(code, 16))),
    "c": (re.compile(".", re.DOTALL), lambda code: chr(ord(code) ^ 64)),
    "N": (re.compile(r"\{[^}]+\}"), unicodedata.lookup),
}


def _character(source: Source, code: str, read: Callable[[str], str]) -> str:
    try:
        return read(code)
    except (ValueError, OverflowError, KeyError):
        raise source.error(f"no character is called {code}") from None


_PROPERTY: Final = re.compile(r"\{[^}]*\}|[^{]", re.DOTALL)
_POSIX: Final = {
    "Lower": "[a-z]",
    "Upper": "[A-Z]",
    "ASCII": r"[\x00-\x7F]",
    "Alpha": "[a-zA-Z]",
    "Digit": "[0-9]",
    "Alnum": "[a-zA-Z0-9]",
    "Punct": r"[!-/:-@\[-`{-~]",
    "Graph": "[!-~]",
    "Print": "[ -~]",
    "Blank": r"[ \t]",
    "Cntrl": r"[\x00-\x1F\x7F]",
    "XDigit": "[0-9a-fA-F]",
    "Space": r"[ \t\n\x0B\f\r]",
    "javaLowerCase": r"\p{Lowercase}",
    "javaUpperCase": r"\p{Uppercase}",
    "javaDigit": r"\p{Nd}",
    "javaLetter": r"\p{L}",
    "javaLetterOrDigit": r"[\p{L}\p{Nd}]",
    "LD": r"[\p{L}\p{Nd}]",
    "LC": r"[\p{Lu}\p{Ll}\p{Lt}]",
    "L1": r"[\x00-\xFF]",
    "all": ANY,
}
_CATEGORY: Final = re.compile("[CLMNPSZ]|C[cfnos]|L[ulmot]|M[nec]|N[dlo]|P[cdseifo]|S[mcko]|Z[slp]")
_NAMED: Final = re.compile(
    r"Is(?P<is>\w+)|In(?P<block>\w+)|(?:sc|script)=(?P<script>\w+)|(?:blk|block)=(?P<block2>\w+)"
    r"|(?:gc|general_category)=(?P<category>\w+)"
)


# Under `i`, Java lets a kind of letter include its other case.
_CASELESS: Final = {
    "Lower": "Alpha",
    "Upper": "Alpha",
    "Lu": "LC",
    "Ll": "LC",
    "Lt": "LC",
    "javaLowerCase": "LC",
    "javaUpperCase": "LC",
    "IsLowercase": "LC",
    "IsUppercase": "LC",
}


def _inside(text: str) -> str:
    """Take the braces off, if there are any around something."""
    return text[1:-1] if text.startswith("{") and text.endswith("}") and len(text) > 1 else text


def _property(name: str) -> str | None:
    """Ask Python for a Unicode property of that name: categories are bare, scripts and others need a prefix."""
    if _CATEGORY.fullmatch(name):
        return rf"\p{{{name}}}"
    found = _NAMED.fullmatch(name)
    if found is None:
        return None
    block = found["block"] or found["block2"]
    wanted = f"Block={block}" if block else found["is"] or found["script"] or found["category"]
    try:
        regex.compile(rf"\p{{{wanted}}}")
    except regex.error:
        return None
    return rf"\p{{{wanted}}}"
