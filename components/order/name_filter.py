"""The known files that an order would include, by the rules of the archive."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from components.order import java_regex
from components.order.data_types import is_asked_for


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file of the catalogue: base name, data type, and size in bytes if it is known."""

    name: str
    data_type: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """The files that an order would include, and those of the same data types that its name filter excludes."""

    kept: tuple[NamedFile, ...]
    left_out: tuple[NamedFile, ...]


def judge(files: Iterable[NamedFile], data_types: Sequence[str], expression: str) -> Judged:
    """The files that match data types and a name filter, and those that match the data types only (contract C.2).

    Args:
        files: files of the catalogue.
        data_types: ``RAWDATA`` and ``QUICKLOOK``, which means its three sizes; empty means both.
        expression: a Java regular expression for the whole name; empty for any.

    Raises:
        PatternError: Java refuses the expression.
        UnsupportedPattern: it cannot be judged here.
    """
    wanted = [file for file in files if is_asked_for(file.data_type, data_types)]
    if not expression:
        return Judged(tuple(wanted), ())
    matcher = java_regex.Matcher(expression)
    results = [(file, matcher.matches(file.name)) for file in wanted]
    return Judged(
        tuple(file for file, kept in results if kept),
        tuple(file for file, kept in results if not kept),
    )
