"""Lists and objects in the notation of Python, R, JavaScript and others, and JSON that is not quite valid."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from components.order.identifiers import shapes
from components.order.identifiers.forms import cells, fields
from components.order.identifiers.forms.cells import TooMuch
from components.order.identifiers.forms.fields import EACH, KEYS
from components.order.identifiers.found import Found, Remark

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
_CONSTANTS = frozenset({"true", "false", "null", "none", "na", "nan", "undefined", "nil"})
_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?[lL]?")
_FUNCTION = re.compile(r"[A-Za-z_.$][\w.:$]*")
_KEYWORDS = frozenset({"const", "let", "var", "my", "return", "val", "set", "export", "local"})
_DEEPEST = 20
_CLOSING = {"[": "]", "{": "}", "(": ")"}
_MOST_SHOWN = 200


class Text(str):
    """A text or a number, with its position."""

    __slots__ = ("at",)
    at: int


class _NoNotation(ValueError):
    """The text is no list or object of a programming language."""


class _Open:
    """A bracket that is not yet closed: its entries so far, and the key or the word before the next value."""

    def __init__(self, sign: str) -> None:
        self.sign = sign
        self.keyed: dict[str, object] = {}
        self.plain: list[object] = []
        self.key: str | None = None
        self.word: str | None = None

    def add(self, value: object) -> None:
        if self.word is not None:
            raise _NoNotation
        if self.key is None:
            self.plain.append(value)
        else:
            self.keyed[self.key] = value
            self.key = None

    def end(self) -> None:
        """End an entry, at a comma or the closing bracket."""
        if self.word is not None:
            raise _NoNotation
        self.key = None

    def assign(self) -> None:
        """Take what stood before ``=``, ``:`` or ``<-`` as the key of the next value."""
        if self.word is not None:
            self.key, self.word = self.word, None
        elif self.plain and isinstance(last := self.plain[-1], str):
            self.key = last
            self.plain.pop()
        else:
            raise _NoNotation

    def value(self) -> object:
        self.end()
        if not self.keyed:
            return self.plain
        return {**self.keyed, **({"": self.plain} if self.plain else {})}


def read(text: str) -> object:
    """The lists and objects of a text, with a `Text` for each text or number in them; None if it is no such notation.

    A trailing comma, comments, names of functions, assignments and missing commas are accepted, also lists that are not
    closed at the end. Names without quotes are read between brackets, if they look like names of products.

    Raises:
        TooMuch: the text has more than MOST_TOKENS tokens.
    """
    try:
        return _read(text)
    except _NoNotation:
        return None


def items(text: str, value: object, steps: Sequence[str]) -> Iterator[Found]:
    """The values of a field, each with its line, and the rest of the text."""
    yield 1, text[:_MOST_SHOWN].strip(cells.EDGES), Remark.REST
    line, place, line_ends = 1, 0, cells.line_end_counter(text)
    for entry in _entries(value, steps):
        if not isinstance(entry, Text):
            yield line, "", "an entry near this line is neither a text nor an object with an identifier"
        elif entry:
            line += line_ends(place, entry.at)
            place = entry.at
            yield line, str(entry), None


def _entries(value: object, steps: Sequence[str]) -> Iterator[object]:
    if EACH not in steps and KEYS not in steps:
        yield fields.at(value, steps)
    elif steps[0] == KEYS and isinstance(value, dict):
        yield from value
    elif steps[0] == EACH and isinstance(value, list | dict):
        for entry in value.values() if isinstance(value, dict) else value:
            yield from _entries(entry, steps[1:])
    elif steps[0] != EACH and isinstance(value, dict):
        yield from _entries(value.get(steps[0]), steps[1:])


def _read(text: str) -> object:
    stack = [_Open("")]
    place = tokens = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if not match:
            raise _NoNotation
        tokens += 1
        if tokens > MOST_TOKENS:
            raise TooMuch(_TOO_MUCH)
        place = match.end()
        kind = match.lastgroup
        if kind == "text":
            if len(stack) == 1:
                raise _NoNotation
            stack[-1].add(_text(_unescaped(match[0]), match.start()))
        elif kind == "comma":
            stack[-1].end()
        elif kind != "blank":
            _take_in(stack, kind or "", match)
    while len(stack) > 1:
        last = stack.pop()
        if last.sign == "{" or last.keyed:  # an object that is cut off may lack its identifier
            raise _NoNotation
        value = last.value()
        stack[-1].add(value)
    return _root(stack[0])


def _take_in(stack: list[_Open], kind: str, match: re.Match[str]) -> None:
    token, top = match[0], stack[-1]
    if kind == "open":
        is_function = top.word is None or (_FUNCTION.fullmatch(top.word) and not shapes.is_name(top.word))
        if len(stack) > _DEEPEST or not is_function:
            raise _NoNotation
        top.word = None
        stack.append(_Open(token))
    elif kind == "close":
        if _CLOSING.get(top.sign) != token:
            raise _NoNotation
        stack.pop()
        stack[-1].add(top.value())
    elif kind == "assign":
        top.assign()
    else:
        _take_in_bare(top, token, match.start(), is_inside=len(stack) > 1)


def _take_in_bare(top: _Open, token: str, at: int, *, is_inside: bool) -> None:
    """Take in a word without quotes: a constant, a number, a name, or what stands before a bracket or a sign."""
    if token.startswith("/*"):  # a comment without an end; each further one would be looked for in all the rest
        raise _NoNotation
    if top.word in _KEYWORDS:
        top.word = None
    if is_inside and (_NUMBER.fullmatch(token) or shapes.is_name(token)):
        top.add(_text(token, at))
    elif is_inside and token.lower() in _CONSTANTS:
        top.add(None)
    elif top.word is None:
        top.word = token
    else:
        raise _NoNotation


def _root(root: _Open) -> object:
    value = root.value()
    plain = [each for each in root.plain if isinstance(each, dict | list)]
    if not any(map(_holds_text, [*root.keyed.values(), *plain])):
        raise _NoNotation
    return plain[0] if len(plain) == 1 and not root.keyed else value


def _holds_text(value: object) -> bool:
    """Whether a value is or holds a text that is no number."""
    if isinstance(value, Text):
        return not _NUMBER.fullmatch(value)
    if isinstance(value, dict):
        return any(map(_holds_text, value.values())) or bool(value.keys() - {""})
    return isinstance(value, list) and any(map(_holds_text, value))


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
