"""The life cycle of orders (contract C.3, C.4, C.8). A suborder has at most two products of 400 bytes."""

import pytest

from components.demo.files.faults import Fault
from components.demo.orders.file_filters import FileFilter
from components.demo.orders.order import FileState, JobState, Order, OrderFile
from components.demo.scenarios import Scenario
from tests.demo.small_archive import HOUR, PREPARED, START, WORKED, ArchiveDriver, ids

RAWDATA = FileFilter(("RAWDATA",))
OCEAN = tuple(f"OCEAN_{number}" for number in range(1, 9))


def states(order: Order) -> list[FileState]:
    return [each.state for each in order.files()]


def jobs(*orders: Order) -> list[JobState]:
    return [suborder.job for order in orders for suborder in order.suborders()]


def available(order: Order) -> list[OrderFile]:
    return [each for each in order.files() if each.state is FileState.AVAILABLE]


def by_name(order: Order, name: str) -> OrderFile:
    return next(each for each in order.files() if each.file.filename == name)


# From pending to done


def test_a_failing_storage_is_slow_and_loses_nine_of_ten_files(driver: ArchiveDriver) -> None:
    driver.archive.set_scenario("user@demo.example", Scenario.FAILING_STORAGE)
    failing = driver.order(ids("OCEAN_1", "OCEAN_2"), filters=RAWDATA)
    well = driver.order(ids("OCEAN_1", "OCEAN_2"), filters=RAWDATA, username="visitor-01@demo.example")
    driver.wait(PREPARED + 31)
    assert (states(failing), states(well)) == (["PENDING", "PENDING"], ["AVAILABLE", "AVAILABLE"])
    driver.wait(270)
    assert states(failing) == ["AVAILABLE", "ERROR"]


def test_an_order_is_pending_until_it_is_prepared(driver: ArchiveDriver) -> None:
    order = driver.order(ids("OCEAN_1"))
    driver.wait(1.9)
    assert order.status == "PENDING"
    driver.wait(0.2)
    assert order.status == "RUNNING"
    assert states(order) == ["PENDING", "PENDING"]


def test_files_of_a_suborder_become_available_all_together_when_its_job_ends(driver: ArchiveDriver) -> None:
    order = driver.order(ids("OCEAN_1", "OCEAN_2"), filters=RAWDATA)
    driver.wait(PREPARED + 28.9)
    assert states(order) == ["PENDING", "PENDING"]
    driver.wait(0.2)
    assert states(order) == ["AVAILABLE", "AVAILABLE"]


def test_what_happened_does_not_depend_on_how_often_one_looks(driver: ArchiveDriver) -> None:
    order = driver.order(ids(*OCEAN[:2]))
    for _ in range(40):
        driver.wait(1)
    looked_often = (order.status, order.status_date - order.created, states(order))
    other = driver.order(ids(*OCEAN[:2]), username="visitor-01@demo.example")
    driver.wait(40)
    status, after, seen = other.status, other.status_date - other.created, states(other)
    assert (status, seen) == (looked_often[0], looked_often[2])
    assert after == pytest.approx(looked_often[1], abs=1)  # figures turn with the full second


def test_figures_follow_at_the_next_turn(driver: ArchiveDriver) -> None:
    order = driver.order(ids("OCEAN_1"), filters=RAWDATA)
    driver.wait(2 + 30)  # prepared at 2.0 after the order, done 30 later
    assert states(order) == ["AVAILABLE"]
    assert (order.percent, order.available, order.status) == (0, 0, "RUNNING")
    driver.wait(1)
    assert (order.percent, order.available, order.status) == (100, 1, "DONE")


def test_percent_goes_by_size_and_is_rounded_down(driver: ArchiveDriver) -> None:
    order = driver.order(ids("OCEAN_1", "OCEAN_2", "OCEAN_3", "OCEAN_4", "LAND_1"), filters=RAWDATA)
    driver.wait(PREPARED + WORKED)
    assert len(list(order.suborders())) == 3
    assert order.percent == 80  # 1600 of 2000 bytes; the third suborder waits
    assert order.available == 4


def test_an_order_of_two_suborders_is_done_without_any_download(driver: ArchiveDriver) -> None:
    order = driver.order(ids("OCEAN_1", "OCEAN_2", "LAND_1"), filters=RAWDATA)
    driver.wait(PREPARED + WORKED)
    assert order.status == "DONE"
    assert order.waiting


