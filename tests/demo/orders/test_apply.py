"""Ordering in one call, without HTTP (contract C.1)."""

import threading

import pytest

from components.demo.api.responses import Refusal
from components.demo.archive import Archive
from components.demo.orders.apply import ErrorType, read_request
from components.demo.orders.file_filters import FileFilter
from tests.demo.small_archive import PREPARED, TIMEOUT, USER, ArchiveDriver, ids

RAWDATA = FileFilter(("RAWDATA",))
NOTHING = ids("NOT_THERE")


def basket_items(driver: ArchiveDriver) -> dict[str, list[str]]:
    """The identifiers in the user's basket by dataset."""
    basket = driver.archive.baskets.by_owner[USER]
    return {each.dataset.label: [p.provider_id for p in each.products] for each in basket.selections.values()}


def file_names(driver: ArchiveDriver, number: int | None) -> list[str]:
    assert number is not None
    driver.wait(PREPARED)
    return sorted(each.file.filename for each in driver.archive.lifecycle.orders[number].files())


# What a request is


def test_a_request_is_read_with_its_filters() -> None:
    body = {
        "queries": ["a", "b"],
        "filters": {"dataTypes": ["RAWDATA"], "filenameRegExp": r".*\.nc"},
        "correlationId": "web-7f3c2a",
        "unknown": 1,
    }
    request = read_request(body)
    assert request.queries == ("a", "b")
    assert request.filters == FileFilter(("RAWDATA",), r".*\.nc")
    assert request.correlation_id == "web-7f3c2a"


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_expression_is_no_filter_for_names(blank: str) -> None:
    request = read_request({"queries": ["a"], "filters": {"dataTypes": ["RAWDATA"], "filenameRegExp": blank}})
    assert request.filters == FileFilter(("RAWDATA",))


def test_a_long_expression_for_names_is_refused_before_it_is_compiled() -> None:
    def body(length: int) -> dict[str, object]:
        return {"queries": ["a"], "filters": {"dataTypes": ["RAWDATA"], "filenameRegExp": "a" * length}}

    assert read_request(body(2_000)).filters
    with pytest.raises(Refusal, match="filenameRegExp size must be between 0 and 2000") as refused:
        read_request(body(2_001))
    assert refused.value.status == 422


@pytest.mark.parametrize(
    ("body", "complaints"),
    [
        ({}, 1),
        ({"queries": []}, 1),
        ({"queries": None}, 1),
        ({"queries": ["a"], "filters": {}}, 1),
        ({"queries": ["a"], "filters": {"dataTypes": []}}, 1),
        ({"queries": ["a"], "filters": {"filenameRegExp": "a.*"}}, 1),
        ({"queries": ["a"], "correlationId": "x" * 256}, 1),
        ({"queries": [], "filters": {"dataTypes": []}}, 2),
    ],
)
def test_what_is_not_valid_is_refused_with_one_message_for_each_violation(
    body: dict[str, object], complaints: int
) -> None:
    with pytest.raises(Refusal) as refused:
        read_request(body)
    assert refused.value.status == 422
    assert len(refused.value.messages) == complaints


@pytest.mark.parametrize(
    "body",
    [
        [],
        "text",
        None,
        {"queries": "a"},
        {"queries": [1]},
        {"queries": ["a"], "filters": []},
        {"queries": ["a"], "filters": {"dataTypes": "RAWDATA"}},
        {"queries": ["a"], "correlationId": 1},
    ],
)
def test_what_cannot_be_read_is_a_400(body: object) -> None:
    with pytest.raises(Refusal) as refused:
        read_request(body)
    assert refused.value.status == 400


def test_a_correlation_id_is_made_up_only_if_there_is_none(driver: ArchiveDriver) -> None:
    made_up = driver.apply(ids("OCEAN_1"), correlation=None)
    assert made_up.correlation_id.startswith("auto-correlation-id-")
    driver.wait(1)
    assert driver.apply(ids("OCEAN_1"), correlation="").correlation_id == ""


# What becomes of it


def test_a_granted_order_has_its_label_from_the_clock_and_begins_pending(driver: ArchiveDriver) -> None:
    order = driver.order(ids("OCEAN_1"))
    assert order.label == "Generated order 2026-02-03T09:05:07.120331Z"
    assert order.status == "PENDING"
    assert order.expiration is None


def test_the_basket_is_gone_once_it_was_ordered(driver: ArchiveDriver) -> None:
    driver.order(ids("OCEAN_1"))
    assert driver.archive.baskets.by_owner == {}


def test_one_query_without_an_orderable_file_refuses_all(driver: ArchiveDriver) -> None:
    response = driver.apply(ids("OCEAN_1"), NOTHING, ids("OCEAN_2"))
    assert response.order_id is None
    assert response.error_type is ErrorType.EMPTY_ORDER
    assert response.message is not None
    assert response.message.startswith("EmptySelectionException:")
    assert driver.archive.lifecycle.orders == {}


