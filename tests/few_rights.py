"""The demo archive for a user with few rights: 403 to everything that is not named (contract L.12)."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from starlette.types import Receive, Scope, Send

from components.demo.archive import Archive
from components.demo.listening import listening
from components.demo.server import application

_OK = 200

_SIGN_IN = r"rs-authentication/.*"
_APPLY = r"rs-order/user/orders/apply"
_FILES = r"rs-order(/user)?/orders/\d+/files/available|rs-order/orders/files/\d+|rs-order/user/orders/\d+/download"
_ONE_ORDER = r"rs-order/user/orders/\d+"

WITH_ITS_ORDERS = f"{_SIGN_IN}|{_APPLY}|{_FILES}|{_ONE_ORDER}"
WITHOUT_ORDERS = f"{_SIGN_IN}|{_APPLY}|{_FILES}"


@contextmanager
def serve_with_few_rights(archive: Archive, allowed: str, failing: Mapping[str, int]) -> Iterator[str]:
    """Serve the archive while the block runs, and yield its address.

    ``allowed`` is matched with whole paths; those that are ``failing`` answer with another status.
    """
    inner, may = application(archive), re.compile(f"/api/v1/({allowed})")

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        status = failing.get(path.removeprefix("/api/v1/"), 200 if may.fullmatch(path) else 403)
        await (inner(scope, receive, send) if status == _OK else _refuse(send, status))

    with listening(app) as url:
        yield url


async def _refuse(send: Send, status: int) -> None:
    body = b'{"messages":["The role REGISTERED_USER may not call this endpoint"]}'
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": body})
