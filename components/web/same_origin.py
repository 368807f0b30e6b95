"""Requests that another site's page makes in the browser of one of our users are turned away.

A browser sends its cookies along with such requests, also those of another port of the same host, which SameSite does
not hold back. What it cannot forge are ``Origin`` and ``Sec-Fetch-Site`` (Fetch standard), so these are compared.
"""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from components.web.readiness import READY

_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITE: Final = frozenset({"", "none", "same-origin"})  # none: typed, or from a bookmark; "": not a browser
_PORTS: Final = {"http": 80, "https": 443}
_PROBES: Final = ("/_stcore/health", READY)  # they know the server by other names


class SameOrigin:
    """ASGI middleware that answers 403 to requests of foreign pages, before anything else sees them.

    The own origin is the public address of the settings; without one it is the request's own scheme, host and port, as
    the browser or the proxy in front says (``Host``, ``X-Forwarded-Proto``).

    Args:
        app: what the other requests reach.
        changing: the beginning of paths below which a GET changes something at the archive: a download does.
        public_address: gives the address of the settings, such as ``https://orders.example.org``; "" for none.
    """

    def __init__(self, app: ASGIApp, changing: str, public_address: Callable[[], str]) -> None:
        self._app = app
        self._changing = changing
        self._public_address = public_address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or turn it away."""
        if scope["type"] not in {"http", "websocket"} or self._is_ours(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            refusal = "This request does not come from a page of this desk, so it is refused.\n"
            await PlainTextResponse(refusal, 403)(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        headers, public = Headers(scope=scope), self._public_address()
        if scope["path"].endswith(_PROBES) and not scope["path"].startswith(self._changing):
            return True
        own = _origin(public or f"{_scheme(scope, headers)}://{headers.get('host', '')}")
        if own is None or (public and _origin(f"{own[0]}://{headers.get('host', '')}") != own):
            return False
        origin = headers.get("origin")
        if scope["type"] == "websocket":
            return origin is not None and _origin(origin) == own
        if scope["method"] in _READING:
            return not scope["path"].startswith(self._changing) or headers.get("sec-fetch-site", "") in _OWN_SITE
        if origin is not None:
            return _origin(origin) == own
        return headers.get("sec-fetch-site", "") in _OWN_SITE


def _scheme(scope: Scope, headers: Headers) -> str:
    """The scheme that the browser used: a proxy says it, and a foreign page cannot add that header."""
    forwarded = headers.get("x-forwarded-proto", "").partition(",")[0].strip().lower()
    return forwarded or ("https" if scope["scheme"] in {"https", "wss"} else "http")


def _origin(address: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of an address (RFC 6454); None where it has none."""
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        return None
    return (parts.scheme, parts.hostname, port) if parts.hostname else None
