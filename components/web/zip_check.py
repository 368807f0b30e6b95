"""A ZIP on its way to the browser: which files left in it whole and right, and whether it has its end.

The archive's ZIP may break off or hold less than was asked (contract C.7), and a browser cannot tell. So its bytes
are read as a ZIP on their way. A ZIP that is, or unpacks to, far more than the files of its order is ended: it may have
no end, or be a bomb for the one who opens it.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from math import inf
from typing import Final

from components.desk.browser_downloads import BrowserDownloads
from components.regards.delivery.checksums import compared
from components.regards.delivery.snapshot import WrongContent
from components.regards.delivery.unannounced import GIGABYTE
from components.regards.delivery.zips.zip_contents import ZipContents
from components.regards.delivery.zips.zip_stream import BrokenZip, ZipEntry, entries
from components.regards.errors import RegardsError, TooLarge
from components.regards.orders.records import OrderFile
from components.regards.orders.statuses import FileState
from components.regards.printable import in_one_line

log = logging.getLogger(__name__)

_END: Final = b"PK\x05\x06"
_END_LENGTH: Final = 22  # bytes; the end of a ZIP without a comment, as Java and Python write it
_INSTEAD: Final = "Fetch the other files one by one, into a folder or with the program."


class ZipCheck:
    """Looks at a ZIP of the files of one order on its way.

    Args:
        account: whose it is.
        list_files: lists the files of the order; called when the ZIP is read.
        downloads: where proofs and problems go.
        largest_unannounced: bytes of a file whose size the archive did not announce, and of all that was not ordered.
    """

    def __init__(
        self,
        account: str,
        list_files: Callable[[], Iterable[OrderFile]],
        downloads: BrowserDownloads,
        largest_unannounced: int,
    ) -> None:
        self._account = account
        self._list_files = list_files
        self._downloads = downloads
        self._largest_unannounced = largest_unannounced
        self._largest = inf  # bytes, packed or unpacked; known once the files are listed
        self._packed = self._unpacked = 0
        self._last = b""
        self._broken = ""
        self._whole: list[OrderFile] = []
        self._wrong: list[str] = []

    def read(self, pieces: Iterable[bytes]) -> str:
        """Why the ZIP should not be kept: it has no end, or a file in it is wrong. Missing files are no reason.

        Raises what ``pieces`` raises, and TooLarge.
        """
        passing = self._counted(pieces)
        try:
            self._read(passing)
        except RegardsError:
            raise
        except Exception:  # a fault of ours must not hold up the download
            log.exception("A ZIP could not be read on its way")
            if self._largest == inf:
                self._largest = self._largest_unannounced
        for _ in passing:
            pass
        if self._wrong:
            return _ended_for(*self._wrong)
        return "" if self._has_end() else self._broken

    def left(self) -> None:
        """Note the proofs: before its end, nobody can open the ZIP that the browser has."""
        for file in self._whole:
            self._downloads.prove(self._account, file, compared(file))

    def break_off(self, why: str) -> None:
        """Note the reason for the files that had come whole."""
        for file in self._whole:
            self._downloads.fail(self._account, file, why)

    def _counted(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self._packed += len(piece)
            if self._packed > self._largest:
                raise self._beyond_all_files()
            self._last = (self._last + piece[-_END_LENGTH:])[-_END_LENGTH:]
            yield piece

    def _read(self, pieces: Iterator[bytes]) -> None:
        files = tuple(self._listed())
        sizes = (self._largest_unannounced if each.size is None else each.size for each in files)
        self._largest = sum(sizes, self._largest_unannounced)
        contents = ZipContents(files)
        try:
            self._read_entries(pieces, contents)
        except RegardsError as error:
            self._note_problems(contents, error.what)
            raise
        # Where it has its end, the browser keeps it, and what came behind a damaged file was not looked at.
        self._note_problems(contents, "" if self._has_end() else self._broken)

    def _read_entries(self, pieces: Iterator[bytes], contents: ZipContents) -> None:
        try:
            for entry in entries(pieces):
                self._read_entry(entry, contents)
        except BrokenZip as error:  # it may have its end all the same
            self._broken = error.what
            for _ in pieces:
                pass

    def _listed(self) -> Iterable[OrderFile]:
        try:
            return self._list_files()
        except RegardsError as error:  # that must not keep the user from the ZIP
            log.warning(
                "the files of a ZIP are not checked, because they could not be listed: %s", in_one_line(error.what)
            )
            return ()

    def _read_entry(self, entry: ZipEntry, contents: ZipContents) -> None:
        arriving = contents.begin(entry.name)
        expected = next(arriving.candidates(), None)
        for piece in self._chunks(entry, expected, contents):
            arriving.take(piece)
            self._unpacked += len(piece)
            if self._unpacked > self._largest:
                raise self._beyond_all_files()
            # The archive's own notice may take the place of a file of its name.
            if expected and arriving.too_long() and not arriving.notice:
                contents.settle(arriving)  # gives the file its reason
                raise TooLarge(_ended_for(expected.name))
        if file := contents.settle(arriving):
            self._whole.append(file)

    @staticmethod
    def _chunks(entry: ZipEntry, expected: OrderFile | None, contents: ZipContents) -> Iterator[bytes]:
        try:
            yield from entry.chunks()
        except BrokenZip as error:
            if expected:
                contents.reasons[expected.file_id] = error.what
            raise

    def _has_end(self) -> bool:
        return self._last.startswith(_END)

    def _beyond_all_files(self) -> TooLarge:
        return TooLarge(
            f"The ZIP was ended when it became larger than {self._largest / GIGABYTE:,.4g} GB, the most that the files "
            f"of this order may have together. {_INSTEAD}"
        )

    def _note_problems(self, contents: ZipContents, why: str) -> None:
        """Note why files did not come; a ZIP that broke off is the reason for those that it may have held."""
        for file in contents.waiting():
            lost = why and file.state == FileState.AVAILABLE
            problem = f"{why} This file was not in it, or not whole." if lost else ""
            if isinstance(contents.reasons.get(file.file_id), WrongContent):
                self._wrong.append(file.name)
            if problem := contents.reasons.get(file.file_id, problem):
                self._downloads.fail(self._account, file, problem)


def _ended_for(name: str, *others: str) -> str:
    more = f" and {len(others):,} more" if others else ""
    return (
        f"The ZIP was ended before its last bytes, because “{name}”{more} in it is not what the archive announced. "
        f"{_INSTEAD}"
    )
