"""The outcomes that the page of an order begins with, reached by using it, as in ``journeys``."""

import re
import time
from collections.abc import Iterator

from playwright.sync_api import Page, expect

from components.demo.archive import Fault, Scenario
from components.demo.server import Served
from tests.browser.steps import follow_order, paste
from tests.pictures.steps import enter, go_to

_LONG = 1_000_000  # seconds
_THREE_PARTS = "PROD_1\nmy_product_id_1\nTWO_VERSIONS"  # each in a suborder of its own; two are prepared at a time


def fetching(page: Page, archive: Served) -> Iterator[str]:
    """A round that waits for the user, a delivery, its pause, and all files."""
    enter(page, archive)
    number = _order(page, _THREE_PARTS)
    _outcome(page, "then the archive prepares the rest")
    yield "order-waiting-for-you"
    names = [each.file.filename for each in archive.archive.lifecycle.orders[number].files()]
    with archive.archive.hold(*names):
        page.get_by_role("button", name="Bring all files into this folder").click()
        _outcome(page, "come into the folder by themselves")
        yield "order-delivering"
        page.get_by_role("button", name="Pause the delivery").click()
        _outcome(page, "You paused the delivery")
        yield "order-delivery-paused"
    page.get_by_role("button", name="Go on").first.click()
    _outcome(page, "arrived and are verified")
    yield "order-verified"


def ending(page: Page, archive: Served) -> Iterator[str]:
    """Orders without their files: nothing came, paused, out of reach, expired, deleted. The archive's clock goes on."""
    archive.archive.token_life = _LONG  # the archive's clock goes on by hours
    who = enter(page, archive)
    archive.archive.faults["my_product_id_4.csv"] = Fault.LOST
    _order(page, "my_product_id_4")
    _outcome(page, "1 failed")
    yield "order-nothing-came"
    go_to(page, "Compose order")
    _order(page, _THREE_PARTS)
    page.get_by_role("button", name="Pause", exact=True).click()
    _outcome(page, "Paused")
    yield "order-paused"
    archive.archive.set_scenario(who, Scenario.FIREWALL)
    _outcome(page, "cannot be asked now")
    yield "order-out-of-reach"
    archive.archive.set_scenario(who, None)
    page.get_by_role("button", name="Resume").click()
    _outcome(page, "ready")
    archive.archive.clock = lambda: time.time() + 100 * archive.archive.pace.hour
    _outcome(page, "Expired with")
    yield "order-expired"
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name=re.compile(r"Delete order \d+")).click()
    _outcome(page, "Deleted on the archive")
    yield "order-deleted"


def _order(page: Page, identifiers: str) -> int:
    paste(page, identifiers)
    page.get_by_role("button", name="Submit order").click()
    return follow_order(page)


def _outcome(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=re.compile(re.escape(words)))).to_be_visible(timeout=60_000)
