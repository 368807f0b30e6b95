"""An archive in memory for tests of deliveries, with helpers for their results."""

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
from components.regards.http.client import Body
from components.regards.orders.records import DatasetTask, Order, OrderFile
from components.regards.orders.statuses import FileState, OrderStatus

ORDER_ID: Final = 812
CREATED: Final = datetime(2026, 2, 3, 9, 5, 7, tzinfo=UTC)
THREE_FILES: Final = {"a.csv": b"first file", "b.csv": b"the second", "c.csv": b"and the third one"}

Answer = bytes | RegardsError
"""The result of one download: bytes, a failure, or a tuple of bytes and a following failure."""


class InMemoryArchive:
    """A source with one finished order of available files. All attributes may be changed while a delivery runs.

    Attributes:
        order_now: the order as it is read.
        listed: the files of the order.
        bodies: the content of the files, by their original names.
        overrides: the results of the next downloads, by name.
        outages: the failures of the next readings of the order.
        asked: the requests so far: ``order``, ``zip``, or the name of a file.
        at_once: the number of downloads that it allows at once.
        piece: the size of a piece in bytes.
        kinds: the header ``Content-Type`` of downloads, by name.
        zip_bytes: the bytes of the ZIP, by default a ZIP of all available files.
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
        self.overrides: defaultdict[str, deque[Answer | tuple[bytes, RegardsError]]] = defaultdict(deque)
        self.outages: deque[RegardsError | None] = deque()
        self.asked: list[str] = []
        self.at_once = 1
        self.piece = 4
        self.kinds: dict[str, str] = {}
        self.zip_bytes: bytes | RegardsError | None = None

    def change(self, name: str, /, **changes: object) -> None:
        """Change the announced attributes of a file."""
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
    def open_file(self, file_id: int) -> Iterator[Body]:
        (file,) = (each for each in self.listed if each.file_id == file_id)
        self.asked.append(file.name)
        answer = self.overrides[file.name].popleft() if self.overrides[file.name] else self._by_number[file_id]
        if isinstance(answer, RegardsError):
            raise answer
        yield Body(self._pieces(answer), self.kinds.get(file.name, ""))

    @contextmanager
    def open_zip(self, order_id: int) -> Iterator[Body]:
        assert order_id == ORDER_ID
        self.asked.append("zip")
        if isinstance(self.zip_bytes, RegardsError):
            raise self.zip_bytes
        available = {
            each.name: self._by_number[abs(each.file_id)] for each in self.listed if each.state == FileState.AVAILABLE
        }
        if not available and self.zip_bytes is None:
            raise NotReady("The archive has nothing to send now.")
        yield Body(self._pieces(zip_of(available) if self.zip_bytes is None else self.zip_bytes))

    def streams(self) -> int:
        return self.at_once

    def _pieces(self, answer: bytes | tuple[bytes, RegardsError]) -> Iterator[bytes]:
        body, failure = answer if isinstance(answer, tuple) else (answer, None)
        for start in range(0, len(body), self.piece):
            yield body[start : start + self.piece]
        if failure:
            raise failure


def file_of(number: int, name: str, body: bytes) -> OrderFile:
    """An available file with its size and MD5."""
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


def zip_of(bodies: Mapping[str, bytes], *more: tuple[str, bytes]) -> bytes:
    """A ZIP of files; the names of ``more`` entries may repeat."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, body in (*bodies.items(), *more):
            archive.writestr(name, body)
    return held.getvalue()


class InstantWaits:
    """A wait function that records its seconds and returns at once.

    ``then`` is called with the number of the wait, from 0.
    """

    def __init__(self, then: Callable[[int], object] = lambda _: None) -> None:
        self.seconds: list[float] = []
        self._then = then

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        assert len(self.seconds) < 1_000, "it never ends"
        self._then(len(self.seconds) - 1)


def delivery_of(source: Source, root: Path, wait: Callable[[float], None] | None = None) -> Delivery:
    """A delivery of the order of a source, not started yet."""
    return Delivery(source, root, [ORDER_ID], wait=wait or InstantWaits())


def on_disk(root: Path) -> dict[str, bytes]:
    """The files in the folders of all orders, by name, without internal files."""
    return {
        place.name: place.read_bytes() for folder in root.iterdir() for place in folder.iterdir() if place.is_file()
    }


def leftovers(root: Path) -> list[Path]:
    """The temporary files that are left."""
    return list(root.glob("*/.order-desk/arriving/*"))


def problems(delivery: Delivery) -> dict[str, str]:
    """The problems by file name."""
    (part,) = delivery.snapshots()
    return problems_of(part)


def problems_of(part: Snapshot) -> dict[str, str]:
    return {file.name: part.problems[file.file_id] for file in part.files if file.file_id in part.problems}


def left_out(delivery: Delivery) -> dict[str, str]:
    """The reasons in the receipt for files that were left out, by file name."""
    receipt = compose_receipt(delivery.snapshots(), "Archive", "project1", datetime(2026, 2, 3, tzinfo=UTC))
    return {line.name: line.reason for line in receipt.lines if line.outcome is Outcome.LEFT_OUT}


def verified(delivery: Delivery) -> set[str]:
    """The names of the files that have a proof."""
    return {file.name for part in delivery.snapshots() for file in part.files if file.file_id in part.proofs}


class ForwardingSource:
    """A source that forwards all calls to another one; subclasses override some."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def order(self, order_id: int) -> Order:
        return self.source.order(order_id)

    def files(self, order: Order) -> Iterable[OrderFile]:
        return self.source.files(order)

    def open_file(self, file_id: int) -> AbstractContextManager[Body]:
        return self.source.open_file(file_id)

    def open_zip(self, order_id: int) -> AbstractContextManager[Body]:
        return self.source.open_zip(order_id)

    def streams(self) -> int:
        return self.source.streams()
