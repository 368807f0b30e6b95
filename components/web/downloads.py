"""Files on their way from the archive to the browser, through the app, with constant memory, and checked.

The login comes from the caller's own cookie, so nobody gets a file by its address alone; the address names the
account too, so that a page of one account never fetches with another's login. What the archive announced of a file
comes from the archive, never from the address. A download that turns out broken or wrong gets no proper end: the
browser then says that it failed, and the page says why (`components.desk.browser_downloads`).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from components.desk.browser_downloads import zip_name
from components.desk.shared_state import shared
from components.regards.delivery import web_pages
from components.regards.delivery.file_names import safe_name
from components.regards.delivery.order_state import in_words
from components.regards.delivery.unannounced import GIGABYTE
from components.regards.errors import Missing, NoRight, RegardsError, SessionOver, UnexpectedReply
from components.regards.http import addresses
from components.regards.http.connection import Connection
from components.regards.http.gateway import Answer
from components.regards.orders import order_files
from components.regards.orders.records import Order, OrderFile
from components.regards.printable import in_one_line
from components.regards.sign_in.session import Session
from components.web import login_cookie
from components.web.file_check import DownloadCheck, FileCheck, LengthCheck
from components.web.numbers import NUMBER
from components.web.streaming import Sending
from components.web.zip_check import ZipCheck

ZIP_ROUTE: Final = f"/orders/{{order_id:{NUMBER}}}/files.zip"
FILE_ROUTE: Final = f"/orders/{{order_id:{NUMBER}}}/files/{{file_id:{NUMBER}}}"
METALINK_ROUTE: Final = f"/orders/{{order_id:{NUMBER}}}/files.metalink"

_LONGEST_WAIT: Final = 240.0  # seconds that a browser, and a proxy before the desk, wait for the first byte

log = logging.getLogger(__name__)


async def send_zip(request: Request) -> Response:
    """The route of `zip_address`."""
    order_id = request.path_params["order_id"]

    def begin(session: Session) -> _Download:
        connection = session.connection
        # Refused if it is another user's, also where the archive shows its available files alone: the ZIP is not
        # (contract C.7).
        order = order_files.order(connection, order_id)
        list_files = _lister(connection, order)
        upstream = connection.stream(addresses.order_zip(order_id))
        check = ZipCheck(session.login.account, list_files, shared().browser_downloads, _largest_unannounced(session))
        return _Download(upstream, zip_name(order_id, datetime.now(UTC)), "application/zip", check)

    return await _send(request, begin, _in_line)


async def send_file(request: Request) -> Response:
    """The route of `BrowserDownloads.file_address`."""
    order_id, file_id = request.path_params["order_id"], request.path_params["file_id"]

    def begin(session: Session) -> _Download:
        account = session.login.account
        if problem := shared().browser_downloads.lately_wrong(account, order_id, file_id):
            raise UnexpectedReply(f"{problem} The download was ended, and the file is not fetched again at once.")
        file = _find(session, order_id, file_id)
        upstream = session.connection.stream(addresses.file_content(file_id))
        kind = upstream.header("Content-Type")
        if web_pages.must_be_refused(file, kind):
            error = web_pages.in_place_of_file(kind, next(upstream.pieces(), b""))
            upstream.close()
            shared().browser_downloads.fail(account, file, in_words(error))
            raise error
        return _Download(
            upstream,
            safe_name(file.name),
            "application/octet-stream",
            FileCheck(account, file, shared().browser_downloads, _largest_unannounced(session)),
        )

    return await _send(request, begin, _in_line)


async def send_metalink(request: Request) -> Response:
    """The route of `metalink_address`."""
    order_id = request.path_params["order_id"]

    def begin(session: Session) -> _Download:
        order_files.order(session.connection, order_id)  # as for a ZIP
        upstream = session.connection.stream(addresses.metalink(order_id))
        name = f"order_{order_id}.metalink"
        return _Download(upstream, name, "application/metalink+xml", LengthCheck(name, _largest_unannounced(session)))

    return await _send(request, begin, _at_once)


@dataclass(frozen=True, slots=True)
class _Download:
    """A download that has begun: the archive's answer, the name and kind to send it as, and who looks at it."""

    upstream: Answer
    name: str
    kind: str
    check: DownloadCheck


class _Busy(RegardsError):
    """Other downloads of the user are under way, and none of them has ended for a long time."""

    advice = "Wait until one of them has ended, or end one, then try again."


