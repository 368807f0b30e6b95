"""The first order, from the sign-in to files with the right checksums."""

import hashlib
import zipfile
from pathlib import Path
from typing import Literal

import pytest
import requests
from playwright.sync_api import Download, Page, expect

from components.demo.request_log import RecordedRequest
from components.demo.server import Served
from tests.browser.barriers import barriers
from tests.browser.conftest import PATIENCE
from tests.browser.steps import SCENES, at_rest, cookie_exchanged, follow_order, paste, sign_in

BASKET = "/rs-order/order/basket"
APPLY = "/rs-order/user/orders/apply"


def both_lists() -> str:
    """The 144 Sentinel-2 and 67 Landsat 8 scenes of the study, with the original line ends."""
    names = [(SCENES / name).read_text().split() for name in ("sentinel2-scenes.txt", "landsat8-scenes.txt")]
    return "\r\n".join([*names[0], *names[1]])


def announced(archive: Served, account: int, order_id: int) -> dict[str, str]:
    """Name and MD5 of each file of an order, from the archive."""
    api, who = f"{archive.url}/api/v1", archive.accounts[account]
    token = requests.post(
        f"{api}/rs-authentication/oauth/token",
        params={"scope": archive.project},
        json={"username": who.username, "password": who.password, "grant_type": "password"},
        auth=(archive.client_id, archive.client_secret),
        timeout=60,
    ).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    order = requests.get(f"{api}/rs-order/user/orders/{order_id}", headers=headers, timeout=60).json()["content"]
    files: dict[str, str] = {}
    for task in order["datasetTasks"]:
        address = f"{api}/rs-order/orders/{order_id}/dataset/{task['id']}/files"
        listed = requests.get(address, params={"size": 1000}, headers=headers, timeout=60).json()["content"]
        files |= {item["content"]["filename"]: item["content"]["checksum"] for item in listed}
    return files


def username(archive: Served, account: int) -> str:
    return archive.accounts[account].username


def applied(archive: Served, account: int) -> list[RecordedRequest]:
    """The order requests of an account that the archive received."""
    sent = archive.archive.requests.of("POST", "/user/orders/apply")
    return [each for each in sent if each.user == username(archive, account)]


