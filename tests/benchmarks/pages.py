"""Pages over real WebSockets, beside an empty Streamlit app with as many widgets as a large page has."""

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Final

import requests

from components.demo.accounts.accounts import Account
from components.demo.orders.apply import apply, read_request
from components.demo.server import Served, serve
from components.desk.database import Database
from components.desk.drafts.kept_drafts import KeptDraft, KeptDrafts
from components.order.draft import Draft
from components.order.identifiers import TextFile
from components.regards.http import addresses
from components.regards.orders import orders
from components.regards.settings import Archive
from components.regards.sign_in import login
from components.regards.sign_in.login import Login
from tests.benchmarks import archive
from tests.benchmarks.measure import By, Row, Samples, in_turn
from tests.benchmarks.processes import Server, memory, streamlit
from tests.soak.tab import PATIENCE, Tab

_NAME: Final = "Bench"
_WIDGETS: Final = 30
_EMPTY: Final = f"""
import streamlit as st
st.title("Empty")
for number in range({_WIDGETS}):
    st.checkbox(f"Widget {{number}}")
"""
_ORDERS: Final = 10, 10_000
_FILES: Final = {11: "providerId:TINY_1999*", archive.TINY: "providerId:TINY_*"}
_WATCHED: Final = 20.0  # seconds
_USERS: Final = 50
_PERCENT: Final = 100


@dataclass(frozen=True)
class Rig:
    """A desk, an archive in this process, and an empty app."""

    archive: Served
    desk: Server
    empty: Server
    order_book: str

    def customer(self, draft: Draft | None = None) -> Account:
        """A new account; ``draft`` is what its Compose begins with."""
        account = self.archive.archive.directory.new_guest()
        if draft:
            database = Database(self.order_book)
            KeptDrafts(database).keep(self.login(account).account, "tab", KeptDraft(draft))
            database.close()
        return account

    def login(self, account: Account) -> Login:
        """A login of an account, without the desk."""
        place = Archive(_NAME, self.archive.url, self.archive.project)
        return login.sign_in(place, place.project, account.username, account.password)


