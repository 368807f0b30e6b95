"""The receipt on the page of an order."""

from functools import partial

import pytest

from components.regards.delivery.receipt import compose_receipt
from components.regards.delivery.snapshot import Snapshot
from components.regards.orders.records import OrderFile
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


def test_an_order_of_which_the_archive_has_said_nothing_is_not_taken_for_one_without_files() -> None:
    known, begun = Snapshot(order(files=1), (file(1),), {}, {}), Snapshot(order(9, files=0), (), {}, {})
    receipt = compose_receipt([known, begun], "Archive", "project1", NOW, asked=["P00001", "P00002"])
    shown = draw(lambda: show_receipt(receipt, moving=True))
    assert "The archive has not said yet which files order 9 will have. They are not in this sum." in text_of_page(
        shown
    )
    assert "1 file ordered = 0 delivered" in text_of_page(shown)
    assert not any("named no file" in each.label for each in shown.expander)


def test_an_order_that_ended_without_files_does_not_keep_the_sum_of_others_back() -> None:
    known, ended = Snapshot(order(files=1), (file(1),), {}, {}), Snapshot(order(9, "FAILED", files=0), (), {}, {})
    receipt = compose_receipt([known, ended], "Archive", "project1", NOW)
    assert "1 file ordered = 0 delivered" in text_of_page(draw(lambda: show_receipt(receipt, moving=True)))


@pytest.mark.parametrize(("listed", "told"), [((file(1), file(2)), True), ((file(1),), False)])
def test_identifiers_are_without_files_only_once_all_files_are_named(listed: tuple[OrderFile, ...], told: bool) -> None:
    receipt = compose_receipt([Snapshot(order(files=2), listed, {}, {})], "Archive", "project1", NOW, asked=["NO_SUCH"])
    shown = draw(lambda: show_receipt(receipt, moving=True))
    assert any("Identifiers of which the archive named no file" in each.label for each in shown.expander) is told