# Slots


def test_t28_a_third_suborder_waits_until_files_of_the_first_ones_are_downloaded(driver: ArchiveDriver) -> None:
    order = driver.order(ids(*OCEAN[:6]), filters=RAWDATA)
    driver.wait(PREPARED + WORKED)
    assert jobs(order) == ["DONE", "DONE", "WAITING"]
    assert order.waiting
    driver.wait(HOUR)
    assert jobs(order) == ["DONE", "DONE", "WAITING"]
    assert order.status == "RUNNING"


def test_downloading_a_part_of_a_suborder_frees_nothing(driver: ArchiveDriver) -> None:
    order = driver.order(ids(*OCEAN[:6]), filters=RAWDATA)
    driver.wait(PREPARED + WORKED)
    driver.download(available(order)[0])
    assert jobs(order) == ["DONE", "DONE", "WAITING"]


def test_downloading_all_of_it_starts_the_next_one_at_once(driver: ArchiveDriver) -> None:
    order = driver.order(ids(*OCEAN[:6]), filters=RAWDATA)
    driver.wait(PREPARED + WORKED)
    driver.download(*available(order)[:2])
    assert jobs(order) == ["DONE", "DONE", "RUNNING"]
    driver.wait(WORKED)
    assert order.status == "DONE"
    assert states(order) == ["DOWNLOADED"] * 2 + ["AVAILABLE"] * 4


def test_a_failed_download_frees_the_slot_as_well(driver: ArchiveDriver) -> None:
    order = driver.order(ids(*OCEAN[:6]), filters=RAWDATA)
    driver.wait(PREPARED + WORKED)
    for each in available(order)[:2]:
        with driver.archive.moment() as now:
            driver.archive.lifecycle.download_failed(each, "broken", now)
    assert jobs(order) == ["DONE", "DONE", "RUNNING"]


def test_t29_an_old_order_that_nobody_downloads_blocks_a_new_one(driver: ArchiveDriver) -> None:
    old = driver.order(ids(*OCEAN[:4]), filters=RAWDATA)
    driver.wait(PREPARED + WORKED)
    assert old.status == "DONE"
    new = driver.order(ids("LAND_1"))
    driver.wait(HOUR)
    assert (new.status, new.percent, jobs(new)) == ("RUNNING", 0, ["WAITING"])
    driver.download(*available(old))
    driver.wait(WORKED)
    assert new.status == "DONE"


def test_another_users_order_blocks_nothing(driver: ArchiveDriver) -> None:
    driver.order(ids(*OCEAN[:4]), filters=RAWDATA)
    driver.wait(PREPARED + WORKED)
    theirs = driver.order(ids("LAND_1"), username="visitor-01@demo.example")
    driver.wait(PREPARED + WORKED)
    assert theirs.status == "DONE"


def test_no_more_than_two_jobs_of_a_user_run_at_once(driver: ArchiveDriver) -> None:
    orders = [driver.order(ids(name)) for name in ("LAND_1", "LAND_2", "GUIDED_1")]
    driver.wait(PREPARED)
    assert jobs(*orders) == ["RUNNING", "RUNNING", "WAITING"]


def test_what_expires_frees_its_slots(driver: ArchiveDriver) -> None:
    old = driver.order(ids(*OCEAN[:4]), filters=RAWDATA)
    driver.wait(8 * HOUR)
    new = driver.order(ids("LAND_1"))
    driver.wait(60)
    assert (old.status, jobs(new)) == ("DONE", ["WAITING"])
    driver.wait(HOUR)
    assert (old.status, new.status) == ("EXPIRED", "DONE")


# Endings (contract C.4)


def test_an_order_of_external_files_alone_is_done_at_once_and_waits_without_blocking(driver: ArchiveDriver) -> None:
    order = driver.order(ids("EXTERNAL_1", "EXTERNAL_2"))
    driver.wait(PREPARED)
    assert (order.status, order.percent, order.available) == ("DONE", 100, 2)
    assert order.waiting
    assert not any(each.holds_slot for each in order.suborders())


