"""Orders of the faulty products, without further setup."""

import hashlib

import pytest

from components.demo.archive import Archive
from components.demo.catalogue.catalogue import Catalogue
from components.demo.catalogue.faulty_products import FAULTS, FAULTY_PRODUCTS
from components.demo.clock import Pace
from tests.clocks import Clock
from tests.demo.small_archive import PREPARED, WORKED, ApiClient, ids

TAPES = ("TAPE_CORRUPT_AT_FIRST", "TAPE_FOUND_ON_RETRY", "TAPE_LOST")


@pytest.fixture
def archive(catalogue: Catalogue, clock: Clock) -> Archive:
    """An archive with suborders of the default size: these products share one."""
    return Archive(catalogue=catalogue, clock=clock, pace=Pace.real())


@pytest.fixture
def order(client: ApiClient, clock: Clock) -> int:
    """A finished order of all faulty products."""
    number = client.ordered(ids(*TAPES))
    clock.advance(PREPARED + WORKED)
    return number


def states(client: ApiClient, number: int) -> list[str]:
    return [each["state"] for each in client.files(number)]


def retry(client: ApiClient, number: int, clock: Clock) -> None:
    assert client.put(f"/rs-order/user/orders/{number}/retry").status_code == 200
    clock.advance(1 + WORKED)


def is_right(client: ApiClient, number: int) -> bool:
    """Whether a download of the first file is what the archive announced."""
    file = client.files(number)[0]
    body = client.download(file["id"]).content
    assert len(body) == file["filesize"]
    return bool(hashlib.md5(body, usedforsecurity=False).hexdigest() == file["checksum"])


def test_they_are_in_one_dataset_which_holds_nothing_else(catalogue: Catalogue) -> None:
    [urn] = [each.urn for each in catalogue.datasets.values() if each.label == "Tapes in trouble"]
    tapes = [each for each in catalogue.products.values() if urn in each.datasets]
    assert (
        sorted(each.provider_id for each in tapes) == sorted(TAPES) == sorted(each.product for each in FAULTY_PRODUCTS)
    )


def test_no_other_file_of_the_catalogue_is_in_trouble(catalogue: Catalogue) -> None:
    found = [file.filename for each in catalogue.products.values() for file in each.files if file.filename in FAULTS]
    assert sorted(found) == sorted(FAULTS)


def test_each_archive_has_its_own_list_of_faults() -> None:
    first, second = (Archive(catalogue=Catalogue("demo", (), ())) for _ in range(2))
    first.faults.clear()
    assert second.faults == FAULTS


def test_one_is_available_and_two_are_lost_at_first(client: ApiClient, order: int) -> None:
    assert client.order(order)["status"] == "DONE_WITH_WARNING"
    assert states(client, order) == ["AVAILABLE", "ERROR", "ERROR"]


def test_a_retry_finds_one_and_never_the_other(client: ApiClient, order: int, clock: Clock) -> None:
    for _ in range(2):
        retry(client, order, clock)
        assert states(client, order) == ["AVAILABLE", "AVAILABLE", "ERROR"]


def test_the_first_download_is_corrupt_and_those_after_it_are_right(client: ApiClient, order: int) -> None:
    assert [is_right(client, order) for _ in range(3)] == [False, True, True]


def test_a_zip_may_be_the_first_download(client: ApiClient, order: int) -> None:
    assert client.zip(order).status_code == 200
    assert is_right(client, order)


def test_every_order_meets_them_again(client: ApiClient, other_client: ApiClient, order: int, clock: Clock) -> None:
    retry(client, order, clock)
    assert not is_right(client, order)
    second = other_client.ordered(ids(*TAPES))
    clock.advance(PREPARED + WORKED)
    assert states(other_client, second) == ["AVAILABLE", "ERROR", "ERROR"]
    assert not is_right(other_client, second)
