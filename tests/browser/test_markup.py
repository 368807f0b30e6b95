"""Markup and scripts in texts of an archive and of a user, in a browser: none runs, and nothing of them is fetched."""

import re

import pytest
from playwright.sync_api import Dialog, Page, expect

from components.demo.server import Served
from components.order.data_types import DataType
from components.order.request import OrderRequest
from components.regards.orders import orders
from components.regards.settings import Archive
from components.regards.sign_in import login
from tests.browser.steps import at_rest, paste, sign_in
from tests.pages.test_markup import ATTACK, let_archives_attack

FOREIGN = ":is([src*='evil.example'], [href*='evil.example'], [href^='javascript:'])"


def order_of_a_quicklook(archive: Served, account: int) -> int:
    who = archive.accounts[account]
    settings = Archive("Rehearsal", archive.url, archive.project)
    connection = login.sign_in(settings, archive.project, who.username, who.password).connection()
    request = OrderRequest(('productId:"my_product_id_1"',), data_types=(DataType.QUICKLOOK,))
    return orders.apply(connection, request.to_json())


def test_no_script_runs_and_no_other_host_is_asked(
    page: Page, archive: Served, desk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That no other host is asked is a rule of the fixture ``page``."""
    ran: list[str] = []

    def note(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    order_id = order_of_a_quicklook(archive, 25)
    sign_in(page, archive, 25)
    paste(page, f'"{ATTACK}",other\nALL_NINE_TYPES,1')  # the title of a column
    page.get_by_role("button", name="Read it otherwise").click()
    expect(page.get_by_role("radio", name=re.compile(r"\[c\]\(javascript:")).first).to_be_attached()
    at_rest(page)
    assert page.locator(FOREIGN).count() == 0

    let_archives_attack(monkeypatch)
    page.goto(f"{desk}/order?id={order_id}")
    expect(page.get_by_role("link", name="Download my_product_id_1.png <img src=//evil.example/a")).to_be_visible()
    page.get_by_role("button", name="Show the quicklook").click()  # the announced checksum is an attack
    expect(page.get_by_role("listitem").filter(has_text="is not what the archive announced")).to_be_visible()
    at_rest(page)
    assert page.locator(FOREIGN).count() == 0
    assert ran == []
