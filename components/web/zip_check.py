"""A ZIP on its way to the browser: which files left in it whole and right, and whether it has its end.

The archive's ZIP may break off or hold less than was asked (contract C.7), and a browser cannot tell. So its bytes
are also given to a second thread, which reads them as a ZIP and keeps no more than a few.
"""

import hashlib
import logging
import re
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Final

from components.desk.browser_downloads import BrowserDownloads
from components.regards.delivery.checksums import BY_SIZE, Check
from components.regards.delivery.zip_stream import BrokenZip, ZipEntry, entries
from components.regards.errors import RegardsError
from components.regards.records import FileState, OrderFile

log = logging.getLogger(__name__)

_MOST_AHEAD: Final = 16  # pieces that have arrived and are not yet read
_END: Final = b"PK\x05\x06"
_END_LENGTH: Final = 22  # bytes; the end of a ZIP without a comment, as Java and Python write it
_NOTICE: Final = re.compile(r"NOTICE(?: \(\d+\))?\.txt")
_LONGEST_NOTICE: Final = 4 << 20  # bytes
_NUMBERED: Final = re.compile(r"(.*) \(\d+\)((?:\.[^.]*)?)", re.DOTALL)
_DIFFERS: Final = "What the ZIP held under this name is not what the archive announced: its size or checksum differs."


class ZipWatch:
    """Looks at a ZIP of the files of one order on its way.

    Args:
        account: whose it is.
        list_files: lists the files of the order; called in the second thread.
        downloads: where proofs and problems go.
    """

    def __init__(
        self, account: str, list_files: Callable[[], Iterable[OrderFile]], downloads: BrowserDownloads
    ) -> None:
        self._account = account
        self._list_files = list_files
        self._downloads = downloads
        self._arrived: SimpleQueue[bytes] = SimpleQueue()
        self._room = threading.Semaphore(_MOST_AHEAD)
        self._last = b""
        self._why = ""
        self._whole: list[tuple[OrderFile, str]] = []
        self._reader = threading.Thread(target=self._read, name="zip-watch", daemon=True)
        self._reader.start()

    def take(self, chunk: bytes) -> None:
        """Hand the next bytes to the second thread, once it has room."""
        self._room.acquire()
        self._last = (self._last + chunk[-_END_LENGTH:])[-_END_LENGTH:]
        self._arrived.put(chunk)

    def end(self) -> str:
        """Why the ZIP cannot be opened; nothing where it has its end, whatever it holds."""
        self._arrived.put(b"")
        self._reader.join()
        return "" if self._last.startswith(_END) else self._why

    def left(self) -> None:
        """Note the proofs: before its end, nobody can open the ZIP that the browser has."""
        for file, by in self._whole:
            self._downloads.prove(self._account, file, by)

    def break_off(self, why: str) -> None:
        """Let the second thread end; what has not come by then is noted with the reason."""
        self._why = why
        for file, _ in tuple(self._whole):
            self._downloads.fail(self._account, file, why)
        self._arrived.put(b"")

    def _read(self) -> None:
        pieces = iter(self._next_piece, b"")
        try:
            contents = _Contents(self._listed())
            try:
                for entry in entries(pieces):
                    self._read_entry(entry, contents)
            except BrokenZip as error:
                self._why = self._why or error.what
            for file, problem in contents.problems(self._why):
                self._downloads.fail(self._account, file, problem)
        except Exception:  # a fault of ours must not hold up the download
            log.exception("A ZIP could not be read on its way")
        finally:
            for _ in pieces:
                pass

    def _listed(self) -> Iterable[OrderFile]:
        try:
            return self._list_files()
        except RegardsError as error:  # that must not keep the user from the ZIP
            log.warning("the files of a ZIP are not checked, because they could not be listed: %s", error.what)
            return ()

    def _next_piece(self) -> bytes:
        piece = self._arrived.get()
        self._room.release()
        return piece

    def _read_entry(self, entry: ZipEntry, contents: "_Contents") -> None:
        candidates = contents.named(entry.name)
        if not candidates and _NOTICE.fullmatch(entry.name):
            contents.read_notice(_text(entry.chunks()))
        elif found := contents.claim(candidates, entry.chunks()):
            self._whole.append(found)


@dataclass(frozen=True, slots=True)
class _Mark:
    """What tells a file from others of its name: what is compared, its value, and the size in bytes if announced."""

    by: str
    value: str
    size: int | None


