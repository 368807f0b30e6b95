"""Quantifiers as Java 17 reads them: ``*``, ``+``, ``?`` and ``{2,5}``."""

from dataclasses import dataclass
from typing import Final

from components.order.java_regex.source import Source

_SHORT: Final = {"?": (0, 1), "*": (0, None), "+": (1, None)}
_DIGITS: Final = frozenset("0123456789")
_MOST: Final = 0x7FFFFFFF  # Java counts in 32 bits


@dataclass(frozen=True, slots=True)
class Quantifier:
    """The repetitions of a part: ``most`` is None without a limit, and ``lazy`` means that few are tried first."""

    least: int
    most: int | None
    lazy: bool


def quantifier(source: Source) -> Quantifier | None:
    """The quantifier at the cursor, which moves past it; None if there is none.

    Raises:
        PatternError: Java refuses the count.
        UnsupportedPattern: it is possessive.
    """
    start = source.at
    if source.peek() == "{":
        least, most = _counts(source)
    elif source.peek() in _SHORT:
        least, most = _SHORT[source.take()]
    else:
        return None
    lazy = source.took("?")
    if not lazy and source.took("+"):
        raise source.unsupported(start)
    return Quantifier(least, most, lazy)


def _counts(source: Source) -> tuple[int, int | None]:
    start = source.at
    source.take()
    least = _count(source, start)
    if least is None:
        raise source.error(r"“{” at {here} repeats nothing. For a brace, write \{.", start)
    most = _count(source, start) if source.took(",") else least
    if source.take_syntax() != "}":
        raise source.error("The count that begins with “{” at {here} must be like {2}, {2,} or {2,5}.", start)
    if most is not None and most < least:
        raise source.error(f"The count at {{here}} is reversed: {most} is less than {least}.", start)
    return least, most


def _count(source: Source, start: int) -> int | None:
    digits = ""
    while source.peek() in _DIGITS:
        digits += source.take()
        if int(digits) > _MOST:
            raise source.error("The count at {here} is larger than Java can count.", start)
    return int(digits) if digits else None
