"""What the tests of several rooms share: a demo archive over a socket, the archives on offer, and a login."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from components.demo.archive import Archive as DemoArchive
from components.demo.archive import Pace
from components.demo.server import Served, serve
from components.desk.archives import Archives, Rehearsal
from components.desk.order_book import IN_MEMORY
from components.desk.shared_state import SharedState, opened
from components.regards import login
from components.regards.login import Login
from components.regards.settings import Archive

Offer = Callable[..., SharedState]


@pytest.fixture
def demo() -> Iterator[Served]:
    """A demo archive whose clock runs a hundred times as fast as ours."""
    began = time.time()
    with serve(DemoArchive(pace=Pace.fast(), clock=lambda: began + 100 * (time.time() - began))) as served:
        served.archive.token_life = 360_000
        yield served


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
