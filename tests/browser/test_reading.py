"""How a pasted text is read: live, shown, and changed in a click."""

import re

from playwright.sync_api import Page, expect

from components.demo.server import Served
from tests.browser.steps import SCENES, at_rest, follow_order, sign_in

FIELD = "Product identifiers"
KNOWN = (SCENES / "landsat8-scenes.txt").read_text().split()[:3]


def test_the_count_follows_a_paste_while_the_field_keeps_the_focus_and_the_caret(page: Page, archive: Served) -> None:
    sign_in(page, archive, account=30)
    box = page.get_by_role("textbox", name=FIELD)
    box.focus()
    page.keyboard.insert_text("my_product_id_1\nmy_product_id_2")
    expect(page.get_by_text("2 identifiers from a list")).to_be_visible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("End")
    page.keyboard.insert_text("0\nmy_product_id_3")  # in the middle of the text
    expect(page.get_by_text("3 identifiers from a list")).to_be_visible()
    expect(box).to_be_focused()
    expect(box).to_have_value("my_product_id_10\nmy_product_id_3\nmy_product_id_2")
    caret = box.evaluate("field => field.selectionStart")
    assert caret == len("my_product_id_10\nmy_product_id_3")


def test_an_export_is_pasted_its_column_changed_its_names_repaired_and_ordered(page: Page, archive: Served) -> None:
    """As EarthExplorer writes it: several columns of names, of which the archive knows one, without the ending."""
    rows = [
        f"LC08_L1TP_22308{number}_20200714_20200912_02_T1,{name}.tar,2020/07/14" for number, name in enumerate(KNOWN)
    ]
    sign_in(page, archive, account=31)
    page.get_by_role("textbox", name=FIELD).focus()
    page.keyboard.insert_text("\n".join(["Landsat Product Identifier L1,Display ID,Date Acquired", *rows]))
    expect(page.get_by_text("3 identifiers from the column “Landsat Product Identifier L1”")).to_be_visible()

    page.get_by_role("button", name="Read it otherwise").click()
    page.get_by_text("the column “Display ID” of a table", exact=True).click()
    expect(page.get_by_text("3 identifiers from the column “Display ID”")).to_be_visible()
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Check with the catalogue").click()
    use = page.get_by_role("button", name=re.compile("Use (all|these) 3"))
    expect(use).to_be_visible()
    at_rest(page)
    use.click()
    expect(page.get_by_text("All 3 identifiers were found.")).to_be_visible()
    page.get_by_role("button", name="Submit order").click()
    order_id = follow_order(page)
    assert {file.source.provider_id for file in archive.archive.lifecycle.orders[order_id].files()} == set(KNOWN)
