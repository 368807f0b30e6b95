"""The receipt on the page of an order."""

from functools import partial

from components.regards.delivery.receipt import compose_receipt
from components.regards.delivery.snapshot import Snapshot
from components.ui.order.receipt_panel import show_receipt
from tests.ui.draw_block import NOW, draw, file, order, text_of_page


def test_when_the_receipt_can_be_kept_is_said_until_it_can() -> None:
    receipt = compose_receipt([Snapshot(order(files=1), (file(1),), {}, {})], "Archive", "project1", NOW)
    ready = text_of_page(draw(lambda: show_receipt(receipt, moving=True)))
    over = text_of_page(draw(lambda: show_receipt(receipt, moving=False)))
    assert "You can keep the receipt once no more files can come." in ready
    assert "You can keep" not in over


def test_what_may_still_come_is_not_called_left_out() -> None:
    receipt = compose_receipt([Snapshot(order(files=1), (file(1),), {}, {})], "Archive", "project1", NOW)
    for moving, outcome in ((True, "still to come"), (False, "left out")):
        [table] = draw(partial(show_receipt, receipt, moving=moving)).dataframe
        assert list(table.value["Outcome"]) == [outcome]


def test_no_sum_is_shown_before_the_archive_has_said_which_files_there_are() -> None:
    receipt = compose_receipt([Snapshot(order(files=0), (), {}, {})], "Archive", "project1", NOW)
    begun = text_of_page(draw(lambda: show_receipt(receipt, moving=True)))
    over = text_of_page(draw(lambda: show_receipt(receipt, moving=False)))
    assert "The archive has not said yet which files these are." in begun
    assert "0 files" not in begun
    assert "0 files ordered = 0 delivered" in over
