"""Every file of an order, by the folder and by the program, down to a receipt whose sum holds."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from components.demo.server import Served
from tests.browser.steps import at_rest, order, sign_in

THREE_PARTS = "PROD_1\nmy_product_id_1\nTWO_VERSIONS"  # each in another dataset, and so in a suborder of its own
SUM = re.compile(
    r"([\d,]+) files? ordered = ([\d,]+) delivered and verified \+ ([\d,]+) failed \+ ([\d,]+) (?:left|still)"
)


def the_sum(page: Page) -> tuple[int, ...]:
    """The sum of the receipt, after a check that it adds up."""
    line = page.get_by_text(SUM).first
    expect(line).to_be_visible()
    found = SUM.search(line.inner_text())
    assert found
    ordered, delivered, failed, left_out = (int(number.replace(",", "")) for number in found.groups())
    assert ordered == delivered + failed + left_out
    return ordered, delivered, failed, left_out


def test_an_order_of_three_suborders_runs_to_its_verified_end_by_itself(
    page: Page, archive: Served, desk: str, delivery_folder: Path, tmp_path: Path
) -> None:
    sign_in(page, archive, account=20)
    order_id = order(page, THREE_PARTS)
    names = [each.file.filename for each in archive.archive.lifecycle.orders[order_id].files()]
    with archive.archive.hold(*names):
        page.get_by_role("button", name="Bring all files into this folder").click()
        expect(page.get_by_role("button", name="Pause the delivery")).to_be_visible()
        the_sum(page)
    page.goto(f"{desk}/orders")  # it goes on while nobody looks
    expect(page.get_by_role("table", name="Your orders")).to_be_visible()
    page.goto(f"{desk}/order?id={order_id}")
    the_sum(page)
    expect(page.get_by_text("Every file is here and verified")).to_be_visible()
    expect(page.get_by_role("heading", name="files arrived and are verified")).to_be_visible()
    expect(page.get_by_text(re.compile("left out$"))).to_be_visible()  # drawn below, and so a moment later
    ordered, delivered, *_ = the_sum(page)
    assert ordered == delivered

    with page.expect_download() as download:
        page.get_by_role("button", name="Receipt as JSON").click()
    receipt = tmp_path / "receipt.json"
    download.value.save_as(receipt)
    lines = json.loads(receipt.read_text())["files"]
    assert len(lines) == ordered
    for line in lines:
        body = Path(line["place"]).read_bytes()
        assert Path(line["place"]).is_relative_to(delivery_folder)
        assert hashlib.md5(body, usedforsecurity=False).hexdigest() == line["checksum"]
    page.goto(desk)
    at_rest(page)
    page.get_by_test_id("stFileUploaderDropzone").locator("input").set_input_files(receipt)
    expect(page.get_by_text("Nothing is missing in this receipt: every ordered file has arrived.")).to_be_visible()


def test_a_lost_file_is_named_and_asked_for_again(page: Page, archive: Served) -> None:
    sign_in(page, archive, account=21)
    order_id = order(page, "my_product_id_1\nTAPE_LOST")
    page.get_by_role("button", name="Bring all files into this folder").click()
    expect(page.get_by_text("The delivery has ended, and not everything came")).to_be_visible()
    expect(page.get_by_text(re.compile("left out$"))).to_be_visible()  # drawn below, and so a moment later
    assert the_sum(page) == (2, 1, 1, 0)
    page.wait_for_timeout(20_000)  # as somebody who reads it; what was read is then old, and the click reads it again
    page.get_by_role("button", name="Order the missing one").click()
    expect(page.get_by_role("heading", name="Compose order")).to_be_visible()
    expect(page.get_by_role("textbox", name="Product identifiers")).to_have_value("TAPE_LOST")
    page.go_back()
    expect(page.get_by_role("heading", name=f"Order {order_id}")).to_be_visible()


def test_the_program_brings_every_file(page: Page, archive: Served, tmp_path: Path) -> None:
    sign_in(page, archive, account=22)
    order(page, THREE_PARTS)
    page.get_by_text("With a program").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the program").click()
    program = tmp_path / download.value.suggested_filename
    download.value.save_as(program)
    done = subprocess.run(  # noqa: S603 - the program that the page made
        [sys.executable, "-I", program, "--folder", tmp_path / "files", "--poll", "0.2"],
        env={**os.environ, "REGARDS_PASSWORD": archive.accounts[22].password},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    expect(page.get_by_text(re.compile(r"^Downloaded: \d+$"))).to_be_visible()
