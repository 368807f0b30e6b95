"""The basket over HTTP (contract D)."""

from typing import Any
from urllib.parse import quote

import pytest
import requests

from tests.clocks import Clock
from tests.demo.small_archive import PREPARED, USER, ApiClient, ids

BASKET = "/rs-order/order/basket"


def select(client: ApiClient, query: str, **more: Any) -> requests.Response:  # noqa: ANN401 - parts of a JSON body
    body = {"engineType": "legacy", "searchParameters": {"q": [query]}, **more}
    return client.post(f"{BASKET}/selection", json=body)


def upload(client: ApiClient, text: str) -> requests.Response:
    return client.post(f"{BASKET}/selection/upload", files={"file": ("list.txt", text.encode())})


def selections(client: ApiClient) -> list[dict[str, Any]]:
    basket = client.basket()
    return list(basket["datasetSelections"]) if basket else []


def test_t49_both_empty_cases_are_a_204(client: ApiClient) -> None:
    for answer in (client.get(BASKET), client.delete(BASKET), client.delete(BASKET)):
        assert (answer.status_code, answer.content) == (204, b"")


def test_a_basket_shows_what_was_selected_by_dataset_and_by_selection(client: ApiClient) -> None:
    assert select(client, ids("OCEAN_1", "OCEAN_2")).status_code == 200
    basket = client.basket()
    assert basket
    (selection,) = basket.pop("datasetSelections")
    assert basket == {"id": 1, "owner": USER, "quota": 2}
    figures = {"objectsCount": 2, "filesCount": 4, "filesSize": 900, "quota": 2}
    assert selection == {
        "id": 1,
        "datasetIpid": "URN:AIP:DATASET:demo:Ocean L2:V1",
        "datasetLabel": "Ocean L2",
        **figures,
        "itemsSelections": [
            {
                "date": "2026-02-03T09:05:07.120331Z",
                **figures,
                "selectionRequest": {
                    "engineType": "legacy",
                    "searchParameters": {"q": ['providerId:("OCEAN_1" OR "OCEAN_2")']},
                },
            }
        ],
    }


def test_what_is_selected_twice_counts_once_in_the_dataset(client: ApiClient) -> None:
    select(client, ids("LAND_1"))
    select(client, ids("LAND_1", "LAND_2"))
    (selection,) = selections(client)
    assert selection["objectsCount"] == 2
    assert [each["objectsCount"] for each in selection["itemsSelections"]] == [1, 2]


def test_deleting_it_empties_it(client: ApiClient) -> None:
    select(client, ids("LAND_1"))
    assert client.delete(BASKET).status_code == 204
    assert client.get(BASKET).status_code == 204


def test_a_basket_is_nobody_elses(client: ApiClient, other_client: ApiClient) -> None:
    select(client, ids("LAND_1"))
    assert other_client.get(BASKET).status_code == 204
    other_client.delete(BASKET)
    assert client.get(BASKET).status_code == 200


@pytest.mark.parametrize("query", [ids("NOT_THERE"), ids("LEAFLET"), ids("SECRET_1")])
def test_a_selection_of_nothing_orderable_is_a_204(client: ApiClient, query: str) -> None:
    assert select(client, query).status_code == 204


@pytest.mark.parametrize("query", ["unknown:1", "a b"])
def test_a_query_that_the_catalogue_refuses_is_a_422_with_the_reason(client: ApiClient, query: str) -> None:
    answer = select(client, query)
    assert answer.status_code == 422
    assert answer.json()["messages"]


def test_a_selection_may_be_kept_to_a_dataset_and_to_some_products(client: ApiClient) -> None:
    select(client, ids("COAST_1"), datasetUrn="URN:AIP:DATASET:demo:Land L1:V1")
    assert [each["datasetLabel"] for each in selections(client)] == ["Land L1"]
    assert select(client, "", entityIdsToInclude=["URN:AIP:DATA:demo:OCEAN_3:V1"]).status_code == 200
    assert {each["datasetLabel"]: each["objectsCount"] for each in selections(client)} == {"Land L1": 1, "Ocean L2": 1}
    nothing = select(client, ids("OCEAN_1"), entityIdsToExclude=["URN:AIP:DATA:demo:OCEAN_1:V1"])
    assert nothing.status_code == 204


