"""ZIP files that are written while they are sent (contract C.7)."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Final

_PIECE: Final = 262_144
NOTICE: Final = "NOTICE.txt"


@dataclass(frozen=True)
class Entry:
    """A file for a ZIP, with its bytes, or with the reason why it failed."""

    name: str
    pieces: Iterable[bytes] = field(default_factory=tuple)
    failure: str | None = None


def zip_pieces(entries: Iterable[Entry], moment: float) -> Iterator[bytes]:
    """The pieces of a flat ZIP of the entries, with unique names and a notice of the failed ones."""
    buffer = _WriteBuffer()
    names: set[str] = set()
    failures: list[str] = []
    date = datetime.fromtimestamp(moment, UTC).timetuple()[:6]
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for entry in entries:
            if entry.failure:
                failures.append(f"Failed to download file ({entry.name}): {entry.failure}.")
                continue
            info = zipfile.ZipInfo(_unique(entry.name, names), date)
            with archive.open(info, "w", force_zip64=True) as target:
                for piece in entry.pieces:
                    target.write(piece)
                    if buffer.full:
                        yield buffer.take()
        if failures:
            archive.writestr(zipfile.ZipInfo(_unique(NOTICE, names), date), "\n".join(failures) + "\n")
    yield buffer.take()


def _unique(name: str, taken: set[str]) -> str:
    """A name that is not taken yet: `name.ext`, `name (1).ext` and so on."""
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
    unique, turn = name, 0
    while unique in taken:
        turn += 1
        unique = f"{stem} ({turn}){suffix}"
    taken.add(unique)
    return unique


class _WriteBuffer(io.RawIOBase):
    """A write-only file whose content is taken in pieces."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]  # zipfile writes bytes, nothing else
        self._pieces.append(bytes(data))
        self._size += len(data)
        return len(data)

    @property
    def full(self) -> bool:
        return self._size >= _PIECE

    def take(self) -> bytes:
        whole = b"".join(self._pieces)
        self._pieces.clear()
        self._size = 0
        return whole
