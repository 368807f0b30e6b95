"""Connections that wait for the next request, and are closed when it does not come."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from urllib3.connection import HTTPConnection

from components.regards.http import idle_connections
from components.regards.http.connection import Connection
from components.regards.http.idle_connections import IDLE_FOR, IdleConnections
from components.regards.settings import Archive
from tests.clocks import Clock
from tests.regards.scripted_server import LOOPBACK


class Waiting(HTTPConnection):
    """A connection that says whether it was closed."""

    closed = False

    def close(self) -> None:
        self.closed = True


class Timers:
    """The timers that were set: they run when they are told to."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.set: list[tuple[float, Callable[[], None]]] = []

    def __call__(self, seconds: float, act: Callable[[], None]) -> None:
        self.set.append((self._clock.now + seconds, act))

    def pass_one(self) -> None:
        """Let the time of the only timer pass."""
        [(self._clock.now, act)] = self.set
        self.set.clear()
        act()


def begin() -> tuple[IdleConnections, Clock, Timers]:
    clock = Clock()
    timers = Timers(clock)
    return IdleConnections(8, clock, timers), clock, timers


def test_a_connection_that_nobody_takes_is_closed_and_then_no_timer_is_left() -> None:
    idle, _, timers = begin()
    idle.put(connection := Waiting("a"))
    timers.pass_one()
    assert connection.closed
    assert timers.set == []


def test_each_connection_is_closed_in_its_own_time() -> None:
    idle, clock, timers = begin()
    idle.put(first := Waiting("a"))
    clock.advance(IDLE_FOR / 3)
    idle.put(second := Waiting("a"))
    timers.pass_one()
    assert (first.closed, second.closed) == (True, False)
    timers.pass_one()
    assert second.closed
    assert timers.set == []


def test_a_connection_that_is_taken_is_not_closed_however_long_its_answer_lasts() -> None:
    idle, _, timers = begin()
    idle.put(connection := Waiting("a"))
    assert idle.get() is connection
    timers.pass_one()
    assert not connection.closed
    assert timers.set == []


def test_a_connection_that_comes_back_waits_anew() -> None:
    idle, clock, timers = begin()
    idle.put(connection := Waiting("a"))
    clock.advance(IDLE_FOR - 1)
    idle.put(idle.get())
    timers.pass_one()
    assert not connection.closed
    timers.pass_one()
    assert connection.closed


def test_the_end_of_a_connection_that_waited_reaches_the_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idle_connections, "IDLE_FOR", 0.01)
    ended = threading.Event()

    class KeepingAlive(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(204)
            self.end_headers()

        def finish(self) -> None:
            ended.set()
            super().finish()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the base class
            pass

    with ThreadingHTTPServer((LOOPBACK, 0), KeepingAlive) as server:
        threading.Thread(target=server.serve_forever).start()
        user = Connection(Archive("Kept", f"http://{LOOPBACK}:{server.server_port}", "project1"), "token")
        try:
            user.read("x")
            assert ended.wait(60)
            user.read("x")
        finally:
            server.shutdown()


def test_places_without_a_connection_need_no_timer() -> None:
    idle, _, timers = begin()
    idle.put(None)
    assert timers.set == []
