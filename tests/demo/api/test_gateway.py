"""Responses as in the public documentation, where they differ from the code (contract A.4, C, I, J.10)."""

import pytest

from components.demo.archive import Archive
from tests.clocks import Clock
from tests.demo.small_archive import PREPARED, WORKED, ApiClient, ids

ORDERS = "/rs-order/user/orders"


@pytest.fixture
def documented(archive: Archive) -> Archive:
    archive.documented = True
    return archive


@pytest.fixture
def reader(documented: Archive, client: ApiClient) -> ApiClient:
    assert documented.documented
    return client


def available(client: ApiClient, number: int) -> tuple[int, bytes]:
    answer = client.get(f"{ORDERS}/{number}/files/available")
    return answer.status_code, answer.content


def test_a_granted_order_is_a_flat_201(reader: ApiClient) -> None:
    answer = reader.apply(ids("LAND_1"), correlationId="web-1")
    assert answer.status_code == 201
    assert answer.json() == {"status": "GRANTED", "orderId": 1, "correlationId": "web-1"}


def test_a_refused_one_is_a_flat_400(reader: ApiClient) -> None:
    answer = reader.apply(ids("NOT_THERE"))
    assert answer.status_code == 400
    assert answer.json()["errorType"] == "EMPTY_ORDER"


def test_an_order_and_the_list_are_flat_and_the_size_has_a_colon(reader: ApiClient) -> None:
    reader.apply(ids("LAND_1"))
    assert reader.get(f"{ORDERS}/1").json()["id"] == 1
    page = reader.get(ORDERS).json()
    assert page["content"][0]["id"] == 1
    assert page["metadata"] == {"size:": 20, "totalElements": 1, "totalPages": 1, "number": 0}


def test_the_list_of_available_files_has_user_in_its_path(reader: ApiClient) -> None:
    reader.apply(ids("LAND_1"))
    assert reader.get("/rs-order/orders/1/files/available").status_code == 404
    assert available(reader, 1)[0] != 404


def test_its_status_tells_of_the_progress(reader: ApiClient, clock: Clock) -> None:
    reader.apply(ids(*(f"OCEAN_{number}" for number in range(1, 7))))
    assert available(reader, 1) == (204, b"")
    clock.advance(PREPARED + WORKED)
    assert available(reader, 1)[0] == 206
    reader.get(f"{ORDERS}/1/download")
    assert available(reader, 1) == (204, b"")
    clock.advance(WORKED)
    assert available(reader, 1)[0] == 200


def test_its_items_have_uri_and_file_size_and_its_pages_fifty_items(reader: ApiClient, clock: Clock) -> None:
    reader.apply(ids("LAND_1"))
    clock.advance(PREPARED + WORKED)
    page = reader.get(f"{ORDERS}/1/files/available").json()
    assert page["metadata"]["size:"] == 50
    (item,) = page["content"]
    assert item["fileSize"] == 400
    assert item["uri"].endswith(f"/orders/files/{item['id']}")
    assert not item.keys() & {"filesize", "downloadUrl", "content"}


def test_deleting_the_basket_is_a_200(reader: ApiClient) -> None:
    assert reader.delete("/rs-order/order/basket").status_code == 200


def test_an_archive_can_change_its_manners_while_it_runs(client: ApiClient, archive: Archive) -> None:
    assert client.apply(ids("LAND_1")).json().keys() == {"content", "links"}
    archive.documented = True
    assert client.get(f"{ORDERS}/1").json()["id"] == 1
    archive.documented = False
    assert client.get(f"{ORDERS}/1").json()["content"]["id"] == 1
