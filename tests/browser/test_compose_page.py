"""Compose as it is seen: what stands where, how many clicks an order takes, what is read aloud and can be scrolled."""

import re
from typing import Literal

import pytest
from playwright.sync_api import FloatRect, Page, expect

from components.demo.archive import Scenario
from components.demo.server import Served
from components.order.draft import Draft
from components.order.files import link, recipe
from tests.browser.barriers import barriers
from tests.browser.conftest import PATIENCE
from tests.browser.steps import SCENES, at_rest, paste, sign_in

FIELD = "Product identifiers"
LISTS = [(SCENES / name).read_text() for name in ("sentinel2-scenes.txt", "landsat8-scenes.txt")]
BOTH_LISTS = "\n".join(each.strip() for each in LISTS)
COUNT_CLICKS = "window.clicks = 0; addEventListener('click', event => { if (event.isTrusted) window.clicks++ }, true)"

# In one go: a moment after somebody has typed, the page is drawn again.
TYPE_AND_GO_ON = """(field, next) => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, "my_product_id_1");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    next.focus();
}"""


@pytest.fixture
def counted(page: Page, desk: str) -> Page:
    """A page at the sign-in that counts clicks."""
    page.add_init_script(COUNT_CLICKS)
    page.goto(desk)
    at_rest(page)
    return page


def clicks(page: Page) -> int:
    return int(page.evaluate("window.clicks"))


def box_of(page: Page, button: str) -> FloatRect:
    box = page.get_by_role("button", name=button).bounding_box()
    assert box
    return box


def test_from_the_sign_in_to_accepted_takes_three_clicks_with_an_example(counted: Page) -> None:
    counted.get_by_role("button", name="Try the demo archive").click()
    expect(counted.get_by_role("heading", name="Compose order")).to_be_visible()
    at_rest(counted)
    counted.get_by_role("button", name="67 Landsat 8 scenes").click()
    expect(counted.get_by_text("All 67 identifiers were found.")).to_be_visible()
    counted.get_by_role("button", name="Submit order").click()
    expect(counted.get_by_text(re.compile(r"^Order \d+ is accepted\."))).to_be_visible()
    assert clicks(counted) == 3


def test_from_the_sign_in_to_accepted_takes_three_clicks_and_a_paste_with_a_list(counted: Page) -> None:
    counted.get_by_role("button", name="Try the demo archive").click()
    expect(counted.get_by_role("heading", name="Compose order")).to_be_visible()
    at_rest(counted)
    counted.get_by_role("textbox", name=FIELD).click()
    counted.keyboard.insert_text(BOTH_LISTS)
    expect(counted.get_by_text("All 211 identifiers were found.")).to_be_visible()
    expect(counted.get_by_text("You will order 211 products (2 queries)")).to_be_visible()
    counted.get_by_role("button", name="Submit order").click()
    expect(counted.get_by_text(re.compile(r"^Order \d+ is accepted\."))).to_be_visible()
    assert clicks(counted) == 3


def test_submit_its_sentence_and_the_totals_are_on_the_first_screen_beside_the_fields(
    page: Page, archive: Served
) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in(page, archive, account=40)
    paste(page, BOTH_LISTS)
    expect(page.get_by_text("All 211 identifiers were found.")).to_be_visible()
    field = page.get_by_role("textbox", name=FIELD).bounding_box()
    submit = box_of(page, "Submit order")
    assert field
    assert submit["x"] > field["x"] + field["width"]
    for seen in (
        page.get_by_role("button", name="Submit order"),
        page.get_by_text("You will order 211 products"),
        page.get_by_text("2.6 MB", exact=True),
    ):
        expect(seen).to_be_in_viewport(ratio=1)
    assert page.evaluate("scrollY") == 0


SUBMIT_FOLLOWS_FIELDS = """
    ([...places]) => {
        const [belowFields, submit, request] = places.map((each) => each.getBoundingClientRect().y);
        const fields = [...document.querySelectorAll("textarea, input")]
            .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height > 0)
            .map((each) => each.getBoundingClientRect().y);
        const isNear = submit - belowFields < 844;  // within one screen of the last field
        const areAbove = fields.length > 1 && fields.every((each) => each < submit);
        return isNear && areAbove && belowFields < submit && submit < request;
    }
"""


