"""The demo archive for the tests of the REGARDS room: served for each test, in a time that stands still."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from components.demo import archive as demo
from components.demo.catalogue.catalogue import Catalogue
from components.demo.server import serve
from components.regards.settings import Archive
from tests.clocks import Clock
from tests.regards.served_demo import Visit


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
