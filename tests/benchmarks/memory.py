"""Growth of memory in a delivery of one large file, and of many files."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from components.regards.delivery.engine import Delivery, Phase, Source
from components.regards.http.client import Body
from components.regards.orders.order_files import ConnectedArchive
from components.regards.orders.records import Order, OrderFile
from tests.benchmarks.measure import Row, Samples
from tests.benchmarks.processes import customer, growth
from tests.regards.delivery.in_memory_archive import ORDER_ID, ForwardingSource, InMemoryArchive, file_of

_MANY = 20_000
_BODY = b"some bytes"


def rows(_rounds: int) -> Iterator[Row]:
    """Megabytes by which a process grows that has already delivered something; measured once."""
    for name, measure in _MEASURES.items():
        with _new_process() as alone:
            grown = Samples((alone.submit(measure).result(),))
            yield Row(f"memory for a delivery of {name}", "MB", grown, None, 32.0)


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


def _many() -> float:
    with TemporaryDirectory() as folder, TemporaryDirectory() as other:
        _deliver_many(10, other)
        return growth(os.getpid(), lambda: _deliver_many(_MANY, folder))


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
    "2 GiB in a ZIP": _large_zip,
    "4 files of 200 MB": _large_files,
    f"{_MANY:,} files": _many,
    f"{_MANY:,} files that are here already": _many_again,
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
