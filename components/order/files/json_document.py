"""The parts of a JSON document that a user dropped, each read with its own judgement."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from components.order.identifiers import UnreadableFile

_T = TypeVar("_T")


def check_version(document: Mapping[str, object], kind: str, ours: str) -> None:
    """Refuse a document that is written by a newer kind of program, or that does not say by which.

    Args:
        document: with a ``version`` such as ``1.0``, which grows before the point when older programs cannot read it.
        kind: what it is, for the user.
        ours: the version that this program writes.

    Raises:
        UnreadableFile: it cannot be understood safely.
    """
    version = document.get("version")
    major = version.partition(".")[0] if isinstance(version, str) else ""
    most = ours.partition(".")[0]
    if not (major.isascii() and major.isdigit()):
        raise UnreadableFile(f"This {kind} says no version, such as “{ours}”, so it cannot be understood safely.")
    if int(major[:9]) > int(most):
        raise UnreadableFile(
            f"This {kind} was written by a newer version of this program: it is of format {version}, "
            f"and formats up to {most} are understood here."
        )


def part(document: Mapping[str, object], key: str, read: Callable[[object], _T], default: _T) -> _T:
    """One part of a document; the default if it is missing.

    Raises:
        UnreadableFile: ``read`` raised a ValueError, whose words say what the part must be.
    """
    value = document.get(key)
    if value is None:  # null is the same as absent (contract A.3)
        return default
    try:
        return read(value)
    except ValueError as error:
        raise UnreadableFile(f"This file cannot be used: “{key}” is not as it should be. {error}.") from error


def to_text(value: object) -> str:
    """A text, in one or as a list of its lines."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "\n".join(value)
    raise ValueError("It must be a text, or a list of lines")


def to_texts(value: object) -> tuple[str, ...]:
    """A list of texts."""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    raise ValueError("It must be a list of texts")


def to_objects(value: object) -> tuple[dict[str, object], ...]:
    """A list of objects."""
    if isinstance(value, list) and all(isinstance(each, dict) for each in value):
        return tuple(value)
    raise ValueError("It must be a list of objects")


def to_flag(value: object) -> bool:
    """True or false."""
    if isinstance(value, bool):
        return value
    raise ValueError("It must be true or false")


def to_number(value: object) -> int:
    """A whole number, 0 or more."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise ValueError("It must be a whole number")
