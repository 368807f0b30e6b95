"""The route that sets the cookie which carries a login over a refresh and into new tabs.

The cookie's content is encrypted, scripts in the page cannot read it (HttpOnly), and other sites cannot make the
browser send it (SameSite=Strict). What it holds and who may open it: `components.desk.sign_in.kept_login`.
"""

from collections.abc import Mapping
from time import time
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from components.desk.browser_downloads import account_mark
from components.desk.shared_state import shared
from components.regards.sign_in.login import Login

NAME: Final = "order_desk_login"
ROUTE: Final = "/login-cookie"

_OF_THIS_HOST: Final = "__Host-"
"""Browsers let only pages of the very same host set a cookie of such a name, and only by TLS (RFC 6265bis, 4.1.3.2)."""


def held(cookies: Mapping[str, str]) -> str:
    """The content of the cookie among those of a request; empty without one."""
    return str(cookies.get(_name(), ""))


def login_of(request: Request) -> Login | None:
    """The login of a request for something of an account, if its address names that account; else None."""
    login = shared().kept_logins.unseal(held(request.cookies), time())
    marked = login is not None and request.query_params.get("account") == account_mark(login)
    return login if marked else None


def _name() -> str:
    return f"{_OF_THIS_HOST}{NAME}" if shared().public_address.startswith("https://") else NAME


async def exchange(request: Request) -> Response:
    """Take a ticket and set its cookie, for requests that our own pages make."""
    scheme, _, place = request.headers.get("origin", "").partition("://")  # not parsed: it may be malformed
    sealed = shared().kept_logins.exchange(request.headers.get("x-ticket", ""))
    if place != request.headers.get("host") or sealed is None:
        return Response(status_code=403)
    response = Response(status_code=204, headers={"Cache-Control": "no-store"})
    response.set_cookie(
        _name(),
        sealed.cookie,
        max_age=sealed.seconds,
        httponly=True,
        samesite="strict",
        secure=scheme == "https",
    )
    return response
