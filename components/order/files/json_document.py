"""The parts of a JSON document that a user dropped, each read and checked."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from components.order.identifiers import UnreadableFile

_T = TypeVar("_T")


def check_version(document: Mapping[str, object], kind: str, current: str) -> None:
    """Refuse a document of a newer format, or without a version.

    Args:
        document: with a ``version`` such as ``1.0``. The number before the point grows when older programs cannot
            read the new format.
        kind: what the user calls the document.
        current: the version that this program writes.

    Raises:
        UnreadableFile: the document cannot be read safely.
    """
    version = document.get("version")
    major = version.partition(".")[0] if isinstance(version, str) else ""
    most = current.partition(".")[0]
    if not (major.isascii() and major.isdigit()):
        raise UnreadableFile(f"This {kind} has no version, such as “{current}”, so it cannot be read safely.")
    if int(major[:9]) > int(most):
        raise UnreadableFile(
            f"This {kind} was written by a newer version of this program: its format is {version}, "
            f"and formats up to {most} can be read here."
        )


def part(document: Mapping[str, object], key: str, read: Callable[[object], _T], default: _T) -> _T:
    """One part of a document; the default if it is missing.

    Raises:
        UnreadableFile: ``read`` raised a ValueError, whose message says what the part must be.
    """
    value = document.get(key)
    if value is None:  # null is the same as absent (contract A.3)
        return default
    try:
        return read(value)
    except ValueError as error:
        raise UnreadableFile(f"This file cannot be used: “{key}” is wrong. {error}.") from error


def to_text(value: object) -> str:
    """A text, written as one string or as a list of lines."""
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
