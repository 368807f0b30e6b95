"""Ordering, listing and managing orders over HTTP (contract C.1, C.3, C.5, C.9)."""

from collections.abc import Callable

import pytest

from components.demo.archive import Archive
from components.demo.files.faults import Fault
from tests.clocks import Clock
from tests.demo.small_archive import HOUR, PREPARED, RAWDATA, USER, WORKED, ApiClient, ids

ORDERS = "/rs-order/user/orders"
NewClient = Callable[[str | None], ApiClient]
SIX = tuple(f"OCEAN_{number}" for number in range(1, 7))


# Apply


def test_t01_a_granted_order_is_answered_with_200(client: ApiClient) -> None:
    assert client.apply(ids("LAND_1")).status_code == 200


def test_t02_the_verdict_is_wrapped_and_holds_no_null(client: ApiClient) -> None:
    assert client.apply(ids("LAND_1"), correlationId="web-7f3c2a").json() == {
        "content": {"status": "GRANTED", "orderId": 1, "correlationId": "web-7f3c2a"},
        "links": [],
    }


def test_t03_a_refused_order_is_a_422_of_the_same_shape_without_an_order_number(client: ApiClient) -> None:
    answer = client.apply(ids("NOT_THERE"), correlationId="web-1")
    assert answer.status_code == 422
    content = answer.json()["content"]
    assert content.pop("message").startswith("EmptySelectionException:")
    assert content == {"status": "FAILED", "correlationId": "web-1", "errorType": "EMPTY_ORDER"}


def test_t03_a_query_refused_by_the_catalogue_is_another_error_type(client: ApiClient) -> None:
    content = client.apply("unknown:1").json()["content"]
    assert content["errorType"] == "INTERNAL_ERROR"
    assert content["message"].startswith("CatalogSearchException:")


def test_t03_validation_is_a_422_of_another_shape(client: ApiClient) -> None:
    answer = client.apply()
    assert answer.status_code == 422
    assert answer.json().keys() == {"messages"}


def test_t03_the_database_refuses_with_a_422_as_well(client: ApiClient) -> None:
    answer = client.apply(ids("LAND_1"), correlationId="x" * 101)
    assert answer.status_code == 422
    assert answer.json().keys() == {"messages"}


def test_t04_the_filter_of_the_doc_table_is_not_read(client: ApiClient) -> None:
    assert client.apply(ids("OCEAN_1"), filters={"datatypes": ["RAWDATA"]}).status_code == 422
    assert client.apply(ids("OCEAN_1"), filters={"dataTypes": ["RAWDATA"]}).status_code == 200


def test_t05_a_filter_for_names_alone_is_refused(client: ApiClient) -> None:
    assert client.apply(ids("OCEAN_1"), filters={"filenameRegExp": r".*\.dat"}).status_code == 422
    both = {"dataTypes": ["RAWDATA", "QUICKLOOK"], "filenameRegExp": r".*\.dat"}
    assert client.apply(ids("OCEAN_1"), filters=both).status_code == 200


def test_t06_the_template_of_the_documentation_is_refused(client: ApiClient) -> None:
    template = {"queries": [], "filters": {"dataTypes": [], "filenameRegExp": ""}, "correlationId": "", "user": ""}
    assert client.post(f"{ORDERS}/apply", json=template).status_code == 422


def test_t08_ordering_for_somebody_else_orders_for_oneself(client: ApiClient) -> None:
    number = client.ordered(ids("LAND_1"), user="visitor-01@demo.example")
    assert client.order(number)["owner"] == USER


@pytest.mark.parametrize(
    ("types", "status"),
    [(["THUMBNAIL"], 422), (["rawdata"], 422), (["RAWDATA", "THUMBNAIL"], 200), (["THUMBNAIL", None], 422)],
)
def test_t09_unknown_types_are_dropped_and_only_an_empty_set_is_refused(
    client: ApiClient, types: list[str], status: int
) -> None:
    assert client.apply(ids("OCEAN_1"), filters={"dataTypes": types}).status_code == status


def test_t10_a_correlation_id_need_not_be_unique_and_is_never_seen_again(client: ApiClient, clock: Clock) -> None:
    for _ in range(2):
        number = client.ordered(ids("LAND_1"), correlationId="web-1")
        clock.advance(1)
    assert "web-1" not in client.get(f"{ORDERS}/{number}").text


