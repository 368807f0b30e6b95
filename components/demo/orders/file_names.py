"""Filters on file names, with the semantics of Java's `String.matches` (contract C.2)."""

from collections.abc import Callable

import regex

from components.demo.java_regex import InvalidPattern, translated

__all__ = ["InvalidPattern", "matcher"]


def matcher(pattern: str, timeout: float = 1.0) -> Callable[[str], bool]:
    """A predicate for file names: the whole name must match, case-sensitively.

    Raises InvalidPattern if Java cannot compile the expression or if this archive does not support it. The predicate
    raises InvalidPattern if a name takes more than `timeout` seconds: with such an expression Java would not return.
    """
    try:
        compiled = regex.compile(translated(pattern), regex.VERSION0)
    except regex.error as refusal:
        raise InvalidPattern(f"{refusal} in {pattern}") from None

    def matches(name: str) -> bool:
        try:
            return compiled.fullmatch(name, timeout=timeout) is not None
        except TimeoutError:
            raise InvalidPattern(f"{pattern} takes too long on {name}") from None

    return matches
