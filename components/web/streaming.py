"""An answer that sends a download on to the browser while it is checked, and ends properly only if all is well.

One thread reads a download and checks it, from its beginning to its end; the event loop sends what has passed. Handing
each piece to a thread of its own, and to another for its check, took more time than the work itself.
"""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from typing import Final

from anyio import CancelScope, CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from components.regards.errors import RegardsError
from components.regards.http.gateway import Answer
from components.regards.printable import in_one_line
from components.web.file_check import DownloadCheck

_MOST_AT_ONCE: Final = 500  # downloads that have a thread; Streamlit's own threads are left to its pages
_MOST_AHEAD: Final = 1 << 20  # bytes that have passed the check and are not yet sent
_AT_ONCE: Final = 1 << 18  # bytes that are sent at once
_GONE: Final = "Your browser ended the download before it was whole."
_FAILED: Final = "This desk failed while it sent the download. Its log says why. Try again."

log = logging.getLogger(__name__)

_broken_off: ContextVar[bool] = ContextVar("a download of this request was broken off", default=False)
_threads: RunVar[CapacityLimiter] = RunVar("threads of downloads")


class Sending(StreamingResponse):
    """The body of the archive's answer, looked at piece by piece.

    The last piece waits until the check has found nothing wrong. Otherwise the body gets no end, the server closes
    the connection, and the browser says that the download failed.

    Args:
        upstream: the archive's open answer; closed in the end.
        check: looks at the body.
        headers: of the answer to the browser.
        media_type: of that answer.
        done: called in the end.
    """

    def __init__(
        self,
        upstream: Answer,
        check: DownloadCheck,
        headers: Mapping[str, str],
        media_type: str,
        done: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__((), headers=headers, media_type=media_type)
        self._upstream = upstream
        self._chunks = upstream.pieces()
        self._check = check
        self._done = done
        self._last = b""
        self._problem = _GONE  # unless we learn otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer, and close that of the archive in any case."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._upstream.close()
            self._done()
            if self._problem:
                log.warning("%s: %s", scope["path"], in_one_line(self._problem))
                _broken_off.set(True)
                self._check.break_off(self._problem)

    async def stream_response(self, send: Send) -> None:
        """Send the body; of a broken or wrong one, everything but its last piece and its end."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        passed = _Passed(asyncio.get_running_loop())
        reading = asyncio.ensure_future(to_thread.run_sync(self._read, passed, limiter=_limiter()))
        try:
            while body := await passed.take():
                await send({"type": "http.response.body", "body": body, "more_body": True})
        finally:
            passed.stop()
            with CancelScope(shield=True):  # nothing is closed while the thread reads
                await asyncio.wait([reading])
        if problem := reading.result():
            self._problem = problem
            return
        await send({"type": "http.response.body", "body": self._last, "more_body": False})
        self._problem = ""
        self._check.left()

    def _read(self, passed: "_Passed") -> str:
        """Why the download should not be kept; runs in the thread."""
        try:
            return self._check.read(self._pieces(passed))
        except RegardsError as error:
            return error.what
        except Exception:  # a fault of ours
            log.exception("A download failed on its way")
            return _FAILED
        finally:
            passed.end()

    def _pieces(self, passed: "_Passed") -> Iterator[bytes]:
        """The pieces for the check; when it asks for the next one, the one before has passed."""
        for chunk in self._chunks:
            if self._last:
                passed.put(self._last)
            self._last = chunk
            yield chunk


class _NobodyListens(RegardsError):
    """The browser has gone away."""


class _Passed:
    """The pieces on their way from the thread, which waits while many lie here, to the event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._changed = threading.Condition()
        self._arrived = asyncio.Event()
        self._pieces: deque[bytes] = deque()
        self._size = 0
        self._awaited = self._ended = self._stopped = False

    def put(self, piece: bytes) -> None:
        """Add the next piece; raises _NobodyListens."""
        with self._changed:
            self._changed.wait_for(lambda: self._size < _MOST_AHEAD or self._stopped)
            if self._stopped:
                raise _NobodyListens(_GONE)
            self._pieces.append(piece)
            self._size += len(piece)
            self._wake()

    def end(self) -> None:
        """Say that no more pieces come."""
        with self._changed:
            self._ended = True
            self._wake()

    async def take(self) -> bytes:
        """The next bytes, once there are some; nothing at the end.

        Small pieces are put together, because each costs the event loop as much as a large one. Large ones are not: to
        copy them took longer, and the thread, which waits for room, had to wait until all of them were sent.
        """
        while True:
            with self._changed:
                pieces = self._next()
                if pieces or self._ended:
                    self._size -= sum(map(len, pieces))
                    self._changed.notify()
                    return b"".join(pieces)
                self._awaited = True
                self._arrived.clear()
            await self._arrived.wait()

    def _next(self) -> list[bytes]:
        pieces, size = list[bytes](), 0
        while self._pieces and (not pieces or size + len(self._pieces[0]) <= _AT_ONCE):
            pieces.append(self._pieces.popleft())
            size += len(pieces[-1])
        return pieces

    def stop(self) -> None:
        """Say that nothing more is taken."""
        with self._changed:
            self._stopped = True
            self._changed.notify()

    def _wake(self) -> None:
        if self._awaited:
            self._awaited = False
            self._loop.call_soon_threadsafe(self._arrived.set)


def _limiter() -> CapacityLimiter:
    try:
        return _threads.get()
    except LookupError:
        limiter = CapacityLimiter(_MOST_AT_ONCE)
        _threads.set(limiter)
        return limiter


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a line of the server says more than our own, that an answer was broken off."""
    return not (_broken_off.get() and record.getMessage() == "ASGI callable returned without completing response.")


logging.getLogger("uvicorn.error").addFilter(_is_news)