def test_t17_one_bad_query_refuses_the_whole_order(client: ApiClient) -> None:
    assert client.apply(ids("LAND_1"), ids("NOT_THERE")).status_code == 422
    assert client.get(ORDERS).json()["content"] == []


def test_t18_a_refused_apply_leaves_something_in_the_basket(client: ApiClient) -> None:
    client.apply(ids("LAND_1"), ids("NOT_THERE"))
    basket = client.basket()
    assert basket
    assert [each["datasetLabel"] for each in basket["datasetSelections"]] == ["Land L1"]


def test_t19_apply_takes_what_was_in_the_cart_and_empties_it(client: ApiClient, clock: Clock) -> None:
    search = {"engineType": "legacy", "searchParameters": {"q": [ids("OCEAN_1")]}}
    assert client.post("/rs-order/order/basket/selection", json=search).status_code == 200
    number = client.ordered(ids("LAND_1"), filters=RAWDATA)
    clock.advance(PREPARED)
    assert [each["filename"] for each in client.files(number)] == ["land_1.dat", "ocean_1.dat"]
    assert client.basket() is None


@pytest.mark.parametrize(
    ("query", "pattern", "status"),
    [
        (ids("ORPHAN_1"), None, "DONE_WITH_WARNING"),
        (ids("LAND_1"), "nothing", "DONE_WITH_WARNING"),
        (ids("LAND_1"), "(", "PENDING"),
    ],
)
def test_t20_granted_proves_neither_files_nor_a_valid_expression(
    client: ApiClient, clock: Clock, query: str, pattern: str | None, status: str
) -> None:
    more = {"filters": {"dataTypes": ["RAWDATA"], "filenameRegExp": pattern}} if pattern else {}
    number = client.ordered(query, **more)
    clock.advance(PREPARED)
    order = client.order(number)
    assert (order["status"], order["datasetTasks"]) == (status, [])


def test_t33_an_order_stuck_by_a_bad_expression_can_be_paused_and_deleted(client: ApiClient, clock: Clock) -> None:
    number = client.ordered(ids("LAND_1"), filters={"dataTypes": ["RAWDATA"], "filenameRegExp": "["})
    clock.advance(100 * HOUR)
    assert client.order(number)["status"] == "PENDING"
    assert "expirationDate" not in client.order(number)
    assert client.delete(f"{ORDERS}/{number}").status_code == 401
    assert client.put(f"{ORDERS}/pause/{number}").status_code == 200
    assert client.delete(f"{ORDERS}/{number}").status_code == 200


def test_t47_more_than_a_hundred_queries_are_granted_and_fail_later(client: ApiClient, clock: Clock) -> None:
    number = client.ordered(*[ids("LAND_1")] * 101)
    clock.advance(PREPARED)
    assert client.order(number)["status"] == "FAILED"


def test_t52_the_label_is_generated(client: ApiClient) -> None:
    number = client.ordered(ids("LAND_1"), label="Mine")
    assert client.order(number)["label"].startswith("Generated order 2026-02-03T")


