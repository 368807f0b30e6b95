"""The limits of every answer of an archive: its bytes, its time, and its lines.

An answer that is read whole may take `LARGEST` bytes after decompression, and twice the time-out for its next bytes, so
that bytes that trickle in end, too. A refusal is cut at `LARGEST_REFUSAL` bytes, because a person reads its beginning
only. A download of files has no such ends (`TimedAnswer.may_take_long`); only silence ends it. Lists have their limits
in `paging`.

Part of the program that users take away (`program`): standard library and Python 3.9 only.
"""

from __future__ import annotations

import io
import math
import re
import socket
import time
from http.client import HTTPException, HTTPResponse, LineTooLong
from typing import TYPE_CHECKING, Any, Final, Protocol

from components.regards.errors import UnexpectedReply
from components.regards.http.read_retries import READ_TIMEOUT
from components.regards.http.replies import is_success

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LARGEST: Final = 32_000_000
"""Bytes of the largest answer that is read whole: 500 products of 64 kB, the longest page (contract A.5)."""

LARGEST_REFUSAL: Final = 1_000_000
"""Bytes that are read of a refusal."""

PIECE: Final = 1 << 16
"""Bytes to read at once of an answer that is read whole."""

_TIMES: Final = 2  # the time-out for the next bytes
_LONGEST_LINE: Final = 1 << 16  # bytes of a header, or before a chunk (RFC 9112, section 7.1)
_LENGTH: Final = re.compile(r"[0-9]{1,18}")  # bytes


def whole(pieces: Iterable[bytes], status: int) -> bytes:
    """The body of an answer that comes in pieces; of a refusal its beginning.

    Raises:
        UnexpectedReply: it is too large.
    """
    body = bytearray()
    for piece in pieces:
        body += piece
        if not is_success(status) and len(body) >= LARGEST_REFUSAL:
            return bytes(body[:LARGEST_REFUSAL])
        if len(body) > LARGEST:
            raise UnexpectedReply(f"The archive's answer is too large: more than {LARGEST // 1_000_000} MB.")
    return bytes(body)


class MalformedLength(HTTPException):
    """The header ``Content-Length`` is no number of bytes, so nobody can tell where the answer ends."""


class TimedAnswer(HTTPResponse):
    """An answer that must be complete in time, its headers included: the ``response_class`` of a connection."""

    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:  # noqa: ANN401 - as in the base class
        super().__init__(sock, *args, **options)
        self._bytes = BytesInTime(self.fp.detach(), sock)
        self.fp = _ShortLines(self._bytes, PIECE)  # some chunks, or a small file, come with one look at the socket

    def begin(self) -> None:
        """Read the headers; raises MalformedLength."""
        super().begin()
        if not all(map(_LENGTH.fullmatch, self.headers.get_all("Content-Length", []))):
            self.close()
            raise MalformedLength

    def may_take_long(self) -> None:
        """Let it go on as long as bytes come."""
        self._bytes.until = math.inf


class _Arriving(Protocol):
    def readinto(self, buffer: Any, /) -> int | None: ...  # noqa: ANN401 - any buffer

    def close(self) -> None: ...


class BytesInTime(io.RawIOBase):
    """The bytes of a socket, which end with a time-out although more come.

    Args:
        arriving: the bytes as they come.
        sock: their socket, which has a time-out for the next bytes.
        now: a clock in seconds.

    Attributes:
        until: when they must have ended, in seconds of the clock.
    """

    def __init__(self, arriving: _Arriving, sock: socket.socket, now: Callable[[], float] = time.monotonic) -> None:
        self._arriving = arriving
        self._socket = sock
        self._now = now
        self._silence = sock.gettimeout() or READ_TIMEOUT
        self.until = now() + _TIMES * self._silence

    def readable(self) -> bool:
        """Whether bytes can be read."""
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 - any buffer
        """Read the next bytes; raises a time-out."""
        remaining = self.until - self._now()
        if remaining <= 0:
            raise socket.timeout("timed out")
        self._socket.settimeout(min(remaining, self._silence))
        return self._arriving.readinto(buffer)

    def close(self) -> None:
        """Close the bytes, not the socket."""
        self._arriving.close()
        super().close()


class _ShortLines(io.BufferedReader):
    """A reader that refuses endless lines, which urllib3 would keep."""

    def readline(self, size: int | None = -1, /) -> bytes:
        if size is not None and size >= 0:
            return super().readline(size)
        line = super().readline(_LONGEST_LINE + 1)
        if len(line) > _LONGEST_LINE:
            raise LineTooLong("chunk")
        return line
