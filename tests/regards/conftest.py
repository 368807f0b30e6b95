"""The demo archive for the tests of the REGARDS room: served for each test anew, in a time that stands still."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from components.demo import archive as demo
from components.demo.catalogue.catalogue import Catalogue, build
from components.demo.server import serve
from components.regards.settings import Archive
from tests.regards.served_demo import Clock, Visit


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return build()


@pytest.fixture(scope="session")
def in_background() -> Iterator[Callable[[Callable[[], None]], None]]:
    """Give a way to close a server, which takes a fifth of a second, without the next test waiting for it."""
    with ThreadPoolExecutor() as threads:
        closings: list[Future[None]] = []
        yield lambda close: closings.append(threads.submit(close))
        for closing in closings:
            closing.result()


@pytest.fixture
def visit(catalogue: Catalogue, in_background: Callable[[Callable[[], None]], None]) -> Iterator[Visit]:
    """Give a fresh demo archive."""
    clock = Clock()
    with ExitStack() as open_now:
        served = open_now.enter_context(serve(demo.Archive(catalogue=catalogue, clock=clock, pace=demo.Pace.real())))
        archive = Archive("Demo archive", served.url, served.project)
        yield Visit(served.archive, archive, clock)
        in_background(open_now.pop_all().close)


@pytest.fixture(params=["as the code", "as documented"])
def both_manners(visit: Visit, request: pytest.FixtureRequest) -> Visit:
    """Give the demo archive as REGARDS' code makes it, and as the public pages describe it (contract J.10)."""
    visit.demo.documented = request.param == "as documented"
    return visit
