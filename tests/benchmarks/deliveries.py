"""Speed of a delivery with verification, compared with curl, which downloads the same files without it."""

import hashlib
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from components.regards.delivery.engine import Delivery
from components.regards.orders.order_files import ConnectedArchive
from components.regards.orders.records import OrderFile
from tests.benchmarks.measure import Row, in_turn, rates
from tests.benchmarks.processes import Customer, customer

_ROUND_TRIP = 0.02  # seconds, as to an archive in another country
_CASES = {
    "1,000 files of 20 kB": ("providerId:SMALL_*", 0.0),
    "4 files of 200 MB": ("providerId:LARGE_*", 0.0),
    "100 files of 20 kB, each answer 20 ms later": ("providerId:SMALL_*0", _ROUND_TRIP),
}


def rows(rounds: int) -> Iterator[Row]:
    """Speed beside curl, and beside curl and MD5 one after the other."""
    for name, (query, latency) in _CASES.items():
        with customer(latency) as someone:
            files = someone.order(query)
            tasks = [partial(task, someone, files) for task in (_deliver, _curl, _curl_and_verify)]
            ours, curls, verified = in_turn(rounds, *tasks)
            megabytes = sum(file.size or 0 for file in files) / 1e6
            ours, curls, verified = (rates(megabytes, each) for each in (ours, curls, verified))
            yield Row(f"delivery of {name} (baseline curl)", "MB/s", ours, curls, 0.9, at_least=True)
            yield Row("the same (baseline curl, then MD5)", "MB/s", ours, verified)


def _deliver(someone: Customer, files: tuple[OrderFile, ...]) -> float:
    with TemporaryDirectory() as folder:
        delivery = Delivery(ConnectedArchive(lambda: someone.connection), Path(folder), [files[0].order_id])
        began = time.perf_counter()
        delivery.run()
        taken = time.perf_counter() - began
        assert delivery.progress().verified == len(files)
    return taken


def _curl(someone: Customer, files: tuple[OrderFile, ...]) -> float:
    with TemporaryDirectory() as folder:
        return someone.curl(_into(Path(folder), files))


def _curl_and_verify(someone: Customer, files: tuple[OrderFile, ...]) -> float:
    with TemporaryDirectory() as folder:
        taken = someone.curl(_into(Path(folder), files))
        began = time.perf_counter()
        for file in files:
            with Path(folder, file.name).open("rb") as body:
                assert hashlib.file_digest(body, "md5").hexdigest() == file.checksum
        return taken + time.perf_counter() - began


def _into(folder: Path, files: tuple[OrderFile, ...]) -> Iterator[tuple[str, Path]]:
    return ((f"rs-order/orders/files/{file.file_id}", folder / file.name) for file in files)
