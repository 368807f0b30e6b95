"""Two replicas behind nginx on PostgreSQL, as the README deploys them: one dies, and its user goes on in the other."""

import asyncio
import os
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TypeVar

import pytest
import requests
from sqlalchemy import create_engine, text

from components.demo.archive import Archive
from components.demo.server import Served, serve
from components.desk.leases import LASTS
from tests import postgresql
from tests.ports import held_ports
from tests.replicas import deployment
from tests.replicas.deployment import BASE, HOST, PATIENCE, Replica
from tests.soak.tab import Tab

APPLY = "/rs-order/user/orders/apply"

T = TypeVar("T")


@dataclass
class Deployed:
    """What runs, and the browser of one user."""

    url: str
    folder: Path
    certificate: Path
    replicas: dict[int, Replica]
    archive: Served
    order_book: str
    cookies: requests.cookies.RequestsCookieJar = field(default_factory=requests.cookies.RequestsCookieJar)
    _visits: Iterator[int] = field(default_factory=count)

    def tab(self) -> tuple[Tab, Replica]:
        """A tab of the browser, and its replica: the page itself comes first, and with it the proxy's cookie.

        For some seconds after one has died, the proxy may know of no replica; then the user asks again.
        """
        for _ in range(PATIENCE):
            place = f"{BASE}/?visit={next(self._visits)}"
            address = self.url.removesuffix(BASE) + place
            page = requests.get(address, cookies=self.cookies, verify=str(self.certificate), timeout=PATIENCE)
            if page.status_code != requests.codes.bad_gateway:
                break
            time.sleep(1)
        assert page.ok
        self.cookies.update(page.cookies)
        replica = self.replicas[deployment.upstream_of(self.folder, place)]
        return Tab(self.url, self.cookies, self.certificate), replica

    def in_order_book(self, statement: str) -> list[tuple[object, ...]]:
        """What a statement gives."""
        engine = create_engine(self.order_book)
        with engine.begin() as connection:
            done = connection.execute(text(statement))
            found = [tuple(row) for row in done] if done.returns_rows else []
        engine.dispose()
        return found


@pytest.fixture
def deployed(new_postgresql: postgresql.New, new_demo: Callable[[], Archive], tmp_path: Path) -> Iterator[Deployed]:
    if deployment.nginx() is None:
        reason = "nginx is not installed: replicas stand behind it (Debian: apt-get install nginx)."
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    order_book = new_postgresql()
    with ExitStack() as stack:
        port, *ports = stack.enter_context(held_ports(3))
        archive = stack.enter_context(serve(new_demo()))
        secrets = tmp_path / "secrets.toml"
        secrets.write_text(
            f'demo = false\ndelivery_folder = "{tmp_path}/files"\norder_book = "{order_book}"\n'
            f'public_address = "https://{HOST}:{port}"\n'
            f'[archives.Rehearsal]\nurl = "{archive.url}"\nproject = "{archive.project}"\npoll_every = 1\n'
            'first_way = "folder"\n'
        )
        environment = {
            "STREAMLIT_SECRETS_FILES": str(secrets),
            "STREAMLIT_SERVER_COOKIE_SECRET": "of both",
            "STREAMLIT_SERVER_BASE_URL_PATH": BASE,
        }
        replicas = {each: Replica(each, environment, tmp_path / f"{each}.log") for each in ports}
        for replica in replicas.values():  # at once, on an empty database
            replica.start()
            stack.callback(replica.stop)
        certificate = stack.enter_context(deployment.proxy(tmp_path, port, (ports[0], ports[1])))
        for replica in replicas.values():
            replica.wait_until_ready()
        yield Deployed(f"https://{HOST}:{port}{BASE}", tmp_path, certificate, replicas, archive, order_book)


