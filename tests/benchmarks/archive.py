"""A demo archive for benchmarks, in its own process: ``python -m tests.benchmarks.archive SECONDS [TINY]``.

It is the demo archive with other products, with suborders so large that an order is prepared as a whole, and without
waiting. Every answer takes so many seconds more, and there are so many tiny products. The line that it prints is its
address; it ends when its input does.
"""

import sys

from components.demo.archive import Archive, Limits, Pace
from components.demo.catalogue.catalogue import Catalogue
from components.demo.catalogue.products import DataFile, Dataset, DataType, Product
from components.demo.server import serve

SMALL, LARGE, TINY = 1_000, 4, 20_000
"""How many products SMALL_1…, LARGE_1… and TINY_1… there are; each has one file. BIG_2_GIB is one more."""

HUGE = 97_078
"""Files of the largest order that others saw live (contract L.11)."""

_BYTES = {"SMALL": 20_000, "LARGE": 200_000_000, "TINY": 100, "BIG": 2**31 + 4096}
_DATASET = Dataset("URN:AIP:DATASET:demo:BENCHMARKS:V1", "BENCHMARKS", "Benchmarks", "Collection")
_WHOLE = Limits(size=2**50, files=10**9)
_AT_ONCE = Pace(hour=3_600, preparation=0.05, job=0.05, recompute=0.05)


def archive(*kinds: str, tiny: int = TINY) -> Archive:
    """The archive with these kinds of products, or with all of them, of which so many are tiny.

    Each search looks at every product.
    """
    counts = {"SMALL": SMALL, "LARGE": LARGE, "TINY": tiny}
    names = [f"{kind}_{n}" for kind in kinds or counts for n in range(1, counts[kind] + 1)]
    products = [_product(name) for name in (*names, "BIG_2_GIB")]
    served = Archive(catalogue=Catalogue("demo", (_DATASET,), products), pace=_AT_ONCE, limits=_WHOLE)
    served.token_life = 24 * 3_600
    return served


def _product(name: str) -> Product:
    kind = name.partition("_")[0]
    file = DataFile(
        DataType.RAWDATA,
        f"{name.lower()}.dat",
        "application/octet-stream",
        _BYTES[kind],
        has_checksum=kind != "BIG",  # as in the demo archive: nobody waits until it is computed
    )
    urn = f"URN:AIP:DATA:demo:{name}:V1"
    return Product(urn, name, name, "Example", 1, True, (_DATASET.urn,), {"productId": name}, (file,), None)


if __name__ == "__main__":
    seconds, *tiny = sys.argv[1:]
    measured = archive(tiny=int(tiny[0]) if tiny else TINY)
    measured.latency = float(seconds)
    with serve(measured) as served:
        sys.stdout.write(f"{served.url}\n")
        sys.stdout.flush()
        sys.stdin.read()
