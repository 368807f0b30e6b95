"""How long 100,000 identifiers take from pasted text to the JSON of orders, against the least Python must do.

The same of a receipt that is dropped on Compose.
"""

import json
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial

from components.order import identifiers, lucene
from components.order.draft import Draft
from components.order.files import recipe
from components.order.files.missing import FORMAT
from components.order.files.recipe import take_in
from components.order.request import OrderRequest

_MANY = 100_000
_PER_ORDER = 2_000  # contract F.3: larger lists become several orders
_ROUNDS = 15
_FILES = 20_000
_NAMES = [f"S2A_MSIL1C_20200401T{number:06}_N0209_R094_T31TCJ_20200401T{number:06}" for number in range(_MANY)]
_LIST = "\r\n".join(_NAMES)
_TEXTS = {
    "a list, one a line": _LIST,
    "a list with every tenth doubled": "\n".join(_NAMES + _NAMES[::10]),
    "a list in quotes, with commas": ",\n".join(f'"{name}"' for name in _NAMES),
    "a table of four columns": "providerId;size;date;cloud\n" + "\n".join(f"{name};1;2020-04-01;5" for name in _NAMES),
    "a table of four columns in quotes": '"id","size","date","cloud"\n'
    + "\n".join(f'"{name}","1","2020-04-01","5"' for name in _NAMES),
    "a JSON list": json.dumps(_NAMES, indent=1),
}


def report() -> Iterator[str]:
    """Lines of a table in Markdown: time as a ratio, and memory beside the text itself."""
    yield f"| {_MANY:,} identifiers to orders in JSON | ms | ratio (reach 5) | MB (reach 100) |"
    yield "|---|---|---|---|"
    for name, text in _TEXTS.items():
        ours, least = _fastest(partial(_orders, text), _least)
        megabytes = _peak(partial(_orders, text)) / 1e6
        yield f"| {name} | {ours * 1e3:.0f} | {ours / least:.1f} | {megabytes:.0f} |"
    receipt = _receipt()
    ours, least = _fastest(lambda: take_in(Draft(), "receipt.json", receipt), lambda: json.loads(receipt))
    yield ""
    yield f"a receipt of {_FILES:,} files, half of them missing: {ours * 1e3:.0f} ms, {ours / least:.1f} of json.loads"


def _receipt() -> bytes:
    names = _NAMES[:_FILES]
    asked = json.loads(recipe.write(Draft(pasted="\n".join(names))))
    files = [
        {"product": name, "outcome": "failed" if number % 2 else "delivered", "data_type": "RAWDATA"}
        for number, name in enumerate(names)
    ]
    known = {
        "format": FORMAT,
        "version": "1.0",
        "recipe": json.loads(recipe.write(asked)),
        "identifiers": _NAMES[:_FILES],
    }
    return json.dumps({**known, "files": files}).encode()


def _orders(text: str) -> list[str]:
    kept = identifiers.parse(text).identifiers
    parts = (kept[start : start + _PER_ORDER] for start in range(0, len(kept), _PER_ORDER))
    return [OrderRequest(lucene.compose(part, "providerId")).to_json() for part in parts]


def _least() -> str:
    return json.dumps(list(dict.fromkeys(_LIST.splitlines())))


def _fastest(*tasks: Callable[[], object]) -> list[float]:
    """Seconds of the fastest round of each task; the rounds take turns, so that all meet the same machine."""
    rounds = [[_seconds(task) for task in tasks] for _ in range(_ROUNDS)]
    return [min(times) for times in zip(*rounds, strict=True)]


def _seconds(task: Callable[[], object]) -> float:
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def _peak(task: Callable[[], object]) -> int:
    """Bytes that a task holds at most."""
    tracemalloc.start()
    task()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