@pytest.mark.parametrize(("body", "status"), [("{", 400), ("[]", 400), ('{"queries": 1}', 400), ("{}", 422)])
def test_a_body_that_cannot_be_read_is_a_400_one_that_is_not_valid_a_422(
    client: ApiClient, body: str, status: int
) -> None:
    answer = client.post(f"{ORDERS}/apply", data=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    assert answer.json()["messages"]


def test_a_body_of_another_type_is_a_415(client: ApiClient) -> None:
    assert client.post(f"{ORDERS}/apply", data="a=b", headers={"Content-Type": "text/plain"}).status_code == 415


# Reading


def test_an_order_shows_the_fields_of_the_contract(client: ApiClient, clock: Clock) -> None:
    number = client.ordered(ids("OCEAN_1"), filters={"dataTypes": ["RAWDATA"], "filenameRegExp": "ocean.*"})
    clock.advance(PREPARED + WORKED)
    assert client.order(number) == {
        "id": number,
        "owner": USER,
        "label": "Generated order 2026-02-03T09:05:07.120331Z",
        "creationDate": "2026-02-03T09:05:07.120331Z",
        "expirationDate": "2026-02-03T15:05:09.120331Z",
        "percentCompleted": 100,
        "filesInErrorCount": 0,
        "availableFilesCount": 1,
        "status": "DONE",
        "statusDate": "2026-02-03T09:05:40Z",
        "waitingForUser": True,
        "datasetTasks": [
            {
                "id": 1,
                "datasetLabel": "Ocean L2",
                "objectsCount": 1,
                "filesCount": 1,
                "filesSize": 400,
                "fileSelectionDescription": {"fileTypes": ["RAWDATA"], "fileNamePattern": "ocean.*"},
            }
        ],
    }


def test_a_pending_order_has_no_expiration_and_no_task(client: ApiClient) -> None:
    order = client.order(client.ordered(ids("LAND_1")))
    assert "expirationDate" not in order
    assert order["datasetTasks"] == []
    assert order["percentCompleted"] == 0


def test_the_list_is_wrapped_newest_first_and_only_ones_own(
    client: ApiClient, other_client: ApiClient, clock: Clock
) -> None:
    for _ in range(3):
        client.ordered(ids("LAND_1"))
        clock.advance(1)
    other_client.ordered(ids("LAND_1"))
    page = client.get(ORDERS, params={"page": 0, "size": 2}).json()
    assert page["metadata"] == {"size": 2, "totalElements": 3, "totalPages": 2, "number": 0}
    assert [each["content"]["id"] for each in page["content"]] == [3, 2]
    assert all("links" in each for each in page["content"])


def test_somebody_elses_order_is_a_403_and_an_unknown_one_a_404_both_without_a_word(
    client: ApiClient, other_client: ApiClient
) -> None:
    number = client.ordered(ids("LAND_1"))
    for path, status in ((f"{ORDERS}/{number}", 403), (f"{ORDERS}/{number + 1}", 404)):
        answer = other_client.get(path)
        assert (answer.status_code, answer.content) == (status, b"")


def test_an_administrator_may_read_it(client: ApiClient, new_client: NewClient) -> None:
    number = client.ordered(ids("LAND_1"))
    assert new_client("admin@demo.example").get(f"{ORDERS}/{number}").status_code == 200


def test_a_number_that_is_none_is_a_400(client: ApiClient) -> None:
    answer = client.get(f"{ORDERS}/x")
    assert answer.status_code == 400
    assert answer.json()["messages"]


def test_t54_links_point_to_a_host_that_nobody_can_reach(client: ApiClient) -> None:
    number = client.ordered(ids("LAND_1"))
    links = client.get(f"{ORDERS}/{number}").json()["links"]
    assert {each["rel"] for each in links} == {"self", "list", "pause"}
    assert not any(client.url in each["href"] for each in links)


# Managing


def test_t32_a_refused_action_is_a_401_with_a_code_and_the_session_goes_on(client: ApiClient) -> None:
    number = client.ordered(ids("LAND_1"))
    answer = client.put(f"{ORDERS}/resume/{number}")
    assert (answer.status_code, answer.json()) == (401, {"messages": ["ORDER_MUST_BE_PAUSED"]})
    assert client.get(ORDERS).status_code == 200


def test_t50_pause_and_resume_have_their_paths_the_other_way_round(client: ApiClient, clock: Clock) -> None:
    number = client.ordered(ids("LAND_1"))
    clock.advance(PREPARED)
    for action in ("pause", "resume"):
        assert client.put(f"{ORDERS}/{number}/{action}").status_code == 404
    assert client.put(f"{ORDERS}/pause/{number}").status_code == 200
    clock.advance(60)
    assert client.put(f"{ORDERS}/resume/{number}").status_code == 200
    assert client.put(f"{ORDERS}/retry/{number}").status_code == 404


def test_resume_is_missing_for_some_seconds_after_a_pause(client: ApiClient, clock: Clock) -> None:
    number = client.ordered(ids("LAND_1"))
    clock.advance(PREPARED)
    answer = client.put(f"{ORDERS}/pause/{number}")
    assert (answer.status_code, answer.content) == (200, b"")
    assert client.rels(number) == {"delete"}
    clock.advance(20)
    assert client.rels(number) == {"resume", "delete"}


def test_a_running_order_is_cancelled_by_pausing_and_deleting_it(client: ApiClient, clock: Clock) -> None:
    number = client.ordered(ids("LAND_1"))
    clock.advance(PREPARED)
    refused = client.delete(f"{ORDERS}/{number}")
    assert refused.json() == {"messages": ["ORDER_MUST_BE_DONE_OR_DONE_WITH_WARNING_OR_PAUSED_OR_FAILED_OR_EXPIRED"]}
    client.put(f"{ORDERS}/pause/{number}")
    assert client.delete(f"{ORDERS}/{number}").status_code == 200
    assert client.get(ORDERS).json()["content"] == []
    assert client.order(number)["status"] == "DELETED"
    assert client.rels(number) == set()


def test_a_retry_finds_what_was_lost_only_once(client: ApiClient, clock: Clock) -> None:
    client.archive.faults["land_1.dat"] = Fault.LOST_ONCE
    number = client.ordered(ids("LAND_1"))
    clock.advance(PREPARED + WORKED)
    assert client.order(number)["status"] == "FAILED"
    assert client.rels(number) == {"restart", "retry", "delete"}
    assert client.put(f"{ORDERS}/{number}/retry").status_code == 200
    clock.advance(1 + WORKED)
    assert client.order(number)["status"] == "DONE"
    assert client.put(f"{ORDERS}/{number}/retry").status_code == 401


def test_a_restart_is_a_new_order_of_the_same_with_a_long_life(client: ApiClient, clock: Clock) -> None:
    number = client.ordered(ids("OCEAN_1"), filters=RAWDATA)
    clock.advance(PREPARED + WORKED)
    answer = client.post(f"{ORDERS}/{number}/restart", json={})
    assert answer.status_code == 201
    again = answer.json()["content"]
    assert again["id"] != number
    assert again["label"] == "Order of 2026/02/03 at 09:05:41"
    clock.advance(PREPARED)
    assert client.order(again["id"])["expirationDate"].startswith("2026-02-10T")
    assert [each["filename"] for each in client.files(again["id"])] == ["ocean_1.dat"]


def test_t31_an_expired_order_cannot_be_restarted_and_its_files_are_gone(client: ApiClient, clock: Clock) -> None:
    number = client.ordered(ids("LAND_1"))
    clock.advance(PREPARED + WORKED)
    (file,) = client.files(number)
    clock.advance(8 * HOUR)
    assert client.order(number)["status"] == "EXPIRED"
    assert client.available(number) == client.files(number) == []
    assert client.download(file["id"]).status_code == 404
    answer = client.post(f"{ORDERS}/{number}/restart", json={})
    assert answer.json() == {"messages": ["ORDER_MUST_BE_DONE_OR_DONE_WITH_WARNING_OR_FAILED"]}
    assert client.rels(number) == {"delete"}


@pytest.mark.parametrize(
    ("label", "status", "message"),
    [("Mine", 201, None), ("x" * 50, 201, None), ("x" * 51, 422, "TOO_MANY_CHARACTERS_IN_LABEL")],
)
def test_a_label_has_fifty_characters_at_most(
    client: ApiClient, clock: Clock, label: str, status: int, message: str | None
) -> None:
    number = client.ordered(ids("LAND_1"))
    clock.advance(PREPARED + WORKED)
    answer = client.post(f"{ORDERS}/{number}/restart", json={"label": label})
    assert answer.status_code == status
    if message:
        assert answer.json() == {"messages": [message]}


def test_a_label_is_used_once_by_each_owner(client: ApiClient, other_client: ApiClient, clock: Clock) -> None:
    mine = client.ordered(ids("LAND_1"))
    theirs = other_client.ordered(ids("LAND_1"))
    clock.advance(PREPARED + WORKED)

    def restart(visitor: ApiClient, number: int) -> int:
        return visitor.post(f"{ORDERS}/{number}/restart", json={"label": "Mine"}).status_code

    assert [restart(client, mine), restart(client, mine), restart(other_client, theirs)] == [201, 422, 201]


@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", "pause/{}"), ("PUT", "resume/{}"), ("PUT", "{}/retry"), ("POST", "{}/restart"), ("DELETE", "{}")],
)
def test_nobody_manages_somebody_elses_order(
    client: ApiClient, other_client: ApiClient, method: str, path: str
) -> None:
    number = client.ordered(ids("LAND_1"))
    answer = other_client.ask(method, f"{ORDERS}/{path.format(number)}", json={})
    assert (answer.status_code, answer.json()) == (401, {"messages": ["USER_NOT_ALLOWED_TO_MANAGE_ORDER"]})
    unknown = other_client.ask(method, f"{ORDERS}/{path.format(99)}", json={})
    assert unknown.status_code == 404
    assert unknown.json()["messages"]


