"""Quicklooks by keyboard, of an order and before one: pictures that load, each at its own size behind a click."""

from playwright.sync_api import Page, expect

from components.demo.server import Served
from tests.browser.barriers import barriers
from tests.browser.steps import at_rest, paste, sign_in

LOADED = "image => image.complete && image.naturalWidth > 0"
FOCUSED = ".st-key-quicklooks-here:focus-within"
LARGE = f"image => ({LOADED})(image) && image.getBoundingClientRect().width >= 256"


def test_pictures_come_at_a_click_and_open_at_their_own_size(page: Page, archive: Served) -> None:
    sign_in(page, archive, 26)
    paste(page, "ALL_NINE_TYPES")
    page.get_by_role("combobox", name="Data types").click()
    page.get_by_role("option", name="QUICKLOOK").click()
    page.keyboard.press("Escape")
    expect(page.get_by_text("files of type RAWDATA and QUICKLOOK")).to_be_visible()  # else nothing is sent unseen
    page.get_by_role("button", name="Submit order").click()

    show = page.get_by_role("button", name="Show nine_md.png")
    show.press("Enter")
    picture = page.get_by_role("img", name="Quicklook nine_md.png")
    expect(picture).to_be_visible()
    expect(page.locator(FOCUSED)).to_have_count(1)
    page.get_by_role("button", name="Show these 2 quicklooks").press("Enter")
    expect(page.get_by_role("img", name="Quicklook nine_")).to_have_count(3)
    for each in page.get_by_role("img", name="Quicklook nine_").all():
        page.wait_for_function(LARGE, arg=each.element_handle())
    expect(page.get_by_text("Downloaded: 3")).to_be_visible()
    assert barriers(page) == []

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Quicklook nine_hd.png").press("Enter")
    full = opened.value.locator("img")
    expect(full).to_be_visible()
    assert full.evaluate("image => [image.naturalWidth, image.width]") == [148, 148]
    assert opened.value.evaluate("document.contentType") == "image/png"


def test_what_was_found_is_seen_before_it_is_ordered(page: Page, archive: Served) -> None:
    sign_in(page, archive, 28)
    paste(page, "my_product_id_1\nmy_product_id_2\nmy_product_id_3\nNO_SUCH_PRODUCT")
    page.get_by_role("button", name="Check with the catalogue").click()
    show = page.get_by_role("button", name="Show 3 quicklooks")
    expect(show).to_be_visible()
    at_rest(page)
    show.press("Enter")
    pictures = page.get_by_role("img", name="Quicklook my_product_id_")
    expect(pictures).to_have_count(3)
    for each in pictures.all():
        page.wait_for_function(LOADED, arg=each.element_handle())
    expect(page.get_by_role("button", name="Show 3 quicklooks")).to_have_count(0)
    expect(page.locator(FOCUSED)).to_have_count(1)
    assert barriers(page) == []

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Quicklook my_product_id_2.png").press("Enter")
    expect(opened.value.locator("img")).to_be_visible()
    assert opened.value.evaluate("document.contentType") == "image/png"
    asked = [each for each in archive.archive.requests if each.user == archive.accounts[28].username]
    assert len([each for each in asked if "/downloads/" in each.path]) == 3
    assert not [each for each in asked if each.path.endswith("/apply")]
