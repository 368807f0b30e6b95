"""One order of a delivery while it is followed: what may be fetched now, what is left, and what went wrong."""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING, Final

from components.regards.delivery.folder import Folder
from components.regards.delivery.snapshot import Snapshot
from components.regards.statuses import FileState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from components.regards.errors import RegardsError
    from components.regards.records import Order, OrderFile

MOST_TRIES: Final = 3  # times that a file is tried, each in another round
MOST_NOT_READY: Final = 12  # times that it may be "not ready": with the usual pauses some seven minutes
LONG_QUIET: Final = 3  # looks in a row without anything new, after which an order stands still
LARGEST_BY_NUMBER: Final = 2**31 - 1
"""Bytes beyond which the archive may never mark a file as downloaded by its number (contract C.7)."""


class OrderState:
    """An order, its folder, and what became of each of its files in this run.

    Attributes:
        order: as it was seen last.
        folder: where its files are.
        problems: for files that are not there, what happened last, by ``file_id``.
        size: bytes of all files listed so far.
        arrived: bytes of the verified ones.
        quiet: looks in a row that showed nothing new.
    """

    def __init__(self, root: Path, order: Order) -> None:
        self.order = order
        self.folder = Folder(root, order)
        self.problems: dict[int, str] = {}
        self.size = 0
        self.arrived = 0
        self.quiet = 0
        self._lock = threading.Lock()
        self._seen: object = None
        self._tries: Counter[int] = Counter()
        self._not_ready: Counter[int] = Counter()
        self._given_up: set[int] = set()
        self._tried_by_zip: set[int] = set()

    @property
    def over(self) -> bool:
        """Whether nothing more will come: the status is final, known or not, and no file is left to be tried."""
        return not self.order.unfinished and not any(map(self._wanted, self.folder.files.values()))

    @property
    def holds_itself_up(self) -> bool:
        """Whether it stands still, and the archive may be waiting for files to be downloaded that are here already.

        That is so with files that came out of a ZIP that broke, or by their numbers where only a ZIP counts: their
        part of the order keeps its place until a ZIP was taken to its end (contract C.7, C.8).
        """
        proofs = self.folder.proofs
        available = (file for file in self.folder.files.values() if file.available)
        return self.order.moving and self.quiet == LONG_QUIET and any(file.file_id in proofs for file in available)

    @property
    def failed(self) -> int:
        """How many files were tried in vain and are not tried any more."""
        return len(self._given_up & self.problems.keys())

    def look(self, order: Order, files: Iterable[OrderFile]) -> bool:
        """Take note of an order and its files as they are now; gives whether anything has changed."""
        self.update(order)
        if not self.order.gone:
            for file in files:
                self._expect(file)
            self.folder.remember()
        listed, proofs = self.folder.files.values(), self.folder.proofs
        self.size = sum(file.size or 0 for file in listed)
        self.arrived = sum(file.size or 0 for file in listed if file.file_id in proofs)
        seen = order.status, order.percent, len(proofs), Counter(file.state for file in listed)
        changed, self._seen = seen != self._seen, seen
        self.quiet = 0 if changed else self.quiet + 1
        return changed

    def update(self, order: Order) -> None:
        """Take note of an order as it is now.

        One that is gone takes the files along that were still to come. They have not failed: they are left out.
        """
        self.order = order
        if self.order.gone:
            for file_id in self.folder.files.keys() - self.folder.proofs.keys() - self._given_up:
                self._given_up.add(file_id)
                self.problems.pop(file_id, None)

    def by_number(self) -> list[OrderFile]:
        """The files to fetch by their numbers now; those that never failed come first."""
        found = [file for file in self.folder.files.values() if self._wanted(file) and not self._for_zip(file)]
        return sorted(found, key=lambda file: self._tries[file.file_id])

    def by_zip(self) -> list[OrderFile]:
        """The files that only a ZIP brings well: those stored elsewhere (C.8) and the largest (C.7)."""
        return [file for file in self.folder.files.values() if self._wanted(file) and self._for_zip(file)]

    def to_come(self) -> int:
        """Bytes that the folder must still have room for."""
        proofs = self.folder.proofs
        return sum(
            file.size or 0
            for file in self.folder.files.values()
            if file.file_id not in proofs and file.file_id not in self._given_up
        )

    def verified(self, file: OrderFile, size: int) -> None:
        """Take note that a file of so many bytes is there."""
        with self._lock:
            self.arrived += size
        self.problems.pop(file.file_id, None)
        self._given_up.discard(file.file_id)

    def failed_once(self, file: OrderFile, problem: str) -> None:
        """Take note that a file was tried in vain; after some tries it is given up."""
        self._tries[file.file_id] += 1
        self.problems[file.file_id] = problem
        if self._tries[file.file_id] >= MOST_TRIES:
            self._given_up.add(file.file_id)

    def not_ready(self, file: OrderFile) -> None:
        """Take note that the archive has a file "not yet"; after many such answers it is given up."""
        self._not_ready[file.file_id] += 1
        self.problems[file.file_id] = "The archive said that this file is not ready yet."
        if self._not_ready[file.file_id] >= MOST_NOT_READY:
            self.give_up(file, f"The archive said {MOST_NOT_READY} times that this file is not ready yet.")

    def give_up(self, file: OrderFile, problem: str) -> None:
        """Take note that there is no sense in trying a file again."""
        self.problems[file.file_id] = problem
        self._given_up.add(file.file_id)

    def was_in_zip(self, files: Sequence[OrderFile]) -> None:
        """Take note that a ZIP was to bring these files: what it did not bring is fetched by number."""
        self._tried_by_zip.update(file.file_id for file in files)

    def snapshot(self) -> Snapshot:
        """The order as it stands; may be asked from any thread."""
        with self._lock:
            files = tuple(self.folder.files.values())
        files = tuple(sorted(files, key=lambda file: (file.name, file.file_id)))
        return Snapshot(self.order, files, dict(self.folder.proofs), dict(self.problems))

    def _expect(self, file: OrderFile) -> None:
        before = self.folder.files.get(file.file_id)
        with self._lock:
            self.folder.expect(file)
        if file.file_id in self.folder.proofs:
            return
        if file.state == FileState.ERROR:
            self.give_up(file, with_server_message("The archive cannot provide this file.", file.error))
        elif before is not None and before.state == FileState.ERROR:  # somebody made the archive try again
            self._given_up.discard(file.file_id)
            self.problems.pop(file.file_id, None)

    def _wanted(self, file: OrderFile) -> bool:
        return file.can_be_fetched and file.file_id not in self.folder.proofs and file.file_id not in self._given_up

    def _for_zip(self, file: OrderFile) -> bool:
        special = file.external or (file.size or 0) > LARGEST_BY_NUMBER
        return special and file.available and file.file_id not in self._tried_by_zip


def in_words(error: RegardsError) -> str:
    """What went wrong with a file, as one text for the user."""
    return with_server_message(error.what, error.server_message)


def with_server_message(what: str, server_message: str) -> str:
    """A sentence of ours, with the archive's own explanation after it if it gave one."""
    return f"{what} The archive's words: “{server_message}”" if server_message else what
