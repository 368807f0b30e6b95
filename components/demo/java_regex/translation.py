r"""Translation of Java regular expressions to the syntax of the `regex` library.

What is usual in filters on file names is supported. What Java refuses is refused. So are rare constructs: `&&`,
classes within classes, look-behind, atomic groups, possessive quantifiers, `\k<name>` and the flags `d`, `m`, `x`
and `U`.
"""

import re
from typing import Final

from components.demo.java_regex.characters import ESCAPE, bracketed, one_of
from components.demo.java_regex.errors import InvalidPattern

_TOKEN: Final = re.compile(
    rf"""
      \(\?(?P<on>[isu]*)(?:-(?P<off>[isu]*))?(?P<flags_end>[:)])
    | (?P<open>\((?:\?[=!]|\?<(?P<name>[a-zA-Z][a-zA-Z0-9]*)>|(?!\?)))
    | (?P<close>\))
    | (?P<bar>\|)
    | (?P<repetition>[*+?]|\{{(?P<least>[0-9]{{1,10}})(?:,(?P<most>[0-9]{{0,10}}))?\}})(?P<lazy>\??)
    | (?P<bracket>\[)
    | (?P<anchor>[\^$]|\\(?:[ABGZz]|b(?!\{{)))
    | (?P<dot>\.)
    | \\(?P<reference>[1-9])(?![0-9])
    | (?P<escape>{ESCAPE})
    | (?P<plain>[^\\\[({{])
    """,
    re.DOTALL | re.VERBOSE,
)
_DEEPEST: Final = 100  # nested groups; Java overflows its stack on thousands
_LARGEST: Final = 2**31 - 1

_LINE_ENDS: Final = r"\n\r\x85\u2028\u2029"
_BEFORE_LAST_LINE_END: Final = rf"(?=(?:\r\n|[{_LINE_ENDS}])?\Z)(?!(?<=\r)\n)"
_ANCHORS: Final = {
    "^": r"\A",
    "$": _BEFORE_LAST_LINE_END,
    r"\A": r"\A",
    r"\B": r"(?:(?<=\w)(?=\w)|(?<!\w)(?!\w))",
    r"\G": r"\A",  # the end of the previous match, which is the beginning
    r"\Z": _BEFORE_LAST_LINE_END,
    r"\b": r"(?:(?<=\w)(?!\w)|(?<!\w)(?=\w))",
    r"\z": r"\Z",
}


def translated(pattern: str) -> str:
    """The translation of a pattern for the `regex` library. Raises InvalidPattern if the pattern is refused."""
    return _Translation(_QUOTATION.sub(_unquoted, pattern)).whole()


class _Translation:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._position = 0
        self._flags = frozenset[str]()
        self._outer: list[tuple[frozenset[str], int]] = []  # flags before each open group, and its number
        self._groups = 0
        self._closed: set[int] = set()
        self._names: set[str] = set()

    def whole(self) -> str:
        parts: list[str] = []
        repeatable = False
        while self._position < len(self._pattern):
            found = _TOKEN.match(self._pattern, self._position)
            if not found:
                raise self._error("Illegal or too rare a construct")
            if found["repetition"]:
                if not repeatable:
                    raise self._error("Dangling meta character")
                parts.append(self._repetition(found))
                repeatable = False
            elif found["bracket"]:
                text, self._position = bracketed(self._pattern, self._position, self._flags)
                parts.append(f"(?:{text})")
                repeatable = True
                continue
            else:
                parts.append(self._text(found))
                repeatable = not (found["flags_end"] or found["open"] or found["bar"])
            self._position = found.end()
        if self._outer:
            raise self._error("Unclosed group")
        return "".join(parts)

    def _text(self, found: re.Match[str]) -> str:
        """The translation of a token that is neither a class nor a repetition."""
        if found["flags_end"]:
            text = self._set_flags(found)
        elif found["open"]:
            text = self._opening_group(found)
        elif found["close"]:
            text = self._closing_group()
        elif found["bar"]:
            text = "|"
        elif found["dot"]:
            text = "(?s:.)" if "s" in self._flags else f"(?:(?![{_LINE_ENDS}])(?s:.))"
        elif found["anchor"]:
            text = f"(?:{_ANCHORS[found['anchor']]})"
        elif found["reference"]:
            text = self._reference(int(found["reference"]))
        else:
            text = one_of(found["escape"] or found["plain"], self._flags)
        return text

    def _set_flags(self, found: re.Match[str]) -> str:
        before = self._flags
        self._flags = (before | set(found["on"])) - set(found["off"] or "")
        return self._nested("(?:", before) if found["flags_end"] == ":" else ""

    def _opening_group(self, found: re.Match[str]) -> str:
        if found["open"] in {"(?=", "(?!"}:
            return self._nested(found["open"], self._flags)
        if found["name"] in self._names:
            raise self._error(f"Named capturing group <{found['name']}> is already defined")
        self._names.update({found["name"]} - {None})
        self._groups += 1
        return self._nested("(", self._flags, self._groups)

    def _nested(self, opening: str, flags: frozenset[str], number: int = 0) -> str:
        if len(self._outer) == _DEEPEST:
            raise self._error("Too many groups within groups")
        self._outer.append((flags, number))
        return f"(?:{opening}"  # the outer group makes a look-ahead repeatable

    def _closing_group(self) -> str:
        if not self._outer:
            raise self._error("Unmatched closing ')'")
        self._flags, number = self._outer.pop()
        self._closed.add(number)
        return "))"

    def _repetition(self, found: re.Match[str]) -> str:
        least, most = int(found["least"] or 0), int(found["most"] or _LARGEST)
        if least > most or most > _LARGEST:
            raise self._error("Illegal repetition range")
        if self._pattern.startswith("+", found.end()) and not found["lazy"]:
            raise self._error("Possessive repetition")
        return found[0]

    def _reference(self, number: int) -> str:
        """A back-reference; it never matches before its group has."""
        if number not in self._closed:
            return "(?!)"
        return f"(?{'i' * ('i' in self._flags)}:\\{number})"

    def _error(self, reason: str) -> InvalidPattern:
        return InvalidPattern(f"{reason} near index {self._position} of {self._pattern}")


_QUOTATION: Final = re.compile(r"\\Q(?P<quoted>.*?)(?:\\E|\Z)|\\.", re.DOTALL)


def _unquoted(found: re.Match[str]) -> str:
    r"""The text between `\Q` and `\E` with each character escaped, as in the first step of Java's compiler."""
    quoted = found["quoted"]
    if quoted is None:
        return found[0]
    plain = "".join(each if each.isalnum() or not each.isascii() else f"\\{each}" for each in quoted)
    # A leading digit is written in hexadecimal: in `\1\Q0\E` it is not part of the back-reference.
    return f"\\x3{plain}" if quoted[:1].isascii() and quoted[:1].isdigit() else plain
