"""An answer that sends a download on to the browser while it is checked, and ends properly only if all is well."""

import logging
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Final, TypeVar

import requests
from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from components.regards.errors import RegardsError
from components.regards.http.connection import chunks
from components.regards.printable import in_one_line
from components.web.file_check import DownloadCheck

_MOST_AT_ONCE: Final = 64  # downloads that wait for bytes; Streamlit's own threads are left to its pages
_GONE: Final = "Your browser ended the download before it was whole."

log = logging.getLogger(__name__)

T = TypeVar("T")

_broken_off: ContextVar[bool] = ContextVar("a download of this request was broken off", default=False)
_threads: RunVar[CapacityLimiter] = RunVar("threads of downloads")


class Sending(StreamingResponse):
    """The body of the archive's answer, looked at piece by piece.

    The last piece waits until the check has found nothing wrong. Otherwise the body gets no end, the server closes
    the connection, and the browser says that the download failed.

    Args:
        upstream: the archive's open answer; closed in the end.
        sender: the archive's name.
        check: looks at the body.
        headers: of the answer to the browser.
        media_type: of that answer.
        done: called in the end.
    """

    def __init__(
        self,
        upstream: requests.Response,
        sender: str,
        check: DownloadCheck,
        headers: Mapping[str, str],
        media_type: str,
        done: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__((), headers=headers, media_type=media_type)
        self._upstream = upstream
        self._chunks = chunks(upstream, sender)
        self._check = check
        self._done = done
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
        last = b""
        try:
            while chunk := await _in_thread(self._next):
                if last:
                    await send({"type": "http.response.body", "body": last, "more_body": True})
                last = chunk
            problem = await _in_thread(self._check.end)
        except RegardsError as error:
            problem = error.what
        if problem:
            self._problem = problem
            return
        await send({"type": "http.response.body", "body": last, "more_body": False})
        self._problem = ""
        self._check.left()

    def _next(self) -> bytes:
        chunk = next(self._chunks, b"")
        if chunk:
            self._check.take(chunk)
        return chunk


async def _in_thread(work: Callable[[], T]) -> T:
    try:
        limiter = _threads.get()
    except LookupError:
        limiter = CapacityLimiter(_MOST_AT_ONCE)
        _threads.set(limiter)
    return await to_thread.run_sync(work, limiter=limiter)


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a line of the server says more than our own, that an answer was broken off."""
    return not (_broken_off.get() and record.getMessage() == "ASGI callable returned without completing response.")


logging.getLogger("uvicorn.error").addFilter(_is_news)
