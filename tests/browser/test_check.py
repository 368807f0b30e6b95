"""From a list with faults to exactly the right files."""

import zipfile

from playwright.sync_api import Page, expect

from components.demo.server import Served
from tests.browser.steps import SCENES, at_rest, paste, sign_in

NAMES = "my_product_id_1 UNKNOWN_1 my_product_id_2 my_product_id_1 ORPHAN_1 UNKNOWN_2 my_product_id_3"


def test_a_list_with_faults_is_checked_reduced_to_what_was_found_and_delivered(page: Page, archive: Served) -> None:
    sign_in(page, archive, account=10)
    paste(page, NAMES.replace(" ", "\r\n"))
    expect(page.get_by_text("6 identifiers from a list, one identifier a line; 1 doubled.")).to_be_visible()
    page.get_by_role("button", name="Check with the catalogue").click()
    expect(page.get_by_text("4 of 6 identifiers were found, 3 of them can be delivered. 2 are unknown")).to_be_visible()
    expect(page.get_by_text("In no dataset: the archive would accept these and never deliver them.")).to_be_visible()
    page.get_by_role("button", name="Keep only the 3 that can be delivered").click()
    expect(page.get_by_text("You will order 3 products")).to_be_visible()  # else the click would come with the edit
    page.get_by_role("button", name="Submit order").click()
    expect(page.get_by_text("Ready: 3")).to_be_visible()
    applied = archive.archive.requests.of("POST", "/user/orders/apply")
    [sent] = [each for each in applied if each.user == archive.accounts[10].username]
    assert b"UNKNOWN" not in sent.body
    assert b"ORPHAN" not in sent.body


def test_the_archive_delivers_exactly_the_files_that_the_bench_promised(page: Page, archive: Served) -> None:
    scenes = (SCENES / "landsat8-scenes.txt").read_text().split()
    promised = sorted(f"{scene}.csv" for scene in scenes if "_2018" in scene)
    sign_in(page, archive, account=11)
    paste(page, "\n".join(scenes))
    expect(page.get_by_text("67 identifiers from a list")).to_be_visible()
    at_rest(page)
    page.get_by_role("button", name="Check with the catalogue").click()
    expect(page.get_by_text("All 67 identifiers were found.")).to_be_visible()
    page.get_by_text("contains", exact=True).click()
    page.get_by_role("textbox", name="File name").fill("_2018")
    left_out = len(scenes) - len(promised)
    expect(
        page.get_by_text(f"Of the files found, {len(promised)} would be taken and {left_out} left out.")
    ).to_be_visible()
    page.get_by_role("button", name="Submit order").click()
    expect(page.get_by_text(f"Ready: {len(promised)}", exact=True)).to_be_visible()
    page.get_by_text("Through your browser").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download what is ready").click()
    with zipfile.ZipFile(download.value.path()) as archived:
        assert sorted(archived.namelist()) == promised