@contextmanager
def rig(*kinds: str) -> Iterator[Rig]:
    """All three, ready; the archive has these kinds of products, or all of them."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        served = stack.enter_context(serve(archive.archive(*kinds)))
        empty, secrets = folder / "empty.py", folder / "secrets.toml"
        empty.write_text(_EMPTY)
        order_book = f"sqlite:///{folder}/orders.db"
        secrets.write_text(
            f'demo = false\norder_book = "{order_book}"\n'
            f'[archives.{_NAME}]\nurl = "{served.url}"\nproject = "{served.project}"\n'
        )
        desk = stack.enter_context(streamlit("app.py", {"STREAMLIT_SECRETS_FILES": str(secrets)}))
        yield Rig(served, desk, stack.enter_context(streamlit(empty, {})), order_book)


async def opened(rig: Rig, account: Account) -> Tab:
    """A tab at the desk that has signed in."""
    tab = await Tab(rig.desk.url, requests.cookies.RequestsCookieJar()).__aenter__()
    await tab.fill("Login", account.username)
    await tab.fill("Password", account.password)
    await tab.press("Sign in")
    await tab.until(lambda: tab.shows("Compose order"), "signed in")
    # A draft that was there is checked by itself.
    await tab.until(lambda: not tab.offers("Cancel the check"), "checked")
    return tab


async def opened_empty(rig: Rig) -> Tab:
    """A tab at the empty app."""
    return await Tab(rig.empty.url, requests.cookies.RequestsCookieJar()).__aenter__()


def reruns(rounds: int) -> Iterator[Row]:
    """Reruns of Compose."""
    with rig() as ready, asyncio.Runner() as runner:
        empty = runner.run(opened_empty(ready))
        for count, aim in ((10, 2.0), (100_000, 3.0)):
            names = "\n".join(f"S2A_MSIL1C_2020{number:06}T140741_N0202_R053_T35XPK" for number in range(count))
            draft = Draft(files=(TextFile("names.txt", names),))
            tab = runner.run(opened(ready, ready.customer(draft)))
            ours, least = in_turn(rounds, partial(rerun, runner, tab), partial(rerun, runner, empty))
            yield Row(f"rerun of Compose, {count:,} identifiers", "ms", ours, least, aim)
            runner.run(tab.__aexit__(None, None, None))
        runner.run(empty.__aexit__(None, None, None))


def submit(rounds: int) -> Iterator[Row]:
    """From the click on Submit to the POST at the archive."""
    with rig() as ready, asyncio.Runner() as runner:
        account = ready.customer()
        tab, connection = runner.run(opened(ready, account)), ready.login(ready.customer()).connection()
        path = f"/{addresses.ORDERS}/apply"
        body = json.dumps({"queries": ["providerId:SMALL_1"], "filters": {"dataTypes": ["RAWDATA"]}})
        numbers = iter(range(1, archive.SMALL))

        async def from_click() -> float:
            await tab.fill("Product identifiers", f"SMALL_{next(numbers)}")
            await tab.until(lambda: tab.shows("was found"), "checked")
            taken = await _until_held(ready, path, lambda: tab.press("Submit order"))
            await tab.until(lambda: tab.shows("is accepted"), "accepted")
            await tab.open("compose")
            return taken

        def bare() -> float:
            return runner.run(_until_held(ready, path, lambda: asyncio.to_thread(orders.apply, connection, body)))

        ours, least = in_turn(rounds, lambda: runner.run(from_click()), bare)
        yield Row("click on Submit to the POST at the archive", "ms", ours, least, 100.0, By.MORE)
        runner.run(tab.__aexit__(None, None, None))


def order_list(rounds: int) -> Iterator[Row]:
    """Reruns of My orders with a long history, beside a short one."""
    with rig("SMALL") as ready, asyncio.Runner() as runner:
        accounts = [with_history(ready, count) for count in _ORDERS]
        tabs = [runner.run(opened(ready, account)) for account in accounts]  # afterwards: an idle one would be closed
        for tab in tabs:
            runner.run(tab.open("orders"))
        few, many = tabs
        ours, least = in_turn(rounds, lambda: rerun(runner, many), lambda: rerun(runner, few))
        yield Row(f"rerun of My orders, {_ORDERS[1]:,} orders (baseline {_ORDERS[0]})", "ms", ours, least, 1.5)
        for tab in tabs:
            runner.run(tab.__aexit__(None, None, None))


def with_history(ready: Rig, count: int) -> Account:
    """A customer who has made so many orders, at the archive itself: through HTTP they would take minutes."""
    account, shop = ready.customer(), ready.archive.archive
    user = shop.directory.get(account.username)
    assert user
    request = read_request({"queries": ["providerId:SMALL_1"]})
    for _ in range(count):
        apply(shop, user, request)
    return account


def order_page(rounds: int) -> Iterator[Row]:
    """Reruns of an order with very many files, beside few; and what one who only watches costs."""
    with rig() as ready, asyncio.Runner() as runner:
        tabs = {}
        for count, query in _FILES.items():
            account = ready.customer()
            number = prepared(ready, account, query, count)
            tab = runner.run(opened(ready, account))
            runner.run(tab.open("order", f"id={number}"))
            runner.run(tab.until(partial(tab.shows, "Ready: "), "files"))
            tabs[count] = tab
        few, many = tabs.values()
        ours, least = in_turn(rounds, lambda: rerun(runner, many), lambda: rerun(runner, few))
        yield Row(f"rerun of an order of {archive.TINY:,} files (baseline 11)", "ms", ours, least, 2.0)
        runner.run(few.__aexit__(None, None, None))
        watched = Samples((runner.run(_share_of_core(ready.desk, many)),))
        yield Row(f"a core while one watches {archive.TINY:,} files that wait", "%", watched, None, 2.0)
        runner.run(many.__aexit__(None, None, None))


def users(rounds: int) -> Iterator[Row]:
    """Many users at once: memory of each, and reruns of all at the same time."""
    names = "\n".join(f"SMALL_{number}" for number in range(1, 11))
    with rig() as ready, asyncio.Runner() as runner:
        draft = Draft(pasted=names)
        warm = [runner.run(opened(ready, ready.customer(draft))), runner.run(opened_empty(ready))]
        p95_of(runner, warm)  # the first table imports PyArrow and pandas
        servers = ready.desk, ready.empty
        before = [memory(server.process_id) for server in servers]
        ours = [runner.run(opened(ready, ready.customer(draft))) for _ in range(_USERS)]
        theirs = [runner.run(opened_empty(ready)) for _ in range(_USERS)]
        for tabs in (ours, theirs):
            p95_of(runner, tabs)
        more, least = (
            Samples(((memory(server.process_id) - earlier) / _USERS,))
            for server, earlier in zip(servers, before, strict=True)
        )
        yield Row(f"memory of each of {_USERS} users", "MB", more, least, 1.3)
        slowest, least = in_turn(rounds, partial(p95_of, runner, ours), partial(p95_of, runner, theirs))
        yield Row(f"rerun of {_USERS} users at once, 95th percentile", "ms", slowest, least, 1.0)
        for tab in (*warm, *ours, *theirs):
            runner.run(tab.__aexit__(None, None, None))


def rerun(runner: asyncio.Runner, tab: Tab) -> float:
    return runner.run(milliseconds(tab.rerun))


async def milliseconds(act: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await act()
    return (time.perf_counter() - began) * 1000


def p95_of(runner: asyncio.Runner, tabs: list[Tab]) -> float:
    return runner.run(_p95(tabs))


async def _p95(tabs: list[Tab]) -> float:
    taken = await asyncio.gather(*(milliseconds(tab.rerun) for tab in tabs))
    return quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]


async def _until_held(ready: Rig, path: str, act: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds until a request for a path has reached the archive."""
    with ready.archive.archive.hold(path) as gate:
        began = time.perf_counter()
        acting = asyncio.ensure_future(act())
        assert await asyncio.to_thread(gate.reached.wait, PATIENCE)
        taken = (time.perf_counter() - began) * 1000
        gate.open()
        await acting
    return taken


def prepared(ready: Rig, account: Account, query: str, count: int) -> int:
    connection = ready.login(account).connection()
    number = orders.apply(connection, json.dumps({"queries": [query], "filters": {"dataTypes": ["RAWDATA"]}}))
    while orders.read(connection, number).moving:
        time.sleep(0.1)
    with ready.archive.archive.moment():
        assert len(list(ready.archive.archive.lifecycle.orders[number].files())) == count
    return number


async def _share_of_core(server: Server, tab: Tab) -> float:
    """Percent of a core that a server uses while a tab only stays on its page."""
    await tab.stay(_WATCHED / 2)  # until what was read last is drawn
    before = _processor(server.process_id)
    began = time.perf_counter()
    await tab.stay(_WATCHED)
    return (_processor(server.process_id) - before) / (time.perf_counter() - began) * _PERCENT


def _processor(process_id: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path("/proc", str(process_id), "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
