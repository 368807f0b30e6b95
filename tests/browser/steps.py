"""Steps that all browser tests share."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, WebError, expect

from components.demo.server import Served

SCENES = Path(__file__).parents[2] / "components" / "demo" / "data"


@contextmanager
def no_script_fails(context: BrowserContext) -> Iterator[None]:
    """Fail if a script of a page has failed in the block: Streamlit leaves such a page white, and says nothing."""
    errors: list[str] = []

    def note(failed: WebError) -> None:
        errors.append(str(failed.error))

    context.on("weberror", note)
    yield
    context.remove_listener("weberror", note)
    assert errors == []


@contextmanager
def cookie_exchanged(page: Page) -> Iterator[None]:
    """Wait until the actions in the block have changed the cookie; a used ticket changes nothing."""
    with page.expect_response(lambda answer: answer.url.endswith("/login-cookie") and answer.ok):
        yield


def at_rest(page: Page) -> None:
    """Wait until the page is drawn: Streamlit may put a new button in the place of one that is just being pressed."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def sign_in(page: Page, archive: Served, account: int, then: str = "Compose order") -> None:
    """Sign in with login and password and wait for the cookie; `then` is the heading of the next page."""
    at_rest(page)
    page.get_by_label("Login").fill(archive.accounts[account].username)
    page.get_by_role("textbox", name="Password").fill(archive.accounts[account].password)
    with cookie_exchanged(page):
        page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name=then)).to_be_visible()
    at_rest(page)


def paste(page: Page, text: str) -> None:
    """Enter identifiers into their field."""
    box = page.get_by_role("textbox", name="Product identifiers")
    box.fill(text)
    box.press("Control+Enter")


def order(page: Page, identifiers: str) -> int:
    """Submit an order, also where the catalogue doubts it, and return its number."""
    paste(page, identifiers)
    page.get_by_role("button", name="Submit order").click()
    anyway = page.get_by_role("button", name="Submit all the same")
    expect(anyway.or_(page.get_by_role("heading", name=re.compile(r"^Order \d+")))).to_be_visible()
    if anyway.is_visible():
        anyway.click()
    return follow_order(page)


def follow_order(page: Page) -> int:
    """Wait until the page has gone on from the submission to the order, and return its number."""
    heading = page.get_by_role("heading", name=re.compile(r"Order \d+"))
    expect(heading).to_be_visible()
    return int(heading.inner_text().split()[-1])
