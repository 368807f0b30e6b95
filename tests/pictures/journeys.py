"""The states of the pages, reached by using them: each function yields the name of a state when the page shows it."""

import re
from collections.abc import Iterator
from typing import Final

from playwright.sync_api import Page, expect

from components.demo.archive import Fault, Scenario
from components.demo.server import Served
from tests.browser.steps import SCENES, follow_order, paste
from tests.pictures.outcomes import ending, fetching
from tests.pictures.steps import enter, go_to

_BOTH_LISTS: Final = "\n".join(
    (SCENES / name).read_text().strip() for name in ("sentinel2-scenes.txt", "landsat8-scenes.txt")
)


def signing_in(page: Page, archive: Served) -> Iterator[str]:
    """The sign-in page, a refusal, and a session that is over."""
    page.get_by_role("button", name="Try the demo archive").wait_for()
    yield "sign-in"
    page.get_by_label("Login").fill("nobody@demo.example")
    page.get_by_role("textbox", name="Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").first.wait_for()
    yield "sign-in-refused"
    enter(page, archive)
    yield "compose-empty"
    go_to(page, "Archives")
    page.get_by_role("heading", name="Archives").wait_for()
    expect(page.get_by_text("reachable").first).to_be_visible()
    yield "archives"


def composing(page: Page, archive: Served) -> Iterator[str]:
    """From the example with troubles to an accepted order."""
    enter(page, archive)
    paste(page, "LC08_L1TP_199024_20130706_20170503_01_T1.tar\nORPHAN_1\nTWO_VERSIONS\nNO_SUCH_PRODUCT")
    page.get_by_text(re.compile("not found|unknown")).first.wait_for()
    yield "compose-troubles"
    paste(page, _BOTH_LISTS)
    page.get_by_text("All 211 identifiers were found.").wait_for()
    yield "compose-found"
    page.get_by_role("button", name="Show 4 quicklooks").click()
    expect(page.get_by_role("link", name="Quicklook")).to_have_count(4)
    yield "compose-quicklooks"
    page.get_by_text("The exact request", exact=True).click()
    page.get_by_role("tab", name="Python").click()
    yield "compose-request"
    page.get_by_text("The exact request", exact=True).click()
    page.get_by_role("button", name="Submit order").click()
    follow_order(page)
    page.get_by_text(re.compile(r"^Order \d+ is accepted\.")).wait_for()
    yield "order-accepted"


def following(page: Page, archive: Served) -> Iterator[str]:
    """An order from its preparation to files in the folder, some of them wrong, and the list of orders."""
    archive.archive.faults["my_product_id_2.csv"] = Fault.CORRUPT
    enter(page, archive)
    paste(page, "my_product_id_1\nmy_product_id_2\nmy_product_id_3")
    page.get_by_role("button", name="Submit order").click()
    follow_order(page)
    yield "order-new"
    page.get_by_role("heading", name="All 3 files are ready.").wait_for()
    yield "order-ready"
    page.get_by_role("button", name="Bring all files into this folder").click()
    page.get_by_role("button", name="Order the missing one").wait_for()
    yield "order-incomplete"
    page.get_by_role("button", name="Again…").click()
    page.get_by_role("button", name="Compose the same again").wait_for()
    yield "order-again"
    page.keyboard.press("Escape")
    go_to(page, "Compose order")
    paste(page, "TIDE_GAUGE_1\nTWO_VERSIONS")
    page.get_by_text(re.compile("were found")).first.wait_for()
    page.get_by_role("textbox", name="Name (optional)").fill("Tides for the report")
    page.get_by_role("button", name="Submit order").click()
    follow_order(page)
    page.get_by_text(re.compile("verified|ready")).first.wait_for()
    go_to(page, "My orders")
    page.get_by_role("heading", name="My orders").wait_for()
    page.get_by_text("Tides for the report").first.wait_for()
    yield "orders"


def looking(page: Page, archive: Served) -> Iterator[str]:
    """An order of more pictures than the gallery shows at once, before and after they are fetched."""
    enter(page, archive)
    paste(page, "\n".join((SCENES / "landsat8-scenes.txt").read_text().split()[:20]))
    page.get_by_role("combobox", name="Data types").click()
    page.get_by_role("option", name="QUICKLOOK").click()
    page.keyboard.press("Escape")
    page.get_by_text("files of type RAWDATA and QUICKLOOK").wait_for()
    page.get_by_role("button", name="Submit order").click()
    follow_order(page)
    page.get_by_role("button", name="Show these 12 quicklooks").wait_for()
    yield "order-quicklooks"
    page.get_by_role("button", name="Show these 12 quicklooks").click()
    expect(page.get_by_role("link", name="Quicklook")).to_have_count(12)
    yield "order-gallery"


def in_trouble(page: Page, archive: Served) -> Iterator[str]:
    """A session that is over, a firewall, and an archive in maintenance."""
    who = enter(page, archive)
    paste(page, "my_product_id_1")
    page.get_by_text(re.compile("was found|were found")).first.wait_for()
    archive.archive.set_scenario(who, Scenario.MAINTENANCE)
    page.get_by_role("button", name="Submit order").click()
    page.get_by_text("maintenance").first.wait_for()
    yield "compose-maintenance"
    archive.archive.set_scenario(who, None)
    page.get_by_role("button", name="Submit order").click()
    follow_order(page)
    archive.archive.set_scenario(who, Scenario.EXPIRED_SESSION)
    go_to(page, "My orders")
    page.get_by_role("heading", name="Sign in again").wait_for()
    yield "sign-in-again"


JOURNEYS: Final = (signing_in, composing, following, looking, in_trouble, fetching, ending)
