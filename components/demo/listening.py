"""A server of a web application, on a loopback port."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import anyio.to_thread
import uvicorn
from starlette.types import ASGIApp

_LOOPBACK = "127.0.0.1"
_BACKLOG = 1024
_THREADS = 8
_IDLE_TIMEOUT = 75
"""Seconds that a connection may be idle, as with a common proxy."""
_STOP_TIMEOUT = 1
"""Seconds that running responses have to finish when the archive is stopped."""


@contextmanager
def listening(app: ASGIApp, *, port: int = 0) -> Iterator[str]:
    """Serve a web application from its own thread while the block runs, and yield its address."""
    with bound(port) as listener, serving(listener, lambda: app) as listens:
        listens.wait()
        yield address(listener)


@contextmanager
def bound(port: int = 0) -> Iterator[socket.socket]:
    """A socket that takes connections, which wait until it is served; port 0 is any free one."""
    # asyncio sets TCP_NODELAY only on sockets with an explicit TCP protocol; the others answer 40 ms late.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((_LOOPBACK, port))
        listener.listen(_BACKLOG)
        yield listener


def address(listener: socket.socket) -> str:
    """The address under which a socket is reached."""
    return f"http://{_LOOPBACK}:{listener.getsockname()[1]}"


@contextmanager
def serving(listener: socket.socket, make: Callable[[], ASGIApp]) -> Iterator[threading.Event]:
    """Make and serve a web application from its own thread while the block runs, and yield what tells when it is so."""
    server = _Server(
        uvicorn.Config(
            make,
            factory=True,
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
    try:
        yield server.listening
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
