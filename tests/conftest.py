"""What the tests of several rooms share: a demo archive over a socket, and a login to it."""

import time
from collections.abc import Iterator

import pytest

from components.demo.archive import Archive as DemoArchive
from components.demo.archive import Pace
from components.demo.server import Served, serve
from components.desk import archives
from components.regards import login
from components.regards.login import Login
from components.regards.settings import Archive


@pytest.fixture
def demo() -> Iterator[Served]:
    """A demo archive whose clock runs a hundred times as fast as ours."""
    began = time.time()
    with serve(DemoArchive(pace=Pace.fast(), clock=lambda: began + 100 * (time.time() - began))) as served:
        served.archive.token_life = 360_000
        yield served


@pytest.fixture
def signed_in(demo: Served) -> Iterator[Login]:
    archive = Archive("Demo archive", demo.url, demo.project)
    archives.offer(archive)
    who = demo.accounts[0]
    yield login.sign_in(archive, demo.project, who.username, who.password)
    archives.offer()
