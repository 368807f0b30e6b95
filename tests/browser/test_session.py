"""The end of a session, as its tabs see it, and its beginning."""

import re

from playwright.sync_api import Page, Route, expect

from components.demo.archive import Scenario
from components.demo.server import Served
from tests.browser.steps import at_rest, follow_order, paste, sign_in


def test_a_session_that_ends_while_a_page_only_ticks_asks_for_the_password_there_and_goes_on(
    page: Page, archive: Served
) -> None:
    who = archive.accounts[30]
    sign_in(page, archive, account=30)
    paste(page, "my_product_id_1")
    expect(page.get_by_text("1 identifier from a list")).to_be_visible()  # else the click would come with the edit
    page.get_by_role("button", name="Submit order").click()
    number = follow_order(page)
    expect(page.get_by_text("Ready: 1")).to_be_visible()  # the page looks on, until the file is fetched
    archive.archive.set_scenario(who.username, Scenario.EXPIRED_SESSION)
    expect(page.get_by_role("heading", name="Sign in again")).to_be_visible()
    expect(page).to_have_url(re.compile(rf"/order\?id={number}$"))
    archive.archive.set_scenario(who.username, None)
    at_rest(page)
    page.get_by_role("textbox", name="Password").fill(who.password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name=f"Order {number}")).to_be_visible()
    expect(page.get_by_text("Ready: 1")).to_be_visible()


def test_signing_out_in_one_tab_takes_another_that_does_nothing_to_the_sign_in_page(
    page: Page, archive: Served, desk: str
) -> None:
    sign_in(page, archive, account=31)
    other = page.context.new_page()
    other.goto(desk)
    expect(other.get_by_role("heading", name="Compose order")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(other).to_have_title("Sign in · Order desk for REGARDS")


def test_an_address_that_is_opened_as_soon_as_one_is_signed_in_is_signed_in(
    page: Page, archive: Served, desk: str
) -> None:
    compose, drawn_before = page.get_by_role("heading", name="Compose order"), list[bool]()

    def slowly(route: Route) -> None:
        page.wait_for_timeout(500)  # a slow line, on which a page that does not wait is drawn
        drawn_before.append(compose.is_visible())
        route.continue_()

    page.route("**/login-cookie", slowly)
    page.get_by_label("Login").fill(archive.accounts[32].username)
    page.get_by_role("textbox", name="Password").fill(archive.accounts[32].password)
    page.get_by_role("button", name="Sign in").click()
    expect(compose).to_be_visible()
    assert drawn_before[:1] == [False]
    other = page.context.new_page()
    other.goto(f"{desk}/order?id=4711")
    expect(other.get_by_role("heading", name="Order 4711")).to_be_visible()
