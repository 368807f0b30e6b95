r"""What Java's ``name.matches(pattern)`` answers, for the expressions that people write for file names.

REGARDS applies Java's ``String.matches`` to each file's base name and validates the expression only when it
is too late: an invalid one leaves the order pending for ever (contract C.2, T-33). This module knows the part
of Java's syntax that is common to most engines. It refuses what Java refuses, says so where it cannot tell,
and never guesses. Facts: Java 17, ``java.util.regex.Pattern``.
"""

import re
from typing import Final

import regex

_TIME_LIMIT: Final = 0.5  # seconds; a runaway expression on one file name is hopeless on the archive too

_LINE_ENDS = "\\n\\r\x85\u2028\u2029"
_END = f"(?=(?:\\r\\n|[{_LINE_ENDS}])?\\Z)"  # Java's $: the end, or before a last line end
_TRANSLATED = {".": f"[^{_LINE_ENDS}]", "$": _END, "^": "^", "|": "|", "(": "(", "(?:": "(?:", ")": ")"}

_TOKEN = re.compile(
    r"""
      (?P<quantifier> (?:[*+?]|\{\d+(?:,\d*)?\}) (?P<kind>[?+]?) )
    | (?P<escape>     \\ (?P<escaped>.?) )
    | (?P<group>      \( (?:\?:)? (?!\?) )
    | (?P<set>        \[\^? (?:\\.|[^\\\[\]&])+ \] )
    | (?P<other>      . )
    """,
    re.VERBOSE | re.DOTALL,
)
_SHORTHANDS = frozenset("dDwWsS")


class PatternError(ValueError):
    """Java refuses the expression; the message is a sentence with the place, counted from 1."""


class UnsupportedPattern(ValueError):
    """This code cannot tell what Java makes of the expression; the message is a sentence."""


def matches(pattern: str, name: str) -> bool:
    """Whether the whole name matches, as Java's ``name.matches(pattern)`` would answer.

    Raises:
        PatternError: Java would refuse the expression.
        UnsupportedPattern: the expression uses syntax that this code does not know, or takes too long.
    """
    try:
        return regex.fullmatch(_translate(pattern), name, regex.ASCII, timeout=_TIME_LIMIT) is not None
    except TimeoutError as error:
        raise UnsupportedPattern("The expression takes too long to try: simplify it.") from error
    except (regex.error, RecursionError, OverflowError) as error:
        raise UnsupportedPattern("The expression is not one that can be judged here.") from error


def check(pattern: str) -> None:
    """Raise what `matches` would raise for any name: PatternError or UnsupportedPattern."""
    matches(pattern, "")


def _translate(pattern: str) -> str:
    """The same expression in the syntax of the `regex` library."""
    flags = "(?i)" if pattern.startswith("(?i)") else ""
    pieces: list[str] = []
    open_groups: list[int] = []
    before = "start"
    for token in _TOKEN.finditer(pattern, len(flags)):
        text, place = token[0], token.start() + 1
        kind = token.lastgroup if token.lastgroup != "other" else text
        if token["quantifier"]:
            _check_quantifier(token, before)
            kind = "quantifier"
        elif token["escape"]:
            _check_escape(token["escaped"], place)
            kind = "escape"
        elif token["group"]:
            open_groups.append(place)
        elif text == ")":
            if not open_groups:
                raise PatternError(f"“)” at position {place} closes no group.")
            open_groups.pop()
        elif token["set"]:
            _check_set(text, place)
        elif text in "[({":
            raise _unread(text, pattern, place)
        pieces.append(_TRANSLATED.get(text) or (re.escape(text) if token["other"] else text))
        before = str(kind)
    if open_groups:
        raise PatternError(f"The group that opens at position {open_groups[-1]} is not closed.")
    return flags + "".join(pieces)


def _check_quantifier(token: re.Match[str], before: str) -> None:
    text, place = token[0], token.start() + 1
    if before in {"^", "$"} or (before == "quantifier" and text.startswith("{")):
        raise UnsupportedPattern(f"“{text}” at position {place} repeats something unusual: leave it out.")
    if before in {"start", "group", "|", "quantifier"}:
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


def _unread(text: str, pattern: str, place: int) -> ValueError:
    """The reason why an opening character begins nothing that was read."""
    if text == "{":
        return PatternError(f"“{{” at position {place} repeats nothing: for the character, write \\{{.")
    if text == "[" and "]" not in pattern[place:]:
        return PatternError(f"The “[” at position {place} is not closed.")
    return UnsupportedPattern(f"What begins with “{text}” at position {place} is not supported here.")