def saved(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def test_both_real_lists_are_ordered_once_and_arrive_whole(page: Page, archive: Served) -> None:
    sign_in(page, archive, account=0)
    paste(page, both_lists())
    expect(page.get_by_text("211 identifiers from a list")).to_be_visible()
    page.get_by_text("The exact request", exact=True).click()
    with page.expect_download() as request:
        page.get_by_role("button", name="Download the request").click()
    previewed = saved(request.value)

    page.get_by_role("button", name="Submit order").dblclick()
    order_id = follow_order(page)
    expect(page.get_by_text("Ready: 211")).to_be_visible()
    expect(page.get_by_role("button", name="Page 2")).to_be_visible()
    expect(page).to_have_title(f"(211) Order {order_id} · Order desk for REGARDS")

    [sent] = applied(archive, 0)
    assert sent.body == previewed
    checksums = announced(archive, 0, order_id)
    assert len(checksums) == 211

    with page.expect_download() as one:
        page.get_by_role("table", name="Files").get_by_role("link").first.press("Enter")
    assert hashlib.md5(saved(one.value), usedforsecurity=False).hexdigest() == checksums[one.value.suggested_filename]
    expect(page.get_by_text("Ready: 210 · Downloaded: 1")).to_be_visible()

    page.get_by_text("Through your browser").click()
    with page.expect_download() as rest:
        page.get_by_role("link", name="Download what is ready as ZIP (210)").click()
    with zipfile.ZipFile(rest.value.path()) as archived:
        found = {
            name: hashlib.md5(archived.read(name), usedforsecurity=False).hexdigest() for name in archived.namelist()
        }
    assert found == {name: md5 for name, md5 in checksums.items() if name != one.value.suggested_filename}
    expect(page.get_by_text("Downloaded: 211")).to_be_visible()


@pytest.mark.parametrize(("place", "account"), [(BASKET, 8), (APPLY, 9)])
def test_a_refresh_in_the_instant_after_the_click_on_submit_neither_loses_nor_repeats_the_order(
    page: Page, archive: Served, place: str, account: int
) -> None:
    """The archive has just been asked for the basket, which comes before an order, or for the order itself."""
    sign_in(page, archive, account)
    paste(page, "my_product_id_1")
    expect(page.get_by_text("The identifier was found.")).to_be_visible()  # the check, too, reads the basket
    at_rest(page)
    with archive.archive.hold(place) as gate:
        page.get_by_role("button", name="Submit order").click()
        assert gate.reached.wait(PATIENCE)
        page.reload()
        expect(page.get_by_text("Submitting your order")).to_be_visible()
        gate.open()
        order_id = follow_order(page)
    mine = [
        order.id for order in archive.archive.lifecycle.orders.values() if order.owner == username(archive, account)
    ]
    assert mine == [order_id]
    assert len(applied(archive, account)) == 1


def test_one_click_leads_into_the_demo_archive_and_a_refresh_keeps_one_there(page: Page) -> None:
    with cookie_exchanged(page):
        page.get_by_role("button", name="Try the demo archive").click()
    paste(page, "my_product_id_1")
    expect(page.get_by_text("1 identifier from a list")).to_be_visible()
    page.reload()
    expect(page.get_by_role("textbox", name="Product identifiers")).to_have_value("my_product_id_1")


def test_sign_out_also_takes_the_cookie_away(page: Page, archive: Served) -> None:
    sign_in(page, archive, account=1)
    with cookie_exchanged(page):
        page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert [cookie["name"] for cookie in page.context.cookies() if "login" in cookie["name"]] == []


def test_the_login_cookie_is_out_of_reach_of_scripts_and_other_sites(page: Page, archive: Served) -> None:
    sign_in(page, archive, account=2)
    [cookie] = [cookie for cookie in page.context.cookies() if "login" in cookie["name"]]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    assert archive.accounts[2].username not in cookie["value"]


def test_the_address_survives_the_sign_in(page: Page, archive: Served, desk: str) -> None:
    page.goto(f"{desk}/order?id=4711")
    sign_in(page, archive, account=3, then="Order 4711")


@pytest.mark.parametrize(("width", "scheme", "account"), [(1280, "light", 4), (390, "dark", 5)])
def test_no_screen_has_a_serious_barrier(
    page: Page, archive: Served, desk: str, width: int, scheme: Literal["light", "dark"], account: int
) -> None:
    page.set_viewport_size({"width": width, "height": 1400})
    page.emulate_media(color_scheme=scheme)
    page.goto(desk)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    found = {"sign in": barriers(page)}
    sign_in(page, archive, account)
    paste(page, "my_product_id_1")
    expect(page.get_by_text("You will order")).to_be_visible()
    expect(page.get_by_text("The identifier was found.")).to_be_visible()
    found["compose"] = barriers(page)
    with archive.archive.hold(APPLY):
        page.get_by_role("button", name="Submit order").click()
        expect(page.get_by_text("The archive looks for the products now")).to_be_visible()
        found["on its way"] = barriers(page)
    expect(page.get_by_text("Click on the name of a file")).to_be_visible()
    found["order"] = barriers(page)
    page.goto(f"{desk}/orders")
    expect(page.get_by_role("table", name="Your orders")).to_be_visible()
    found["orders"] = barriers(page)
    assert not any(found.values()), found


def test_two_tabs_with_different_drafts_stay_apart_over_a_refresh(page: Page, archive: Served, desk: str) -> None:
    sign_in(page, archive, account=12)
    paste(page, "my_product_id_1")
    expect(page.get_by_text("1 identifier from a list")).to_be_visible()
    other = page.context.new_page()
    other.goto(desk)
    expect(other.get_by_role("textbox", name="Product identifiers")).to_be_visible()
    at_rest(other)
    paste(other, "A\nB")
    expect(other.get_by_text("2 identifiers from a list")).to_be_visible()
    for tab, text in ((page, "my_product_id_1"), (other, "A\nB")):
        tab.reload()
        expect(tab.get_by_role("textbox", name="Product identifiers")).to_have_value(text)
