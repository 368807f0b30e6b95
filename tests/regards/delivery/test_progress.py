"""How often a delivery looks at its orders, how much comes at once, and what is told of it."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from components.regards.delivery.engine import Delivery, Phase
from components.regards.http.client import Body
from tests.regards.delivery.in_memory_archive import (
    ORDER_ID,
    THREE_FILES,
    ForwardingSource,
    InMemoryArchive,
    InstantWaits,
    delivery_of,
)

PATIENCE = 60  # seconds


def test_looks_become_rarer_up_to_a_minute_while_nothing_changes(tmp_path: Path) -> None:
    archive = InMemoryArchive({})
    archive.order_now = replace(archive.order_now, status="RUNNING", percent=0)

    def then(number: int) -> None:
        if number == 9:
            archive.order_now = replace(archive.order_now, percent=50)
        elif number == 11:
            archive.order_now = replace(archive.order_now, status="DONE")

    waits = InstantWaits(then)
    delivery_of(archive, tmp_path, waits).run()
    assert waits.seconds[:3] == [5, 7.5, 11.25]
    assert waits.seconds[7:10] == [60, 60, 60]
    assert waits.seconds[10:] == [5, 7.5]


@pytest.mark.parametrize("allowed", [1, 2])
def test_no_more_files_come_at_once_than_the_archive_allows(tmp_path: Path, allowed: int) -> None:
    archive = InMemoryArchive({f"{number}.csv": b"some bytes" for number in range(8)})
    archive.at_once = allowed
    together = threading.Barrier(allowed)
    now, most = Counter[str](), Counter[int]()

    class Counted(ForwardingSource):
        @contextmanager
        def open_file(self, file_id: int) -> Iterator[Body]:
            now["open"] += 1
            most[now["open"]] += 1
            together.wait(PATIENCE)  # nobody goes on alone
            with archive.open_file(file_id) as chunks:
                yield chunks
            together.wait(PATIENCE)
            now["open"] -= 1

    delivery = delivery_of(Counted(archive), tmp_path)
    delivery.run()
    assert delivery.progress().verified == 8
    assert max(most) == allowed


def test_progress_names_what_is_under_way_and_counts_it(tmp_path: Path) -> None:
    archive, seen = InMemoryArchive(THREE_FILES), []

    class Watched(ForwardingSource):
        @contextmanager
        def open_file(self, file_id: int) -> Iterator[Body]:
            with archive.open_file(file_id) as chunks:
                yield Body(chunk for chunk in chunks if not seen.append(delivery.progress()))  # type: ignore[func-returns-value]  # looks as it passes

    delivery = delivery_of(Watched(archive), tmp_path)
    assert delivery.progress().files == 0
    delivery.run()
    assert {each.phase for each in seen} == {Phase.FETCHING}
    assert [each.under_way for each in seen[:4]] == [("a.csv",)] * 3 + [("b.csv",)]
    assert [each.received for each in seen[:4]] == [0, 4, 8, 10]
    assert [each.verified for each in seen[:4]] == [0, 0, 0, 1]
    assert {(each.files, each.size) for each in seen} == {(3, 37)}


def test_the_rate_is_that_of_the_last_seconds(tmp_path: Path) -> None:
    archive, rates, clock = InMemoryArchive({"a.csv": bytes(400)}), [], [0.0]

    class Slow(ForwardingSource):
        @contextmanager
        def open_file(self, file_id: int) -> Iterator[Body]:
            with archive.open_file(file_id) as chunks:
                yield Body(self._slowly(chunks))

        def _slowly(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
            for number, chunk in enumerate(chunks):
                clock[0] += 1 if number < 50 else 2
                yield chunk
                rates.append(delivery.progress().rate)

    delivery = Delivery(Slow(archive), tmp_path, [ORDER_ID], now=lambda: clock[0])
    delivery.run()
    assert rates[40] == pytest.approx(4, rel=0.15)  # bytes a second
    assert rates[90] == pytest.approx(2, rel=0.25)
