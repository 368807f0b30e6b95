"""The page of an order of very many files, beside the reading of its list alone and the page of a small order."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import requests

from components.desk.orders.amounts import amounts
from components.desk.orders.listed_files import ListedFiles
from components.regards.delivery.receipt import compose_receipt
from components.regards.delivery.snapshot import Snapshot
from components.regards.orders import order_files, orders
from components.regards.orders.records import Order, OrderFile
from tests.benchmarks import archive
from tests.benchmarks.measure import Row, Samples, in_turn, seconds
from tests.benchmarks.processes import USER, Server, customer, memory, streamlit
from tests.soak.tab import Tab

_SMALL = "providerId:SMALL_9*0"  # 11 files
_MOST_MEMORY = 200.0  # megabytes: some two kilobytes a file


def rows(rounds: int) -> Iterator[Row]:
    """Its first drawing, what is counted for it, a later drawing, its reruns, and the memory that the desk holds."""
    with TemporaryDirectory() as folder, customer(tiny=archive.HUGE) as someone, asyncio.Runner() as runner:
        few, many = someone.order(_SMALL)[0].order_id, someone.order("providerId:TINY_*")[0].order_id
        order = orders.read(someone.connection, many)
        settings, place = Path(folder, "secrets.toml"), someone.login.archive
        settings.write_text(
            f'demo = false\norder_book = "sqlite:///{folder}/orders.db"\n'
            f'[archives.Bench]\nurl = "{place.url}"\nproject = "{place.project}"\n'
        )
        with streamlit("app.py", {"STREAMLIT_SECRETS_FILES": str(settings)}) as desk:
            small, large = (runner.run(_signed_in(desk)) for _ in range(2))
            runner.run(_open(small, few))
            before = memory(desk.process_id)
            drawn, read = in_turn(
                1,
                lambda: seconds(lambda: runner.run(_open(large, many))),
                lambda: seconds(lambda: order_files.files(someone.connection, order)),
            )
            size = f"{archive.HUGE:,} files"
            yield Row(f"list of {size} read and drawn (baseline: read alone)", "s", drawn, read)
            files = order_files.files(someone.connection, order)
            [counted] = in_turn(rounds, lambda: seconds(lambda: _count(order, files)))
            yield Row(f"{size} counted for the first drawing", "s", counted, None, 1.0)
            [again] = in_turn(rounds, lambda: runner.run(_seconds_until_back(large, many)))
            yield Row(f"page of an order of {size} drawn, once they are read and counted", "s", again, None, 1.0)
            ours, least = in_turn(rounds, partial(_rerun, runner, large), partial(_rerun, runner, small))
            yield Row(f"rerun of an order of {size} (baseline 11)", "ms", ours, least, 2.0)
            held = Samples((memory(desk.process_id) - before,))
            yield Row(f"memory of the page of an order of {size}", "MB", held, None, _MOST_MEMORY)
            for tab in (small, large):
                runner.run(tab.__aexit__(None, None, None))


async def _signed_in(desk: Server) -> Tab:
    tab = await Tab(desk.url, requests.cookies.RequestsCookieJar()).__aenter__()
    login, password = USER
    await tab.fill("Login", login)
    await tab.fill("Password", password)
    await tab.press("Sign in")
    await tab.until(lambda: tab.shows("Compose order"), "signed in")
    return tab


async def _open(tab: Tab, order_id: int) -> None:
    await tab.open("order", f"id={order_id}")
    await tab.until(lambda: tab.shows("Ready: "), "files")


async def _seconds_until_back(tab: Tab, order_id: int) -> float:
    await tab.open("orders")
    began = time.perf_counter()
    await _open(tab, order_id)
    return time.perf_counter() - began


def _count(order: Order, files: tuple[OrderFile, ...]) -> None:
    """All that a page of these files says of them as a whole."""
    listed, snapshot = ListedFiles(files), Snapshot(order, files, {}, {})
    receipt = compose_receipt([snapshot], "Bench", "demo", datetime.now(UTC))
    assert sum(each.files for each in amounts([snapshot], receipt).values()) == archive.HUGE
    assert len(receipt.by_file_id) == len(receipt.not_arrived) == sum(listed.by_state.values()) == archive.HUGE
    assert listed.types
    assert listed.orders
    assert listed.ranks


def _rerun(runner: asyncio.Runner, tab: Tab) -> float:
    began = time.perf_counter()
    runner.run(tab.rerun())
    return (time.perf_counter() - began) * 1000