def test_on_a_narrow_screen_submit_stands_directly_under_the_fields(page: Page, archive: Served) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, archive, account=41)
    paste(page, BOTH_LISTS)
    expect(page.get_by_text("All 211 identifiers were found.")).to_be_visible()
    below_fields = page.get_by_text("Names of files that were found:").element_handle()
    submit = page.get_by_role("button", name="Submit order").element_handle()
    request = page.get_by_text("The exact request", exact=True).element_handle()
    page.wait_for_function(SUBMIT_FOLLOWS_FIELDS, arg=[below_fields, submit, request])  # once the page is at rest
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def searches(archive: Served, account: int) -> int:
    """How often the catalogue was asked by an account."""
    sent = archive.archive.requests.of("POST", "/complex/search")
    return sum(each.user == archive.accounts[account].username for each in sent)


def test_the_check_survives_a_refresh(page: Page, archive: Served) -> None:
    sign_in(page, archive, account=42)
    paste(page, "my_product_id_1\nNO_SUCH_PRODUCT")
    expect(page.get_by_text("1 of 2 identifiers were found.")).to_be_visible()
    asked = searches(archive, account=42)
    page.reload()
    expect(page.get_by_text("1 of 2 identifiers were found.")).to_be_visible()
    assert asked == searches(archive, account=42) > 0


def test_what_the_check_says_is_read_aloud_once_and_the_focus_stays(page: Page, archive: Served) -> None:
    sign_in(page, archive, account=43)
    box = page.get_by_role("textbox", name=FIELD)
    box.focus()
    page.keyboard.insert_text("my_product_id_1\nNO_SUCH_PRODUCT\nORPHAN_1")
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.get_by_role("alert")).to_contain_text("2 of 3 identifiers were found, 1 of them can be delivered.")
    expect(box).to_be_focused()
    again = page.get_by_role("button", name="Check with the catalogue")
    at_rest(page)
    again.focus()
    with archive.archive.hold("/rs-catalog/complex/search") as gate:
        page.keyboard.press("Enter")
        assert gate.reached.wait(PATIENCE)
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.get_by_text("2 of 3 identifiers were found, 1 of them can be delivered.")).to_be_visible()
    expect(again).to_be_focused()


@pytest.mark.parametrize(("width", "scheme", "account"), [(1280, "light", 44), (390, "dark", 45)])
def test_no_state_of_compose_has_a_serious_barrier(
    page: Page, archive: Served, desk: str, width: int, scheme: Literal["light", "dark"], account: int
) -> None:
    page.set_viewport_size({"width": width, "height": 1400})
    page.emulate_media(color_scheme=scheme)
    page.goto(desk)
    sign_in(page, archive, account)
    expect(page.get_by_text("What the archive holds")).to_be_visible()
    found = {"empty": barriers(page)}
    paste(page, "\n".join(["my_product_id_1", "TWO_VERSIONS", "ORPHAN_1", *(f"UNKNOWN_{n}" for n in range(30))]))
    expect(page.get_by_text("3 of 33 identifiers were found, 2 of them can be delivered.")).to_be_visible()
    page.get_by_text("The exact request", exact=True).click()
    expect(page.get_by_role("button", name="Download the request")).to_be_visible()
    found["not found"] = barriers(page)
    page.get_by_text("contains", exact=True).click()
    page.get_by_role("textbox", name="File name").fill("_1")
    expect(page.get_by_text("Of the files found")).to_be_visible()
    found["filter"] = barriers(page)
    earlier = recipe.write(Draft(pasted=f"{LISTS[0]}\nGONE"))
    page.locator("input[type=file]").set_input_files(
        {"name": "recipe.json", "mimeType": "application/json", "buffer": earlier.encode()}
    )
    page.get_by_text("New and gone, name by name").click()
    expect(page.get_by_role("button", name="Take the recipe instead")).to_be_visible()
    found["beside an earlier order"] = barriers(page)
    paste(page, BOTH_LISTS)
    expect(page.get_by_text("All 211 identifiers were found.")).to_be_visible()
    expect(page.get_by_text("by name: 67 new, 144 the same, 1 gone from your list.")).to_be_visible()
    found["found"] = barriers(page)
    archive.archive.set_scenario(archive.accounts[account].username, Scenario.MAINTENANCE)
    page.get_by_role("button", name="Check with the catalogue").click()
    expect(page.get_by_text("The archive is closed for maintenance.")).to_be_visible()
    found["maintenance"] = barriers(page)
    page.goto(f"{desk}?recipe={link.write(Draft(pasted=LISTS[1]))}")
    page.get_by_text("All 67 lines").click()
    expect(page.get_by_role("button", name="Take it over")).to_be_visible()
    found["a recipe in the address"] = barriers(page)
    assert not any(found.values()), found


