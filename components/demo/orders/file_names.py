"""Which file names an order's expression keeps, judged as Java's `String.matches` would (contract C.2)."""

from collections.abc import Callable

import regex

from components.demo.java_regex import InvalidPattern, translated

__all__ = ["InvalidPattern", "matcher"]


def matcher(pattern: str, timeout: float = 1.0) -> Callable[[str], bool]:
    """The judge of file names for an expression: the whole name must fit, case and all.

    Raises InvalidPattern where Java would refuse to compile the expression, or where it is too rare for this archive to
    read: the order is then treated alike. The judge raises it too, for a name that costs more seconds than `timeout`:
    on a runaway expression Java would not come back.
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
