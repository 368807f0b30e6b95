"""A delivery's memory does not grow with the size of a file; `tests.benchmarks` measures that of many files."""

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from components.regards.delivery.engine import Phase
from tests.regards.delivery.in_memory_archive import Pretend, Spoiled, pretended

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


class Large(Spoiled):
    """One file of 64 MiB, which is never whole in memory."""

    @contextmanager
    def open_file(self, file_id: int) -> Iterator[Iterator[bytes]]:
        assert file_id == 1
        yield (bytes(piece) for piece in [PIECE] * 256)


def test_a_large_file_takes_no_more_memory_than_some_pieces(tmp_path: Path) -> None:
    archive = Pretend({"large.dat": b""})
    archive.change("large.dat", size=64 * MIB, checksum="")
    delivery = pretended(Large(archive), tmp_path)
    assert growth(delivery.run) < 16 * MIB
    assert (delivery.progress().phase, delivery.progress().received) == (Phase.ENDED, 64 * MIB)