def test_only_an_administrator_removes_and_only_what_is_deleted(
    client: ApiClient, new_client: NewClient, clock: Clock
) -> None:
    admin = new_client("admin@demo.example")
    number = client.ordered(ids("LAND_1"))
    clock.advance(PREPARED + WORKED)
    path = f"{ORDERS}/remove/{number}"
    assert client.delete(path).status_code == 403
    assert admin.delete(path).json() == {"messages": ["ORDER_MUST_BE_DELETED"]}
    client.delete(f"{ORDERS}/{number}")
    assert admin.delete(path).status_code == 200
    assert client.get(f"{ORDERS}/{number}").status_code == 404


# Through the basket (contract C.9)


def fill_basket(client: ApiClient) -> None:
    search = {"engineType": "legacy", "searchParameters": {"q": [ids("LAND_1")]}}
    assert client.post("/rs-order/order/basket/selection", json=search).status_code == 200


def test_a_basket_becomes_an_order_with_a_label_and_a_life_of_a_week(client: ApiClient, clock: Clock) -> None:
    fill_basket(client)
    answer = client.post(ORDERS, json={"label": "Mine"})
    assert answer.status_code == 201
    order = answer.json()["content"]
    assert (order["label"], order["status"]) == ("Mine", "PENDING")
    assert client.basket() is None
    clock.advance(PREPARED)
    assert client.order(order["id"])["expirationDate"].startswith("2026-02-10T")


