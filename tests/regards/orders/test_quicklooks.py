"""Which files of an order can be shown as pictures."""

from dataclasses import replace

import pytest

from components.regards.orders.quicklooks import can_be_shown, quicklook_of
from components.regards.orders.records import OrderFile
from components.regards.pictures import Quicklook
from tests.ui import draw_block


def quicklook_file(file_id: int = 1, **more: object) -> OrderFile:
    return draw_block.file(file_id, **{"data_type": "QUICKLOOK_SD", **more})  # type: ignore[arg-type] # any field


@pytest.mark.parametrize(
    ("file", "may"),
    [
        (quicklook_file(), True),
        (quicklook_file(data_type="QUICKLOOK_HD", state="DOWNLOADED"), True),
        (quicklook_file(state="DOWNLOAD_ERROR"), True),
        (quicklook_file(state="PENDING"), False),
        (quicklook_file(state="ERROR"), False),
        (quicklook_file(data_type="RAWDATA"), False),
        (quicklook_file(external=True), False),
        (replace(quicklook_file(), file_id=-1), False),
    ],
)
def test_quicklooks_that_the_archive_keeps_can_be_shown(file: OrderFile, may: bool) -> None:
    assert can_be_shown(file) is may


def test_a_file_is_downloaded_by_its_number_and_compared_with_what_was_announced() -> None:
    file = quicklook_file(7, name="a.png", size=9, checksum="abc", algorithm="MD5")
    assert quicklook_of(file) == Quicklook("rs-order/orders/files/7", "a.png", 9, "abc", "MD5")
