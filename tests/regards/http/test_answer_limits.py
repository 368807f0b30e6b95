"""An answer ends in time, unless it is a download; silence ends both."""

import io
import socket

import pytest

from components.regards.http.answer_limits import BytesInTime
from tests.clocks import Clock

SILENCE = 65.0  # seconds


class ASocket(socket.socket):
    """A socket that is connected with nobody."""

    def __init__(self) -> None:
        super().__init__()
        self.settimeout(SILENCE)


def test_bytes_come_until_twice_the_time_out_is_over() -> None:
    clock = Clock()
    with ASocket() as sock, BytesInTime(io.BytesIO(b"abc"), sock, clock) as arriving:
        clock.advance(2 * SILENCE - 1)
        assert arriving.read(1) == b"a"
        clock.advance(1)
        with pytest.raises(TimeoutError):
            arriving.read(1)


def test_nobody_waits_for_the_next_bytes_beyond_the_end() -> None:
    clock = Clock()
    with ASocket() as sock, BytesInTime(io.BytesIO(b"abc"), sock, clock) as arriving:
        arriving.read(1)
        assert sock.gettimeout() == SILENCE
        clock.advance(2 * SILENCE - 5)
        arriving.read(1)
        assert sock.gettimeout() == 5


def test_bytes_without_an_end_are_waited_for_as_long_as_before() -> None:
    clock = Clock()
    with ASocket() as sock, BytesInTime(io.BytesIO(b"abc"), sock, clock) as arriving:
        clock.advance(2 * SILENCE - 5)
        arriving.read(1)
        arriving.until = float("inf")
        clock.advance(1_000 * SILENCE)
        assert arriving.read(1) == b"b"
        assert sock.gettimeout() == SILENCE