async def _in_line(request: Request, account: str, held: ExitStack) -> None:
    """Wait for a place among the downloads of the account, and hold it.

    Raises:
        _Busy: there was none for long, or nobody waits any more.
    """
    streams = shared().streams.of(account)
    place = streams.ask()
    held.callback(streams.leave, place)
    if place.granted.done():
        return
    try:
        async with asyncio.timeout(_LONGEST_WAIT):
            await asyncio.wrap_future(place.granted)
    except TimeoutError:
        raise _Busy("Two downloads of yours are under way, here or into your folder, and none has ended.") from None
    if await request.is_disconnected():  # the archive would count it as a download
        raise _Busy("Your browser has not waited for the download.")


async def _at_once(_request: Request, _account: str, _held: ExitStack) -> None:
    """Begin without a place, as what is no file: the archive does not count it."""


_NOT_OURS: Final = "This download belongs to a session that is over, or that is not the last one of this browser."


async def _send(
    request: Request,
    begin: Callable[[Session], _Download],
    wait: Callable[[Request, str, ExitStack], Awaitable[None]],
) -> Response:
    if request.method == "HEAD":  # the archive would count it as a download (contract C.7)
        return Response(status_code=405, headers={"Allow": "GET"})
    login = await run_in_threadpool(login_cookie.login_of, request)
    if login is None:
        return _refusal(SessionOver(_NOT_OURS), 403)
    with ExitStack() as held:
        try:
            await wait(request, login.account, held)
            download = await run_in_threadpool(begin, shared().sessions.of(login))
        except _Busy as error:
            return _refusal(error, 429)
        except RegardsError as error:
            return _refusal(error, 403 if isinstance(error, NoRight) else 502)
        return _sending(download, held.pop_all().close)


def _sending(download: _Download, done: Callable[[], None]) -> Response:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(download.name, safe='')}",
        "Cache-Control": "no-store",
        # Streamlit would compress an answer that does not name its encoding: slow, and without a length.
        "Content-Encoding": "identity",
        # The file is saved, and never run as a page of ours.
        "X-Content-Type-Options": "nosniff",
    }
    length = download.upstream.header("Content-Length")
    # With these it is not that of the file (RFC 9112, section 6.3). With 0, the head would be a whole answer already.
    if length.strip("0") and not any(map(download.upstream.header, ("Content-Encoding", "Transfer-Encoding"))):
        headers["Content-Length"] = length
    return Sending(download.upstream, download.check, headers, download.kind, done)


def _largest_unannounced(session: Session) -> int:
    return session.login.archive.largest_unannounced_file * GIGABYTE


def _lister(connection: Connection, order: Order) -> Callable[[], tuple[OrderFile, ...]]:
    """Lists the files of an order: while its ZIP is on its way, or before where a file leaves the list with the ZIP."""

    def list_files() -> tuple[OrderFile, ...]:
        return order_files.files(connection, order)

    try:
        if not order_files.lists_available_only(connection, order):
            return list_files
        listed = list_files()
    except RegardsError:  # that must not keep the user from the ZIP
        return list_files
    return lambda: listed


def _find(session: Session, order_id: int, file_id: int) -> OrderFile:
    """What the archive announced of a file; asked only where its link was drawn by another process, or long ago."""
    if file := shared().browser_downloads.announced(session.login.account, order_id, file_id):
        return file
    connection = session.connection
    files = order_files.files(connection, order_files.order(connection, order_id))
    if file := next((each for each in files if each.file_id == file_id), None):
        return file
    raise Missing("This order has no such file, or no longer.")


def _refusal(error: RegardsError, status: int) -> HTMLResponse:
    """A small page: a download opens in a tab of its own, where nothing else can tell what happened."""
    log.info("download refused: %s", in_one_line(error.what))
    words = f"<p>{error.speaker} says:</p><pre>{escape(error.server_message)}</pre>" if error.server_message else ""
    if error.trace:
        words += f"<p>The archive's operators find this call under its correlation id <code>{error.trace}</code>.</p>"
    return HTMLResponse(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        "<title>No download</title><style>body{font:1.1rem/1.5 sans-serif;margin:3rem auto;max-width:36rem;"
        "padding:0 1rem;color-scheme:light dark}pre{white-space:pre-wrap}</style>"
        f"<h1>The download did not start</h1><p>{escape(error.what)} {escape(error.advice)}</p>{words}"
        "<p>Close this tab to return to your order.</p></html>",
        status,
    )
