"""My orders in a browser: a row is a link, to the mouse and to the keyboard, here and in another tab."""

import re

from playwright.sync_api import Page, expect

from components.demo.server import Served
from tests.browser.steps import at_rest, follow_order, paste, sign_in


def test_a_row_opens_its_order_by_click_and_by_key_and_in_another_tab(page: Page, archive: Served, desk: str) -> None:
    sign_in(page, archive, account=24)
    paste(page, "my_product_id_1")
    page.get_by_role("button", name="Submit order").click()
    follow_order(page)
    expect(page.get_by_text("Ready: 1")).to_be_visible()  # its row changes no more
    page.goto(f"{desk}/orders")
    row = page.get_by_role("table", name="Your orders").get_by_role("row").nth(1)
    number = row.get_by_role("link").inner_text()
    at_rest(page)
    opened = f"Order {number}"

    with page.context.expect_page() as other:
        row.get_by_role("cell").last.click(modifiers=["ControlOrMeta"], force=True)  # the link lies over all cells
    expect(other.value.get_by_role("heading", name=opened)).to_be_visible()
    assert other.value.url == f"{desk}/order?id={number}"

    row.get_by_role("cell").last.click(force=True)
    expect(page.get_by_role("heading", name=opened)).to_be_visible()

    page.get_by_role("link", name="My orders").click()
    row.get_by_role("link").press("Enter")
    expect(page.get_by_role("heading", name=opened)).to_be_visible()


def test_one_step_back_leads_from_compose_to_the_page_before(page: Page, archive: Served) -> None:
    sign_in(page, archive, account=25)
    for before in ("Archives", "My orders"):
        page.get_by_role("link", name=before).click()
        expect(page.get_by_role("heading", name=before)).to_be_visible()
        page.get_by_role("link", name="Compose order").click()
        expect(page.get_by_role("heading", name="Compose order")).to_be_visible()
        page.wait_for_url(re.compile("draft="))
        page.go_back()
        expect(page.get_by_role("heading", name=before)).to_be_visible()
        assert "draft=" not in page.url
