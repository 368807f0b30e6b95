r"""What Java's ``name.matches(pattern)`` answers, for the expressions that people write for file names.

REGARDS applies Java's ``String.matches`` to each file's base name and validates the expression only when it
is too late: an invalid one leaves the order pending for ever (contract C.2, T-33). This module knows the part
of Java's syntax that is common to most engines. It refuses what Java refuses, says so where it cannot tell,
and never guesses. Facts: Java 17, ``java.util.regex.Pattern``.
"""

import re
from dataclasses import dataclass
from typing import Final

import regex

_TIME_LIMIT: Final = 0.5  # seconds; a runaway expression on one file name is hopeless on the archive too
_LARGEST: Final = 10_000  # elements, counted repetitions written out; the `regex` library keeps them in memory
_MOST_DIGITS: Final = 5

_LINE_ENDS = "\\n\\r\x85\u2028\u2029"
# Java's $: the end, or before a last line end, but never between CR and LF.
_END = f"(?=(?:\\r\\n|[{_LINE_ENDS}])?\\Z)(?!(?<=\\r)\\n)"
_ANY = f"(?:(?![{_LINE_ENDS}])(?s:.))"
_TRANSLATED = {".": _ANY, "$": _END, "^": "^", "|": "|", "(": "(", "(?:": "(?:", ")": ")"}

_TOKEN = re.compile(
    r"""
      (?P<quantifier> (?:[*+?]|\{[0-9]+(?:,[0-9]*)?\}) (?P<kind>[?+]?) )
    | (?P<escape>     \\ (?P<escaped>.?) )
    | (?P<group>      \( (?:\?:)? (?!\?) )
    | (?P<set>        \[\^?+ (?:\\.|[^\\\[\]&])+ \] )
    | (?P<other>      . )
    """,
    re.VERBOSE | re.DOTALL,
)
_SHORTHANDS = frozenset("dDwWsS")
_COUNT = re.compile("[0-9]+")
_MEMBER = re.compile(r"\\[dDwWsS] | (?P<first>\\.|.) (?:-(?P<last>\\.|.))?", re.VERBOSE | re.DOTALL)


class PatternError(ValueError):
    """Java refuses the expression; the message is a sentence with the place, counted from 1."""


class UnsupportedPattern(ValueError):
    """This code cannot tell what Java makes of the expression; the message is a sentence."""


@dataclass(slots=True)
class _Group:
    """A group that is still open; the whole expression is the outermost."""

    place: int
    anchored: bool = False  # holds ^ or $
    size: int = 0
    last: int = 0  # the size of its last element

    def add(self, size: int) -> None:
        self.last = size
        self.size += size
        if self.size > _LARGEST:
            raise UnsupportedPattern("The expression repeats too much to be judged here.")


class Matcher:
    """Judges names by one expression.

    Raises:
        PatternError: Java would refuse the expression.
        UnsupportedPattern: the expression uses syntax that this code does not know.
    """

    def __init__(self, pattern: str) -> None:
        try:
            self._expression = regex.compile(_translate(pattern), regex.ASCII)
        except (regex.error, RecursionError, OverflowError) as error:
            raise UnsupportedPattern("The expression is not one that can be judged here.") from error

    def matches(self, name: str) -> bool:
        """Whether the whole name matches; raises UnsupportedPattern where that takes too long to find out."""
        try:
            return self._expression.fullmatch(name, timeout=_TIME_LIMIT) is not None
        except TimeoutError as error:
            raise UnsupportedPattern("The expression takes too long to try: simplify it.") from error


def matches(pattern: str, name: str) -> bool:
    """Whether the whole name matches, as Java's ``name.matches(pattern)`` would answer; raises as `Matcher`."""
    return Matcher(pattern).matches(name)


def check(pattern: str) -> None:
    """Raise what `matches` would raise for any name: PatternError or UnsupportedPattern."""
    matches(pattern, "")


