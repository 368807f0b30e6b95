"""Which file names an order's expression keeps, judged as Java's `String.matches` would (contract C.2)."""

import re
from collections.abc import Callable


class InvalidPattern(ValueError):
    """Java would refuse to compile this expression."""


def matcher(pattern: str) -> Callable[[str], bool]:
    """Give the judge of whole file names; raise `InvalidPattern` where Java would refuse the expression."""
    try:
        compiled = re.compile(pattern)
    except re.error as refusal:
        raise InvalidPattern(str(refusal)) from None
    return lambda name: compiled.fullmatch(name) is not None
