"""The tokens of a search expression in Lucene's classic syntax.

The definitions are those of Lucene 8's `StandardSyntaxParser.jj`. Any text has tokens: `STRAY` is what Lucene does
not know.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """The kind of a token."""

    WORD = auto()
    QUOTED = auto()
    REGEX = auto()
    RANGE = auto()
    TYPOGRAPHIC = auto()  # between quotation marks that are letters to Lucene, such as “ ”
    IS = auto()  # : or =
    COMPARISON = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    PLUS = auto()
    MINUS = auto()
    OPEN = auto()
    CLOSE = auto()
    DISTANCE = auto()  # ~ and a number
    OPEN_QUOTE = auto()  # a quotation mark that is never closed
    SLASH = auto()  # one that begins no regular expression
    STRAY = auto()
    END = auto()
    GLUED = auto()  # several tokens that were meant as one value; made by the outline


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the expression: `text` holds the characters from `start` to before `end`."""

    kind: Kind
    start: int
    end: int
    text: str


TYPOGRAPHIC_QUOTES = "“”„‟«»"

ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
r"""A backslash and what it escapes, which is group 1: `\u0041` is one character."""

SPECIAL = frozenset('+-&|!(){}[]^"~*?:\\/=<> ')
"""What people escape with good reason (contract F.1)."""

_SINGLE = "'‘’‚"
_SIGNS = r'\s!():^\[\]"{}~\\/<>='
_WORD = rf"(?:[^{_SIGNS}+\-]|\\.)(?:[^{_SIGNS}]|\\.)*+"  # gives nothing back: or the time would double with each sign
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_BOUND = rf"(?:{_QUOTED}|[^\s\]}}]+)"
_OPERATOR = r"(?<![^\s()])(?:AND|OR|NOT|&&|\|\|)(?![^\s()!])"


def _typographic(quotes: str) -> str:
    """The pattern of text between these quotation marks, without operators: Lucene may accept text with an operator."""
    return rf"[{quotes}](?:(?!{_OPERATOR})[^{quotes}\"])*[{quotes}]"


_TOKEN = re.compile(
    rf"""
      (?P<TYPOGRAPHIC>(?:{_typographic(TYPOGRAPHIC_QUOTES)}|{_typographic(_SINGLE)})(?=[\s()~^]|$))
    | (?P<WORD>{_WORD})
    | (?P<QUOTED>{_QUOTED})
    | (?P<REGEX>/(?:[^*/\\]|\\.)(?:[^/\\]|\\.)*/)
    | (?P<RANGE>[\[{{]\s*{_BOUND}\s+TO\s+{_BOUND}\s*[\]}}])
    | (?P<IS>[:=])
    | (?P<COMPARISON>[<>]=?)
    | (?P<OPEN>\()
    | (?P<CLOSE>\))
    | (?P<NOT>!)
    | (?P<PLUS>\+)
    | (?P<MINUS>-)
    | (?P<DISTANCE>~[0-9.]*)
    | (?P<OPEN_QUOTE>")
    | (?P<SLASH>/)
    | (?P<STRAY>.)
    | (?P<END>)
    """,
    re.VERBOSE | re.DOTALL,
)
_PLAIN = re.compile(_WORD, re.DOTALL)
_OPERATORS = {"AND": Kind.AND, "&&": Kind.AND, "OR": Kind.OR, "||": Kind.OR, "NOT": Kind.NOT}


def token_at(expression: str, position: int) -> Token:
    """The token that begins at a position, which must not hold a space."""
    found = _TOKEN.match(expression, position)
    assert found is not None  # noqa: S101 - the last alternative takes the end
    return Token(_OPERATORS.get(found[0]) or Kind[found.lastgroup or ""], position, found.end(), found[0])


def is_word(text: str) -> bool:
    """Whether Lucene reads this text as one word."""
    return _PLAIN.fullmatch(text) is not None


def is_small(token: Token) -> bool:
    """Whether this is AND, OR or NOT not in capitals, which Lucene reads as a word."""
    return token.kind is Kind.WORD and token.text.upper() in _OPERATORS


def has_half_unicode(text: str) -> bool:
    r"""Whether a `\u` is not followed by four hexadecimal digits, which Lucene refuses (contract F.1)."""
    return any(escape[1] == "u" for escape in ESCAPE.finditer(text))


def unescaped(text: str) -> str:
    """A text without one level of backslashes."""
    return ESCAPE.sub(lambda found: chr(int(found[1][1:], 16)) if len(found[1]) > 1 else found[1], text)


def without_escapes(text: str) -> str:
    """A text without its backslashes and what they escape."""
    return ESCAPE.sub("", text)
