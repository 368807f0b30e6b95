"""A fixture of this folder: a server with one route of the app."""

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
    """The address of a server with only the route of the login cookie."""
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
