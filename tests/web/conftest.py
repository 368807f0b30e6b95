"""A route of the app, served for real, and a login to a demo archive."""

import threading
from collections.abc import Iterator
from socket import socket

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from components.web import login_cookie

PATIENCE = 60  # seconds


@pytest.fixture
def desk() -> Iterator[str]:
    """The address of a server that has the route of the login cookie and nothing else."""
    app = Starlette(routes=[Route(login_cookie.ROUTE, login_cookie.exchange, methods=["POST"])])
    with socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(PATIENCE)
