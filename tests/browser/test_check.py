"""From a list with faults to exactly the right files."""

import re

from playwright.sync_api import Page, expect

from components.demo.server import Served

NAMES = "my_product_id_1 UNKNOWN_1 my_product_id_2 my_product_id_1 ORPHAN_1 UNKNOWN_2 my_product_id_3"


def test_a_list_with_faults_is_checked_reduced_to_what_was_found_and_delivered(page: Page, archive: Served) -> None:
    page.get_by_label("Login").fill(archive.accounts[10].username)
    page.get_by_role("textbox", name="Password").fill(archive.accounts[10].password)
    page.get_by_role("button", name="Sign in").click()
    box = page.get_by_role("textbox", name="Product identifiers")
    box.fill(NAMES.replace(" ", "\r\n"))
    box.press("Control+Enter")
    expect(page.get_by_text("6 identifiers · 1 doubled (ordered once)")).to_be_visible()
    page.get_by_role("button", name="Check with the catalogue").click()
    expect(page.get_by_text("4 of 6 identifiers were found. 2 are unknown")).to_be_visible()
    expect(page.get_by_text("In no dataset (1):")).to_be_visible()
    page.get_by_role("button", name="Order only what was found").click()
    expect(page.get_by_text("3 identifiers", exact=True)).to_be_visible()
    page.get_by_role("button", name="Submit order").click()
    page.get_by_role("button", name=re.compile("Follow order")).click()
    expect(page.get_by_text("Available: 3")).to_be_visible()
    [sent] = [
        each for each in archive.archive.requests.of("POST", "/user/orders/apply") if b"my_product_id_3" in each.body
    ]
    assert b"UNKNOWN" not in sent.body
    assert b"ORPHAN" not in sent.body
