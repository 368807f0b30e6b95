"""Uploads: only of users who are signed in, and only so many and so large that memory does not run out.

Streamlit holds each upload in memory until its field or its session goes, and takes them from anybody who has opened
a page; it limits the size of one file alone.
"""

from collections.abc import Callable, Mapping
from time import time
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from components.desk.shared_state import shared
from components.web import login_cookie

_ROUTE: Final = "/_stcore/upload_file/"
_MOST_FILES: Final = 50  # of one session
_MOST_BYTES: Final = 64_000_000  # of one session
_MOST_BYTES_OF_ALL: Final = 512_000_000


class UploadLimits:
    """ASGI middleware that answers 403 or 413 to uploads beyond the limits, before anything is read.

    Args:
        app: what the other requests reach.
        held: gives the sizes in bytes of the uploads held now, by session.
    """

    def __init__(self, app: ASGIApp, held: Callable[[], Mapping[str, list[int]]]) -> None:
        self._app = app
        self._held = held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or turn it away."""
        _, is_upload, rest = str(scope.get("path", "")).partition(_ROUTE)
        if scope["type"] == "http" and is_upload and scope["method"] in {"PUT", "POST"}:
            request = Request(scope)
            if shared().kept_logins.unseal(request.cookies.get(login_cookie.NAME, ""), time()) is None:
                await PlainTextResponse("Sign in before you upload a file.\n", 403)(scope, receive, send)
                return
            if not self._has_room(rest.partition("/")[0], request.headers.get("content-length", "")):
                refusal = "There is no room for this file now. Remove others first, or reload the page.\n"
                await PlainTextResponse(refusal, 413)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _has_room(self, session: str, length: str) -> bool:
        if not (length.isascii() and length.isdigit() and len(length) < 20):  # noqa: PLR2004 - digits of 64 bits
            return False
        held, size = self._held(), int(length)
        own = held.get(session, [])
        everything = sum(map(sum, held.values()))
        return len(own) < _MOST_FILES and sum(own) + size <= _MOST_BYTES and everything + size <= _MOST_BYTES_OF_ALL
