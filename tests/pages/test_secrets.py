"""A whole journey, from the password to the files: its secrets stand in no log, no address and no text of a page.

What a browser says of the page where it was (``Referer``): `tests/browser/test_ways_in.py`.
"""

import logging
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import quote, quote_plus, urljoin

import pytest
import requests
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.testing.v1 import AppTest

from components.demo.api import gateway
from components.demo.listening import listening
from components.demo.server import Served
from components.desk.browser_downloads import metalink_address, zip_address
from components.desk.shared_state import shared
from components.regards.orders import order_files, orders
from components.web import login_cookie
from tests.pages.test_faults import open_order
from tests.pages.test_markup import of_page
from tests.pages.waiting import until
from tests.security.routes import PATIENCE, ROUTES
from tests.ui.draw_block import text_of_page

Press = Callable[[AppTest, str], AppTest]

PASSWORD: Final = "Pass w0rd/+= of nobody else"


class Watched:
    """ASGI middleware that notes the addresses of requests, and what they say of the page before."""

    def __init__(self, app: ASGIApp, seen: list[str]) -> None:
        self._app = app
        self._seen = seen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            before = dict(scope["headers"]).get(b"referer", b"").decode()
            self._seen.append(f"{scope['path']}?{scope['query_string'].decode()} {before}")
        await self._app(scope, receive, send)


def page_texts(app: AppTest) -> str:
    """All texts that the browser gets, without the ticket that it exchanges for the cookie."""
    assert not app.exception
    tables = "".join(str(table.value.to_csv()) for table in app.dataframe)
    texts = [text for kind, _, text in of_page(app) if not (kind == "BidiComponent" and '"ticket"' in text)]
    return tables + "\n".join(texts)


@pytest.fixture
def addresses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the archive and the desk's routes are asked for, with their queries."""
    monkeypatch.setattr(gateway, "without_secrets", str)  # the archive's own log would hide them
    return []


def test_the_secrets_of_a_journey_stay_where_they_belong(
    stranger: AppTest, demo: Served, click: Press, addresses: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    username = demo.accounts[9].username
    demo.archive.directory.set_password(username, PASSWORD)
    fields = {field.label: field for field in stranger.text_input}
    fields["Login"].input(username)
    fields["Password"].input(PASSWORD)
    pages = [page_texts(click(stranger, "Sign in"))]
    app, login = stranger, stranger.session_state["desk"].login

    app.text_area[0].input("my_product_id_1\nmy_product_id_2").run()
    click(app, "Check with the catalogue")
    app.session_state["desk"].draft_check.current().future.result(PATIENCE)
    pages.append(page_texts(app.run()))
    order_id = open_order(app, "my_product_id_1\nmy_product_id_2")
    pages.append(page_texts(app))

    ticket = shared().kept_logins.ticket_to_keep(login)
    exchange = Route(login_cookie.ROUTE, login_cookie.exchange, methods=["POST"])
    watched = Starlette(routes=[exchange, *ROUTES], middleware=[Middleware(Watched, addresses)])
    with listening(watched) as desk, requests.Session() as browser:
        headers = {"X-Ticket": ticket, "Origin": desk}
        assert browser.post(f"{desk}{login_cookie.ROUTE}", headers=headers, timeout=PATIENCE).status_code == 204
        cookie = browser.cookies[login_cookie.NAME]
        connection = login.connection()
        file = order_files.files(connection, orders.read(connection, order_id))[0]
        one = shared().browser_downloads.file_address(login, file)
        for link in (one, metalink_address(login, order_id), zip_address(login, order_id)):
            assert browser.get(urljoin(f"{desk}/order", link), timeout=PATIENCE).ok

    click(app, "Bring all files into this folder")
    until(app, lambda: "Every file is here and verified." in text_of_page(app))
    pages.append(page_texts(app))
    pages += [page_texts(app.switch_page(page).run()) for page in ("orders.py", "archives.py")]
    pages.append(page_texts(click(app, "Sign out")))

    addresses += [f"{each.path}?{each.query}" for each in demo.archive.requests]
    log = "\n".join(f"{record.getMessage()} {record.exc_text}" for record in caplog.records)
    secrets = {PASSWORD, quote(PASSWORD, safe=""), quote_plus(PASSWORD), login.token, login.token.rpartition(".")[2]}
    secrets |= {ticket, cookie, b64encode(PASSWORD.encode()).decode(), b64encode(b"client:secret").decode()}
    for place in (log, "\n".join(addresses), "\n".join(pages)):
        assert [secret for secret in secrets if secret in place] == []

    # All of it was looked at: the log has the calls, the addresses and the pages have the order.
    assert "POST rs-order/user/orders/apply: 200" in log
    assert any(each.startswith(f"/orders/{order_id}/files.zip?account=") for each in addresses)
    assert any("/rs-authentication/oauth/token?" in each for each in addresses)
    assert any("my_product_id_2.csv" in page for page in pages)


def test_what_is_delivered_holds_no_secret_either(visitor: AppTest, click: Press, tmp_path: Path) -> None:
    open_order(visitor, "my_product_id_1")
    click(visitor, "Bring all files into this folder")
    until(visitor, lambda: "Every file is here and verified." in text_of_page(visitor))
    token = visitor.session_state["desk"].login.token.encode()
    delivered = [each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()]
    assert len(delivered) > 1
    assert not any(token in each for each in delivered)
