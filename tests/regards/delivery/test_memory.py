"""A delivery's memory: it does not grow with the size of a file, and little with the number of files.

Measured in a process of its own: in this one, servers of other tests may still be at work.
"""

import gc
import multiprocessing
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from components.regards.delivery.engine import Phase
from components.regards.records import Order, OrderFile
from tests.regards.delivery.pretend import Pretend, Spoiled, file_of, pretended

MIB = 1 << 20
PIECE = bytes(MIB // 4)


def growth(act: Callable[[], object]) -> int:
    """Measure by how many bytes memory grows at most while something is done."""
    gc.collect()
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def alone(measure: Callable[[Path], int], folder: Path) -> int:
    """Measure in a fresh process."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(measure, folder).result()


class Large(Spoiled):
    """One file of 64 MiB, which is never whole in memory."""

    @contextmanager
    def open_file(self, file_id: int) -> Iterator[Iterator[bytes]]:
        assert file_id == 1
        yield (bytes(piece) for piece in [PIECE] * 256)


def growth_by_a_large_file(folder: Path) -> int:
    archive = Pretend({"large.dat": b""})
    archive.change("large.dat", size=64 * MIB, checksum="")
    delivery = pretended(Large(archive), folder)
    grown = growth(delivery.run)
    assert (delivery.progress().phase, delivery.progress().received) == (Phase.ENDED, 64 * MIB)
    return grown


def test_a_large_file_takes_no_more_memory_than_some_pieces(tmp_path: Path) -> None:
    assert alone(growth_by_a_large_file, tmp_path) < 4 * MIB


class Many(Spoiled):
    """Some files, whose list comes anew with each look, as it does from a real archive."""

    def __init__(self, number: int) -> None:
        super().__init__(Pretend({}))
        self._number = number

    def files(self, order: Order) -> Iterable[OrderFile]:
        return (
            replace(file_of(number, f"A_PRODUCT_WITH_A_USUAL_NAME_{number:06}.nc", b"few"), order_id=order.order_id)
            for number in range(self._number)
        )

    @contextmanager
    def open_file(self, file_id: int) -> Iterator[Iterator[bytes]]:
        assert file_id < self._number
        yield iter([b"few"])


def growth_by_two_thousand_files(folder: Path) -> int:
    first, few, many = (pretended(Many(number), folder / str(number)) for number in (1, 200, 2_200))
    first.run()  # whatever is read or made once for all deliveries
    least = growth(few.run)
    grown = growth(many.run) - least
    assert many.progress().verified == 2_200
    return grown


def test_twenty_thousand_files_would_take_less_than_32_mib(tmp_path: Path) -> None:
    """What 2,000 files more take is taken ten times."""
    assert alone(growth_by_two_thousand_files, tmp_path) * 10 < 32 * MIB