def test_a_long_request_takes_a_part_of_the_screen_and_the_keyboard_scrolls_it(page: Page, archive: Served) -> None:
    sign_in(page, archive, account=32)
    paste(page, BOTH_LISTS)
    page.get_by_text("The exact request", exact=True).click()
    for tab in ("JSON", "curl", "Python"):
        page.get_by_role("tab", name=tab).click()
        panel = page.get_by_role("tabpanel", name=tab)
        expect(panel.get_by_test_id("stCode")).to_be_visible()
        assert panel.evaluate("each => each.clientHeight") < 700
    panel.get_by_role("button", name="Download the Python script").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("PageDown")
    scrolled = "each => [...each.querySelectorAll('*')].some(part => part.scrollTop > 0)"
    page.wait_for_function(scrolled, arg=panel.element_handle())


def test_what_is_opened_stays_open_when_the_check_answers(page: Page, archive: Served) -> None:
    sign_in(page, archive, account=48)
    with archive.archive.hold("/rs-catalog/complex/search") as gate:
        paste(page, "my_product_id_1")
        assert gate.reached.wait(PATIENCE)
        page.get_by_text("The exact request", exact=True).click()
        download = page.get_by_role("button", name="Download the request")
        expect(download).to_be_visible()
        gate.open()
        expect(page.get_by_text("The identifier was found.")).to_be_visible()
        expect(download).to_be_visible()


def test_after_submit_the_focus_and_the_word_go_on_to_the_order_once(page: Page, archive: Served) -> None:
    sign_in(page, archive, account=49)
    paste(page, "my_product_id_1")
    expect(page.get_by_text("The identifier was found.")).to_be_visible()
    page.get_by_role("button", name="Submit order").focus()
    with archive.archive.hold("/rs-order/user/orders/apply") as gate:
        page.keyboard.press("Enter")
        assert gate.reached.wait(PATIENCE)
        waiting = page.get_by_test_id("stAlert")
        expect(waiting).to_have_count(1)
        expect(waiting).to_contain_text("The archive looks for the products now")
        expect(page.locator(".st-key-submission")).to_be_focused()
        expect(page.get_by_text(re.compile(r"^1 product · [1-9]\d* s$"))).to_be_visible()
    title = page.get_by_role("heading", name=re.compile(r"^Order \d+$"))
    expect(title).to_be_focused()
    expect(page.get_by_text(re.compile(r"^Order \d+ is accepted\.$"))).to_have_count(1)
    page.go_back()
    expect(page.get_by_role("textbox", name=FIELD)).to_have_value("")
    page.go_forward()
    expect(title).to_be_visible()
    at_rest(page)
    expect(page.get_by_text(re.compile("is accepted"))).to_have_count(0)


def test_the_focus_goes_on_where_a_draft_begins(page: Page, archive: Served) -> None:
    sign_in(page, archive, account=33)
    title, again = page.get_by_role("heading", name="Compose order"), page.get_by_role("button", name="Start over")
    expect(title).to_be_focused()
    options = page.get_by_role("button", name="Options")  # another one comes with the first identifier
    page.get_by_role("textbox", name=FIELD).evaluate(TYPE_AND_GO_ON, options.element_handle())
    expect(page.locator(".st-key-read")).to_be_focused()
    again.press("Enter")
    expect(title).to_be_focused()
    page.get_by_role("button", name="Bring it back").press("Enter")
    expect(page.locator(".st-key-read")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Read it otherwise")).to_be_focused()


def test_after_a_refusal_the_focus_is_at_what_it_says(page: Page, archive: Served) -> None:
    sign_in(page, archive, account=50)
    paste(page, "my_product_id_1")
    expect(page.get_by_text("The identifier was found.")).to_be_visible()
    archive.archive.set_scenario(archive.accounts[50].username, Scenario.MAINTENANCE)
    page.get_by_role("button", name="Submit order").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing was ordered.")).to_be_visible()
    expect(page.locator(".st-key-refusal")).to_be_focused()
