"""Time from 100,000 pasted identifiers to the JSON of orders, compared with the minimum that Python needs.

The same of a receipt that is dropped on Compose.
"""

import json
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial

from components.order import identifiers, lucene
from components.order.draft import Draft
from components.order.files import recipe
from components.order.files.missing import FORMAT
from components.order.files.recipe import take_in
from components.order.request import OrderRequest
from tests.benchmarks.measure import Row, Samples, in_turn, scaled, seconds

_MANY = 100_000
_PER_ORDER = 2_000  # contract F.3: larger lists become several orders
_FILES = 20_000
_NAMES = [f"S2A_MSIL1C_20200401T{number:06}_N0209_R094_T31TCJ_20200401T{number:06}" for number in range(_MANY)]
_LIST = "\r\n".join(_NAMES)
_TEXTS = {
    "a list, one a line": (_LIST, 5.0),
    "a list with every tenth doubled": ("\n".join(_NAMES + _NAMES[::10]), 5.0),
    "a list in quotes, with commas": (",\n".join(f'"{name}"' for name in _NAMES), 5.0),
    "a table of four columns": (
        "providerId;size;date;cloud\n" + "\n".join(f"{name};1;2020-04-01;5" for name in _NAMES),
        10.0,
    ),
    "a table of four columns in quotes": (
        '"id","size","date","cloud"\n' + "\n".join(f'"{name}","1","2020-04-01","5"' for name in _NAMES),
        10.0,
    ),
    "a JSON list": (json.dumps(_NAMES, indent=1), 10.0),
}
"""Texts with the most that they may take."""


def rows(rounds: int) -> Iterator[Row]:
    """Time beside the least that Python must do, and memory beside the text itself."""
    for name, (text, aim) in _TEXTS.items():
        ours, theirs = in_turn(rounds, partial(seconds, partial(to_orders, text)), partial(seconds, least))
        yield Row(f"{_MANY:,} identifiers to JSON: {name}", "ms", scaled(ours, 1e3), scaled(theirs, 1e3), aim)
        yield Row(f"memory for {name}", "MB", Samples((_peak(partial(to_orders, text)) / 1e6,)), None, 100.0)
    receipt = _receipt()
    ours, theirs = in_turn(
        rounds,
        lambda: seconds(lambda: take_in(Draft(), "receipt.json", receipt)),
        lambda: seconds(lambda: json.loads(receipt)),
    )
    yield Row(f"a receipt of {_FILES:,} files, half missing", "ms", scaled(ours, 1e3), scaled(theirs, 1e3))


def _receipt() -> bytes:
    names = _NAMES[:_FILES]
    asked = json.loads(recipe.write(Draft(pasted="\n".join(names))))
    files = [
        {"product": name, "outcome": "failed" if number % 2 else "delivered", "data_type": "RAWDATA"}
        for number, name in enumerate(names)
    ]
    receipt = {"format": FORMAT, "version": "1.0", "recipe": asked, "identifiers": names, "files": files}
    return json.dumps(receipt).encode()


def names(count: int) -> str:
    """A list of so many names, one a line."""
    return "\r\n".join(_NAMES[:count])


def to_orders(text: str) -> list[str]:
    """The JSON of the orders of a text."""
    kept = identifiers.parse(text).identifiers
    parts = (kept[start : start + _PER_ORDER] for start in range(0, len(kept), _PER_ORDER))
    return [OrderRequest(lucene.compose(part, "providerId")).to_json() for part in parts]


def least(text: str = _LIST) -> str:
    """The least that Python must do for it."""
    return json.dumps(list(dict.fromkeys(text.splitlines())))


def _peak(task: Callable[[], object]) -> int:
    """Peak memory of a task in bytes."""
    tracemalloc.start()
    task()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