_Alike = dict[_Mark, list[OrderFile]]
"""Files of one name by their marks; those that share a mark are the same to anybody."""


class _Contents:
    """The files of an order that have not come yet."""

    def __init__(self, files: Iterable[OrderFile]) -> None:
        self._waiting: dict[int, OrderFile] = {}
        self._problems: dict[int, str] = {}
        self._by_name: dict[str, _Alike] = {}
        # Among files of one mark the ZIP holds those that are available: they are claimed first, from the end.
        for file in sorted(files, key=lambda each: each.state == FileState.AVAILABLE):
            self._waiting[file.file_id] = file
            self._by_name.setdefault(file.name, {}).setdefault(_mark(file), []).append(file)

    def named(self, name: str) -> list[_Alike]:
        """The files that may have this name in a ZIP, where a second one of a name is numbered (contract C.7)."""
        numbered = _NUMBERED.fullmatch(name)
        names = [name, "".join(numbered.groups())] if numbered else [name]
        return [self._by_name[each] for each in names if each in self._by_name]

    def claim(self, candidates: list[_Alike], pieces: Iterator[bytes]) -> tuple[OrderFile, str] | None:
        """The file that these bytes are, which is waited for no longer, and what it was told by."""
        marks = _marks({mark.by for alike in candidates for mark in alike}, pieces)
        for alike in candidates:
            for mark in marks:
                if alike.get(mark):
                    file = alike[mark].pop()
                    del self._waiting[file.file_id]
                    return file, mark.by
        others = [file for alike in candidates for files in alike.values() for file in files if _has_begun(file)]
        if len(others) == 1:  # of several nobody knows which one it should be
            self._problems[others[0].file_id] = _DIFFERS
        return None

    def read_notice(self, text: str) -> None:
        """Take the archive's reasons from its notice: a line for each file that is not in the ZIP (contract C.7)."""
        named: dict[str, list[OrderFile]] = {}
        for file in filter(_has_begun, self._waiting.values()):
            named.setdefault(file.name, []).append(file)
        for line in filter(None, map(str.strip, text.splitlines())):
            if files := named.get(_name_in(line, named)):
                self._problems[files.pop().file_id] = f"The archive could not put it into the ZIP. {line}"

    def problems(self, why: str) -> Iterator[tuple[OrderFile, str]]:
        """The files that did not come, each with its reason; ``why`` is said of those that a broken ZIP has lost."""
        for file in self._waiting.values():
            lost = f"{why} This file was not in it, or not whole." if why and file.state == FileState.AVAILABLE else ""
            if problem := self._problems.get(file.file_id, lost):
                yield file, problem


def _mark(file: OrderFile) -> _Mark:
    by = Check(file).by
    return _Mark(by, file.checksum.strip().lower() if by not in {BY_SIZE, ""} else "", file.size)


def _marks(wanted: set[str], pieces: Iterator[bytes]) -> list[_Mark]:
    """The marks that a file of these bytes may have, checksums first; ``wanted`` says what is worth comparing."""
    # hashlib writes what people call SHA-256 and SHA3-256 as sha256 and sha3_256.
    names = {by: by.lower().replace("sha-", "sha").replace("-", "_") for by in wanted - {BY_SIZE, ""}}
    digests = {by: hashlib.new(name, usedforsecurity=False) for by, name in names.items()}
    size = 0
    for piece in pieces:
        size += len(piece)
        for digest in digests.values():
            digest.update(piece)
    values = {by: digest.hexdigest() for by, digest in digests.items()} | {BY_SIZE: "", "": ""}
    return [_Mark(by, value, each) for by, value in values.items() for each in (size, None)]


def _has_begun(file: OrderFile) -> bool:
    """Whether a file may be in a ZIP; its state may have changed since the ZIP began."""
    return file.state != FileState.PENDING


def _name_in(line: str, names: Collection[str]) -> str:
    """The name of a file in a line of the notice: in brackets as REGARDS writes it, else the longest one found."""
    bracketed = line[line.find("(") + 1 : line.rfind(")")]
    return bracketed if bracketed in names else max((name for name in names if name in line), key=len, default="")


def _text(pieces: Iterator[bytes]) -> str:
    """The beginning of a text, as much of it as is sensible."""
    text = bytearray()
    for piece in pieces:
        text += piece[: _LONGEST_NOTICE - len(text)]
    return text.decode(errors="replace")