def test_an_order_of_no_file_at_all_ends_with_a_warning_without_any_task(driver: ArchiveDriver) -> None:
    for order in (driver.order(ids("ORPHAN_1")), driver.order(ids("OCEAN_1"), filters=FileFilter(("RAWDATA",), "x"))):
        driver.wait(PREPARED)
        assert (order.status, order.percent, order.tasks) == ("DONE_WITH_WARNING", 0, [])


def test_more_than_a_hundred_queries_on_one_dataset_fail_after_they_were_granted(driver: ArchiveDriver) -> None:
    order = driver.order(*[ids("OCEAN_1")] * 101)
    assert order.status == "PENDING"
    driver.wait(PREPARED)
    assert (order.status, order.tasks, order.expiration) == ("FAILED", [], None)


def test_a_hundred_do_not(driver: ArchiveDriver) -> None:
    order = driver.order(*[ids("OCEAN_1")] * 100, ids("LAND_1"))
    driver.wait(PREPARED)
    assert order.status == "RUNNING"


@pytest.mark.parametrize("pattern", ["(", "[a", "*x"])
def test_an_expression_that_java_cannot_compile_leaves_the_order_pending(driver: ArchiveDriver, pattern: str) -> None:
    order = driver.order(ids("OCEAN_1"), filters=FileFilter(("RAWDATA",), pattern))
    driver.wait(1000 * HOUR)
    assert (order.status, order.percent, order.expiration) == ("PENDING", 0, None)


def test_all_files_lost_by_the_storage_is_a_failure(driver: ArchiveDriver) -> None:
    driver.archive.faults["land_1.dat"] = Fault.LOST
    order = driver.order(ids("LAND_1"))
    driver.wait(PREPARED + WORKED)
    assert (order.status, order.in_error, order.percent) == ("FAILED", 1, 100)
    assert states(order) == ["ERROR"]


def test_some_files_lost_is_a_warning(driver: ArchiveDriver) -> None:
    driver.archive.faults["land_1.dat"] = Fault.LOST
    order = driver.order(ids("LAND_1", "LAND_2"))
    driver.wait(PREPARED + WORKED)
    assert (order.status, order.in_error, order.available) == ("DONE_WITH_WARNING", 1, 1)


def test_a_file_that_the_storage_never_delivers_stays_pending_until_the_order_expires(driver: ArchiveDriver) -> None:
    driver.archive.faults["land_1.dat"] = Fault.STUCK
    order = driver.order(ids("LAND_1", "LAND_2"))
    driver.wait(PREPARED + 2 * HOUR)
    driver.wait(1)
    assert states(order) == ["PENDING", "AVAILABLE"]
    assert (order.status, order.percent) == ("RUNNING", 50)
    driver.wait(5 * HOUR)
    assert order.status == "EXPIRED"


def test_a_done_order_gets_a_warning_once_a_download_failed_and_nothing_is_left(driver: ArchiveDriver) -> None:
    order = driver.order(ids("LAND_1", "LAND_2"))
    driver.wait(PREPARED + WORKED)
    with driver.archive.moment() as now:
        driver.archive.lifecycle.download_failed(by_name(order, "land_1.dat"), "broken", now)
    driver.wait(2)
    assert order.status == "DONE"  # one file is still waiting for the user
    driver.download(by_name(order, "land_2.dat"))
    driver.wait(2)
    assert order.status == "DONE_WITH_WARNING"
    assert order.in_error == 0  # download errors are not counted


def test_t37_the_number_of_available_files_is_frozen_after_the_end_until_none_is_left(driver: ArchiveDriver) -> None:
    order = driver.order(ids("LAND_1", "LAND_2"))
    driver.wait(PREPARED + WORKED)
    driver.download(by_name(order, "land_1.dat"))
    driver.wait(2)
    assert order.available == 2
    driver.download(by_name(order, "land_2.dat"))
    driver.wait(2)
    assert order.available == 0


def test_while_it_runs_the_number_follows(driver: ArchiveDriver) -> None:
    order = driver.order(ids(*OCEAN[:6]), filters=RAWDATA)
    driver.wait(PREPARED + WORKED)
    assert order.available == 4
    driver.download(available(order)[0])
    driver.wait(2)
    assert order.available == 3


# Expiry


