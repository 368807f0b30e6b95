"""What became of the files that went through the app to the browser: which left whole and right, and which did not.

It is kept for the whole process, because a download and the page that tells of it are two requests. Each note
belongs to an account and an order, and is given to nobody else.
"""

import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, Protocol

from components.regards.delivery.checksums import Check
from components.regards.delivery.source import Proof
from components.regards.records import OrderFile

PLACE: Final = "browser"
"""Where a file is of which we know that it has left; what the browser does with it is out of sight."""

_MOST_NOTES: Final = 100_000  # some 30 MB


class Watch(Protocol):
    """Looks at a download on its way to the browser."""

    def take(self, chunk: bytes) -> None:
        """The next bytes; may wait, so that memory stays flat."""

    def end(self) -> str:
        """Called once all bytes are taken: why they should not be kept, in a sentence for the user, or nothing."""

    def left(self) -> None:
        """Called after that, once all bytes have left."""

    def break_off(self, why: str) -> None:
        """Called instead where the download has no proper end; why, in a sentence for the user. Never waits."""


class NoWatch:
    """Looks at nothing."""

    def take(self, chunk: bytes) -> None:
        """Take the next bytes."""

    def end(self) -> str:
        """Find nothing wrong."""
        return ""

    def left(self) -> None:
        """Note nothing."""

    def break_off(self, why: str) -> None:
        """Note nothing."""


class Notes:
    """Proofs and problems of files by account and order, no more than `most`; where there are more the oldest go."""

    def __init__(self, most: int = _MOST_NOTES) -> None:
        self._most = most
        self._count = 0
        self._lock = threading.Lock()
        self._orders: dict[tuple[str, int], dict[int, Proof | str]] = {}

    def prove(self, account: str, file: OrderFile, by: str) -> None:
        """Note that a file has left whole and right; ``by`` says what was compared."""
        self._note(account, file, Proof(datetime.now(UTC), by, PLACE))

    def fail(self, account: str, file: OrderFile, problem: str) -> None:
        """Note why a file has not; a proof from before stays, because that download is still there."""
        self._note(account, file, problem)

    def of(self, account: str, order_id: int) -> tuple[Mapping[int, Proof], Mapping[int, str]]:
        """The proofs and the problems of an order as they are now, by ``file_id``."""
        with self._lock:
            notes = self._orders.get((account, order_id), {})
            return (
                {file_id: note for file_id, note in notes.items() if isinstance(note, Proof)},
                {file_id: note for file_id, note in notes.items() if isinstance(note, str)},
            )

    def _note(self, account: str, file: OrderFile, note: Proof | str) -> None:
        key = account, file.order_id
        with self._lock:
            notes = self._orders.pop(key, {})
            self._orders[key] = notes  # the order noted last stands last
            if isinstance(note, str) and isinstance(notes.get(file.file_id), Proof):
                return
            self._count += file.file_id not in notes
            notes[file.file_id] = note
            if self._count > self._most:
                self._forget_oldest()

    def _forget_oldest(self) -> None:
        key, notes = next(iter(self._orders.items()))
        del notes[next(iter(notes))]
        self._count -= 1
        if not notes:
            del self._orders[key]


NOTES: Final = Notes()
"""Those of this process."""


def of(account: str, order_id: int) -> tuple[Mapping[int, Proof], Mapping[int, str]]:
    """What became of an order's files in this process: proofs and problems by ``file_id``.

    ``account`` is `Desk.account`.
    """
    return NOTES.of(account, order_id)


class FileWatch:
    """Looks at one file on its way: whether it is what the archive announced."""

    def __init__(self, account: str, file: OrderFile, notes: Notes = NOTES) -> None:
        self._account = account
        self._file = file
        self._notes = notes
        self._check = Check(file)

    def take(self, chunk: bytes) -> None:
        """Count the next bytes in."""
        self._check.take(chunk)

    def end(self) -> str:
        """What differs from what was announced."""
        return self._check.problem()

    def left(self) -> None:
        """Note the proof."""
        self._notes.prove(self._account, self._file, self._check.by)

    def break_off(self, why: str) -> None:
        """Note the problem."""
        self._notes.fail(self._account, self._file, why)
