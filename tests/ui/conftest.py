"""A route of the app, served for real, and a login to a demo archive."""

import threading
import time
from collections.abc import Iterator
from socket import socket

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from components.demo.archive import Archive as DemoArchive
from components.demo.archive import Pace
from components.demo.server import Served, serve
from components.regards import login
from components.regards.login import Login
from components.regards.settings import Archive
from components.ui import archives, login_cookie

PATIENCE = 20  # seconds


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


@pytest.fixture
def desk() -> Iterator[str]:
    """The address of a server that has the route of the login cookie and nothing else."""
    app = Starlette(routes=[Route(login_cookie.ROUTE, login_cookie.redeem, methods=["POST"])])
    with socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(PATIENCE)