@pytest.mark.parametrize(
    ("names", "hours"),
    [
        (("OCEAN_1",), 6),  # one suborder: (1+2) × 2
        (OCEAN[:6], 10),  # three
        (("EXTERNAL_1",), 2),
        (("ORPHAN_1",), 2),
        (("OCEAN_1", "EXTERNAL_1"), 6),  # external suborders do not count
    ],
)
def test_t30_an_order_by_apply_lives_short(driver: ArchiveDriver, names: tuple[str, ...], hours: int) -> None:
    order = driver.order(ids(*names), filters=RAWDATA)
    driver.wait(PREPARED)
    assert order.expiration == START + 2 + hours * HOUR


def test_expiry_is_noticed_at_the_next_full_hour_not_at_the_deadline(driver: ArchiveDriver) -> None:
    order = driver.order(ids("OCEAN_1"))
    driver.wait(PREPARED + WORKED)
    assert order.expiration is not None
    driver.clock.now = order.expiration + 1
    driver.wait()
    assert order.status == "DONE"
    driver.wait(HOUR)
    assert order.status == "EXPIRED"


def test_t31_an_expired_order_has_lost_its_files(driver: ArchiveDriver) -> None:
    order = driver.order(ids("OCEAN_1"))
    driver.wait(PREPARED + WORKED)
    numbers = [each.id for each in order.files()]
    driver.wait(8 * HOUR)
    assert order.status == "EXPIRED"
    assert list(order.files()) == []
    assert not set(numbers) & set(driver.archive.lifecycle.files)
    assert (order.available, order.waiting) == (0, False)


def test_a_done_order_whose_files_were_all_downloaded_never_expires(driver: ArchiveDriver) -> None:
    order = driver.order(ids("OCEAN_1"))
    driver.wait(PREPARED + WORKED)
    driver.download(*available(order))
    driver.wait(1000 * HOUR)
    assert order.status == "DONE"


def test_a_failed_order_never_expires(driver: ArchiveDriver) -> None:
    driver.archive.faults["land_1.dat"] = Fault.LOST
    order = driver.order(ids("LAND_1"))
    driver.wait(1000 * HOUR)
    assert order.status == "FAILED"


@pytest.mark.parametrize("paused", [False, True])
def test_an_unfinished_order_expires_running_or_paused(driver: ArchiveDriver, paused: bool) -> None:
    order = driver.order(ids(*OCEAN), filters=RAWDATA)
    driver.wait(PREPARED + WORKED)
    if paused:
        with driver.archive.moment() as now:
            driver.archive.lifecycle.pause(order, now)
    driver.wait(20 * HOUR)
    assert order.status == "EXPIRED"


# External files


def test_an_external_file_downloaded_by_its_number_stays_available_and_takes_a_slot(driver: ArchiveDriver) -> None:
    order = driver.order(ids("EXTERNAL_1", "EXTERNAL_2"))
    driver.wait(PREPARED)
    driver.download(by_name(order, "external_1.dat"))
    assert states(order) == ["AVAILABLE", "AVAILABLE"]
    assert [each.holds_slot for each in order.suborders()] == [True]


def test_a_zip_settles_external_files_too(driver: ArchiveDriver) -> None:
    order = driver.order(ids("EXTERNAL_1", "EXTERNAL_2"))
    driver.wait(PREPARED)
    driver.download(by_name(order, "external_1.dat"))
    with driver.archive.moment() as now:
        driver.archive.lifecycle.downloaded_in_zip(list(order.files()), now)
    assert states(order) == ["DOWNLOADED", "DOWNLOADED"]
    assert [each.holds_slot for each in order.suborders()] == [False]


def test_external_files_are_available_at_once_while_the_others_are_worked_on(driver: ArchiveDriver) -> None:
    order = driver.order(ids("LAND_1", "EXTERNAL_1"))
    driver.wait(PREPARED)
    assert by_name(order, "external_1.dat").state == "AVAILABLE"
    assert by_name(order, "land_1.dat").state == "PENDING"
    assert (order.status, order.percent) == ("RUNNING", 50)


# Pause, resume, retry


def test_a_paused_order_stops_its_jobs_a_little_later_and_begins_none(driver: ArchiveDriver) -> None:
    order = driver.order(ids(*OCEAN[:6]), filters=RAWDATA)
    driver.wait(PREPARED)
    with driver.archive.moment() as now:
        driver.archive.lifecycle.pause(order, now)
    assert not order.stopped
    driver.wait(15)
    assert order.stopped
    driver.wait(HOUR)
    assert jobs(order) == ["WAITING"] * 3
    assert set(states(order)) == {"PENDING"}


