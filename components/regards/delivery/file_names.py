"""Names of files on disk: the archive's names, made valid on Linux, macOS and Windows."""

from __future__ import annotations

import unicodedata
from os.path import splitext
from typing import Final

OUR_FOLDER: Final = ".order-desk"
"""The folder of a delivery's own files; no file of an archive gets this name."""

_MOST_BYTES: Final = 200  # in UTF-8; file systems allow 255, which leaves room for what users append
_LONGEST_EXTENSION: Final = 32  # bytes; a longer one is treated as part of the name
_UNNAMED: Final = "unnamed"
_FORBIDDEN: Final = frozenset('<>:"/\\|?*')  # on Windows, whose users may share disks with others
_DEVICES: Final = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"}
    | {f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"}
)
"""Names of devices on Windows, with any extension ("Naming Files, Paths, and Namespaces" of Win32)."""


class Names:
    """The names of the files in one folder, which differ on every file system.

    Some file systems ignore case, or the difference between ``é`` and ``e`` with an accent. A name that differs from
    another in nothing else gets the file's number. The same files in the same order get the same names.
    """

    def __init__(self) -> None:
        self._owners: dict[str, int] = {}

    def assign(self, file_id: int, name: str) -> str:
        """The name on disk of a file that the archive calls ``name``; the same in every call."""
        found, attempt = safe_name(name), 0
        while self._owners.setdefault(_comparison_key(found), file_id) != file_id:
            attempt += 1
            mark = f" ({file_id})" if attempt == 1 else f" ({file_id}-{attempt})"
            found = _marked(safe_name(name), mark)
        return found

    def taken(self, file_id: int, name: str) -> None:
        """Record the name that an earlier run gave to a file."""
        self._owners[_comparison_key(name)] = file_id


def safe_name(name: str) -> str:
    """A name without a path that is valid on all systems; a name that is already valid is not changed."""
    found = _without_dropped_end("".join("_" if _unusable(character) else character for character in name)) or _UNNAMED
    if found.partition(".")[0].rstrip(" ").upper() in _DEVICES or _comparison_key(found).startswith(OUR_FOLDER):
        found = f"_{found}"
    found = _marked(found, "")
    return name if found == name else found  # the same object saves memory: an order has thousands of names


def _unusable(character: str) -> bool:
    """Whether a character is forbidden or invisible: controls, marks of direction, surrogates."""
    return character in _FORBIDDEN or unicodedata.category(character) in {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


def _marked(name: str, mark: str) -> str:
    """A name with a mark before its extension, shortened if it is too long."""
    stem, extension = splitext(name)  # noqa: PTH122 - pathlib splits some names differently in different versions
    if len(extension.encode()) > _LONGEST_EXTENSION:
        stem, extension = name, ""
    room = _MOST_BYTES - len(f"{mark}{extension}".encode())
    if len(stem.encode()) > room:
        stem = _without_dropped_end(stem.encode()[:room].decode(errors="ignore"))
    return f"{stem}{mark}{extension}"


def _without_dropped_end(name: str) -> str:
    """A name whose dots and spaces at the end, which Windows would drop, are replaced by underscores."""
    kept = name.rstrip(" .")
    return kept + "_" * (len(name) - len(kept))


def _comparison_key(name: str) -> str:
    """A key that is equal for two names if they are the same on some system.

    Windows compares capitals, macOS small letters.
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).upper().casefold())
