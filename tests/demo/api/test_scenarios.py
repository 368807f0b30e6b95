"""The scenarios, as a client sees them."""

from collections.abc import Callable

import pytest

from components.demo.api import gateway
from components.demo.archive import Archive
from components.demo.scenarios import Scenario
from tests.clocks import Clock
from tests.demo.small_archive import PREPARED, RAWDATA, USER, WORKED, Guest, ids

ORDERS = "/rs-order/user/orders"
Visit = Callable[[str | None], Guest]


@pytest.mark.parametrize("scenario", Scenario)
def test_everybody_can_sign_in_whatever_the_trouble(stranger: Guest, archive: Archive, scenario: Scenario) -> None:
    archive.scenario = scenario
    archive.slow_latency = archive.gateway_timeout = 0
    assert stranger.sign_in(USER).status_code == 200


def test_with_the_quota_reached_five_files_come_and_the_sixth_is_a_429(
    guest: Guest, archive: Archive, clock: Clock
) -> None:
    number = guest.ordered(*(ids(f"OCEAN_{number}") for number in range(1, 7)), filters=RAWDATA)
    clock.advance(PREPARED + WORKED)
    archive.set_scenario(USER, Scenario.QUOTA)
    numbers = [each["id"] for each in guest.available(number)]
    assert [guest.download(each).status_code for each in numbers] == [200] * 4
    clock.advance(WORKED)
    assert [guest.download(each["id"]).status_code for each in guest.available(number)] == [200, 429]
    assert guest.get("/rs-access-project/quota/current").json()["maxQuota"] == 5


def test_t51_in_maintenance_reading_works_and_all_else_is_a_515_page(guest: Guest, archive: Archive) -> None:
    archive.scenario = Scenario.MAINTENANCE
    assert guest.get(ORDERS).status_code == 200
    for answer in (guest.apply(ids("LAND_1")), guest.delete("/rs-order/order/basket")):
        assert answer.status_code == 515
        assert answer.headers["Content-Type"].startswith("text/html")
    assert archive.lifecycle.orders == {}


def test_a_project_closed_to_all_does_not_even_let_one_sign_in(stranger: Guest, archive: Archive) -> None:
    archive.maintenance = True
    assert stranger.sign_in(USER).status_code == 515


def test_a_firewall_answers_everything_with_a_page_of_its_own(guest: Guest, archive: Archive) -> None:
    archive.scenario = Scenario.FIREWALL
    for answer in (guest.get(ORDERS), guest.apply(ids("LAND_1"))):
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/html")
    assert archive.lifecycle.orders == {}


@pytest.mark.parametrize("status", [401, 403, 500])
def test_an_ending_session_is_short_and_cannot_be_renewed(
    visit: Visit, archive: Archive, clock: Clock, status: int
) -> None:
    archive.scenario = Scenario.EXPIRED_SESSION
    archive.expired_status = status
    guest = visit(USER)
    assert guest.sign_in(USER).json()["expires_in"] <= 20
    assert guest.get(ORDERS).status_code == 200
    assert guest.get("/rs-authentication/borrowRole/REGISTERED_USER").status_code == 403
    clock.advance(20)
    assert guest.get(ORDERS).status_code == status
    assert visit(USER).get(ORDERS).status_code == 200  # one can sign in again


def test_a_session_that_began_before_ends_as_well(guest: Guest, archive: Archive, clock: Clock) -> None:
    clock.advance(500)
    archive.set_scenario(USER, Scenario.EXPIRED_SESSION)
    clock.advance(19)
    assert guest.get(ORDERS).status_code == 200
    clock.advance(1)
    assert guest.get(ORDERS).status_code == 401


def test_a_slow_archive_takes_its_time(guest: Guest, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    async def note(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(gateway, "sleep", note)
    guest.get(ORDERS)
    assert waited == []
    archive.scenario = Scenario.SLOW
    guest.get(ORDERS)
    assert waited == [archive.slow_latency] == [3]


def test_t46_after_a_gateway_timeout_the_order_is_there(guest: Guest, archive: Archive) -> None:
    archive.scenario = Scenario.GATEWAY_TIMEOUT
    archive.gateway_timeout = 0
    answer = guest.apply(ids("LAND_1"))
    assert answer.status_code == 504
    assert answer.headers["Content-Type"].startswith("text/html")
    assert [each["content"]["id"] for each in guest.get(ORDERS).json()["content"]] == [1]


def test_the_scenario_of_one_account_disturbs_nobody_else(guest: Guest, other: Guest, archive: Archive) -> None:
    archive.set_scenario(USER, Scenario.FIREWALL)
    assert guest.get(ORDERS).headers["Content-Type"].startswith("text/html")
    assert other.get(ORDERS).headers["Content-Type"] == "application/json"
    archive.set_scenario(USER, None)
    assert guest.get(ORDERS).headers["Content-Type"] == "application/json"
