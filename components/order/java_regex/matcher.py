r"""The result of Java's ``name.matches(pattern)``: the whole name must match.

REGARDS applies Java 17's ``String.matches`` to each file's base name. It validates the expression too late: an invalid
one leaves the order PENDING without end (contract C.2, T-33). Here an expression is read as Java reads it, translated
to the ``regex`` library, and tried with a time limit. A result is always the same as in Java. Rare constructs, which
filters of file names do not need, are not judged. Facts: Java 17, ``java.util.regex.Pattern``.
"""

import re
from functools import lru_cache
from typing import Final

import regex

from components.order.java_regex.characters import LATIN
from components.order.java_regex.errors import PatternError, UnsupportedPattern
from components.order.java_regex.reader import translate

__all__ = ["LONGEST", "Matcher", "PatternError", "UnsupportedPattern", "check", "matches"]

LONGEST: Final = 2_000
"""Characters of an expression. A longer one is not even read: translating and compiling have no time limit."""

_TIME_LIMIT: Final = 0.5  # seconds; an expression that takes longer for one name would also be too slow on the archive
_HALF: Final = re.compile(r"[\ud800-\udfff]")
_NOT_LATIN: Final = re.compile(f"[^\\x00-{chr(LATIN[-1])}]")


class Matcher:
    """An expression, to be tried on many names.

    Raises:
        PatternError: Java would refuse the expression.
        UnsupportedPattern: it cannot be judged here.
    """

    def __init__(self, pattern: str) -> None:
        if len(pattern) > LONGEST:
            raise UnsupportedPattern(
                f"It has {len(pattern):,} characters, and up to {LONGEST:,} can be judged. Shorten it."
            )
        if _HALF.search(pattern):
            raise UnsupportedPattern(
                "The expression holds an incomplete character (a surrogate) and cannot be judged here."
            )
        try:
            expression, latin_only = translate(pattern)
            self._expression = regex.compile(expression, regex.ASCII | regex.VERSION0, cache_pattern=False)
        except (regex.error, RecursionError, OverflowError) as error:
            raise UnsupportedPattern("The expression cannot be judged here.") from error
        self._uncertain = _NOT_LATIN if latin_only else _HALF

    def matches(self, name: str) -> bool:
        """Whether the whole name matches, as in Java's ``name.matches(pattern)``.

        Raises:
            UnsupportedPattern: it takes too long, or cannot be judged for this name.
        """
        if self._uncertain.search(name):
            raise UnsupportedPattern(f"Whether the name “{name}” matches cannot be judged here.")
        try:
            return self._expression.fullmatch(name, timeout=_TIME_LIMIT) is not None
        except TimeoutError as error:
            raise UnsupportedPattern("The expression takes too long to try. Simplify it.") from error


def matches(pattern: str, name: str) -> bool:
    """Whether the whole name matches; raises what `Matcher` and `Matcher.matches` raise."""
    return _matcher(pattern).matches(name)


def check(pattern: str) -> None:
    """Raise PatternError or UnsupportedPattern if `Matcher` does."""
    _matcher(pattern)


@lru_cache(maxsize=64)
def _matcher(pattern: str) -> Matcher:
    return Matcher(pattern)