@pytest.mark.parametrize("query", ["unknown:1", "(", "  ", "a b"])
def test_a_query_that_the_catalogue_refuses_fails_without_the_reason(driver: ArchiveDriver, query: str) -> None:
    response = driver.apply(query)
    assert response.error_type is ErrorType.INTERNAL_ERROR
    assert response.message is not None
    assert response.message.startswith("CatalogSearchException:")
    assert query not in response.message


def test_t18_what_earlier_queries_found_stays_in_the_basket_and_joins_the_next_order(driver: ArchiveDriver) -> None:
    driver.apply(ids("OCEAN_1"), NOTHING, ids("LAND_1"))
    assert basket_items(driver) == {"Ocean L2": ["OCEAN_1"]}
    order = driver.order(ids("LAND_2"), filters=RAWDATA)
    assert file_names(driver, order.id) == ["land_2.dat", "ocean_1.dat"]


def test_an_empty_basket_stays_when_the_first_query_already_fails(driver: ArchiveDriver) -> None:
    driver.apply(NOTHING)
    assert driver.archive.baskets.by_owner[USER].selections == {}


def test_t19_filters_are_set_on_what_was_in_the_basket_before(driver: ArchiveDriver) -> None:
    driver.apply(ids("OCEAN_1"), NOTHING)
    order = driver.order(ids("OCEAN_2"), filters=FileFilter(("QUICKLOOK",)))
    assert file_names(driver, order.id) == ["ocean_1.png", "ocean_2.png"]


def test_without_filters_those_of_the_basket_stay(driver: ArchiveDriver) -> None:
    driver.apply(ids("OCEAN_1"), NOTHING)
    driver.archive.baskets.by_owner[USER].filter_all(FileFilter(("QUICKLOOK",)))
    order = driver.order(ids("OCEAN_2"))
    assert file_names(driver, order.id) == ["ocean_1.png", "ocean_2.png"]


def test_a_basket_belongs_to_one_user_alone(driver: ArchiveDriver) -> None:
    driver.apply(ids("OCEAN_1"), NOTHING)
    order = driver.order(ids("LAND_2"), username="visitor-01@demo.example")
    assert file_names(driver, order.id) == ["land_2.dat"]
    assert basket_items(driver) == {"Ocean L2": ["OCEAN_1"]}


@pytest.mark.parametrize(("length", "granted"), [(100, True), (101, False)])
def test_t10_the_database_holds_a_correlation_id_of_a_hundred_characters(
    driver: ArchiveDriver, length: int, granted: bool
) -> None:
    if granted:
        assert driver.apply(ids("OCEAN_1"), correlation="x" * length).order_id
        return
    driver.apply(ids("OCEAN_2"), NOTHING)
    with pytest.raises(Refusal) as refused:
        driver.apply(ids("OCEAN_1"), correlation="x" * length)
    assert refused.value.status == 422
    assert "character varying(100)" in refused.value.messages[0]
    assert basket_items(driver) == {"Ocean L2": ["OCEAN_2"]}  # the database rolled its own refusal back


