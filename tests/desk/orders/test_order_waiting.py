"""What an order waits for."""

from datetime import timedelta

import pytest

from components.desk.orders.order_waiting import OrderWithFiles, blocking, seconds_left, stuck, suborder_ranks
from components.regards.orders.records import Order, OrderFile
from tests.ui.draw_block import NOW, file, order

HOUR = timedelta(hours=1)


def numbers(order_id: int, *others: Order) -> list[int]:
    return [each.order_id for each in blocking(order(order_id), others)]


# Which orders hold the places (contract C.8)


@pytest.mark.parametrize("status", ["RUNNING", "PAUSED", "DONE", "DONE_WITH_WARNING"])
def test_an_order_that_waits_for_its_user_holds_a_place_for_any_status(status: str) -> None:
    assert numbers(54, order(53, status, waiting_for_user=True)) == [53]


@pytest.mark.parametrize("status", ["PENDING", "PAUSED", "DONE", "DONE_WITH_WARNING", "FAILED", "EXPIRED", "ARCHIVING"])
def test_of_the_orders_that_wait_for_nobody_only_running_ones_hold_a_place(status: str) -> None:
    assert numbers(54, order(53, status), order(52, "RUNNING")) == [52]


@pytest.mark.parametrize("status", ["EXPIRED", "DELETED"])
def test_an_order_whose_files_are_gone_holds_no_place(status: str) -> None:
    assert numbers(54, order(53, status, waiting_for_user=True)) == []


def test_orders_that_wait_for_the_user_are_named_first() -> None:
    assert numbers(54, order(51), order(53, "DONE", waiting_for_user=True), order(52)) == [53, 51, 52]


def test_an_order_does_not_hold_itself_up() -> None:
    assert numbers(54, order(54), order(53)) == [53]


@pytest.mark.parametrize(
    "begun",
    [
        order(percent=1),
        order(waiting_for_user=True),
        order(status="PENDING"),
        order(status="DONE"),
        order(status="ARCHIVING"),
    ],
    ids=["prepared in part", "something is available", "pending", "done", "unknown"],
)
def test_only_a_running_order_that_has_not_begun_is_held_up(begun: Order) -> None:
    assert blocking(begun, [order(53)]) == ()
    assert blocking(order(), [order(53)])


# Orders that are stuck (T-33)


@pytest.mark.parametrize(("seconds", "expected"), [(599, False), (600, False), (601, True)])
def test_an_order_that_is_pending_for_too_long_is_stuck(seconds: int, expected: bool) -> None:
    assert stuck(order(status="PENDING", created=NOW - timedelta(seconds=seconds)), NOW) is expected


@pytest.mark.parametrize("status", ["RUNNING", "PAUSED", "ARCHIVING"])
def test_an_order_that_is_not_pending_is_not_stuck(status: str) -> None:
    assert not stuck(order(status=status, created=NOW - HOUR), NOW)


def test_a_pending_order_of_unknown_age_is_not_stuck() -> None:
    assert not stuck(order(status="PENDING", created=None), NOW)


# Deadlines (contract C.4)


@pytest.mark.parametrize("status", ["RUNNING", "PAUSED", "DONE", "DONE_WITH_WARNING", "ARCHIVING"])
@pytest.mark.parametrize("files", [None, [file(1), file(2, "DOWNLOADED")], [file(1, "PENDING")]])
def test_an_order_with_files_to_come_or_to_download_has_a_deadline(status: str, files: list[OrderFile] | None) -> None:
    assert seconds_left(order(status=status, expires=NOW + HOUR), files, NOW) == 3600


def test_a_pending_order_has_no_deadline_yet() -> None:
    assert seconds_left(order(status="PENDING", expires=None), None, NOW) is None


@pytest.mark.parametrize("status", ["EXPIRED", "FAILED", "DELETED"])
def test_an_order_that_expires_no_more_has_no_deadline(status: str) -> None:
    assert seconds_left(order(status=status, expires=NOW + HOUR), [file(1)], NOW) is None


@pytest.mark.parametrize("status", ["DONE", "DONE_WITH_WARNING"])
@pytest.mark.parametrize("files", [[], [file(1, "DOWNLOADED"), file(2, "DOWNLOAD_ERROR"), file(3, "ERROR")]])
def test_a_done_order_with_nothing_left_to_download_has_no_deadline(status: str, files: list[OrderFile]) -> None:
    assert seconds_left(order(status=status, expires=NOW + HOUR), files, NOW) is None


@pytest.mark.parametrize("status", ["RUNNING", "PAUSED"])
def test_an_unfinished_order_has_a_deadline_though_all_that_is_listed_is_downloaded(status: str) -> None:
    assert seconds_left(order(status=status, expires=NOW + HOUR), [file(1, "DOWNLOADED")], NOW) == 3600


def test_a_deadline_that_is_over_is_none_left() -> None:
    assert seconds_left(order(status="DONE", expires=NOW - HOUR), [file(1)], NOW) == 0


# What is available, and suborders


def test_what_is_available_is_counted_by_state() -> None:
    files = [file(1), file(2), file(3, "DOWNLOADED"), file(4, "PENDING"), file(5, "DOWNLOAD_ERROR")]
    assert OrderWithFiles(order(), files).available == 2


def test_what_is_available_is_unknown_until_the_files_are_read() -> None:
    assert OrderWithFiles(order(), None).available is None


def test_suborders_are_counted_from_one_in_the_archives_order() -> None:
    assert suborder_ranks([file(1, suborder=907), file(2, suborder=31), file(3, suborder=907)]) == {31: 1, 907: 2}


def test_a_suborder_that_the_archive_does_not_name_is_not_counted() -> None:
    assert suborder_ranks([file(1, suborder=0), file(2, suborder=31)]) == {31: 1}
