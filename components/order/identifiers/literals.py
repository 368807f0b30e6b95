"""Lists and objects in the notation of Python, R, JavaScript and others, and JSON that is not quite valid."""

import re
from typing import Final

from components.order.identifiers import cells, shapes
from components.order.identifiers.cells import TooMuch

MOST_TOKENS: Final = 600_000
"""Texts, brackets and signs that are read; more are refused."""

_TOKEN = re.compile(
    r"""(?P<blank>[\s\ufeff]++|(?<!:)//[^\n]*+|\#[^\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/)"""
    r"""|(?P<text>[rbuf]?"(?:[^"\\]++|\\.)*+"|[rbuf]?'(?:[^'\\]++|\\.)*+')"""
    r"""|(?P<open>[\[{(])|(?P<close>[\]})])|(?P<assign><-|:=|=>|[=:])|(?P<comma>[,;]\s*+)"""
    r"""|(?P<bare>[^\s,;()\[\]{}"'=:<>]++)""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "0": "\0"}
_CONSTANTS = frozenset(["true", "false", "null", "none", "na", "nan", "undefined", "nil"])
_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?[lL]?")
_FUNCTION = re.compile(r"[A-Za-z_.$][\w.:$]*")
_KEYWORDS = frozenset(["const", "let", "var", "my", "return", "val", "dict", "list", "tuple", "set", "export", "local"])
_DEEPEST = 20
_CLOSING = {"[": "]", "{": "}", "(": ")"}


class Text(str):
    """A text or a number, with its position."""

    __slots__ = ("at",)
    at: int


Value = object
"""A dict, a list, a Text, or None for anything that cannot be an identifier."""


class _Open:
    """A bracket that is not yet closed: its entries so far, and the key that waits for its value."""

    def __init__(self, sign: str) -> None:
        self.sign = sign
        self.keyed: dict[str, Value] = {}
        self.plain: list[Value] = []
        self.key: str | None = None
        self.word: str | None = None

    def add(self, value: Value) -> None:
        if self.key is None:
            self.plain.append(value)
        else:
            self.keyed[self.key] = value
        self.key = None

    def value(self) -> Value:
        if not self.keyed:
            return self.plain
        return {**self.keyed, **({"": self.plain} if self.plain else {})}


def read(text: str) -> Value | None:
    """The lists and objects of a text, None if it is no such notation.

    A trailing comma, comments, names of functions, assignments and missing commas are accepted, also brackets
    that are not closed at the end. Names without quotes are read between brackets, if they look like names of products.

    Raises:
        TooMuch: the text has more than MOST_TOKENS tokens.
    """
    stack = [_Open("")]
    place = tokens = 0
    has_text = False
    while place < len(text):
        match = _TOKEN.match(text, place)
        tokens += 1
        if not match:
            return None
        if tokens > MOST_TOKENS:
            raise TooMuch(_TOO_MUCH)
        place = match.end()
        kind, token, top = match.lastgroup, match[0], stack[-1]
        if kind == "blank":
            continue
        if kind == "open":
            if len(stack) > _DEEPEST:
                return None
            if top.word is not None and (not _FUNCTION.fullmatch(top.word) or shapes.is_name(top.word)):
                return None
            top.word = None
            stack.append(_Open(token))
        elif kind == "close":
            if _CLOSING.get(top.sign) != token or top.word is not None:
                return None
            stack.pop()
            stack[-1].add(top.value())
        elif kind == "text":
            if top.word is not None or len(stack) == 1:
                return None
            has_text = True
            top.add(_text(_unescaped(token), match.start()))
        elif kind == "assign":
            if not _assign(top):
                return None
        elif kind == "comma":
            if top.word is not None:
                return None
            top.key = None
        elif not _bare(top, token, match.start(), is_inside=len(stack) > 1):
            return None
        else:
            has_text |= len(stack) > 1 and shapes.is_name(token)
    while len(stack) > 1 and stack[-1].word is None:  # what was cut off at the end is read as far as it goes
        value = stack.pop().value()
        stack[-1].add(value)
    root = stack[0]
    if len(stack) > 1 or root.word is not None or not has_text:
        return None
    plain = [value for value in root.plain if isinstance(value, dict | list)]
    return plain[0] if len(plain) == 1 and not root.keyed else root.value()


def _bare(top: _Open, token: str, at: int, *, is_inside: bool) -> bool:
    """Take in a word without quotes: a constant, a number, a name, or what stands before a bracket or a sign."""
    if top.word is not None and top.word not in _KEYWORDS:
        return False
    if (is_inside and _NUMBER.fullmatch(token)) or (is_inside and shapes.is_name(token)):
        top.add(_text(token, at))
    elif is_inside and token.lower() in _CONSTANTS:
        top.add(None)
    else:
        top.word = token
    return True


def _assign(top: _Open) -> bool:
    """Take in ``=``, ``:`` or ``<-``: what stood before is the key of the next value."""
    if top.word is None:
        if not top.plain or not isinstance(top.plain[-1], str):
            return False
        top.key = str(top.plain.pop())
    else:
        top.key, top.word = top.word, None
    return True


def _text(value: str, at: int) -> Text:
    text = Text(value.strip(cells.EDGES))
    text.at = at
    return text


def _unescaped(token: str) -> str:
    inside = token[token.index(token[-1]) + 1 : -1]
    return _ESCAPE.sub(_escaped, inside) if "\\" in inside else inside


def _escaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(match[3], match[3])


_TOO_MUCH = f"This text holds more than {MOST_TOKENS:,} values. Keep only the identifiers, one a line."
