"""The state of one order during a delivery: files to download, files given up, and problems."""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING, Final

from components.regards.delivery.folder import Folder
from components.regards.delivery.snapshot import Snapshot, WrongContent
from components.regards.delivery.unannounced import GIGABYTE, LARGEST
from components.regards.orders.statuses import FileState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from components.regards.errors import RegardsError
    from components.regards.orders.records import Order, OrderFile

MOST_WRONG: Final = 3  # arrivals of a file with wrong content, each in another round
MOST_NOT_READY: Final = 12  # "not ready" answers for a file, which take about seven minutes with the usual pauses
LONG_QUIET: Final = 3  # looks in a row without a change, after which an order counts as blocked
LARGEST_BY_NUMBER: Final = 2**31 - 1
"""Bytes of the largest file that the archive surely marks as downloaded by its number (contract C.7)."""


class OrderState:
    """An order, its folder, and the state of each file in this run; the arguments are those of `Folder`.

    Attributes:
        order: the order as it was read last.
        folder: the folder of its files.
        problems: the last problem of each missing file, by ``file_id``.
        size: bytes of all files listed so far.
        arrived: bytes of the verified files.
        quiet: looks in a row without a change.
    """

    def __init__(
        self, root: Path, order: Order, mode: int | None = None, largest_unannounced: int = LARGEST * GIGABYTE
    ) -> None:
        self.order = order
        self.folder = Folder(root, order, mode=mode, largest_unannounced=largest_unannounced)
        self.problems: dict[int, str] = {}
        self.size = 0
        self.arrived = 0
        self.quiet = 0
        self._lock = threading.Lock()
        self._seen: object = None
        self._sorted: tuple[OrderFile, ...] | None = None
        self._wrong: Counter[int] = Counter()
        self._broken: Counter[int] = Counter()
        self._not_ready: Counter[int] = Counter()
        self._given_up: set[int] = set()
        self._tried_by_zip: set[int] = set()

    @property
    def over(self) -> bool:
        """Whether the order is finished: its status is final or unknown, and no file is left to be tried."""
        files = self.folder.files.values()
        if self.order.unseen and not files:  # it has hardly begun, and nothing else tells
            return False
        return not self.order.unfinished and not any(map(self._wanted, files))

    @property
    def may_block_itself(self) -> bool:
        """Whether nothing changes, and the archive may wait for the download of files that are here already.

        Such files came from a ZIP that broke off, or by their numbers where only a ZIP counts. Their suborder keeps its
        slot until a ZIP was downloaded to its end (contract C.7, C.8).
        """
        proofs = self.folder.proofs
        available = (file for file in self.folder.files.values() if file.available)
        return self.order.moving and self.quiet == LONG_QUIET and any(file.file_id in proofs for file in available)

    @property
    def failed(self) -> int:
        """The number of files that failed and are not tried again."""
        return len(self._given_up & self.problems.keys())

    def look(self, order: Order, files: Iterable[OrderFile]) -> bool:
        """Record an order and its files as they are now; return whether anything has changed."""
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
        """Record an order as it is now.

        If the order is gone, its missing files are given up. They have not failed, but are left out.
        """
        self.order = order
        if self.order.gone:
            for file_id in self.folder.files.keys() - self.folder.proofs.keys() - self._given_up:
                self._given_up.add(file_id)
                self.problems.pop(file_id, None)

    def by_number(self) -> list[OrderFile]:
        """The files to download by their numbers now; those that never failed come first."""
        found = [file for file in self.folder.files.values() if self._wanted(file) and not self._for_zip(file)]
        return sorted(found, key=lambda file: self._wrong[file.file_id] + self._broken[file.file_id])

    def by_zip(self) -> list[OrderFile]:
        """The files to take from a ZIP: stored elsewhere (contract C.8), the largest (C.7), or without a number."""
        return [file for file in self.folder.files.values() if self._wanted(file) and self._for_zip(file)]

    def to_come(self) -> int:
        """The bytes of the files that are still to be downloaded."""
        proofs = self.folder.proofs
        return sum(
            file.size or 0
            for file in self.folder.files.values()
            if file.file_id not in proofs and file.file_id not in self._given_up
        )

    def verified(self, file: OrderFile, size: int) -> None:
        """Record that a file of ``size`` bytes is verified."""
        with self._lock:
            self.arrived += size
        self.problems.pop(file.file_id, None)
        self._given_up.discard(file.file_id)

    def was_wrong(self, file: OrderFile, problem: str) -> None:
        """Record that a file arrived with wrong content; after MOST_WRONG times it is given up."""
        self._wrong[file.file_id] += 1
        self.problems[file.file_id] = WrongContent(problem)
        if self._wrong[file.file_id] >= MOST_WRONG:
            self._given_up.add(file.file_id)

    def broke(self, file: OrderFile, problem: str) -> None:
        """Record that a download broke. That says nothing about the file, so it is tried again in any number."""
        self._broken[file.file_id] += 1
        self.problems[file.file_id] = problem

    def not_ready(self, file: OrderFile) -> None:
        """Record that a file is not ready yet; after MOST_NOT_READY such answers it is given up."""
        self._not_ready[file.file_id] += 1
        self.problems[file.file_id] = "The archive said that this file is not ready yet."
        if self._not_ready[file.file_id] >= MOST_NOT_READY:
            self.give_up(file, f"The archive said {MOST_NOT_READY} times that this file is not ready yet.")

    def give_up(self, file: OrderFile, problem: str) -> None:
        """Record that a file is not tried again."""
        self.problems[file.file_id] = problem
        self._given_up.add(file.file_id)

    def was_in_zip(self, files: Sequence[OrderFile]) -> None:
        """Record that these files were expected in a ZIP: those that are still missing are downloaded by number.

        Those without a number are expected in the next ZIP, and given up after MOST_WRONG of them.
        """
        for file in files:
            if file.has_number or file.file_id in self.folder.proofs:
                self._tried_by_zip.add(file.file_id)
                continue
            self._wrong[file.file_id] += 1
            if self._wrong[file.file_id] >= MOST_WRONG:
                self._given_up.add(file.file_id)

    def snapshot(self, *, over: bool) -> Snapshot:
        """The order's current state; may be called from any thread. ``over`` means that nothing is tried any more."""
        with self._lock:
            if self._sorted is None:
                listed = self.folder.files.values()
                self._sorted = tuple(sorted(listed, key=lambda file: (file.name, file.file_id)))
            files = self._sorted
        problems = dict(self.problems)
        again = frozenset() if over else frozenset(problems.keys() - self._given_up)
        return Snapshot(self.order, files, dict(self.folder.proofs), problems, again)

    def _expect(self, file: OrderFile) -> None:
        before = self.folder.files.get(file.file_id)
        with self._lock:
            self.folder.expect(file)
            self._sorted = None
        if file.file_id in self.folder.proofs:
            return
        if file.state == FileState.ERROR:
            self.give_up(file, with_server_message("The archive cannot provide this file.", file.error))
        elif before is not None and before.state == FileState.ERROR:  # the order was retried on the archive
            self._given_up.discard(file.file_id)
            self.problems.pop(file.file_id, None)

    def _wanted(self, file: OrderFile) -> bool:
        can_come = file.can_be_fetched or not file.has_number
        return can_come and file.file_id not in self.folder.proofs and file.file_id not in self._given_up

    def _for_zip(self, file: OrderFile) -> bool:
        special = file.external or (file.size or 0) > LARGEST_BY_NUMBER or not file.has_number
        return special and file.available and file.file_id not in self._tried_by_zip


def in_words(error: RegardsError) -> str:
    """The problem of a file, as a text for the user."""
    return with_server_message(error.what, error.server_message, error.speaker)


def with_server_message(what: str, server_message: str, speaker: str = "The archive") -> str:
    """A sentence, followed by the explanation that came with it, if there is one."""
    return f"{what} {speaker} says: “{server_message}”" if server_message else what
