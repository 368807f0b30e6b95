"""What the tests of several rooms share: a demo archive over a socket, the archives on offer, and a login."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings

from components.demo.archive import Archive as DemoArchive
from components.demo.archive import Pace
from components.demo.catalogue.catalogue import Catalogue, build
from components.demo.server import Served, serve
from components.desk.archives import Archives, Rehearsal
from components.desk.order_book import IN_MEMORY
from components.desk.shared_state import SharedState, opened
from components.regards import login
from components.regards.login import Login
from components.regards.settings import Archive
from tests.clocks import SteppingClock

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")  # a busy machine is no failure

LONG_LIVED = replace(Pace.fast(), hour=3_600)
"""A small order is done in two seconds and lives for days, not for a minute."""


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The catalogue of the demo archive, built once."""
    return build()


@pytest.fixture(scope="session")
def in_background() -> Iterator[Callable[[Callable[[], None]], None]]:
    """A way to close a server, which takes a fifth of a second, without the next test waiting for it."""
    with ThreadPoolExecutor() as threads:
        closings: list[Future[None]] = []
        yield lambda close: closings.append(threads.submit(close))
        for closing in closings:
            closing.result()


@pytest.fixture(scope="session")
def new_demo(catalogue: Catalogue) -> Callable[[], DemoArchive]:
    """Makes a demo archive whose orders are ready after one request or two; no order and no login expires in a test."""

    def make() -> DemoArchive:
        archive = DemoArchive(catalogue=catalogue, pace=LONG_LIVED, clock=SteppingClock(time.time()))
        archive.token_life = 360_000
        return archive

    return make


Offer = Callable[..., SharedState]


@pytest.fixture
def demo(new_demo: Callable[[], DemoArchive], in_background: Callable[[Callable[[], None]], None]) -> Iterator[Served]:
    """A demo archive of the test's own."""
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
