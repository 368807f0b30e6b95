"""The routes by which a browser goes to an identity provider and comes back (contract B.4).

``RETURN`` is the address that an operator registers at the provider. The code is in its query or in its fragment, which
no server sees. So the page there is a script: it takes the code out of the address and posts it, with the state, to the
same path. The cookie that binds both to the browser is HttpOnly and SameSite=Strict: only our own pages send it.
"""

from importlib.resources import files
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from components.desk.shared_state import shared
from components.desk.sign_in.provider_sign_ins import LIFE

NAME: Final = "order_desk_provider"
LEAVE: Final = "/provider-leave"
RETURN: Final = "/provider-return"
SCRIPT: Final = "/provider-return.js"

_LONGEST: Final = 8_000  # bytes: a state, and a code or the name of a refusal
_LONGEST_REFUSAL: Final = 200  # characters
_PRIVATE: Final = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
_PAGE: Final = (files(__package__) / "provider_return.html").read_text(encoding="utf-8")
_JAVASCRIPT: Final = (files(__package__) / "provider_return.js").read_text(encoding="utf-8")


async def leave(request: Request) -> Response:
    """Take the state of a sign-in; give the address of the provider, and the cookie that binds the way back."""
    bound = shared().provider_sign_ins.leave(request.headers.get("x-state", ""))
    if bound is None:
        return Response(status_code=403)
    browser, address = bound
    response = PlainTextResponse(address, headers=_PRIVATE)
    secure = request.headers.get("origin", "").startswith("https:")
    response.set_cookie(NAME, browser, max_age=LIFE, httponly=True, samesite="strict", secure=secure)
    return response


async def page(request: Request) -> Response:
    """The page to which the provider sends the browser; the server's log of requests gets no code."""
    request.scope["query_string"] = b""
    return HTMLResponse(_PAGE, headers=_PRIVATE)


async def script(_request: Request) -> Response:
    """The script of that page."""
    return Response(_JAVASCRIPT, media_type="text/javascript", headers=_PRIVATE)


async def come_back(request: Request) -> Response:
    """Take the state with the code, or with the reason why there is none; give the place of the page to go on with."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LONGEST:
            return Response(status_code=413, headers=_PRIVATE)
    given = dict(parse_qsl(body.decode(errors="replace")))
    state, code, refusal = (given.get(name, "") for name in ("state", "code", "error"))
    browser = request.cookies.get(NAME, "")
    place = shared().provider_sign_ins.come_back(state, browser, code, refusal[:_LONGEST_REFUSAL])
    return PlainTextResponse(place, headers=_PRIVATE) if place else Response(status_code=403, headers=_PRIVATE)
