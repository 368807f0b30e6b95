"""Files on their way from the archive to the browser, through the app, with constant memory.

The login comes from the caller's own cookie, so nobody gets a file by its address alone; the address names the
account too, so that a page of one account never fetches with another's login.
"""

import logging
from collections.abc import AsyncIterator, Callable
from email.message import Message
from hashlib import sha256
from html import escape
from time import time
from urllib.parse import quote, urlencode

import requests
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from components.regards import order_files
from components.regards.errors import RegardsError, SessionOver
from components.regards.login import Login
from components.regards.wire import Connection
from components.ui import login_cookie

ZIP_ROUTE = "/orders/{order_id:int}/files.zip"
FILE_ROUTE = "/files/{file_id:int}"

log = logging.getLogger(__name__)


def zip_link(login: Login, order_id: int) -> str:
    """The address of everything that is available of an order."""
    return f"/orders/{order_id}/files.zip?{urlencode({'account': _account(login)})}"


def file_link(login: Login, file_id: int) -> str:
    """The address of one file."""
    return f"/files/{file_id}?{urlencode({'account': _account(login)})}"


async def send_zip(request: Request) -> Response:
    """The route of `zip_link`."""
    order_id = request.path_params["order_id"]
    return await _send(request, lambda c: order_files.open_zip(c, order_id), f"order_{order_id}.zip")


async def send_file(request: Request) -> Response:
    """The route of `file_link`."""
    file_id = request.path_params["file_id"]
    return await _send(request, lambda c: order_files.open_file(c, file_id), "")


async def _send(request: Request, open_download: Callable[[Connection], requests.Response], name: str) -> Response:
    login = login_cookie.unseal(request.cookies.get(login_cookie.NAME, ""), time())
    if login is None or request.query_params.get("account") != _account(login):
        return _refusal(SessionOver("This download belongs to a session that is over."), 403)
    try:
        upstream = await run_in_threadpool(open_download, login.connection())
    except RegardsError as error:
        return _refusal(error, 502)
    name = name or _safe_name(upstream.headers.get("Content-Disposition", ""))
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Cache-Control": "no-store",
        # Whatever the file holds, it is saved and never run as a page of ours.
        "X-Content-Type-Options": "nosniff",
    }
    if "Content-Encoding" not in upstream.headers and "Content-Length" in upstream.headers:
        headers["Content-Length"] = upstream.headers["Content-Length"]
    kind = "application/zip" if name.endswith(".zip") else "application/octet-stream"
    return StreamingResponse(_body(upstream), headers=headers, media_type=kind)


async def _body(upstream: requests.Response) -> AsyncIterator[bytes]:
    chunks = order_files.chunks(upstream)
    try:
        while chunk := await run_in_threadpool(next, chunks, b""):
            yield chunk
    finally:
        # Also when the browser went away: the archive must not go on sending.
        upstream.close()


def _account(login: Login) -> str:
    return sha256(f"{login.archive.name}|{login.project}|{login.username}".encode()).hexdigest()[:16]


def _safe_name(disposition: str) -> str:
    """The file name that the archive suggests, without anything that could be a path."""
    message = Message()
    message["Content-Disposition"] = disposition
    name = message.get_filename() or ""
    name = "".join(c for c in name.replace("\\", "/").rsplit("/", 1)[-1] if c.isprintable())
    return name.strip(" .") or "file"


def _refusal(error: RegardsError, status: int) -> HTMLResponse:
    """A small page: a download opens in a tab of its own, where nothing else can tell what happened."""
    log.info("download refused: %s", error.what)
    words = f"<p>The archive says:</p><pre>{escape(error.words)}</pre>" if error.words else ""
    return HTMLResponse(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        "<title>No download</title><style>body{font:1.1rem/1.5 sans-serif;margin:3rem auto;max-width:36rem;"
        "padding:0 1rem;color-scheme:light dark}pre{white-space:pre-wrap}</style>"
        f"<h1>The download did not start</h1><p>{escape(error.what)} {escape(error.advice)}</p>{words}"
        "<p>Close this tab to return to your order.</p></html>",
        status,
    )