def test_a_second_apply_of_the_same_user_meanwhile_is_refused_by_the_database(
    driver: ArchiveDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = driver.archive.catalogue.search
    refusals: list[Refusal] = []

    def search_while_another_comes(expression: str, groups: frozenset[str]) -> object:
        if not refusals:
            with pytest.raises(Refusal) as refused:
                driver.apply(ids("OCEAN_2"))
            refusals.append(refused.value)
        return search(expression, groups)

    monkeypatch.setattr(driver.archive.catalogue, "search", search_while_another_comes)
    assert driver.apply(ids("OCEAN_1")).order_id
    assert refusals[0].status == 422
    assert "uk_basket_owner" in refusals[0].messages[0]


def test_after_it_another_one_is_welcome(driver: ArchiveDriver) -> None:
    driver.apply(NOTHING)
    assert driver.apply(ids("OCEAN_1")).order_id


def test_nobody_waits_while_the_catalogue_is_searched(driver: ArchiveDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    search = driver.archive.catalogue.search
    passed: list[bool] = []
    entered = threading.Event()

    def somebody_else() -> None:
        with driver.archive.moment():
            entered.set()

    def watched(expression: str, groups: frozenset[str]) -> object:
        threading.Thread(target=somebody_else, daemon=True).start()
        passed.append(entered.wait(TIMEOUT))
        return search(expression, groups)

    monkeypatch.setattr(driver.archive.catalogue, "search", watched)
    driver.apply(ids("OCEAN_1"))
    assert passed == [True]


def test_two_orders_of_one_instant_clash_by_their_label(driver: ArchiveDriver) -> None:
    driver.apply(ids("OCEAN_1"))
    response = driver.apply(ids("OCEAN_1"))
    assert response.error_type is ErrorType.INTERNAL_ERROR
    assert response.message is not None
    assert response.message.startswith("EntityInvalidException:")


# Whose products


def test_t07_an_empty_query_orders_all_that_one_may_download(driver: ArchiveDriver, archive: Archive) -> None:
    names = file_names(driver, driver.apply("", correlation="all").order_id)
    public = {
        each.filename
        for product in archive.catalogue.products.values()
        if product.datasets and archive.catalogue.may_download(product, frozenset({"public"}))
        for each in product.files
        if each.data_type in {"RAWDATA", "QUICKLOOK_SD"}
    }
    lost = {"tide_2.dat"}  # its dataset's label differs from another's in case only
    assert set(names) == public - lost | {"guide.dat"}


@pytest.mark.parametrize("name", ["SECRET_1", "LOOK_1"])
def test_what_one_may_not_see_or_not_download_is_not_orderable(driver: ArchiveDriver, name: str) -> None:
    assert driver.apply(ids(name)).error_type is ErrorType.EMPTY_ORDER
    assert driver.apply(ids(name), username="staff@demo.example").order_id


def test_who_has_no_group_can_order_nothing(driver: ArchiveDriver) -> None:
    assert driver.apply("", username="newcomer@demo.example").error_type is ErrorType.EMPTY_ORDER


def test_a_document_alone_is_not_orderable(driver: ArchiveDriver) -> None:
    assert driver.apply(ids("LEAFLET")).error_type is ErrorType.EMPTY_ORDER


def test_a_product_in_two_datasets_is_ordered_twice(driver: ArchiveDriver) -> None:
    order = driver.order(ids("COAST_1"))
    assert file_names(driver, order.id) == ["coast_1.dat", "coast_1.dat"]


def test_of_two_datasets_whose_labels_differ_in_case_only_one_is_lost(driver: ArchiveDriver) -> None:
    order = driver.order(ids("TIDE_1", "TIDE_2"))
    assert file_names(driver, order.id) == ["tide_1.dat"]


def test_a_product_selected_by_two_queries_is_ordered_once(driver: ArchiveDriver) -> None:
    order = driver.order(ids("OCEAN_1"), ids("OCEAN_1", "OCEAN_2"), filters=RAWDATA)
    assert file_names(driver, order.id) == ["ocean_1.dat", "ocean_2.dat"]


def test_all_versions_are_ordered_unless_last_is_asked_for(driver: ArchiveDriver) -> None:
    assert file_names(driver, driver.order(ids("VERSIONS")).id) == ["versions_v1.dat", "versions_v2.dat"]
    last = driver.order(f"last:true AND ({ids('VERSIONS')})")
    assert file_names(driver, last.id) == ["versions_v2.dat"]


# Which files


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (None, ["ocean_1.dat", "ocean_1.png"]),
        (FileFilter(("RAWDATA",)), ["ocean_1.dat"]),
        (FileFilter(("QUICKLOOK",)), ["ocean_1.png"]),
        (FileFilter(("RAWDATA", "QUICKLOOK")), ["ocean_1.dat", "ocean_1.png"]),
        (FileFilter(("RAWDATA", "QUICKLOOK"), r".*\.png"), ["ocean_1.png"]),
        (FileFilter(("RAWDATA",), r".*\.png"), []),
        (FileFilter(("RAWDATA",), r"\.dat"), []),
        (FileFilter(("RAWDATA",), r"OCEAN.*"), []),
        (FileFilter(("RAWDATA",), r"(?i)OCEAN.*"), ["ocean_1.dat"]),
    ],
)
def test_a_file_must_pass_both_the_type_and_the_whole_name(
    driver: ArchiveDriver, filters: FileFilter | None, expected: list[str]
) -> None:
    assert file_names(driver, driver.order(ids("OCEAN_1"), filters=filters).id) == expected


@pytest.mark.parametrize("filters", [None, RAWDATA, FileFilter(("QUICKLOOK",)), FileFilter(("RAWDATA",), "none")])
def test_orderable_files_of_the_dataset_itself_are_added_for_any_filters(
    driver: ArchiveDriver, filters: FileFilter | None
) -> None:
    names = file_names(driver, driver.order(ids("GUIDED_1"), filters=filters).id)
    assert "guide.dat" in names
    assert "guide.pdf" not in names


def test_words_for_types_that_regards_does_not_know_vanish() -> None:
    request = read_request({"queries": ["a"], "filters": {"dataTypes": ["THUMBNAIL", "rawdata", "QUICKLOOK"]}})
    assert request.filters == FileFilter(("QUICKLOOK",))
