"""Gates hold requests and downloads until they are opened."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from components.demo.archive import Archive
from tests.demo.small_archive import PREPARED, TIMEOUT, WORKED, Clock, Guest, ids

APPLY = "/rs-order/user/orders/apply"
ORDERS = "/rs-order/user/orders"


@pytest.fixture
def elsewhere() -> Iterator[ThreadPoolExecutor]:
    """A thread for requests that are held."""
    with ThreadPoolExecutor() as threads:
        yield threads


def test_a_request_that_is_held_does_nothing_until_the_gate_is_opened(
    guest: Guest, archive: Archive, elsewhere: ThreadPoolExecutor
) -> None:
    with archive.hold(APPLY) as gate:
        number = elsewhere.submit(guest.ordered, ids("LAND_1"))
        assert gate.reached.wait(TIMEOUT)
        assert not archive.lifecycle.orders
        assert not number.done()
        gate.open()
        assert number.result(TIMEOUT) == 1


def test_other_requests_pass(guest: Guest, archive: Archive) -> None:
    with archive.hold(APPLY) as gate:
        assert guest.get(ORDERS).status_code == 200
    assert not gate.reached.is_set()


def test_the_first_pass_and_the_next_is_held(guest: Guest, archive: Archive, elsewhere: ThreadPoolExecutor) -> None:
    with archive.hold(ORDERS, free=2) as gate:
        assert [guest.get(ORDERS).status_code for _ in range(2)] == [200, 200]
        assert not gate.reached.is_set()
        third = elsewhere.submit(guest.get, ORDERS)
        assert gate.reached.wait(TIMEOUT)
    assert third.result(TIMEOUT).status_code == 200


def test_the_end_of_the_block_opens_the_gate_and_takes_it_away(
    guest: Guest, archive: Archive, elsewhere: ThreadPoolExecutor
) -> None:
    with archive.hold(APPLY) as gate:
        held = elsewhere.submit(guest.ordered, ids("LAND_1"))
        assert gate.reached.wait(TIMEOUT)
    assert held.result(TIMEOUT) == 1
    assert archive.gates == {}


def test_of_a_download_some_bytes_leave_before_it_is_held(guest: Guest, archive: Archive, clock: Clock) -> None:
    number = guest.ordered(ids("LAND_1"))
    clock.advance(PREPARED + WORKED)
    [file] = guest.files(number)
    path = f"{guest.url}/api/v1/rs-order/orders/files/{file['id']}"
    with (
        archive.hold("land_1.dat", after=10) as gate,
        guest.session.get(path, stream=True, timeout=TIMEOUT) as answer,
    ):
        first = answer.raw.read(10)
        assert gate.reached.wait(TIMEOUT)
        assert guest.files(number)[0]["state"] == "AVAILABLE"
        gate.open()
        whole = first + answer.raw.read()
    assert whole == guest.download(file["id"]).content
    assert guest.files(number)[0]["state"] == "DOWNLOADED"
