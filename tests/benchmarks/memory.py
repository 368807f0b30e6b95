"""Growth of memory in a delivery of one large file, and of many files; and with the receipt of very many."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from components.regards.delivery.engine import Delivery, Phase, Source
from components.regards.delivery.receipt import Receipt, compose_receipt
from components.regards.delivery.receipt_files import receipt_to_csv, receipt_to_json
from components.regards.delivery.snapshot import Proof, Snapshot
from components.regards.http.client import Body
from components.regards.orders.order_files import ConnectedArchive
from components.regards.orders.records import Order, OrderFile
from tests.benchmarks.archive import HUGE
from tests.benchmarks.measure import Row, Samples
from tests.benchmarks.processes import customer, growth
from tests.regards.delivery.in_memory_archive import ORDER_ID, ForwardingSource, InMemoryArchive, file_of

_MANY = 20_000
_MOST = 32.0  # megabytes
_MOST_OF_HUGE = _MOST * HUGE / _MANY  # no more for each file
_BODY = b"some bytes"
NOW = datetime(2026, 11, 26, tzinfo=UTC)


def rows(_rounds: int) -> Iterator[Row]:
    """Megabytes by which a process grows that has already done the same on a small scale; measured once."""
    for name, (measure, most) in _MEASURES.items():
        with _new_process() as alone:
            grown = Samples((alone.submit(measure).result(),))
            yield Row(f"memory for {name}", "MB", grown, None, most)


def _new_process() -> ProcessPoolExecutor:
    """A new process, because memory freed by earlier benchmarks would be reused."""
    return ProcessPoolExecutor(1, get_context("spawn"))


def _large_zip() -> float:
    return _of_demo("providerId:BIG_2_GIB")


def _large_files() -> float:
    return _of_demo("providerId:LARGE_*")


def _of_demo(query: str) -> float:
    with customer() as someone, TemporaryDirectory() as folder:
        source = ConnectedArchive(lambda: someone.connection)
        _deliver(source, someone.order("providerId:SMALL_1")[0].order_id, folder)
        order_id = someone.order(query)[0].order_id
        return growth(os.getpid(), lambda: _deliver(source, order_id, folder))


def _many(count: int = _MANY) -> float:
    with TemporaryDirectory() as folder, TemporaryDirectory() as other:
        _deliver_many(10, other)
        return growth(os.getpid(), lambda: _deliver_many(count, folder))


def _huge() -> float:
    return _many(HUGE)


def _receipt() -> float:
    """The receipt of a huge order in both forms, as the program writes them."""
    listed = tuple(_Many(HUGE).files(InMemoryArchive({}).order(ORDER_ID)))
    proof = Proof(NOW, "MD5", "/srv/orders/order_812")
    order = replace(InMemoryArchive({}).order_now, order_id=ORDER_ID)
    snapshot = Snapshot(order, listed, {file.file_id: proof for file in listed}, {})
    _write(compose_receipt([replace(snapshot, files=listed[:10])], "Benchmark", "demo", NOW))
    return growth(os.getpid(), lambda: _write(compose_receipt([snapshot], "Benchmark", "demo", NOW)))


def _write(receipt: Receipt) -> None:
    with TemporaryFile() as body:
        for pieces in (receipt_to_json(receipt), receipt_to_csv(receipt)):
            body.writelines(pieces)


def _many_again() -> float:
    with TemporaryDirectory() as folder, TemporaryDirectory() as other:
        with _new_process() as before:
            before.submit(_deliver_many, _MANY, folder).result()
        _deliver_many(10, other)
        return growth(os.getpid(), lambda: _deliver_many(_MANY, folder))


def _deliver_many(count: int, folder: str) -> None:
    _deliver(_Many(count), ORDER_ID, folder)


def _deliver(source: Source, order_id: int, folder: str) -> None:
    delivery = Delivery(source, Path(folder), [order_id])
    delivery.run()
    progress = delivery.progress()
    # The archive announces no checksum of the largest file, so that nothing can verify it.
    assert (progress.phase, progress.verified + progress.unverifiable) == (Phase.ENDED, progress.files), progress
    assert sum(len(part.proofs) for part in delivery.snapshots()) == progress.files


_MEASURES = {
    "a delivery of 2 GiB in a ZIP": (_large_zip, _MOST),
    "a delivery of 4 files of 200 MB": (_large_files, _MOST),
    f"a delivery of {_MANY:,} files": (_many, _MOST),
    f"a delivery of {_MANY:,} files that are here already": (_many_again, _MOST),
    f"a delivery of {HUGE:,} files": (_huge, _MOST_OF_HUGE),
    f"the receipt of {HUGE:,} files, composed and written": (_receipt, _MOST),
}


class _Many(ForwardingSource):
    """An order of many files with the same content; each reading lists them again, as an archive does."""

    def __init__(self, count: int) -> None:
        super().__init__(InMemoryArchive({}))
        self._count = count

    def files(self, order: Order) -> Iterator[OrderFile]:
        assert order.order_id == ORDER_ID
        for number in range(self._count):
            yield file_of(number, f"S2A_MSIL1C_2020{number:06}T140741_N0202_R053_T35XPK.SAFE.zip", _BODY)

    @contextmanager
    def open_file(self, file_id: int) -> Iterator[Body]:
        assert file_id < self._count
        yield Body(iter((_BODY,)))

    def streams(self) -> int:
        return 2
