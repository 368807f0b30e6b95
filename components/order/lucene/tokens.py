"""A search expression cut into words and signs, as Lucene's classic syntax cuts it, however faulty it is.

The definitions are those of Lucene 8's `StandardSyntaxParser.jj`. Where Lucene would stop (an open quotation
mark, a bracket without its pair), a token of its own kind tells so: this cutter never refuses a text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a token is; those from OPEN_QUOTE on are faults."""

    WORD = auto()
    QUOTED = auto()
    REGEX = auto()
    RANGE = auto()
    COLON = auto()  # or "=", which means the same
    COMPARISON = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    PLUS = auto()
    MINUS = auto()
    OPEN = auto()
    CLOSE = auto()
    FUZZY = auto()
    BOOST = auto()
    OPEN_QUOTE = auto()  # up to the end of the text
    OPEN_BRACKET = auto()  # up to the end of the text
    BAD_RANGE = auto()
    TYPESET = auto()  # between quotation marks that Lucene does not know, such as “ ”
    SLASH = auto()  # one that begins no regular expression
    STRAY = auto()
    GLUED = auto()  # several tokens that were meant as one value; made by the outline


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the expression: `text` is what stands from `start` to before `end`."""

    kind: Kind
    start: int
    end: int
    text: str


TYPESET_QUOTES = "“”„‟«»"

_SINGLE = "'‘’‚"
_SIGNS = r'\s!():^\[\]"{}~\\/<>='
_WORD = rf"(?:[^{_SIGNS}+\-]|\\.)(?:[^{_SIGNS}]+|\\.)*"
_BOUND = r'(?:"(?:[^"\\]|\\.)*"|[^\s\]}]+)'

_TOKEN = re.compile(
    rf"""
      (?P<TYPESET>(?:[{TYPESET_QUOTES}][^{TYPESET_QUOTES}"]*[{TYPESET_QUOTES}]|[{_SINGLE}][^{_SINGLE}"]*[{_SINGLE}])
                  (?=[\s()~^]|$))
    | (?P<WORD>{_WORD})
    | (?P<QUOTED>"(?:[^"\\]|\\.)*")
    | (?P<OPEN_QUOTE>".*)
    | (?P<REGEX>/(?:[^/\\]|\\.)+/)
    | (?P<SLASH>/)
    | (?P<RANGE>[\[{{]\s*{_BOUND}\s+TO\s+{_BOUND}\s*[\]}}])
    | (?P<BAD_RANGE>[\[{{][^\]}}]*[\]}}])
    | (?P<OPEN_BRACKET>[\[{{].*)
    | (?P<COLON>[:=])
    | (?P<COMPARISON>[<>]=?)
    | (?P<OPEN>\()
    | (?P<CLOSE>\))
    | (?P<NOT>!)
    | (?P<PLUS>\+)
    | (?P<MINUS>-)
    | (?P<FUZZY>~[0-9.]*)
    | (?P<BOOST>\^[0-9.]*)
    | (?P<STRAY>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_PLAIN_WORD = re.compile(_WORD, re.DOTALL)
_SPACES = re.compile(r"\s*")
_OPERATORS = {"AND": Kind.AND, "&&": Kind.AND, "OR": Kind.OR, "||": Kind.OR, "NOT": Kind.NOT}


def cut(expression: str, *, typeset: bool = True) -> Iterator[Token]:
    """The tokens of an expression in order; together with white space they are all of it.

    Args:
        expression: any text.
        typeset: take text in “ ” as one token, as it was meant; Lucene sees in them letters like others.
    """
    position = _skip(expression, 0)
    word_before = False  # directly, without a space
    while position < len(expression):
        found = _PLAIN_WORD.match(expression, position) if not typeset else None
        found = found or _TOKEN.match(expression, position)
        assert found is not None  # noqa: S101 - the last alternative takes any character
        text = found[0]
        kind = _OPERATORS.get(text) or Kind[found.lastgroup or "WORD"]
        if kind is Kind.REGEX and word_before:  # `a/b OR c/d`: nobody means /b OR c/
            kind, text = Kind.SLASH, "/"
        end = position + len(text)
        yield Token(kind, position, end, text)
        position = _skip(expression, end)
        word_before = kind is Kind.WORD and position == end


def _skip(expression: str, position: int) -> int:
    spaces = _SPACES.match(expression, position)
    return spaces.end() if spaces else position