def test_without_a_basket_there_is_nothing_to_order_but_an_empty_one_is_an_order(client: ApiClient) -> None:
    assert client.post(ORDERS, json={}).status_code == 204
    client.apply(ids("NOT_THERE"))  # leaves an empty basket
    assert client.post(ORDERS, json={}).status_code == 201


def test_the_page_of_the_creation_mail_is_kept_with_the_order(client: ApiClient, archive: Archive) -> None:
    fill_basket(client)
    page = "https://orders.example.org/order?label=Mine"
    number = client.post(ORDERS, json={"label": "Mine", "onSuccessUrl": page}).json()["content"]["id"]
    assert archive.lifecycle.orders[number].on_success_url == page
    assert archive.lifecycle.orders[client.ordered(ids("LAND_2"))].on_success_url == ""


@pytest.mark.parametrize(
    ("label", "message"),
    [
        ("x" * 51, "TOO_MANY_CHARACTERS_IN_LABEL"),
        ("🛰" * 26, "TOO_MANY_CHARACTERS_IN_LABEL"),
        ("Mine", "LABEL_NOT_UNIQUE_FOR_OWNER"),
    ],
)
def test_a_label_that_is_too_long_for_java_or_taken_is_refused_and_the_basket_stays(
    client: ApiClient, label: str, message: str
) -> None:
    fill_basket(client)
    client.post(ORDERS, json={"label": "Mine"})
    fill_basket(client)
    answer = client.post(ORDERS, json={"label": label})
    assert (answer.status_code, answer.json()) == (422, {"messages": [message]})
    assert client.basket()
    assert client.post(ORDERS, json={"label": "🛰" * 25}).status_code == 201


# The slots of a user


def test_t29_what_blocks_an_order_can_be_seen_in_another_one(client: ApiClient, clock: Clock) -> None:
    old = client.ordered(ids(*SIX[:4]), filters=RAWDATA)
    clock.advance(PREPARED + WORKED)
    new = client.ordered(ids("LAND_1"))
    clock.advance(600)
    assert (client.order(new)["status"], client.order(new)["percentCompleted"]) == ("RUNNING", 0)
    assert not client.order(new)["waitingForUser"]
    assert client.order(old)["waitingForUser"]
