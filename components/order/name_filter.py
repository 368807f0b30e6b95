"""Which of the known files an order would take, judged as the archive judges them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from components.order import java_regex
from components.order.data_types import is_asked_for


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file of the catalogue: its base name, its data type there, and its size in bytes if it is known."""

    name: str
    data_type: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """Files that an order would take, and those of the same data types that its name filter leaves out."""

    kept: tuple[NamedFile, ...]
    left_out: tuple[NamedFile, ...]


def judge(files: Iterable[NamedFile], data_types: Sequence[str], expression: str) -> Judged:
    """The files that data types and a name filter let through (contract C.2: both, file by file).

    Args:
        files: of the catalogue.
        data_types: ``RAWDATA`` and ``QUICKLOOK``, which stands for its three sizes; none given means both.
        expression: a Java regular expression for the whole name; empty for any.

    Raises:
        PatternError: Java refuses the expression.
        UnsupportedPattern: nobody here can tell what Java makes of it.
    """
    wanted = [file for file in files if is_asked_for(file.data_type, data_types)]
    if not expression:
        return Judged(tuple(wanted), ())
    matcher = java_regex.Matcher(expression)
    verdicts = [(file, matcher.matches(file.name)) for file in wanted]
    return Judged(
        tuple(file for file, kept in verdicts if kept),
        tuple(file for file, kept in verdicts if not kept),
    )
