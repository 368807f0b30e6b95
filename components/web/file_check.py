"""Checks of a download on its way to the browser."""

from collections.abc import Iterable
from typing import Protocol

from components.desk.browser_downloads import BrowserDownloads
from components.regards.delivery import unannounced
from components.regards.delivery.checksums import Check
from components.regards.delivery.snapshot import WrongContent
from components.regards.errors import TooLarge
from components.regards.orders.records import OrderFile


class DownloadCheck(Protocol):
    """Looks at a download on its way to the browser."""

    def read(self, pieces: Iterable[bytes]) -> str:
        """Read the whole download: why it should not be kept, in a sentence for the user, or nothing.

        Memory stays flat. Raises what ``pieces`` raises, and TooLarge once there are too many bytes.
        """

    def left(self) -> None:
        """Called after that, once all bytes have left."""

    def break_off(self, why: str) -> None:
        """Called instead where the download has no proper end; why, in a sentence for the user."""


class LengthCheck:
    """Looks at the length of a download of which the archive announced nothing.

    Args:
        name: of the file.
        largest: the most bytes that it may have.
    """

    def __init__(self, name: str, largest: int) -> None:
        self._name = name
        self._largest = largest
        self._received = 0

    def read(self, pieces: Iterable[bytes]) -> str:
        """Count all bytes."""
        for piece in pieces:
            self.take(piece)
        return ""

    def take(self, chunk: bytes) -> None:
        """Count the next bytes; raises TooLarge once there are too many."""
        self._received += len(chunk)
        if self._received > self._largest:
            raise unannounced.too_large(self._name, self._largest)

    def left(self) -> None:
        """Note nothing."""

    def break_off(self, why: str) -> None:
        """Note nothing."""


class FileCheck:
    """Looks at one file on its way: whether it is what the archive announced.

    Args:
        account: whose it is.
        file: as the archive announced it.
        downloads: where the proof or the problem goes.
        largest_unannounced: bytes of the file, if the archive announced no size.
    """

    def __init__(self, account: str, file: OrderFile, downloads: BrowserDownloads, largest_unannounced: int) -> None:
        self._account = account
        self._file = file
        self._downloads = downloads
        self._largest_unannounced = largest_unannounced
        self._check = Check(file)

    def read(self, pieces: Iterable[bytes]) -> str:
        """What differs from what was announced."""
        for piece in pieces:
            self.take(piece)
        return self.end()

    def take(self, chunk: bytes) -> None:
        """Count the next bytes in; raises TooLarge once there are more than the file may have."""
        self._check.take(chunk)
        announced = self._file.size
        if self._check.received <= (self._largest_unannounced if announced is None else announced):
            return
        if announced is not None:
            raise TooLarge(self.end())
        error = unannounced.too_large(self._file.name, self._largest_unannounced)
        self._downloads.was_wrong(self._account, self._file, error.what)
        raise error

    def end(self) -> str:
        """What differs from what was announced."""
        if problem := self._check.problem():
            self._downloads.was_wrong(self._account, self._file, problem)
            return WrongContent(problem)
        return ""

    def left(self) -> None:
        """Note the proof."""
        self._downloads.prove(self._account, self._file, self._check.by)

    def break_off(self, why: str) -> None:
        """Note the problem."""
        self._downloads.fail(self._account, self._file, why)
