"""A cookie that carries a login over a refresh and into new tabs.

Streamlit sets no cookies, and a script cannot. So the page asks for a one-time ticket and shows a component
that exchanges it, at a route of the app, for the cookie. Its content is encrypted, scripts in the page cannot
read it (HttpOnly) and other sites cannot make the browser send it (SameSite=Strict).
"""

import json
import secrets
import threading
import time
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

import streamlit as st
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from starlette.requests import Request
from starlette.responses import Response

from components.desk import archives
from components.regards.login import Login

NAME: Final = "order_desk_login"
ROUTE: Final = "/login-cookie"
_TICKET_LIFE: Final = 60.0  # seconds between the page that shows a ticket and the browser that brings it
_ALGORITHMS: Final = {"alg": "dir", "enc": "A256GCM"}

_KEEP = st.components.v2.component(
    "order_desk_login_cookie",
    js="""
    export default function ({ data }) {
        fetch(new URL(data.route.slice(1), document.baseURI),
              { method: "POST", headers: { "X-Ticket": data.ticket }, credentials: "same-origin" });
    }
    """,
)


@dataclass(frozen=True, slots=True)
class _Ticket:
    cookie: str
    seconds: int
    issued_at: float


_tickets: dict[str, _Ticket] = {}
_forgotten: dict[str, float] = {}
_lock = threading.Lock()


def seal(login: Login) -> str:
    """The encrypted content of the cookie for a login."""
    content = asdict(login) | {"archive": login.archive.name}
    return jwe.encrypt_compact(_ALGORITHMS, json.dumps(content).encode(), _key())


def unseal(cookie: str, now: float) -> Login | None:
    """The login in a cookie, unless it is not ours, has expired, was signed out or its archive is gone."""
    try:
        content = json.loads(jwe.decrypt_compact(cookie, _key()).plaintext or b"")
        archive = archives.named(content.pop("archive"))
        login = Login(archive=archive, **content) if archive else None
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        return None
    if login is None or login.usable_until <= now or is_forgotten(login):
        return None
    return login


def ticket_to_keep(login: Login) -> str:
    """A ticket that the browser exchanges for the cookie of a login."""
    return _ticket(seal(login), int(login.life))


def ticket_to_forget(login: Login) -> str:
    """A ticket that takes the cookie away; from now on nobody is signed in by it, whoever kept a copy."""
    with _lock:
        # Another tab may have renewed the token meanwhile, so the sign-in is forgotten, and for longer than one life.
        _forgotten[login.sign_in_id] = login.usable_until + login.life
        for ended in [each for each, until in _forgotten.items() if until < login.received_at]:
            del _forgotten[ended]
    return _ticket("", 0)


def is_forgotten(login: Login) -> bool:
    """Whether the user signed out of this login, here or in another tab."""
    return login.sign_in_id in _forgotten


def exchange(ticket: str) -> bool:
    """Show the component that brings a ticket to the route; False once the browser has done so."""
    if ticket not in _tickets:
        return False
    _KEEP(key="login_cookie", data={"route": ROUTE, "ticket": ticket}, height=0)
    return True


async def redeem(request: Request) -> Response:
    """The route: a ticket in, a cookie out, for requests that our own pages make."""
    origin = urlsplit(request.headers.get("origin", ""))
    with _lock:
        ticket = _tickets.pop(request.headers.get("x-ticket", ""), None)
    if origin.netloc != request.headers.get("host") or ticket is None:
        return Response(status_code=403)
    response = Response(status_code=204, headers={"Cache-Control": "no-store"})
    response.set_cookie(
        NAME,
        ticket.cookie,
        max_age=ticket.seconds,
        httponly=True,
        samesite="strict",
        secure=origin.scheme == "https",
    )
    return response


def _ticket(cookie: str, seconds: int) -> str:
    name, now = secrets.token_urlsafe(), time.monotonic()
    with _lock:
        for old in [each for each, ticket in _tickets.items() if ticket.issued_at < now - _TICKET_LIFE]:
            del _tickets[old]
        _tickets[name] = _Ticket(cookie, seconds, now)
    return name


def _key() -> OctKey:
    # Replicas that share `server.cookieSecret` read each other's cookies.
    secret = str(st.get_option("server.cookieSecret"))
    return OctKey.import_key(sha256(f"order desk login {secret}".encode()).digest())