def test_a_resumed_order_works_from_the_beginning(driver: ArchiveDriver) -> None:
    order = driver.order(ids("LAND_1"))
    driver.wait(PREPARED)
    with driver.archive.moment() as now:
        driver.archive.lifecycle.pause(order, now)
    driver.wait(60)
    with driver.archive.moment() as now:
        driver.archive.lifecycle.resume(order, now)
    assert jobs(order) == ["RUNNING"]
    driver.wait(29)
    assert states(order) == ["PENDING"]
    driver.wait(2)
    assert order.status == "DONE"


def test_the_slots_of_a_paused_order_go_to_another_one(driver: ArchiveDriver) -> None:
    first = driver.order(ids(*OCEAN[:4]), filters=RAWDATA)
    second = driver.order(ids("LAND_1"))
    driver.wait(PREPARED)
    with driver.archive.moment() as now:
        driver.archive.lifecycle.pause(first, now)
    assert jobs(second) == ["WAITING"]
    driver.wait(16)
    assert jobs(second) == ["RUNNING"]


def test_an_order_paused_while_pending_is_found_running_again(driver: ArchiveDriver) -> None:
    order = driver.order(ids("LAND_1"))
    with driver.archive.moment() as now:
        driver.archive.lifecycle.pause(order, now)
    assert order.status == "PAUSED"
    driver.wait(PREPARED)
    assert order.status == "RUNNING"


def test_an_order_deleted_before_it_was_prepared_stays_deleted(driver: ArchiveDriver) -> None:
    order = driver.order(ids("LAND_1"))
    with driver.archive.moment() as now:
        driver.archive.lifecycle.pause(order, now)
        driver.archive.lifecycle.delete(order, now)
    driver.wait(PREPARED + WORKED)
    assert (order.status, order.tasks) == ("DELETED", [])


def test_a_retry_asks_again_for_what_was_lost_and_lets_the_order_live_a_week(driver: ArchiveDriver) -> None:
    driver.archive.faults["land_1.dat"] = Fault.LOST_ONCE
    order = driver.order(ids("LAND_1", "LAND_2"))
    driver.wait(PREPARED + WORKED)
    assert order.status == "DONE_WITH_WARNING"
    driver.download(*available(order))
    with driver.archive.moment() as now:
        driver.archive.lifecycle.retry(order, now)
        assert order.status == "DONE_WITH_WARNING"  # it takes effect a little later
    driver.wait(1)
    assert order.status == "RUNNING"
    driver.wait(WORKED)
    assert order.status == "DONE"
    assert sorted(states(order)) == ["AVAILABLE", "DOWNLOADED"]
    assert order.expiration is not None
    assert order.expiration == pytest.approx(driver.clock.now + 168 * HOUR, abs=60)


def test_a_retry_asks_again_for_failed_downloads(driver: ArchiveDriver) -> None:
    order = driver.order(ids("LAND_1"))
    driver.wait(PREPARED + WORKED)
    with driver.archive.moment() as now:
        driver.archive.lifecycle.download_failed(by_name(order, "land_1.dat"), "broken", now)
    driver.wait(2)
    assert order.status == "DONE_WITH_WARNING"
    with driver.archive.moment() as now:
        driver.archive.lifecycle.retry(order, now)
    driver.wait(2 + WORKED)
    assert states(order) == ["AVAILABLE"]


def test_a_retry_of_an_order_without_tasks_only_says_running(driver: ArchiveDriver) -> None:
    order = driver.order(*[ids("OCEAN_1")] * 101)
    driver.wait(PREPARED)
    with driver.archive.moment() as now:
        driver.archive.lifecycle.retry(order, now)
    driver.wait(HOUR)
    assert (order.status, order.percent, order.tasks) == ("RUNNING", 0, [])


# The list


def test_orders_are_listed_newest_first_without_deleted_ones(driver: ArchiveDriver) -> None:
    orders = [driver.order(ids(name)) for name in ("LAND_1", "LAND_2", "OCEAN_1")]
    with driver.archive.moment() as now:
        driver.archive.lifecycle.delete(orders[1], now)
    assert driver.archive.lifecycle.of(orders[0].owner) == [orders[2], orders[0]]
