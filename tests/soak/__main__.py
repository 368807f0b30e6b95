"""Many users at once for some minutes: ``python -m tests.soak [--users 20] [--minutes 5]``.

Each user signs in, orders, has the files brought into the folder, closes the page and opens it again, and signs out,
again and again, over real WebSockets and HTTP. A report, never a verdict: what was lost or doubled, faults on pages
and in the log, and the memory, threads and sockets of the desk. Linux only.
"""

import argparse
import asyncio
import json
import logging
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import requests

from components.regards.http import addresses, replies
from components.regards.settings import Archive
from components.regards.sign_in import login
from tests.benchmarks.processes import ROOT, memory, streamlit
from tests.soak.tab import Failed, Tab

_EVERY: Final = 10.0  # seconds between two looks at the server
_PRODUCTS: Final = "PROD_1\nmy_product_id_1\nTWO_VERSIONS"  # of three datasets, so of three suborders


@dataclass
class Report:
    """What has happened so far."""

    orders: Counter[str] = field(default_factory=Counter)  # by user, as the pages say
    faults: list[str] = field(default_factory=list)
    rounds: int = 0


@dataclass(frozen=True)
class Load:
    """What the server's process holds at a moment; memory in megabytes."""

    seconds: float
    memory: float
    threads: int
    sockets: int

    def __str__(self) -> str:
        return f"{self.seconds:6.0f} s: {self.memory:6.1f} MB, {self.threads:3} threads, {self.sockets:3} sockets"


async def visit(url: str, user: dict[str, str], report: Report) -> None:
    """One visit of one user, from signing in to signing out."""
    cookies = requests.cookies.RequestsCookieJar()
    async with Tab(url, cookies) as tab:
        await tab.fill("Login", user["username"])
        await tab.fill("Password", user["password"])
        await tab.press("Sign in")
        await tab.until(lambda: tab.shows("Compose order"), "signed in")
        await tab.fill("Product identifiers", _PRODUCTS)
        await tab.press("Submit order")
        arrived = partial(tab.shows, "What was asked")  # on the page of the order, to which Compose goes on by itself
        await tab.until(lambda: arrived() or tab.offers("Submit all the same"), "a verdict")
        if tab.offers("Submit all the same"):
            await tab.press("Submit all the same")
            await tab.until(arrived, "ordered")
        report.orders[user["username"]] += 1
        await tab.until(lambda: tab.offers("Bring all files"), "files")
        await tab.press("Bring all files")
        query = tab.query
    async with Tab(url, cookies) as tab:  # closed and opened again, as after a refresh
        await tab.open("order", query)
        await tab.until(lambda: tab.shows("arrived and are verified"), "all verified")
        await tab.open("orders")
        await tab.until(lambda: tab.shows("times are in the zone"), "the list")
        await tab.press("Sign out")
    report.rounds += 1


async def stay(url: str, user: dict[str, str], until: float, report: Report) -> None:
    """Visits of one user until a moment has come."""
    while time.monotonic() < until:
        try:
            await visit(url, user, report)
        except (Failed, OSError) as failure:
            report.faults.append(f"{user['username']}: {failure}")


async def watch(process_id: int, began: float, loads: list[Load]) -> None:
    """Look at the server's process now and then."""
    while True:
        loads.append(load(process_id, time.monotonic() - began))
        sys.stdout.write(f"{loads[-1]}\n")
        sys.stdout.flush()
        await asyncio.sleep(_EVERY)


def load(process_id: int, seconds: float) -> Load:
    """What a process holds now."""
    process = Path("/proc", str(process_id))
    sockets = 0
    for each in (process / "fd").iterdir():
        try:
            sockets += str(each.readlink()).startswith("socket:")
        except FileNotFoundError:  # closed meanwhile
            continue
    threads = sum(1 for _ in (process / "task").iterdir())
    return Load(seconds, memory(process_id), threads, sockets)


@contextmanager
def demo() -> Iterator[dict[str, Any]]:
    """A demo archive in a process of its own; gives what it prints: its address and its accounts."""
    command = [sys.executable, "-m", "components.demo", "--fast"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        assert process.stdout
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


async def soak(
    url: str, process_id: int, users: list[dict[str, str]], minutes: float, rest: float
) -> tuple[Report, list[Load]]:
    """Let users work for some minutes, and then leave the server alone."""
    report, began = Report(), time.monotonic()
    loads: list[Load] = []
    watching = asyncio.create_task(watch(process_id, began, loads))
    await asyncio.gather(*(stay(url, user, began + 60 * minutes, report) for user in users))
    await asyncio.sleep(rest)
    async with Tab(url, requests.cookies.RequestsCookieJar()):  # Streamlit drops old sessions when the next one comes
        pass
    await asyncio.sleep(1)
    watching.cancel()
    loads.append(load(process_id, time.monotonic() - began))
    return report, loads


def difference(archive: Archive, users: list[dict[str, str]], report: Report) -> Iterator[str]:
    """The users of whom the archive has more or fewer orders than their pages said."""
    for user in users:
        signed_in = login.sign_in(archive, archive.project, user["username"], user["password"])
        known = len({replies.unwrap(item)["id"] for item in signed_in.connection().items(addresses.ORDERS, size=100)})
        if known != report.orders[user["username"]]:
            yield f"{user['username']}: {report.orders[user['username']]} on the pages, {known} at the archive"


def main() -> None:
    """Soak a desk, and write what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--rest", type=float, default=60.0, help="seconds to look on after the last user has left")
    chosen = parser.parse_args()
    logging.disable()
    with demo() as served, TemporaryDirectory() as folder:
        users = [served, *served["others"]][: chosen.users]
        secrets, log = Path(folder, "secrets.toml"), Path(folder, "log")
        secrets.write_text(
            f'demo = false\ndelivery_folder = "{folder}/files"\norder_book = "sqlite:///{folder}/orders.db"\n'
            f'[archives.Soak]\nurl = "{served["url"]}"\nproject = "{served["project"]}"\npoll_every = 1\n'
        )
        with streamlit("app.py", {"STREAMLIT_SECRETS_FILES": str(secrets)}, log) as server:
            before = load(server.process_id, 0.0)
            report, loads = asyncio.run(soak(server.url, server.process_id, users, chosen.minutes, chosen.rest))
        archive = Archive("Soak", served["url"], served["project"])
        warm = next(each for each in loads if each.seconds >= min(120.0, 30 * chosen.minutes))
        sys.stdout.write(
            f"before the first user: {before}\nafter the warm-up:     {warm}\n"
            f"after all have left:  {loads[-1]}\n"
            f"{report.rounds} visits, {sum(report.orders.values())} orders, {len(report.faults)} faults on pages, "
            f"{log.read_text(errors='replace').count('Traceback')} tracebacks in the log\n"
        )
        for line in (*report.faults[:20], *difference(archive, users, report)):
            sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
