"""Fixtures of several folders: a demo archive over HTTP, the configured archives, and a login."""

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from streamlit.components.v2 import manifest_scanner

from components.demo.archive import Archive as DemoArchive
from components.demo.archive import Pace
from components.demo.catalogue.catalogue import Catalogue, build
from components.demo.server import Served, serve
from components.desk.archives import Archives, Rehearsal
from components.desk.order_book import IN_MEMORY
from components.desk.shared_state import SharedState, opened
from components.regards.settings import Archive
from components.regards.sign_in import login
from components.regards.sign_in.login import Login
from tests import postgresql
from tests.clocks import SteppingClock

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")  # a busy machine is no failure

ROOT = Path(__file__).parents[1]
"""The folder of the project."""

LONG_LIVED = replace(Pace.fast(), hour=3_600)
"""A small order is done in two seconds and lives for days, not for a minute."""


@pytest.fixture(scope="session", autouse=True)
def _packages_are_scanned_once() -> Iterator[None]:
    """Each app under test would look for Streamlit components in all installed packages, which takes 0.2 s."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The catalogue of the demo archive, built once."""
    return build()


@pytest.fixture(scope="session")
def in_background() -> Iterator[Callable[[Callable[[], None]], None]]:
    """A function that closes a server in the background: that takes 0.2 s, and the next test need not wait."""
    with ThreadPoolExecutor() as threads:
        closings: list[Future[None]] = []
        yield lambda close: closings.append(threads.submit(close))
        for closing in closings:
            closing.result()


@pytest.fixture(scope="session")
def new_demo(catalogue: Catalogue) -> Callable[[], DemoArchive]:
    """A factory of demo archives whose orders are ready after one or two requests. Orders and logins do not expire."""

    def make() -> DemoArchive:
        archive = DemoArchive(catalogue=catalogue, pace=LONG_LIVED, clock=SteppingClock(time.time()))
        archive.token_life = 360_000
        return archive

    return make


@pytest.fixture(scope="session")
def new_postgresql() -> Iterator[postgresql.New]:
    """A factory of empty databases of a PostgreSQL server; gives their addresses."""
    home = postgresql.programs()
    if home is None:
        reason = "PostgreSQL is not installed: replicas share its databases (Debian: apt-get install postgresql)."
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with postgresql.server(home) as new:
        yield new


@pytest.fixture(params=["sqlite", "postgresql"])
def database_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind that outlives the process."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/orders.db"
    address: str = request.getfixturevalue("new_postgresql")()
    return address


Offer = Callable[..., SharedState]


@pytest.fixture
def demo(new_demo: Callable[[], DemoArchive], in_background: Callable[[Callable[[], None]], None]) -> Iterator[Served]:
    """A new demo archive over HTTP."""
    with ExitStack() as open_now:
        yield open_now.enter_context(serve(new_demo()))
        in_background(open_now.pop_all().close)


@pytest.fixture
def offer() -> Iterator[Offer]:
    """Open the shared state with these archives, as a server does that has just started."""
    with ExitStack() as open_now:

        def begin(*archives: Archive, rehearsal: Rehearsal | None = None, order_book: str = IN_MEMORY) -> SharedState:
            return open_now.enter_context(opened(Archives(archives, rehearsal), "of the tests", order_book))

        yield begin


@pytest.fixture
def signed_in(demo: Served, offer: Offer) -> Login:
    archive = Archive("Demo archive", demo.url, demo.project)
    offer(archive)
    who = demo.accounts[0]
    return login.sign_in(archive, demo.project, who.username, who.password)