def _translate(pattern: str) -> str:
    """The same expression in the syntax of the `regex` library."""
    flags = "(?i)" if pattern.startswith("(?i)") else ""
    pieces: list[str] = []
    groups = [_Group(0)]
    before = "start"
    for token in _TOKEN.finditer(pattern, len(flags)):
        text, place = token[0], token.start() + 1
        kind = str(token.lastgroup if token.lastgroup != "other" else text)
        size = 1
        if token["quantifier"]:
            _check_quantifier(token, before)
            kind = "quantifier"
            size = groups[-1].last * max((int(count) for count in _COUNT.findall(text)), default=0)
        elif token["escape"]:
            _check_escape(token["escaped"], place)
            kind = "escape"
        elif token["group"]:
            groups.append(_Group(place))
        elif text == ")":
            closed = groups.pop()
            if not groups:
                raise PatternError(f"“)” at position {place} closes no group.")
            groups[-1].anchored |= closed.anchored
            kind = "anchors" if closed.anchored else ")"
            size += closed.size
        elif token["set"]:
            _check_set(text, place)
            text = _without_negation(text)
        elif text in "[({":
            raise _unread(text, pattern, place)
        groups[-1].anchored |= text in {"^", "$"}
        groups[-1].add(size)
        pieces.append(_TRANSLATED.get(text) or (re.escape(text) if token["other"] else text))
        before = kind
    if len(groups) > 1:
        raise PatternError(f"The group that opens at position {groups[-1].place} is not closed.")
    return flags + "".join(pieces)


def _without_negation(text: str) -> str:
    r"""A set that means the same without ``[^…]``: the `regex` library errs in ``[^a]|[^b]`` and ``[^\W\w]``."""
    if not text.startswith("[^"):
        return text
    members = text[2:].replace("^", r"\^", 1) if text[2] == "^" else text[2:]
    return f"(?:(?![{members})(?s:.))"


def _check_quantifier(token: re.Match[str], before: str) -> None:
    text, place = token[0], token.start() + 1
    nothing = before in {"start", "group", "|", "quantifier"}
    # Java accepts counts after nothing, and leaves a group that matched nothing before it has counted enough.
    if before in {"^", "$", "anchors"} or (nothing and text.startswith("{")):
        raise UnsupportedPattern(f"“{text}” at position {place} repeats something unusual: leave it out.")
    if any(len(count) > _MOST_DIGITS for count in _COUNT.findall(text)):
        raise UnsupportedPattern(f"“{text}” at position {place} repeats too often to be judged here.")
    if nothing:
        raise PatternError(f"“{text}” at position {place} has nothing before it to repeat.")
    if token["kind"] == "+":
        raise UnsupportedPattern(f"The possessive “{text}” is not supported here: leave its “+” out.")


def _check_escape(escaped: str, place: int) -> None:
    if not escaped:
        raise PatternError("The expression ends in a single backslash: for the character, write two.")
    if escaped.isascii() and escaped.isalnum() and escaped not in _SHORTHANDS:
        raise UnsupportedPattern(f"“\\{escaped}” at position {place} is not supported here.")


def _check_set(text: str, place: int) -> None:
    for escape in re.finditer(r"\\(.)", text, re.DOTALL):
        _check_escape(escape[1], place + escape.start())
    for member in _MEMBER.finditer(text, 2 if text.startswith("[^") else 1, len(text) - 1):
        first, last = member["first"], member["last"]
        if last and (last[1:] in _SHORTHANDS or last[-1] < first[-1]):
            raise PatternError(f"“{member[0]}” at position {place + member.start()} is no range.")


def _unread(text: str, pattern: str, place: int) -> ValueError:
    """The reason why an opening character begins nothing that was read."""
    if text == "{":
        return PatternError(f"“{{” at position {place} repeats nothing: for the character, write \\{{.")
    if text == "[" and "]" not in pattern[place:]:
        return PatternError(f"The “[” at position {place} is not closed.")
    return UnsupportedPattern(f"What begins with “{text}” at position {place} is not supported here.")