def in_thread(what: Coroutine[object, object, T]) -> T:
    """Run something in a loop of its own: the browser of other tests may have one in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, what).result()


async def reached(gate: object) -> None:
    assert await asyncio.to_thread(gate.reached.wait, PATIENCE)  # type: ignore[attr-defined]  # a gate of the archive


def prolong_leases(deployed: Deployed) -> bool:
    """Let no lease end for now, however slow the page is of which this is asked."""
    deployed.in_order_book(f"UPDATE leases SET until = {time.time() + 1.5 * LASTS}")  # noqa: S608 - a number of ours
    return True


async def submit_and_lose_the_replica(deployed: Deployed) -> int:
    """Submit an order, and kill the replica before the archive answers; go on in the other one. Gives its number."""
    who = deployed.archive.accounts[0]
    page, first = deployed.tab()
    async with page as tab:
        await tab.fill("Login", who.username)
        await tab.fill("Password", who.password)
        await tab.press("Sign in")
        await tab.until(lambda: tab.shows("Compose order"), "signed in")
        await tab.fill("Product identifiers", "my_product_id_1\nmy_product_id_2")
        other, of_other = deployed.tab()
        assert of_other is first  # a browser stays with its replica
        async with other:
            assert other.shows("Compose order")
        with deployed.archive.archive.hold(APPLY) as gate:
            await tab.press("Submit order")
            await reached(gate)
            first.kill()
    first.start()  # as systemd does
    page, second = deployed.tab()
    assert second is not first
    async with page as tab:
        await tab.until(lambda: tab.offers("Follow order"), "what became of the order")
        await tab.press("Follow order")
        await tab.until(lambda: tab.offers("Bring all files"), "files")
        number = tab.query.partition("id=")[2]
    first.wait_until_ready()
    return int(number)


async def deliver_and_lose_the_replica(deployed: Deployed, number: int) -> None:
    """Begin the delivery of an order, kill the replica in between, and continue in the other one."""
    order = deployed.archive.archive.lifecycle.orders[number]
    last = list(order.files())[-1].file.filename
    with deployed.archive.archive.hold(last) as gate:
        page, first = deployed.tab()
        async with page as tab:
            await tab.open("order", f"id={number}")
            await tab.until(lambda: tab.offers("Bring all files"), "files")
            await tab.press("Bring all files")
            await reached(gate)
            first.kill()
            prolong_leases(deployed)
        page, second = deployed.tab()
        assert second is not first
        async with page as tab:
            await tab.open("order", f"id={number}")
            told = "Another server of this desk is bringing"
            await tab.until(lambda: prolong_leases(deployed) and tab.shows(told), "who brings the files")
            assert not tab.offers("Continue")
            deployed.in_order_book("UPDATE leases SET until = 0")  # 20 seconds later
            await tab.until(lambda: tab.shows("was broken off"), "that the delivery was broken off")
            await tab.press("Continue")
            gate.open()
            await tab.until(lambda: tab.shows("Both files arrived and are verified"), "all verified")


def test_a_replica_dies_during_a_submission_and_one_during_a_delivery_and_the_user_goes_on_in_the_other(
    deployed: Deployed,
) -> None:
    number = in_thread(submit_and_lose_the_replica(deployed))
    assert deployed.in_order_book("SELECT order_id FROM submitted_orders") == [(number,)]
    assert deployed.in_order_book("SELECT count(*) FROM intents WHERE accepted < planned") == [(0,)]
    assert list(deployed.archive.archive.lifecycle.orders) == [number]
    assert len(deployed.archive.archive.requests.of("POST", APPLY)) == 1

    in_thread(deliver_and_lose_the_replica(deployed, number))
    ordered = {each.file.filename for each in deployed.archive.archive.lifecycle.orders[number].files()}
    arrived = [path.name for path in deployed.folder.joinpath("files").rglob("*") if ".order-desk" not in path.parts]
    assert ordered <= set(arrived)
    for replica in deployed.replicas.values():
        assert "Traceback" not in replica.said
