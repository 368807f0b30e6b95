"""An archive in memory that a test can spoil in every way, and what surrounds a delivery."""

import hashlib
import io
import zipfile
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from components.regards.delivery.engine import Delivery, Source
from components.regards.delivery.receipt import Outcome, compose_receipt
from components.regards.delivery.snapshot import Snapshot
from components.regards.errors import NotReady, RegardsError
from components.regards.records import DatasetTask, Order, OrderFile
from components.regards.statuses import FileState, OrderStatus

ORDER_ID: Final = 812
CREATED: Final = datetime(2026, 2, 3, 9, 5, 7, tzinfo=UTC)

Answer = bytes | RegardsError
"""What a download does once: other bytes than the file's, or a failure; bytes and then the failure in a tuple."""


class Pretend:
    """One order, done, whose files are available; everything may be changed while a delivery runs.

    Attributes:
        order_now: what is answered when the order is read.
        listed: the files of the order.
        bodies: what is in them, by the name that they have at first.
        spoiled: by name, what the next downloads do instead.
        outages: what the next readings of the order raise.
        asked: what was asked: ``order``, ``zip``, or the name of a file.
        at_once: how many downloads it allows.
        piece: bytes of a piece.
        zip_bytes: what a ZIP is instead of all available files.
    """

    def __init__(self, bodies: Mapping[str, bytes], *, external: Iterable[str] = ()) -> None:
        self.bodies = dict(bodies)
        self._by_number = dict(enumerate(bodies.values(), 1))
        self.listed = [file_of(number, name, body) for number, (name, body) in enumerate(bodies.items(), 1)]
        for name in external:
            self.change(name, external=True)
        task = DatasetTask(31, "Ocean", len(bodies), len(bodies), sum(map(len, bodies.values())))
        self.order_now = Order(
            ORDER_ID, "", OrderStatus.DONE, 100, CREATED, None, 0, waiting_for_user=False, tasks=(task,), links=None
        )
        self.spoiled: defaultdict[str, deque[Answer | tuple[bytes, RegardsError]]] = defaultdict(deque)
        self.outages: deque[RegardsError | None] = deque()
        self.asked: list[str] = []
        self.at_once = 1
        self.piece = 4
        self.zip_bytes: bytes | RegardsError | None = None

    def change(self, name: str, /, **changes: object) -> None:
        """Change what is announced of a file."""
        self.listed = [replace(each, **changes) if each.name == name else each for each in self.listed]  # type: ignore[arg-type]  # each change is of its field's type

    def downloads(self) -> list[str]:
        return [each for each in self.asked if each != "order"]

    def order(self, order_id: int) -> Order:
        self.asked.append("order")
        if self.outages and (outage := self.outages.popleft()):
            raise outage
        return replace(self.order_now, order_id=order_id)

    def files(self, order: Order) -> Iterator[OrderFile]:
        assert order.order_id == ORDER_ID
        yield from self.listed

    @contextmanager
    def open_file(self, file_id: int) -> Iterator[Iterator[bytes]]:
        (file,) = (each for each in self.listed if each.file_id == file_id)
        self.asked.append(file.name)
        answer = self.spoiled[file.name].popleft() if self.spoiled[file.name] else self._by_number[file_id]
        if isinstance(answer, RegardsError):
            raise answer
        yield self._pieces(answer)

    @contextmanager
    def open_zip(self, order_id: int) -> Iterator[Iterator[bytes]]:
        assert order_id == ORDER_ID
        self.asked.append("zip")
        if isinstance(self.zip_bytes, RegardsError):
            raise self.zip_bytes
        available = {
            each.name: self._by_number[each.file_id] for each in self.listed if each.state == FileState.AVAILABLE
        }
        if not available and self.zip_bytes is None:
            raise NotReady("The archive has nothing to send now.")
        yield self._pieces(packed(available) if self.zip_bytes is None else self.zip_bytes)

    def streams(self) -> int:
        return self.at_once

    def _pieces(self, answer: bytes | tuple[bytes, RegardsError]) -> Iterator[bytes]:
        body, failure = answer if isinstance(answer, tuple) else (answer, None)
        for start in range(0, len(body), self.piece):
            yield body[start : start + self.piece]
        if failure:
            raise failure


def file_of(number: int, name: str, body: bytes) -> OrderFile:
    """Give an available file whose size and MD5 are announced."""
    return OrderFile(
        file_id=number,
        order_id=ORDER_ID,
        suborder=1,
        name=name,
        product=name.partition(".")[0],
        dataset="Ocean",
        data_type="RAWDATA",
        state=FileState.AVAILABLE,
        size=len(body),
        mime_type="text/csv",
        checksum=hashlib.md5(body, usedforsecurity=False).hexdigest(),
        algorithm="MD5",
        external=False,
        error="",
    )


def packed(bodies: Mapping[str, bytes], *more: tuple[str, bytes]) -> bytes:
    """Give a ZIP; ``more`` entries may have any name again."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, body in (*bodies.items(), *more):
            archive.writestr(name, body)
    return held.getvalue()


class Waits:
    """Waits that take no time: they are noted, and something may happen in each.

    ``then`` is called with the number of the wait, from 0 on.
    """

    def __init__(self, then: Callable[[int], object] = lambda _: None) -> None:
        self.seconds: list[float] = []
        self._then = then

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        assert len(self.seconds) < 1_000, "it never ends"
        self._then(len(self.seconds) - 1)


def pretended(source: Source, root: Path, wait: Callable[[float], None] | None = None) -> Delivery:
    """Give a delivery of the pretended order."""
    return Delivery(source, root, [ORDER_ID], wait=wait or Waits())


def on_disk(root: Path) -> dict[str, bytes]:
    """Give what is in the folders of all orders, by name, without the delivery's own books."""
    return {
        place.name: place.read_bytes() for folder in root.iterdir() for place in folder.iterdir() if place.is_file()
    }


def leftovers(root: Path) -> list[Path]:
    """Give the temporary files that nobody tidied up."""
    return list(root.glob("*/.order-desk/arriving/*"))


def problems(delivery: Delivery) -> dict[str, str]:
    """Give what went wrong, by the name of the file."""
    (part,) = delivery.snapshots()
    return problems_of(part)


def problems_of(part: Snapshot) -> dict[str, str]:
    return {file.name: part.problems[file.file_id] for file in part.files if file.file_id in part.problems}


def left_out(delivery: Delivery) -> dict[str, str]:
    """Give the reasons of the receipt for files that did not fail and did not come, by the name of the file."""
    receipt = compose_receipt(delivery.snapshots(), "Archive", "project1", datetime(2026, 2, 3, tzinfo=UTC))
    return {line.name: line.reason for line in receipt.lines if line.outcome is Outcome.LEFT_OUT}


def verified(delivery: Delivery) -> set[str]:
    """Give the names of the files that have a proof."""
    return {file.name for part in delivery.snapshots() for file in part.files if file.file_id in part.proofs}


class Spoiled:
    """Another source as it is; a test replaces what it likes."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def order(self, order_id: int) -> Order:
        return self.source.order(order_id)

    def files(self, order: Order) -> Iterable[OrderFile]:
        return self.source.files(order)

    def open_file(self, file_id: int) -> AbstractContextManager[Iterator[bytes]]:
        return self.source.open_file(file_id)

    def open_zip(self, order_id: int) -> AbstractContextManager[Iterator[bytes]]:
        return self.source.open_zip(order_id)

    def streams(self) -> int:
        return self.source.streams()
