"""Orders, files and baskets as the archive writes them, in the coded and the documented spelling."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from components.regards.errors import UnexpectedReply
from components.regards.orders import records
from components.regards.orders.records import Basket, BasketItem, DatasetTask
from components.regards.orders.statuses import FileState, OrderStatus

CONTENT = {  # contract C.3
    "id": 812,
    "owner": "user1@example.org",
    "label": "Generated order 2026-02-03T09:05:07.120331Z",
    "creationDate": "2026-02-03T09:05:07.142Z",
    "expirationDate": "2026-02-03T15:05:09.3Z",
    "percentCompleted": 40,
    "filesInErrorCount": 2,
    "availableFilesCount": 12,
    "status": "RUNNING",
    "statusDate": "2026-02-03T09:05:09.301Z",
    "waitingForUser": True,
    "datasetTasks": [
        {"id": 3301, "datasetLabel": "Ocean L2", "objectsCount": 15, "filesCount": 30, "filesSize": 310000000},
        {"id": 3302, "datasetLabel": "Ocean L3", "objectsCount": 2, "filesCount": 2, "filesSize": 5},
    ],
}
FILE = {  # contract C.6
    "id": 9,
    "productId": "PROD_A_001",
    "version": 1,
    "mimeType": "application/x-netcdf",
    "checksum": "9f86d081884c7d65",
    "digestAlgorithm": "MD5",
    "filesize": 10485760,
    "filename": "PROD_A_001.nc",
    "state": "AVAILABLE",
    "dataType": "RAWDATA",
    "reference": False,
    "online": True,
}


def created(text: object) -> datetime | None:
    return records.order({"id": 1, "creationDate": text}).created


def test_an_order_is_read_with_its_tasks() -> None:
    order = records.order({"content": CONTENT, "links": [{"rel": "self"}, {"rel": "pause"}]})
    assert (order.order_id, order.label) == (812, "Generated order 2026-02-03T09:05:07.120331Z")
    assert (order.status, order.percent, order.files_in_error, order.waiting_for_user) == ("RUNNING", 40, 2, True)
    assert order.tasks == (
        DatasetTask(3301, "Ocean L2", 15, 30, 310000000),
        DatasetTask(3302, "Ocean L3", 2, 2, 5),
    )
    assert order.links == frozenset({"self", "pause"})


def test_a_flat_order_is_the_same_but_for_its_links() -> None:
    wrapped, flat = records.order({"content": CONTENT, "links": []}), records.order(CONTENT)
    assert (flat.order_id, flat.tasks, flat.expires) == (wrapped.order_id, wrapped.tasks, wrapped.expires)
    assert (flat.links, wrapped.links) == (None, frozenset())


@pytest.mark.parametrize(
    "more",
    [
        {"percentCompleted": "forty"},
        {"percentCompleted": [40]},
        {"filesInErrorCount": {"a": 1}},
        {"datasetTasks": 5},
        {"datasetTasks": ["L2"]},
        {"datasetTasks": {"id": 1}},
        {"datasetTasks": [{"id": 1, "filesCount": "many"}]},
        {"id": True},
    ],
)
def test_an_order_of_senseless_values_is_none_of_ours(more: dict[str, object]) -> None:
    with pytest.raises(UnexpectedReply):
        records.order({"id": 1, **more})


def test_null_in_an_order_is_as_absent() -> None:
    nulls = dict.fromkeys(set(CONTENT) - {"id"})
    assert records.order({"id": 812, **nulls}) == records.order({"id": 812})


def test_an_order_is_as_large_as_its_tasks_together() -> None:
    order = records.order(CONTENT)
    assert (order.files, order.size) == (32, 310000005)


def test_an_order_without_tasks_has_no_files() -> None:
    order = records.order({"id": 812, "status": "DONE_WITH_WARNING"})
    assert (order.tasks, order.files, order.size, order.percent) == ((), 0, 0, 0)


def test_a_pending_order_does_not_expire() -> None:
    assert records.order({"id": 812, "status": "PENDING"}).expires is None
    assert records.order({"id": 812, "status": "PENDING", "expirationDate": None}).expires is None


@pytest.mark.parametrize("resource", [{}, {"content": {"status": "DONE"}}, {"id": "812"}, {"id": None}, None, [], "x"])
def test_what_has_no_number_is_no_order(resource: object) -> None:
    with pytest.raises(UnexpectedReply):
        records.order(resource)


@pytest.mark.parametrize("status", [*OrderStatus, "WAITING_FOR_GODOT", "done", ""])
def test_a_status_is_kept_as_it_is_even_an_unknown_one(status: str) -> None:
    assert records.order({"id": 1, "status": status}).status == status


@pytest.mark.parametrize("status", ["PENDING", "RUNNING"])
def test_an_order_moves_while_the_archive_works_on_it(status: str) -> None:
    assert records.order({"id": 1, "status": status}).moving


@pytest.mark.parametrize(
    "status",
    [
        "PAUSED",
        "EXPIRED",
        "FAILED",
        "DONE_WITH_WARNING",
        "DONE",
        "DELETED",
        "ERROR",
        "WAITING_FOR_GODOT",
        "running",
        "",
    ],
)
def test_no_other_order_moves_least_of_all_one_of_unknown_status(status: str) -> None:
    assert not records.order({"id": 1, "status": status}).moving


@pytest.mark.parametrize("digits", range(7))
def test_a_fraction_of_a_second_may_have_up_to_six_digits(digits: int) -> None:
    fraction = "123456"[:digits]
    expected = datetime(2026, 2, 3, 9, 5, 7, int(fraction.ljust(6, "0")), UTC)
    assert created("2026-02-03T09:05:07" + ("." + fraction if fraction else "") + "Z") == expected


@pytest.fixture
def in_tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put the machine into another time zone."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_tokyo")
def test_a_date_without_offset_is_utc_wherever_the_desk_is() -> None:
    assert created("2026-02-03T09:05:07.1") == datetime(2026, 2, 3, 9, 5, 7, 100000, UTC)


def test_a_date_keeps_its_own_offset() -> None:
    expected = datetime(2026, 2, 3, 9, 5, 7, tzinfo=timezone(timedelta(hours=2)))
    assert created("2026-02-03T09:05:07+02:00") == expected
    assert expected != datetime(2026, 2, 3, 9, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize("text", ["tomorrow", "", "2026-13-01T00:00:00Z", None, 1770109507])
def test_what_is_no_date_is_none(text: object) -> None:
    assert created(text) is None


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59-18:00", "0001-01-01T00:00:00+18:00"])
def test_the_ends_of_time_which_other_time_zones_do_not_have_are_no_dates(text: str) -> None:
    assert created(text) is None


@pytest.mark.parametrize("text", ["9998-12-31T23:59:59-18:00", "0002-01-01T00:00:00+18:00"])
def test_a_date_can_be_told_in_every_time_zone(text: str) -> None:
    at = created(text)
    assert at
    assert at == at.astimezone(timezone(timedelta(hours=-18))) == at.astimezone(timezone(timedelta(hours=18)))


def test_a_file_is_read() -> None:
    file = records.order_file({"content": FILE, "links": [{"rel": "self"}]}, 812, "Ocean L2")
    assert (file.file_id, file.name, file.product, file.dataset) == (9, "PROD_A_001.nc", "PROD_A_001", "Ocean L2")
    assert (file.data_type, file.state, file.size) == ("RAWDATA", "AVAILABLE", 10485760)
    assert (file.mime_type, file.checksum, file.algorithm) == ("application/x-netcdf", "9f86d081884c7d65", "MD5")
    assert (file.external, file.error) == (False, "")


def test_a_file_knows_its_order_and_its_suborder() -> None:
    file = records.order_file({"id": 9, "filesTaskId": 77}, 812, "")
    assert (file.order_id, file.suborder) == (812, 77)
    assert records.order_file({"id": 9}, 812, "").suborder == 0


def test_a_flat_file_is_the_same() -> None:
    assert records.order_file(FILE, 812, "Ocean L2") == records.order_file(
        {"content": FILE, "links": []}, 812, "Ocean L2"
    )


@pytest.mark.parametrize("key", ["filesize", "fileSize"])
def test_a_size_is_read_in_both_spellings(key: str) -> None:
    assert records.order_file({"id": 9, key: 7}, 812, "").size == 7


def test_null_in_a_file_is_as_absent() -> None:
    nulls = dict.fromkeys({*FILE, "downloadError"} - {"id"})
    assert records.order_file({"id": 9, **nulls}, 812, "") == records.order_file({"id": 9}, 812, "")
    assert records.order_file({"id": 9, "filesize": None, "fileSize": 7}, 812, "").size == 7


def test_an_empty_file_has_a_size_and_an_unknown_one_has_none() -> None:
    assert records.order_file({"id": 9, "filesize": 0}, 812, "").size == 0
    assert records.order_file({"id": 9}, 812, "").size is None


@pytest.mark.parametrize("size", [-1, -(10**30), True, "7", 7.0, [7]])
def test_what_is_no_number_of_bytes_is_no_size(size: object) -> None:
    assert records.order_file({"id": 9, "filesize": size}, 812, "").size is None
    assert records.order_file({"id": 9, "filesize": size, "fileSize": 7}, 812, "").size == 7


def test_a_file_outside_the_archive_is_external() -> None:
    assert records.order_file({"id": 9, "reference": True}, 812, "").external
    assert not records.order_file({"id": 9}, 812, "").external


@pytest.mark.parametrize("state", [*FileState, "ONLINE", "SOMETHING_NEW"])
def test_a_state_is_kept_as_it_is_even_an_unknown_one(state: str) -> None:
    assert records.order_file({"id": 9, "state": state}, 812, "").state == state


def test_a_failed_download_says_why() -> None:
    assert records.order_file({"id": 9, "downloadError": "quota"}, 812, "").error == "quota"


def test_what_has_no_number_is_no_file() -> None:
    with pytest.raises(UnexpectedReply):
        records.order_file({"content": {"filename": "a.nc"}}, 812, "")


def test_a_basket_is_the_sum_of_its_selections() -> None:
    selections = [
        {"id": 1, "datasetLabel": "Ocean L2", "objectsCount": 2, "filesCount": 3, "filesSize": 500},
        {"id": 2, "datasetLabel": "Ocean L3", "objectsCount": 1, "filesCount": 1, "filesSize": 7},
    ]
    expected = Basket(("Ocean L2", "Ocean L3"), products=3, files=4, size=507, selections=(1, 2))
    assert records.basket({"content": {"id": 5, "datasetSelections": selections}, "links": []}) == expected
    assert records.basket({"id": 5, "datasetSelections": selections}) == expected


def test_a_basket_tells_which_queries_have_filled_it() -> None:
    def item(date: str, query: str) -> dict[str, object]:
        asked = {"engineType": "legacy", "searchParameters": {"q": [query]}}
        return {"date": date, "objectsCount": 1, "selectionRequest": asked}

    selections = [
        {"id": 7, "itemsSelections": [item("2026-02-03T09:05:07.1Z", "a:1"), item("2026-02-03T09:06:00Z", "b:2")]}
    ]
    found = records.basket({"datasetSelections": selections})
    assert found
    assert found.items == (
        BasketItem(7, "2026-02-03T09:05:07.1Z", frozenset({"a:1"})),
        BasketItem(7, "2026-02-03T09:06:00Z", frozenset({"b:2"})),
    )
    assert found.queries == {"a:1", "b:2"}


@pytest.mark.parametrize("asked", [None, "q", {}, {"searchParameters": 5}, {"searchParameters": {"q": "a:1"}}])
def test_a_basket_that_does_not_tell_its_queries_has_none(asked: object) -> None:
    found = records.basket({"datasetSelections": [{"id": 7, "itemsSelections": [{"selectionRequest": asked}]}]})
    assert found
    assert found.queries == frozenset()


@pytest.mark.parametrize("resource", [None, {"content": {"id": 5}}, {"content": {"id": 5, "datasetSelections": []}}])
def test_a_basket_with_nothing_in_it_is_none(resource: object) -> None:
    assert records.basket(resource) is None


@pytest.mark.parametrize("selections", [5, ["L2"], {"id": 1}, [{"filesCount": "many"}]])
def test_a_basket_of_senseless_values_is_none_of_ours(selections: object) -> None:
    with pytest.raises(UnexpectedReply):
        records.basket({"datasetSelections": selections})


def test_what_is_no_basket_is_never_an_empty_one() -> None:
    with pytest.raises(UnexpectedReply):
        records.basket(["something"])


# Available files, as documented

ITEM = {"productId": "A", "uri": "http://x/files/1", "checksum": "0" * 32, "fileSize": 3, "filename": "a.nc"}


def test_an_available_file_without_a_number_gets_the_same_one_each_time() -> None:
    file, again = records.available_file(ITEM, 812), records.available_file({"content": ITEM, "links": []}, 812)
    assert (file, file.has_number, file.can_be_fetched, file.available) == (again, False, False, True)
    assert (file.name, file.product, file.size) == ("a.nc", "A", 3)
    assert records.available_file({**ITEM, "id": None}, 812).file_id == file.file_id
    assert records.available_file({**ITEM, "filename": "b.nc"}, 812).file_id != file.file_id


def test_an_available_file_with_a_number_keeps_it() -> None:
    file = records.available_file({**ITEM, "id": 5}, 812)
    assert (file.file_id, file.has_number, file.can_be_fetched) == (5, True, True)


@pytest.mark.parametrize(("checksum", "algorithm"), [("0" * 32, "MD5"), ("0" * 40, ""), ("z" * 32, ""), ("", "")])
def test_a_checksum_of_32_digits_is_md5(checksum: str, algorithm: str) -> None:
    assert records.available_file({**ITEM, "checksum": checksum}, 812).algorithm == algorithm


def test_an_algorithm_that_is_named_is_kept() -> None:
    assert records.available_file({**ITEM, "digestAlgorithm": "SHA-256"}, 812).algorithm == "SHA-256"
