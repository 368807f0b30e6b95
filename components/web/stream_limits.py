"""Open pages of strangers: only so many, and only small messages, so that they do not fill the memory.

Streamlit keeps what the fields of a page hold for as long as its stream is open, up to ``server.maxWidgetStateSize`` a
stream, and takes any number of streams. What the sign-in page asks for is short.
"""

from time import time
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.desk.shared_state import shared
from components.desk.sign_in.networks import network
from components.web import login_cookie

STREAM: Final = "x-order-desk-stream"
"""The header by which a page knows its stream, and says that somebody has signed in through it."""

_LONGEST: Final = 256_000  # bytes of a message: a long token, and all fields beside it
_TOO_BIG: Final = 1009  # RFC 6455, section 7.4.1
_REFUSAL: Final = "Too many pages are open here in which nobody has signed in. Close some, or try again in a minute.\n"


class StreamLimits:
    """ASGI middleware that answers 503 to the stream of one stranger too many, and closes one with a long message.

    A stream counts until somebody has signed in through it; one that brings the cookie of a login does not count.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or turn it away."""
        if scope["type"] != "websocket" or await _is_signed_in(scope):
            await self._app(scope, receive, send)
            return
        strangers, client = shared().strangers, scope.get("client")
        stream = strangers.admit(network(client[0] if client else None))
        if not stream:
            await PlainTextResponse(_REFUSAL, 503)(scope, receive, send)
            return

        async def receive_little() -> Message:
            message = await receive()
            if stream in strangers and len(message.get("bytes") or message.get("text") or "") > _LONGEST:
                await send({"type": "websocket.close", "code": _TOO_BIG})
                return {"type": "websocket.disconnect", "code": _TOO_BIG}
            return message

        headers = [(name, value) for name, value in scope["headers"] if name != STREAM.encode()]
        headers.append((STREAM.encode(), stream.encode()))
        try:
            await self._app({**scope, "headers": headers}, receive_little, send)
        finally:
            strangers.release(stream)


async def _is_signed_in(scope: Scope) -> bool:
    cookie = login_cookie.held(HTTPConnection(scope).cookies)
    return await run_in_threadpool(shared().kept_logins.unseal, cookie, time()) is not None
