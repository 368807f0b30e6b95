"""The HTTP server of the archive, on a loopback port."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import anyio.to_thread
import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from components.demo.accounts.accounts import MAIN, VISITORS, Account
from components.demo.api.gateway import failure_page, route
from components.demo.api.outside import outside_routes
from components.demo.api.routes import all_endpoints
from components.demo.archive import Archive

_LOOPBACK = "127.0.0.1"
_BACKLOG = 1024
_THREADS = 8
_IDLE_TIMEOUT = 75
"""Seconds that a connection may be idle, as with a common proxy."""
_STOP_TIMEOUT = 1
"""Seconds that running responses have to finish when the archive is stopped."""


@dataclass(frozen=True)
class Served:
    """A running archive with its address, project and accounts. The first account is the main one."""

    url: str
    project: str
    client_id: str
    client_secret: str
    accounts: tuple[Account, ...]
    archive: Archive


def application(archive: Archive) -> Starlette:
    """The web application of an archive."""
    routes = [*(route(archive, each) for each in all_endpoints()), *outside_routes(archive)]
    app = Starlette(routes=routes, exception_handlers={HTTPException: failure_page(archive)})
    app.router.redirect_slashes = False
    return app


@contextmanager
def serve(archive: Archive | None = None, *, port: int = 0) -> Iterator[Served]:
    """Serve an archive while the block runs; port 0 takes any free port. Raises `OSError` if the port is in use."""
    archive = archive or Archive()
    with listening(application(archive), port=port) as url:
        yield Served(
            url=url,
            project=archive.project,
            client_id=archive.client.username,
            client_secret=archive.client.password,
            accounts=(MAIN, *VISITORS),
            archive=archive,
        )


@contextmanager
def listening(app: ASGIApp, *, port: int = 0) -> Iterator[str]:
    """Serve a web application from its own thread while the block runs, and yield its address."""
    # asyncio sets TCP_NODELAY only on sockets with an explicit TCP protocol; the others answer 40 ms late.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((_LOOPBACK, port))
        listener.listen(_BACKLOG)
        server = _Server(
            uvicorn.Config(
                app,
                # Logging is configured by the process that serves.
                log_config=None,
                log_level="warning",
                access_log=False,
                lifespan="off",
                timeout_keep_alive=_IDLE_TIMEOUT,
                timeout_graceful_shutdown=_STOP_TIMEOUT,
            )
        )
        thread = threading.Thread(target=server.run, args=([listener],), name="demo-archive", daemon=True)
        thread.start()
        server.listening.wait()
        try:
            yield f"http://{_LOOPBACK}:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


class _Server(uvicorn.Server):
    """A server that reports when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        # Endpoints rarely wait: more threads would only take more memory.
        anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
        await super().startup(sockets)
        self.listening.set()
