"""Sign-in through the identity provider of the demo archive, in a browser, and what it leaves behind there."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from components.demo.accounts.tokens import Claims, Tokens
from components.demo.server import Served
from tests.browser.steps import at_rest, cookie_exchanged, follow_order, paste

PROVIDER = "Continue with demo-openid"


@pytest.fixture
def address(archive: Served, desk: str) -> Iterator[str]:
    """The desk as its provider knows it. Its host is not that of the archive: cookies do not tell ports apart."""
    address = desk.replace("127.0.0.1", "localhost")
    archive.archive.redirect_uri = f"{address}/provider-return"
    yield address
    archive.archive.redirect_uri = None
    archive.archive.response_mode = "query"


@pytest.fixture
def visitor(new_tab: Page, address: str) -> Page:
    """A new tab on the sign-in page."""
    new_tab.goto(address)
    at_rest(new_tab)
    return new_tab


def come_in(page: Page, username: str, then: str) -> None:
    expect(page.get_by_role("button", name=PROVIDER)).to_be_visible()
    at_rest(page)
    with cookie_exchanged(page):
        page.get_by_role("button", name=PROVIDER).click()
        page.get_by_role("button", name=username).click()
    expect(page.get_by_role("heading", name=then)).to_be_visible()


def test_the_whole_journey_through_the_identity_provider(visitor: Page, archive: Served) -> None:
    come_in(visitor, archive.accounts[3].username, "Compose order")
    paste(visitor, "my_product_id_1")
    visitor.get_by_role("button", name="Submit order").click()
    follow_order(visitor)
    visitor.get_by_role("button", name="Bring all files into this folder").click()
    expect(visitor.get_by_role("heading", name="arrived and is verified")).to_be_visible()
    with visitor.expect_download() as receipt:
        visitor.get_by_role("button", name="Receipt as JSON").click()
    [line] = json.loads(Path(receipt.value.path()).read_text())["files"]
    assert Path(line["place"]).exists()


@pytest.mark.parametrize("mode", ["query", "fragment"])
def test_the_code_stays_nowhere_and_the_user_comes_back_to_the_same_page(
    visitor: Page, archive: Served, address: str, mode: str
) -> None:
    archive.archive.response_mode = mode
    visitor.goto(f"{address}/order?id=4711")
    requests: list[Request] = []
    visitor.on("request", lambda request: requests.append(request))  # noqa: PLW0108 - Playwright takes no built-in method
    come_in(visitor, archive.accounts[4].username, "Order 4711")
    expect(visitor).to_have_url(re.compile(r"/order\?id=4711$"))
    [brought] = [each.post_data for each in requests if each.method == "POST" and "provider-return" in each.url]
    [code] = parse_qs(brought)["code"]
    referrers = [each.headers["referer"] for each in requests if "referer" in each.headers]
    assert not [each for each in referrers if code in each]
    left = next(each for each in requests if "/openid/authorize" in each.url)
    assert "referer" not in left.headers
    session = visitor.context.new_cdp_session(visitor)
    entries = session.send("Page.getNavigationHistory")["entries"]
    assert not [
        each["url"] for each in entries if code in each["url"] or urlsplit(each["url"]).path == "/provider-return"
    ]


def test_a_cancelled_sign_in_is_said_and_can_be_begun_again(visitor: Page, archive: Served) -> None:
    visitor.get_by_role("button", name=PROVIDER).click()
    visitor.get_by_role("button", name="Cancel").click()
    expect(visitor.get_by_text("The identity provider did not sign you in.")).to_be_visible()
    come_in(visitor, archive.accounts[6].username, "Compose order")


def test_an_address_with_the_code_of_somebody_else_signs_nobody_in(visitor: Page, address: str) -> None:
    visitor.goto(f"{address}/provider-return?code=theirs&state=theirs")
    expect(visitor.get_by_role("heading", name="You are not signed in")).to_be_visible()
    expect(visitor).to_have_url(f"{address}/provider-return")
    visitor.get_by_role("link", name="Begin again").click()
    expect(visitor.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_token_that_is_pasted_while_the_providers_are_still_to_come_stays_and_leads_in(
    visitor: Page, archive: Served
) -> None:
    until = int(archive.archive.clock() + 360_000)
    claims = Claims(archive.project, "REGISTERED_USER", archive.accounts[7].username, until)
    box = visitor.get_by_role("textbox", name="Token")
    with archive.archive.hold("/rs-authentication/serviceproviders/public") as gate:
        visitor.reload()
        visitor.get_by_text("Paste a token").click()
        box.fill(archive.archive.tokens.sign(claims))
        gate.open()
        expect(visitor.get_by_role("button", name=PROVIDER)).to_be_visible()
    expect(box).to_be_visible()
    visitor.get_by_role("button", name="Use this token").click()
    expect(visitor.get_by_role("heading", name="Compose order")).to_be_visible()


def test_a_session_that_ends_asks_the_provider_again_and_all_its_tabs_go_on(
    visitor: Page, archive: Served, address: str
) -> None:
    who = archive.accounts[5].username
    come_in(visitor, who, "Compose order")
    other = visitor.context.new_page()
    other.goto(f"{address}/orders")
    expect(other.get_by_role("heading", name="My orders")).to_be_visible()
    archive.archive.tokens = Tokens()  # the archive takes no token of before any more
    for tab, unread in ((visitor, 1), (other, 2)):  # tabs share what was read just now, so each asks something new
        tab.reload()
        tab.goto(f"{address}/order?id={unread}")
        expect(tab.get_by_role("heading", name="Sign in again")).to_be_visible()
    come_in(visitor, who, "Order 1")
    expect(other.get_by_role("heading", name="Order 2")).to_be_visible()
