"""Uploads: only of users who are signed in, and only so many and so large that memory does not run out.

Streamlit holds each upload in memory until its field or its session goes, and takes them from anybody who has opened
a page; it limits the size of one file alone.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import time
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from components.desk.shared_state import shared
from components.web import login_cookie

_ROUTE: Final = "/_stcore/upload_file/"
_MOST_FILES: Final = 50  # of one session
_MOST_BYTES: Final = 64_000_000  # of one session
_MOST_FILES_OF_ALL: Final = 2_000
_MOST_BYTES_OF_ALL: Final = 512_000_000
_LONGEST: Final = 600.0  # seconds; 16 MB in that time are 27 kB a second


class UploadLimits:
    """ASGI middleware that answers 403 or 413 to uploads beyond the limits, before anything is read.

    An upload that is on its way counts with the size that it announces, or many at once would pass together. One that
    has not arrived in time is answered 408.

    Args:
        app: what the other requests reach.
        held: gives the sizes in bytes of the uploads held now, by session.
        longest: seconds that an upload may take.
    """

    def __init__(self, app: ASGIApp, held: Callable[[], Mapping[str, list[int]]], longest: float = _LONGEST) -> None:
        self._app = app
        self._held = held
        self._longest = longest
        self._on_their_way: list[tuple[str, int]] = []  # session and size; changed in the event loop alone

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or turn it away."""
        _, is_upload, rest = str(scope.get("path", "")).partition(_ROUTE)
        if scope["type"] != "http" or not is_upload or scope["method"] not in {"PUT", "POST"}:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        cookie = login_cookie.held(request.cookies)
        if await run_in_threadpool(shared().kept_logins.unseal, cookie, time()) is None:
            await PlainTextResponse("Sign in before you upload a file.\n", 403)(scope, receive, send)
            return
        with self._room(rest.partition("/")[0], _announced(request.headers)) as has_room:
            refusal = "There is no room for this file now. Remove others first, or reload the page.\n", 413
            if has_room:
                try:
                    async with asyncio.timeout(self._longest):
                        await self._app(scope, receive, send)
                except TimeoutError:  # its end did not come, so nothing was answered
                    refusal = "The file did not arrive in time.\n", 408
                else:
                    return
        await PlainTextResponse(*refusal)(scope, receive, send)

    @contextmanager
    def _room(self, session: str, size: int | None) -> Iterator[bool]:
        """Whether there is room for a file of a session, which is kept for it meanwhile; None bytes never have any."""
        files = [(of, each) for of, sizes in self._held().items() for each in sizes] + self._on_their_way
        own = [each for of, each in files if of == session]
        if (
            size is None
            or len(own) >= _MOST_FILES
            or len(files) >= _MOST_FILES_OF_ALL
            or sum(own) + size > _MOST_BYTES
            or sum(each for _, each in files) + size > _MOST_BYTES_OF_ALL
        ):
            yield False
            return
        self._on_their_way.append((session, size))
        try:
            yield True
        finally:
            self._on_their_way.remove((session, size))


def _announced(headers: Headers) -> int | None:
    """The bytes that the server takes at most: those announced, unless nothing holds the sender to them (RFC 9112)."""
    length = headers.get("content-length", "")
    if "transfer-encoding" in headers or not (length.isascii() and length.isdigit()):
        return None
    return int(length) if len(length) < 20 else None  # noqa: PLR2004 - digits of 64 bits
