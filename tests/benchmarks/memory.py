"""By how much the memory of a delivery grows for one large file, and for very many files."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from components.regards.delivery.engine import Delivery, Phase, Source
from components.regards.order_files import ConnectedArchive
from components.regards.records import Order, OrderFile
from tests.benchmarks.stage import customer, growth
from tests.regards.delivery.in_memory_archive import ORDER_ID, Pretend, Spoiled, file_of

_MANY = 20_000
_BODY = b"some bytes"


def report() -> Iterator[str]:
    """Lines of a table in Markdown: megabytes by which a process grows that has already delivered something."""
    yield "| a delivery of | MB of memory more (reach 32) |"
    yield "|---|---|"
    for name, measure in {"2 GiB in a ZIP": _large, f"{_MANY:,} files": _many}.items():
        # A process of its own, begun afresh: what others have taken and given back would be used again.
        with ProcessPoolExecutor(1, get_context("spawn")) as alone:
            yield f"| {name} | {alone.submit(measure).result():.0f} |"


def _large() -> float:
    with customer() as someone:
        source = ConnectedArchive(lambda: someone.connection)
        _deliver(source, someone.order("providerId:SMALL_1")[0].order_id)
        order_id = someone.order("providerId:BIG_2_GIB")[0].order_id
        return growth(os.getpid(), lambda: _deliver(source, order_id))


def _many() -> float:
    _deliver(_Many(10), ORDER_ID)
    return growth(os.getpid(), lambda: _deliver(_Many(_MANY), ORDER_ID))


def _deliver(source: Source, order_id: int) -> None:
    with TemporaryDirectory() as folder:
        delivery = Delivery(source, Path(folder), [order_id])
        delivery.run()
        progress = delivery.progress()
        assert (progress.phase, progress.verified) == (Phase.ENDED, progress.files)
        assert sum(len(part.proofs) for part in delivery.snapshots()) == progress.files


class _Many(Spoiled):
    """An order of so many files that all hold the same; each look lists them anew, as an archive does."""

    def __init__(self, count: int) -> None:
        super().__init__(Pretend({}))
        self._count = count

    def files(self, order: Order) -> Iterator[OrderFile]:
        assert order.order_id == ORDER_ID
        for number in range(self._count):
            yield file_of(number, f"S2A_MSIL1C_2020{number:06}T140741_N0202_R053_T35XPK.SAFE.zip", _BODY)

    @contextmanager
    def open_file(self, file_id: int) -> Iterator[Iterator[bytes]]:
        assert file_id < self._count
        yield iter((_BODY,))

    def streams(self) -> int:
        return 2
