"""How cost grows with size: identifiers, orders of a history, files of an order, users at once.

Each row is one size beside the smallest, measured in turn; the rows of the least that Python or an empty app takes
show how much of a growth is theirs.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

from components.order.draft import Draft
from components.order.identifiers import TextFile
from tests.benchmarks import archive, long_lists, pages
from tests.benchmarks.measure import Row, Samples, in_turn, seconds
from tests.benchmarks.pages import Rig, milliseconds, opened, opened_empty, p95_of, rerun, rig
from tests.benchmarks.processes import Server, memory
from tests.soak.tab import Tab

_IDENTIFIERS: Final = 10, 1_000, 10_000, 100_000
_ORDERS: Final = 10, 1_000, 10_000
_FILES: Final = {11: "providerId:TINY_1999*", archive.SMALL: "providerId:SMALL_*", archive.TINY: "providerId:TINY_*"}
_USERS: Final = 1, 10, 50, 100


def rows(rounds: int) -> Iterator[Row]:
    """All curves."""
    yield from _identifiers(rounds)
    yield from _compose(rounds)
    yield from _orders(rounds)
    yield from _files(rounds)
    yield from _users(rounds)


def _curve(rounds: int, what: str, unit: str, sizes: Mapping[int, Callable[[], float]]) -> Iterator[Row]:
    """A row for each size beside the smallest; the smallest stands beside itself, as 1."""
    smallest, *others = sizes
    least, *ours = in_turn(rounds, *sizes.values())
    for size, samples in ((smallest, least), *zip(others, ours, strict=True)):
        yield Row(f"{what}: {size:,}", unit, samples, least)


def _identifiers(rounds: int) -> Iterator[Row]:
    tasks: dict[str, Callable[[str], object]] = {
        "identifiers to JSON": long_lists.to_orders,
        "identifiers to JSON, the least": long_lists.least,
    }
    for what, task in tasks.items():
        sizes = {size: partial(_milliseconds_of, task, long_lists.names(size)) for size in _IDENTIFIERS}
        yield from _curve(rounds, what, "ms", sizes)


def _milliseconds_of(task: Callable[[str], object], text: str) -> float:
    times = max(1, 10_000 // text.count("\n"))  # what is too short to be timed is repeated
    return seconds(lambda: [task(text) for _ in range(times)]) * 1000 / times


def _compose(rounds: int) -> Iterator[Row]:
    with rig("SMALL") as ready, asyncio.Runner() as runner:
        drafts = (Draft(files=(TextFile("names.txt", long_lists.names(size)),)) for size in _IDENTIFIERS)
        tabs = [runner.run(opened(ready, ready.customer(draft))) for draft in drafts]
        reruns = {size: partial(rerun, runner, tab) for size, tab in zip(_IDENTIFIERS, tabs, strict=True)}
        yield from _curve(rounds, "rerun of Compose, identifiers", "ms", reruns)
        _close(runner, *tabs)


def _orders(rounds: int) -> Iterator[Row]:
    with rig("SMALL") as ready, asyncio.Runner() as runner:
        accounts = [pages.with_history(ready, size) for size in _ORDERS]
        tabs = [runner.run(opened(ready, account)) for account in accounts]
        for tab in tabs:
            runner.run(tab.open("orders"))
        reruns = {size: partial(rerun, runner, tab) for size, tab in zip(_ORDERS, tabs, strict=True)}
        yield from _curve(rounds, "rerun of My orders, orders", "ms", reruns)
        _close(runner, *tabs)


def _files(rounds: int) -> Iterator[Row]:
    with rig() as ready, asyncio.Runner() as runner:
        smallest, *_ = _FILES
        _close(runner, _first_draw(runner, ready, smallest)[0])  # it also brings what all share
        drawn = {size: _first_draw(runner, ready, size) for size in _FILES}
        for size, (_, taken) in drawn.items():
            yield Row(f"first draw of an order, files: {size:,}", "ms", taken, drawn[smallest][1])
        reruns = {size: partial(rerun, runner, tab) for size, (tab, _) in drawn.items()}
        yield from _curve(rounds, "rerun of an order, files", "ms", reruns)
        _close(runner, *(tab for tab, _ in drawn.values()))


def _first_draw(runner: asyncio.Runner, ready: Rig, size: int) -> tuple[Tab, Samples]:
    """A tab on the page of a new order of so many files, and the milliseconds until they were drawn; taken once."""
    account = ready.customer()
    number = pages.prepared(ready, account, _FILES[size], size)
    tab = runner.run(opened(ready, account))
    return tab, Samples((runner.run(milliseconds(partial(_drawn, tab, number))),))


async def _drawn(tab: Tab, number: int) -> None:
    await tab.open("order", f"id={number}")
    await tab.until(lambda: tab.shows("Ready: "), "files")


def _users(rounds: int) -> Iterator[Row]:
    """Users who are added to those before, at the desk and at the empty app."""
    draft = Draft(pasted="\n".join(f"SMALL_{number}" for number in range(1, 11)))
    with rig("SMALL") as ready, asyncio.Runner() as runner:
        apps: dict[str, tuple[Server, Callable[[], Tab]]] = {
            "": (ready.desk, lambda: runner.run(opened(ready, ready.customer(draft)))),
            " of an empty app": (ready.empty, lambda: runner.run(opened_empty(ready))),
        }
        for app, (server, enter) in apps.items():
            yield from _of_users(rounds, runner, app, server, enter)


def _of_users(rounds: int, runner: asyncio.Runner, app: str, server: Server, enter: Callable[[], Tab]) -> Iterator[Row]:
    tabs = [enter()]
    p95_of(runner, tabs)  # brings what all share: the first table imports PyArrow and pandas
    before, p95, each = memory(server.process_id), {}, {}
    for size in _USERS:
        tabs += [enter() for _ in range(size - len(tabs))]
        p95[size] = Samples(tuple(p95_of(runner, tabs) for _ in range(rounds)))
        if size > 1:
            each[size] = Samples(((memory(server.process_id) - before) / (size - 1),))
    for size, samples in p95.items():
        yield Row(f"rerun{app}, 95th percentile, users at once: {size}", "ms", samples, p95[_USERS[0]])
    for size, samples in each.items():
        yield Row(f"memory{app} of each user, users: {size}", "MB", samples, each[_USERS[1]])
    _close(runner, *tabs)


def _close(runner: asyncio.Runner, *tabs: Tab) -> None:
    for tab in tabs:
        runner.run(tab.__aexit__(None, None, None))
