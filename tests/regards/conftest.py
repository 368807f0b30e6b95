"""Fixtures of this folder: a new demo archive for each test, with a clock that stands still."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from components.demo import archive as demo
from components.demo.catalogue.catalogue import Catalogue
from components.demo.server import serve
from components.regards.settings import Archive
from tests.clocks import Clock
from tests.regards.served_demo import ServedDemo


@pytest.fixture
def served_demo(catalogue: Catalogue, in_background: Callable[[Callable[[], None]], None]) -> Iterator[ServedDemo]:
    """A new demo archive."""
    clock = Clock()
    with ExitStack() as open_now:
        served = open_now.enter_context(serve(demo.Archive(catalogue=catalogue, clock=clock, pace=demo.Pace.real())))
        archive = Archive("Demo archive", served.url, served.project)
        yield ServedDemo(served.archive, archive, clock)
        in_background(open_now.pop_all().close)


@pytest.fixture(params=["as the code", "as documented"])
def coded_or_documented(served_demo: ServedDemo, request: pytest.FixtureRequest) -> ServedDemo:
    """The demo archive with responses as in the code, and as documented (contract J.10)."""
    served_demo.demo.documented = request.param == "as documented"
    return served_demo
