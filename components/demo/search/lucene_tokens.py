"""Lucene's own words for luqum's grammar: an expression cut where Lucene cuts it.

luqum's lexer serves Elasticsearch's query strings. REGARDS uses Lucene's *flexible standard* parser, whose
words differ: `=` and `<` end a word, `&&`, `||` and `!` are operators, `:` never belongs to one, the bounds
of a range may hold anything but spaces and brackets. The definitions below are those of Lucene's
`StandardSyntaxParser.jj`; the tokens bear the names that luqum's grammar expects.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from luqum.exceptions import IllegalCharacterError
from luqum.head_tail import TokenValue
from luqum.tree import Phrase, Regex, Term, Word


@dataclass
class Token:
    """One word as luqum's parser reads it; the attributes are PLY's, which sets the last one itself."""

    type: str
    value: Term | TokenValue
    lexpos: int
    lineno: int = 1
    lexer: object = None


class Tokens:
    """An expression's tokens, handed out one by one as PLY asks for them."""

    def input(self, expression: str) -> None:
        """Take the expression to cut."""
        self._tokens = cut(expression)

    def token(self) -> Token | None:
        """Give the next token, None at the end; raise luqum's IllegalCharacterError for a stray character."""
        return next(self._tokens, None)


def cut(expression: str) -> Iterator[Token]:
    """Give the tokens in order; raise luqum's IllegalCharacterError where none can begin."""
    position, depth = len(_spaces(expression, 0)), 0
    while position < len(expression):
        found = _TOKEN.match(expression, position)
        if found is None or found.lastgroup is None:
            raise IllegalCharacterError(f"Syntax error, unexpected '{expression[position]}' at position {position}")
        depth += {"LPAREN": 1, "RPAREN": -1}.get(found.lastgroup, 0)
        if depth > _DEEPEST:
            raise IllegalCharacterError(f"Syntax error, parentheses nested too deeply at position {position}")
        if found.lastgroup == "range":
            yield from _range(found, position)
        elif found.lastgroup == "comparison":
            yield Token("TERM", Word(found["field"]), position)
            yield Token("COLUMN", TokenValue(":"), position)
            yield Token(_OPERATORS[found["sign"][0]], TokenValue(found["sign"]), position)
        else:
            token = _simple(found.lastgroup, found[found.lastgroup], position)
            token.value.tail = _spaces(expression, found.end())  # for messages that quote a part
            yield token
        position = found.end() + len(_spaces(expression, found.end()))


_DEEPEST: Final = 100  # a reader of the tree recurses; nobody means more

_TERM_START: Final = r'(?:[^\s+\-!():^\[\]"{}~\\/<>=]|\\.)'
_TERM: Final = rf"{_TERM_START}(?:{_TERM_START}|[-+])*"
_QUOTED: Final = r'"(?:[^"\\]|\\.)*"'
_BOUND: Final = rf"{_QUOTED}|[^\s\]}}]+"

_TOKEN: Final = re.compile(
    rf"""
    # luqum wants `n:>5`, Lucene wants `n>5` and refuses the other: `>` counts only after a field's name
      (?P<comparison>(?P<field>{_TERM})\s*(?P<sign>[<>]=?))
    | (?P<TERM>{_TERM})
    | (?P<PHRASE>{_QUOTED})
    | (?P<REGEX>/(?:[^*/\\]|\\.)(?:[^/\\]|\\.)*/)
    | (?P<range>(?P<opening>[\[{{])\s*(?P<low>{_BOUND})\s+TO\s+(?P<high>{_BOUND})\s*(?P<closing>[\]}}]))
    | (?P<COLUMN>[:=])
    | (?P<LPAREN>\()
    | (?P<RPAREN>\))
    | (?P<PLUS>\+)
    | (?P<MINUS>-)
    | (?P<NOT>!)
    | (?P<APPROX>~[0-9.]*)
    | (?P<BOOST>\^[0-9.]*)
    """,
    re.VERBOSE | re.DOTALL,
)

_SPACES: Final = re.compile(r"\s+")

_RESERVED: Final = {"AND": "AND_OP", "&&": "AND_OP", "OR": "OR_OP", "||": "OR_OP", "NOT": "NOT"}
_OPERATORS: Final = {"<": "LESSTHAN", ">": "GREATERTHAN"}
_TERMS: Final = {"TERM": Word, "PHRASE": Phrase, "REGEX": Regex}


def _spaces(expression: str, position: int) -> str:
    found = _SPACES.match(expression, position)
    return found[0] if found else ""


def _simple(kind: str, text: str, position: int) -> Token:
    kind = _RESERVED.get(text, kind)
    if kind in _TERMS:
        return Token(kind, _TERMS[kind](text), position)
    # The distance of `~2` and the factor of `^2` are not handed on: nothing here reads them.
    return Token(kind, TokenValue(None if kind in {"APPROX", "BOOST"} else text), position)


def _range(found: re.Match[str], position: int) -> Iterator[Token]:
    yield Token("LBRACKET", TokenValue(found["opening"]), position)
    yield _bound(found["low"], found.start("low"))
    yield Token("TO", TokenValue("TO"), found.end("low"))
    yield _bound(found["high"], found.start("high"))
    yield Token("RBRACKET", TokenValue(found["closing"]), found.start("closing"))


def _bound(text: str, position: int) -> Token:
    # Lucene's bounds are taken as they stand: a `-` before a number belongs to it.
    quoted = text.startswith('"') and text.endswith('"') and len(text) > 1
    return Token("PHRASE", Phrase(text), position) if quoted else Token("TERM", Word(text), position)
