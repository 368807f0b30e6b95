"""What a screen reader says by itself while an order goes on."""

import re

from playwright.sync_api import Page, expect

from components.demo.server import Served
from tests.browser.steps import order, sign_in


def test_a_new_situation_of_an_order_is_announced(page: Page, archive: Served) -> None:
    sign_in(page, archive, account=37)
    order(page, "my_product_id_1")
    said = page.get_by_role("status")
    expect(said.filter(has_text="The file is ready.")).to_have_count(1)
    page.get_by_text("Through your browser", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("ZIP")).first.click()
    assert download.value.path()
    expect(said.filter(has_text="arrived and is verified")).to_have_count(1)
