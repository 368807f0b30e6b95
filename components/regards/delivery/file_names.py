"""Names for files on disk: what an archive calls a file, made usable on Linux, macOS and Windows."""

from __future__ import annotations

import unicodedata
from os.path import splitext
from typing import Final

OUR_FOLDER: Final = ".order-desk"
"""The folder in which a delivery keeps its own books; no file of an archive gets such a name."""

_MOST_BYTES: Final = 200  # in UTF-8; file systems take 255, and some room is left for what users append
_LONGEST_EXTENSION: Final = 32  # bytes; what is longer after a dot is part of the name
_UNNAMED: Final = "unnamed"
_FORBIDDEN: Final = frozenset('<>:"/\\|?*')  # on Windows, which shares disks with all others
_DEVICES: Final = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"}
    | {f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"}
)
"""Names of devices on Windows, with whatever extension ("Naming Files, Paths, and Namespaces" of Win32)."""


class Names:
    """The names given so far in one folder: no two are the same to any file system.

    File systems differ in whether they tell capitals from small letters and ``é`` from ``e`` with an accent; a
    name that differs in nothing else gets the file's number. The same files in the same order get the same names.
    """

    def __init__(self) -> None:
        self._owners: dict[str, int] = {}

    def assign(self, file_id: int, name: str) -> str:
        """The name on disk of a file that the archive calls ``name``; asked again, the same."""
        found, attempt = safe_name(name), 0
        while self._owners.setdefault(_sameness(found), file_id) != file_id:
            attempt += 1
            mark = f" ({file_id})" if attempt == 1 else f" ({file_id}-{attempt})"
            found = _marked(safe_name(name), mark)
        return found

    def taken(self, file_id: int, name: str) -> None:
        """Take note of a name that an earlier run has given to a file."""
        self._owners[_sameness(name)] = file_id


def safe_name(name: str) -> str:
    """A name that stays in its folder and can be used everywhere; a harmless one stays as it is."""
    found = _firm_end("".join("_" if _unusable(character) else character for character in name)) or _UNNAMED
    if found.partition(".")[0].rstrip(" ").upper() in _DEVICES or _sameness(found).startswith(OUR_FOLDER):
        found = f"_{found}"
    found = _marked(found, "")
    return name if found == name else found  # the very same object: an order has thousands


def _unusable(character: str) -> bool:
    """Whether a character is forbidden, or neither seen nor typed: controls, marks of direction, surrogates."""
    return character in _FORBIDDEN or unicodedata.category(character) in {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


def _marked(name: str, mark: str) -> str:
    """A name with a mark before its extension, shortened where it would be too long."""
    stem, extension = splitext(name)  # noqa: PTH122 - a name, which pathlib reads differently from version to version
    if len(extension.encode()) > _LONGEST_EXTENSION:
        stem, extension = name, ""
    room = _MOST_BYTES - len(f"{mark}{extension}".encode())
    if len(stem.encode()) > room:
        stem = _firm_end(stem.encode()[:room].decode(errors="ignore"))
    return f"{stem}{mark}{extension}"


def _firm_end(name: str) -> str:
    """A name without the dots and spaces at its end that Windows would drop."""
    firm = name.rstrip(" .")
    return firm + "_" * (len(name) - len(firm))


def _sameness(name: str) -> str:
    """What two names share that some file system takes for one: Windows compares capitals, macOS small letters."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).upper().casefold())
