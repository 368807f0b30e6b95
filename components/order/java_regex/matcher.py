r"""What Java's ``name.matches(pattern)`` answers: the whole name, in Java's syntax, case kept.

REGARDS applies Java 17's ``String.matches`` to each file's base name. It validates the expression too late: an invalid
one leaves the order PENDING without end (contract C.2, T-33). Here an expression is read as Java reads it, written in
the syntax of the ``regex`` library, and tried with a time limit. What Java refuses is never answered, and an answer is
always Java's. What nobody writes in a filter of file names is not judged. Facts: Java 17, ``java.util.regex.Pattern``.
"""

import re
from functools import lru_cache
from typing import Final

import regex

from components.order.java_regex.characters import LATIN
from components.order.java_regex.errors import PatternError, UnsupportedPattern
from components.order.java_regex.reader import translate

__all__ = ["Matcher", "PatternError", "UnsupportedPattern", "check", "matches"]

_TIME_LIMIT: Final = 0.5  # seconds; a runaway expression on one file name is hopeless on the archive too
_HALF: Final = re.compile(r"[\ud800-\udfff]")
_NOT_LATIN: Final = re.compile(f"[^\\x00-{chr(LATIN[-1])}]")


class Matcher:
    """Judges names by one expression; to be kept for many names.

    Raises:
        PatternError: Java would refuse the expression.
        UnsupportedPattern: this code cannot tell what Java makes of it.
    """

    def __init__(self, pattern: str) -> None:
        if _HALF.search(pattern):
            raise UnsupportedPattern("The expression holds half a character and cannot be judged here.")
        try:
            expression, latin_only = translate(pattern)
            self._expression = regex.compile(expression, regex.ASCII | regex.VERSION0, cache_pattern=False)
        except (regex.error, RecursionError, OverflowError) as error:
            raise UnsupportedPattern("The expression is not one that can be judged here.") from error
        self._uncertain = _NOT_LATIN if latin_only else _HALF

    def matches(self, name: str) -> bool:
        """Whether the whole name matches, as Java's ``name.matches(pattern)`` would answer.

        Raises:
            UnsupportedPattern: it takes too long, or this code cannot tell for this name.
        """
        if self._uncertain.search(name):
            raise UnsupportedPattern(f"What the expression makes of the name “{name}” cannot be judged here.")
        try:
            return self._expression.fullmatch(name, timeout=_TIME_LIMIT) is not None
        except TimeoutError as error:
            raise UnsupportedPattern("The expression takes too long to try: simplify it.") from error


def matches(pattern: str, name: str) -> bool:
    """Whether the whole name matches; raises as `Matcher` and its `Matcher.matches`."""
    return _matcher(pattern).matches(name)


def check(pattern: str) -> None:
    """Raise what `Matcher` would raise: PatternError or UnsupportedPattern."""
    _matcher(pattern)


@lru_cache(maxsize=64)
def _matcher(pattern: str) -> Matcher:
    return Matcher(pattern)
