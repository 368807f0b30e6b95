"""The browser's notice of files that are ready: only where its user allowed it."""

import re

from playwright.sync_api import ConsoleMessage, Page, expect

from components.demo.server import Served
from tests.browser.steps import order, sign_in

THREE_PARTS = "PROD_1\nmy_product_id_1\nTWO_VERSIONS"  # the third is prepared once another one was downloaded
NOTES = """
    window.Notification = class extends window.Notification {
        constructor(title, options) { super(title, options); console.log(`Told: ${title}: ${options.body}`); }
        static requestPermission() { console.log("Asked"); return Promise.resolve("default"); }
    };
"""


def order_in_parts(page: Page, archive: Served, account: int) -> int:
    """Order three parts; gives the number, once two of them are ready and the third waits."""
    page.add_init_script(NOTES)
    page.reload()
    sign_in(page, archive, account)
    order_id = order(page, THREE_PARTS)
    page.get_by_text("Through your browser", exact=True).click()
    expect(page.get_by_role("link", name=re.compile("ZIP")).first).to_be_visible()
    return order_id


def is_notice(message: ConsoleMessage) -> bool:
    return message.text.startswith("Told: ")


def fetch(page: Page) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("ZIP")).first.click()
    assert download.value.path()


def test_each_further_part_is_told_where_the_user_allowed_it(page: Page, archive: Served) -> None:
    page.context.grant_permissions(["notifications"])
    order_id = order_in_parts(page, archive, account=26)
    expect(page.get_by_text("You are notified when files are ready.")).to_be_visible()
    expect(page.get_by_role("button", name="Notify me")).to_be_hidden()
    with page.expect_console_message(is_notice) as told:
        fetch(page)
    assert re.fullmatch(rf"Told: Order {order_id}: Ready: \d+ files?", told.value.text)


def test_the_browser_asks_at_the_click_and_nothing_is_told_before_it_is_allowed(page: Page, archive: Served) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    order_in_parts(page, archive, account=27)
    expect(page.get_by_role("button", name="Notify me")).to_be_visible()
    assert "Asked" not in said
    with page.expect_console_message(lambda message: message.text == "Asked"):
        page.get_by_role("button", name="Notify me").click()
    fetch(page)
    expect(page.get_by_text(re.compile(r"Ready: \d+ · Downloaded: \d+"))).to_be_visible()  # the third part, too
    assert not [text for text in said if text.startswith("Told")]
