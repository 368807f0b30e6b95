"""A fixture of this folder: a server with the routes of the app that set cookies."""

import threading
from collections.abc import Iterator
from socket import socket

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from components.web import login_cookie, provider_return

PATIENCE = 60  # seconds


@pytest.fixture
def desk() -> Iterator[str]:
    """The address of a server with only the routes of the login cookie and of identity providers."""
    routes = [
        Route(login_cookie.ROUTE, login_cookie.exchange, methods=["POST"]),
        Route(provider_return.LEAVE, provider_return.leave, methods=["POST"]),
        Route(provider_return.RETURN, provider_return.page),
        Route(provider_return.RETURN, provider_return.come_back, methods=["POST"]),
        Route(provider_return.SCRIPT, provider_return.script),
    ]
    app = Starlette(routes=routes)
    with socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(PATIENCE)
