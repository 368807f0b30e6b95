"""The scenarios, as a client sees them."""

from collections.abc import Callable

import pytest

from components.demo.api import gateway
from components.demo.archive import Archive
from components.demo.scenarios import Scenario
from tests.clocks import Clock
from tests.demo.small_archive import PREPARED, RAWDATA, USER, WORKED, ApiClient, ids

ORDERS = "/rs-order/user/orders"
NewClient = Callable[[str | None], ApiClient]


@pytest.mark.parametrize("scenario", Scenario)
def test_sign_in_works_in_every_scenario(anonymous_client: ApiClient, archive: Archive, scenario: Scenario) -> None:
    archive.scenario = scenario
    archive.slow_latency = archive.gateway_timeout = 0
    assert anonymous_client.sign_in(USER).status_code == 200


def test_with_the_quota_reached_five_files_come_and_the_sixth_is_a_429(
    client: ApiClient, archive: Archive, clock: Clock
) -> None:
    number = client.ordered(*(ids(f"OCEAN_{number}") for number in range(1, 7)), filters=RAWDATA)
    clock.advance(PREPARED + WORKED)
    archive.set_scenario(USER, Scenario.QUOTA)
    numbers = [each["id"] for each in client.available(number)]
    assert [client.download(each).status_code for each in numbers] == [200] * 4
    clock.advance(WORKED)
    assert [client.download(each["id"]).status_code for each in client.available(number)] == [200, 429]
    assert client.get("/rs-access-project/quota/current").json()["maxQuota"] == 5


def test_t51_in_maintenance_reading_works_and_all_else_is_a_515_page(client: ApiClient, archive: Archive) -> None:
    archive.scenario = Scenario.MAINTENANCE
    assert client.get(ORDERS).status_code == 200
    for answer in (client.apply(ids("LAND_1")), client.delete("/rs-order/order/basket")):
        assert answer.status_code == 515
        assert answer.headers["Content-Type"].startswith("text/html")
    assert archive.lifecycle.orders == {}


def test_a_project_closed_to_all_does_not_even_let_one_sign_in(anonymous_client: ApiClient, archive: Archive) -> None:
    archive.maintenance = True
    assert anonymous_client.sign_in(USER).status_code == 515


@pytest.mark.parametrize(("scenario", "status"), [(Scenario.FIREWALL, 200), (Scenario.FIREWALL_403, 403)])
def test_a_firewall_answers_everything_with_a_page_of_its_own(
    client: ApiClient, archive: Archive, clock: Clock, scenario: Scenario, status: int
) -> None:
    number = client.ordered(ids("LAND_1"), filters=RAWDATA)
    clock.advance(PREPARED + WORKED)
    [file] = client.available(number)
    archive.scenario = scenario
    for answer in (client.get(ORDERS), client.apply(ids("LAND_1")), client.download(file["id"])):
        assert answer.status_code == status
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "Request Rejected" in answer.text
    assert list(archive.lifecycle.orders) == [number]


@pytest.mark.parametrize(("scenario", "status"), [(Scenario.FIREWALL, 200), (Scenario.FIREWALL_403, 403)])
def test_a_firewall_stops_the_second_sign_in_so_that_a_presenter_gets_in(
    anonymous_client: ApiClient, archive: Archive, scenario: Scenario, status: int
) -> None:
    archive.set_scenario(USER, scenario)
    assert anonymous_client.sign_in(USER).json()["access_token"]
    answer = anonymous_client.sign_in(USER)
    assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (status, "text/html")


@pytest.mark.parametrize("status", [401, 403, 500])
def test_an_ending_session_is_short_and_cannot_be_renewed(
    new_client: NewClient, archive: Archive, clock: Clock, status: int
) -> None:
    archive.scenario = Scenario.EXPIRED_SESSION
    archive.expired_status = status
    client = new_client(USER)
    assert client.sign_in(USER).json()["expires_in"] <= 20
    assert client.get(ORDERS).status_code == 200
    assert client.get("/rs-authentication/borrowRole/REGISTERED_USER").status_code == 403
    clock.advance(20)
    assert client.get(ORDERS).status_code == status
    assert new_client(USER).get(ORDERS).status_code == 200  # one can sign in again


def test_a_session_that_began_before_ends_as_well(client: ApiClient, archive: Archive, clock: Clock) -> None:
    clock.advance(500)
    archive.set_scenario(USER, Scenario.EXPIRED_SESSION)
    clock.advance(19)
    assert client.get(ORDERS).status_code == 200
    clock.advance(1)
    assert client.get(ORDERS).status_code == 401


def test_a_slow_archive_takes_its_time(client: ApiClient, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    async def note(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(gateway, "sleep", note)
    client.get(ORDERS)
    assert waited == []
    archive.scenario = Scenario.SLOW
    client.get(ORDERS)
    assert waited == [archive.slow_latency] == [3]


def test_t46_after_a_gateway_timeout_the_order_is_there(client: ApiClient, archive: Archive) -> None:
    archive.scenario = Scenario.GATEWAY_TIMEOUT
    archive.gateway_timeout = 0
    answer = client.apply(ids("LAND_1"))
    assert answer.status_code == 504
    assert answer.headers["Content-Type"].startswith("text/html")
    assert [each["content"]["id"] for each in client.get(ORDERS).json()["content"]] == [1]


def test_t46_a_basket_becomes_an_order_behind_a_gateway_timeout(client: ApiClient, archive: Archive) -> None:
    archive.scenario = Scenario.GATEWAY_TIMEOUT
    archive.gateway_timeout = 0
    search = {"engineType": "legacy", "searchParameters": {"q": [ids("LAND_1")]}}
    assert client.post("/rs-order/order/basket/selection", json=search).status_code == 200
    assert client.post(ORDERS, json={"label": "Mine"}).status_code == 504
    assert [each["content"]["label"] for each in client.get(ORDERS).json()["content"]] == ["Mine"]


def test_a_licence_holds_up_the_catalogues_files_with_links_and_no_orders(client: ApiClient, archive: Archive) -> None:
    """Contract E.4."""
    archive.scenario = Scenario.LICENCE
    search = client.get("/rs-catalog/engines/legacy/dataobjects/search", params={"q": ids("OCEAN_1")})
    feature = search.json()["content"][0]["content"]
    file = feature["files"]["QUICKLOOK_SD"][0]
    answer = client.get(f"/rs-catalog/downloads/{feature['id']}/files/{file['checksum']}")
    assert (answer.status_code, list(answer.json())) == (423, ["links"])
    assert client.get("/rs-catalog/downloads/URN:AIP:DATA:demo:SECRET_1:V1/files/1").status_code == 403
    assert client.apply(ids("OCEAN_1")).status_code == 200


def test_the_scenario_of_one_account_disturbs_nobody_else(
    client: ApiClient, other_client: ApiClient, archive: Archive
) -> None:
    archive.set_scenario(USER, Scenario.FIREWALL)
    assert client.get(ORDERS).headers["Content-Type"].startswith("text/html")
    assert other_client.get(ORDERS).headers["Content-Type"] == "application/json"
    archive.set_scenario(USER, None)
    assert client.get(ORDERS).headers["Content-Type"] == "application/json"