@pytest.mark.parametrize(("count", "status"), [(1000, 204), (1001, 422)])
def test_a_selection_names_a_thousand_products_at_most(client: ApiClient, count: int, status: int) -> None:
    names = [f"URN:AIP:DATA:demo:X{number}:V1" for number in range(count)]
    assert select(client, "", entityIdsToInclude=names).status_code == status


def test_a_dataset_or_one_selection_can_be_taken_out(client: ApiClient, clock: Clock) -> None:
    select(client, ids("LAND_1"))
    clock.advance(1)
    select(client, ids("LAND_2", "OCEAN_1"))
    land = next(each for each in selections(client) if each["datasetLabel"] == "Land L1")
    date = land["itemsSelections"][0]["date"]
    answer = client.delete(f"{BASKET}/dataset/{land['id']}/{quote(date, safe='')}")
    assert answer.status_code == 200
    land = next(each for each in selections(client) if each["datasetLabel"] == "Land L1")
    assert (land["objectsCount"], len(land["itemsSelections"])) == (1, 1)
    client.delete(f"{BASKET}/dataset/{land['id']}")
    assert [each["datasetLabel"] for each in selections(client)] == ["Ocean L2"]


def test_filters_are_set_for_one_dataset_and_checked_at_once(client: ApiClient, clock: Clock) -> None:
    select(client, ids("OCEAN_1", "LAND_1"))
    ocean = next(each["id"] for each in selections(client) if each["datasetLabel"] == "Ocean L2")
    path = f"{BASKET}/dataset/{ocean}/updateFileFilters"
    assert client.put(path, json={"fileTypes": ["RAWDATA"], "fileNamePattern": "("}).status_code == 400
    assert client.put(path, json={"fileTypes": ["QUICKLOOK"]}).status_code == 200
    number = client.post("/rs-order/user/orders", json={}).json()["content"]["id"]
    clock.advance(PREPARED)
    assert [each["filename"] for each in client.files(number)] == ["land_1.dat", "ocean_1.png"]


@pytest.mark.parametrize("options", [{}, {"json": {}}])
def test_an_empty_body_takes_the_filters_away(client: ApiClient, options: dict[str, Any]) -> None:
    select(client, ids("OCEAN_1"))
    path = f"{BASKET}/dataset/1/updateFileFilters"
    client.put(path, json={"fileTypes": ["QUICKLOOK"]})
    assert selections(client)[0]["fileSelectionDescription"] == {"fileTypes": ["QUICKLOOK"]}
    assert client.put(path, **options).status_code == 200
    assert "fileSelectionDescription" not in selections(client)[0]


# Upload


def test_a_list_is_one_identifier_a_line_trimmed_and_without_doubles(client: ApiClient) -> None:
    assert upload(client, "  LAND_1 \r\n\r\nLAND_2\r\nLAND_1\r\n").status_code == 200
    (selection,) = selections(client)
    assert selection["objectsCount"] == 2
    query = selection["itemsSelections"][0]["selectionRequest"]["searchParameters"]["q"]
    assert query == ['last=true AND providerId=("LAND_1" OR "LAND_2")']


def test_a_list_means_the_latest_versions(client: ApiClient) -> None:
    upload(client, "VERSIONS")
    assert selections(client)[0]["objectsCount"] == 1


@pytest.mark.parametrize(("lines", "status"), [(1000, 200), (1001, 413)])
def test_a_list_has_a_thousand_lines_at_most(client: ApiClient, lines: int, status: int) -> None:
    assert upload(client, "LAND_1\n" * lines).status_code == status


def test_a_part_of_a_hundred_lines_that_matches_nothing_ends_it_and_the_parts_before_stay(client: ApiClient) -> None:
    unknown = "\n".join(f"X{number}" for number in range(100))
    answer = upload(client, "LAND_1\n" * 100 + unknown + "\nLAND_2")
    assert answer.status_code == 204
    assert [each["objectsCount"] for each in selections(client)] == [1]


def test_a_list_needs_its_part_of_the_form(client: ApiClient) -> None:
    wrong = client.post(f"{BASKET}/selection/upload", files={"other": ("list.txt", b"LAND_1")})
    assert wrong.status_code == 400
    assert client.post(f"{BASKET}/selection/upload", data="LAND_1").status_code == 415
