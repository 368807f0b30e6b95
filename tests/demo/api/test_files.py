"""Listing and downloading the files of orders over HTTP (contract C.6, C.7, C.8)."""

import hashlib
import io
import time
import zipfile
from collections.abc import Callable
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
import requests

from components.demo.accounts.accounts import User
from components.demo.files import sending
from components.demo.files.faults import Fault
from tests.clocks import Clock
from tests.demo.small_archive import HOUR, PREPARED, RAWDATA, TIMEOUT, USER, WORKED, Guest, ids

ORDERS = "/rs-order/user/orders"
OCEAN = tuple(f"OCEAN_{number}" for number in range(1, 9))


@pytest.fixture
def done(guest: Guest, clock: Clock) -> int:
    """An order of two files that are available."""
    number = guest.ordered(ids("LAND_1", "LAND_2"))
    clock.advance(PREPARED + WORKED)
    return number


def states(guest: Guest, number: int) -> dict[str, str]:
    return {each["filename"]: each["state"] for each in guest.files(number)}


def file_id(guest: Guest, number: int, name: str) -> int:
    found: int = next(each["id"] for each in guest.files(number) if each["filename"] == name)
    return found


def user(guest: Guest, username: str = USER) -> User:
    found = guest.archive.directory.get(username)
    assert found
    return found


def unpacked(answer: requests.Response) -> zipfile.ZipFile:
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.content))


# Lists


def test_t21_available_files_are_listed_without_user_in_the_path(guest: Guest, done: int) -> None:
    assert guest.get(f"/rs-order/orders/{done}/files/available").status_code == 200
    assert guest.get(f"/rs-order/user/orders/{done}/files/available").status_code == 404


def test_t22_an_available_file_has_a_download_url_with_a_double_slash_and_a_filesize(guest: Guest, done: int) -> None:
    file = guest.available(done)[0]
    checksum = hashlib.md5(guest.download(file["id"]).content, usedforsecurity=False).hexdigest()
    assert file == {
        "id": file["id"],
        "productId": "LAND_1",
        "version": 1,
        "downloadUrl": f"https://regards.demo.example/api/v1/rs-order//orders/files/{file['id']}",
        "mimeType": "application/octet-stream",
        "checksum": checksum,
        "filesize": 400,
        "filename": "land_1.dat",
    }


def test_t22_following_the_download_url_leads_nowhere(guest: Guest, done: int) -> None:
    url = guest.available(done)[0]["downloadUrl"]
    assert guest.get(urlsplit(url).path.removeprefix("/api/v1")).status_code == 404


def test_t23_the_status_of_the_list_tells_nothing_of_the_progress(guest: Guest, clock: Clock) -> None:
    number = guest.ordered(ids("LAND_1"))
    path = f"/rs-order/orders/{number}/files/available"
    answers = [guest.get(path)]
    for seconds in (PREPARED, WORKED):
        clock.advance(seconds)
        answers.append(guest.get(path))
    assert [each.status_code for each in answers] == [200, 200, 200]
    assert [each.json()["metadata"]["totalElements"] for each in answers] == [0, 0, 1]


def test_t24_its_pages_have_ten_items(guest: Guest, clock: Clock) -> None:
    number = guest.ordered(ids(*OCEAN))  # data and quicklook of each
    clock.advance(PREPARED + WORKED)
    guest.zip(number)
    clock.advance(WORKED)
    page = guest.get(f"/rs-order/orders/{number}/files/available").json()
    assert page["metadata"]["size"] == 10
    dataset = guest.order(number)["datasetTasks"][0]["id"]
    assert guest.get(f"/rs-order/orders/{number}/dataset/{dataset}/files").json()["metadata"]["size"] == 20


def test_t25_the_list_shrinks_as_files_are_downloaded_the_datasets_list_does_not(guest: Guest, done: int) -> None:
    guest.download(file_id(guest, done, "land_1.dat"))
    assert [each["filename"] for each in guest.available(done)] == ["land_2.dat"]
    assert states(guest, done) == {"land_1.dat": "DOWNLOADED", "land_2.dat": "AVAILABLE"}


def test_a_file_of_the_datasets_list_shows_its_state_and_where_it_lives(guest: Guest, done: int) -> None:
    file = guest.files(done)[0]
    assert {name: file[name] for name in file.keys() - {"id", "checksum", "uri"}} == {
        "productId": "LAND_1",
        "version": 1,
        "mimeType": "application/octet-stream",
        "filename": "land_1.dat",
        "filesize": 400,
        "state": "AVAILABLE",
        "orderId": done,
        "filesTaskId": file["filesTaskId"],
        "ipId": "URN:AIP:DATA:demo:LAND_1:V1",
        "dataType": "RAWDATA",
        "reference": False,
        "online": True,
        "digestAlgorithm": "MD5",
        "types": [],
    }
    assert file["uri"].endswith(f"/downloads/{file['ipId']}/files/{file['checksum']}")


def test_the_order_of_the_datasets_list_means_nothing_but_its_pages_hold_everything_once(
    guest: Guest, clock: Clock
) -> None:
    number = guest.ordered(ids(*OCEAN))
    clock.advance(PREPARED)
    path = f"/rs-order/orders/{number}/dataset/1/files"
    pages = [guest.get(path, params={"page": page, "size": 6}).json()["content"] for page in range(3)]
    found = [each["content"]["id"] for page in pages for each in page]
    assert sorted(found) == list(range(1, 17))
    assert found != sorted(found)


def test_one_suborder_has_its_own_list(guest: Guest, clock: Clock) -> None:
    number = guest.ordered(ids(*OCEAN[:4]), filters=RAWDATA)
    clock.advance(PREPARED + WORKED)
    suborder = guest.files(number)[0]["filesTaskId"]
    page = guest.get(f"/rs-order/orders/{number}/filesTask/{suborder}/files/available").json()
    assert page["metadata"]["totalElements"] == 2
    assert guest.get(f"/rs-order/orders/{number}/filesTask/99/files/available").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/rs-order/orders/{}/files/available",
        "/rs-order/orders/{}/filesTask/1/files/available",
        "/rs-order/orders/{}/dataset/1/files",
        "/rs-order/user/orders/{}/download",
        "/rs-order/user/orders/{}/metalink/download",
        "/rs-order/orders/files/{}",
    ],
)
def test_nothing_of_somebody_elses_order_is_shown(guest: Guest, other: Guest, done: int, path: str) -> None:
    assert guest.get(path.format(done)).status_code == 200
    answer = other.get(path.format(done))
    assert (answer.status_code, answer.content) == (403, b"")
    assert other.get(path.format(99)).status_code == 404


def test_t34_an_expression_must_match_the_whole_name(guest: Guest, clock: Clock) -> None:
    def names(pattern: str) -> list[str]:
        filters = {"dataTypes": ["RAWDATA"], "filenameRegExp": pattern}
        number = guest.ordered(ids("LAND_1", "OCEAN_1"), filters=filters)
        clock.advance(PREPARED)
        return [each["filename"] for each in guest.files(number)]

    assert names(r"land") == []
    assert names(r"land.*") == ["land_1.dat"]


def test_t35_without_a_filter_quicklooks_and_the_files_of_the_dataset_come_along(guest: Guest, clock: Clock) -> None:
    number = guest.ordered(ids("OCEAN_1", "GUIDED_1"))
    clock.advance(PREPARED)
    assert list(states(guest, number)) == ["guide.dat", "guided_1.dat", "ocean_1.dat", "ocean_1.png"]
    assert next(each for each in guest.files(number) if each["filename"] == "guide.dat")["productId"] == "With a guide"


def test_t36_quicklook_means_three_sizes_and_never_a_thumbnail(guest: Guest, clock: Clock) -> None:
    number = guest.ordered(ids("OCEAN_1"), filters={"dataTypes": ["QUICKLOOK"]})
    clock.advance(PREPARED)
    assert [each["dataType"] for each in guest.files(number)] == ["QUICKLOOK_SD"]


# One file


def test_a_file_comes_whole_with_length_type_and_name(guest: Guest, done: int) -> None:
    file = guest.files(done)[0]
    answer = guest.download(file["id"])
    assert answer.status_code == 200
    assert hashlib.md5(answer.content, usedforsecurity=False).hexdigest() == file["checksum"]
    assert answer.headers["Content-Length"] == "400"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert 'filename="land_1.dat"' in answer.headers["Content-Disposition"]


def test_t26_a_downloaded_file_can_be_asked_for_again_by_its_number_and_not_in_a_zip(guest: Guest, done: int) -> None:
    number = file_id(guest, done, "land_1.dat")
    assert guest.download(number).content == guest.download(number).content
    assert unpacked(guest.zip(done)).namelist() == ["land_2.dat"]
    assert guest.zip(done).status_code == 204
    assert guest.download(number).status_code == 200


def test_t53_a_pending_file_is_answered_with_an_empty_202(guest: Guest, clock: Clock) -> None:
    number = guest.ordered(ids("LAND_1"))
    clock.advance(PREPARED)
    answer = guest.download(guest.files(number)[0]["id"])
    assert (answer.status_code, answer.content) == (202, b"")
    assert set(states(guest, number).values()) == {"PENDING"}


def test_a_file_that_the_storage_lost_is_an_empty_422(guest: Guest, clock: Clock) -> None:
    guest.archive.faults["land_1.dat"] = Fault.LOST
    number = guest.ordered(ids("LAND_1"))
    clock.advance(PREPARED + WORKED)
    answer = guest.download(guest.files(number)[0]["id"])
    assert (answer.status_code, answer.content) == (422, b"")
    assert set(states(guest, number).values()) == {"ERROR"}


@pytest.mark.parametrize(
    ("fault", "status"),
    [(Fault.NOT_NOW, 202), (Fault.MISSING, 404), (Fault.GONE, 410), (Fault.UNREACHABLE, 500)],
)
def test_what_the_storage_refuses_is_passed_on_and_noted(guest: Guest, done: int, fault: Fault, status: int) -> None:
    guest.archive.faults["land_1.dat"] = fault
    number = file_id(guest, done, "land_1.dat")
    assert guest.download(number).status_code == status
    assert states(guest, done)["land_1.dat"] == "DOWNLOAD_ERROR"
    assert guest.files(done)[0]["downloadError"]
    del guest.archive.faults["land_1.dat"]
    assert guest.download(number).status_code == 200
    assert states(guest, done)["land_1.dat"] == "DOWNLOADED"


def test_a_truncated_file_breaks_off_and_is_noted(guest: Guest, done: int) -> None:
    guest.archive.faults["land_1.dat"] = Fault.TRUNCATED
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        guest.download(file_id(guest, done, "land_1.dat"))
    assert states(guest, done)["land_1.dat"] == "DOWNLOAD_ERROR"


def test_a_corrupt_file_has_the_right_length_and_another_checksum(guest: Guest, done: int) -> None:
    guest.archive.faults["land_1.dat"] = Fault.CORRUPT
    file = guest.files(done)[0]
    body = guest.download(file["id"]).content
    assert len(body) == file["filesize"]
    assert hashlib.md5(body, usedforsecurity=False).hexdigest() != file["checksum"]


def test_an_unknown_file_is_a_404_with_a_reason(guest: Guest) -> None:
    answer = guest.download(999)
    assert answer.status_code == 404
    assert answer.json()["messages"]


def test_t55_a_head_on_a_file_runs_the_download(guest: Guest, done: int) -> None:
    answer = guest.ask("HEAD", f"/rs-order/orders/files/{file_id(guest, done, 'land_1.dat')}")
    assert (answer.status_code, answer.content) == (200, b"")
    assert states(guest, done)["land_1.dat"] == "DOWNLOADED"
    assert user(guest).current_quota == 1


def test_a_file_too_long_for_a_32_bit_integer_is_sent_but_never_noted(
    guest: Guest, done: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sending.LARGEST_COUNTED == 2_147_483_647
    monkeypatch.setattr(sending, "LARGEST_COUNTED", 399)
    assert guest.download(file_id(guest, done, "land_1.dat")).status_code == 200
    assert states(guest, done)["land_1.dat"] == "AVAILABLE"
    guest.zip(done)
    assert states(guest, done)["land_1.dat"] == "DOWNLOADED"


def test_external_files_are_passed_on_stay_available_and_then_count_as_waiting(guest: Guest, clock: Clock) -> None:
    number = guest.ordered(ids("EXTERNAL_1", "EXTERNAL_2"))
    clock.advance(PREPARED)
    file = guest.files(number)[0]
    assert guest.download(file["id"]).status_code == 200
    assert states(guest, number)["external_1.dat"] == "AVAILABLE"
    assert requests.get(file["uri"], timeout=TIMEOUT).content == guest.download(file["id"]).content
    assert len(unpacked(guest.zip(number)).namelist()) == 2
    assert set(states(guest, number).values()) == {"DOWNLOADED"}


def test_who_hangs_up_in_the_middle_leaves_a_download_error(guest: Guest, clock: Clock) -> None:
    number, name = large_order(guest, clock)
    with guest.session.get(
        f"{guest.url}/api/v1/rs-order/orders/files/{file_id(guest, number, name)}", stream=True, timeout=TIMEOUT
    ) as answer:
        assert next(answer.iter_content(1000))
        assert states(guest, number)[name] == "AVAILABLE"
    wait_for(lambda: states(guest, number)[name] == "DOWNLOAD_ERROR")
    assert user(guest).current_rate == 0


def test_who_hangs_up_in_the_middle_of_a_zip_changes_nothing(guest: Guest, clock: Clock) -> None:
    number, name = large_order(guest, clock)
    path = f"{guest.url}/api/v1/rs-order/user/orders/{number}/download"
    with guest.session.get(path, stream=True, timeout=TIMEOUT) as answer:
        assert next(answer.iter_content(1000))
    wait_for(lambda: user(guest).current_rate == 0)
    assert states(guest, number)[name] == "AVAILABLE"


# The quota (contract G)


def test_t38_a_full_quota_is_a_429_in_plain_text_and_a_download_error(guest: Guest, done: int) -> None:
    user(guest).max_quota = 1
    first, second = (file_id(guest, done, name) for name in ("land_1.dat", "land_2.dat"))
    assert guest.download(first).status_code == 200
    answer = guest.download(second)
    assert answer.status_code == 429
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "quota" in answer.text.lower()
    assert states(guest, done) == {"land_1.dat": "DOWNLOADED", "land_2.dat": "DOWNLOAD_ERROR"}
    assert guest.zip(done).status_code == 204


def test_t39_the_quota_counts_files_and_says_so(guest: Guest, done: int) -> None:
    user(guest).max_quota = 5
    guest.download(file_id(guest, done, "land_1.dat"))
    expected = {"email": USER, "maxQuota": 5, "rateLimit": -1}
    for service in ("rs-access-project", "rs-storage"):
        assert guest.get(f"/{service}/quota").json() == expected
        current = guest.get(f"/{service}/quota/current").json()
        assert current == {**expected, "currentQuota": 1, "currentRate": 0}


def test_quicklooks_and_external_files_are_not_charged(guest: Guest, clock: Clock) -> None:
    number = guest.ordered(ids("OCEAN_1", "EXTERNAL_1"))
    clock.advance(PREPARED + WORKED)
    user(guest).max_quota = 1
    for file in guest.files(number):
        assert guest.download(file["id"]).status_code == 200
    assert user(guest).current_quota == 1


def test_the_rate_limits_downloads_at_the_same_time(guest: Guest, clock: Clock) -> None:
    number, name = large_order(guest, clock)
    user(guest).rate_limit = 1
    path = f"{guest.url}/api/v1/rs-order/orders/files/{file_id(guest, number, name)}"
    with guest.session.get(path, stream=True, timeout=TIMEOUT) as answer:
        assert next(answer.iter_content(1000))
        assert user(guest).current_rate == 1
        assert requests.get(path, headers=guest.session.headers, timeout=TIMEOUT).status_code == 429
    wait_for(lambda: user(guest).current_rate == 0)


def test_an_order_is_granted_whatever_the_quota(guest: Guest) -> None:
    user(guest).max_quota = 0
    assert guest.ordered(ids("LAND_1"))


# The ZIP


def test_a_zip_comes_in_chunks_without_a_length_and_with_colons_in_its_name(guest: Guest, done: int) -> None:
    answer = guest.zip(done)
    assert "Content-Length" not in answer.headers
    assert answer.headers["Transfer-Encoding"] == "chunked"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == (
        f"attachment;filename=order_{done}_2026-02-03T09:05:41.120331Z.zip"
    )
    assert unpacked(answer).testzip() is None


def test_t26_a_zip_holds_what_is_available_now_and_no_more(guest: Guest, clock: Clock) -> None:
    number = guest.ordered(ids(*OCEAN[:6]), filters=RAWDATA)
    clock.advance(PREPARED)
    assert guest.zip(number).status_code == 204
    clock.advance(WORKED)
    assert len(unpacked(guest.zip(number)).namelist()) == 4
    assert guest.zip(number).status_code == 204
    clock.advance(WORKED)
    assert len(unpacked(guest.zip(number)).namelist()) == 2
    assert guest.order(number)["status"] == "DONE"


def test_equal_names_are_told_apart(guest: Guest, clock: Clock) -> None:
    number = guest.ordered(ids("COAST_1"))
    clock.advance(PREPARED + WORKED)
    assert unpacked(guest.zip(number)).namelist() == ["coast_1.dat", "coast_1 (1).dat"]


def test_t27_a_zip_with_failures_is_a_200_with_a_notice(guest: Guest, done: int) -> None:
    guest.archive.faults["land_1.dat"] = Fault.MISSING
    archive = unpacked(guest.zip(done))
    assert archive.namelist() == ["land_2.dat", "NOTICE.txt"]
    assert "land_1.dat" in archive.read("NOTICE.txt").decode()
    assert states(guest, done) == {"land_1.dat": "DOWNLOAD_ERROR", "land_2.dat": "DOWNLOADED"}


def test_the_quota_stops_a_zip_in_the_middle(guest: Guest, done: int) -> None:
    user(guest).max_quota = 1
    assert unpacked(guest.zip(done)).namelist() == ["land_1.dat", "NOTICE.txt"]


def test_a_zip_of_an_unknown_order_is_a_404_with_a_reason(guest: Guest) -> None:
    answer = guest.zip(99)
    assert answer.status_code == 404
    assert answer.json()["messages"]


# Metalink and public addresses


def metalink_urls(guest: Guest, answer: requests.Response) -> list[str]:
    assert answer.headers["Content-Type"].startswith("application/metalink+xml")
    root = ET.fromstring(answer.content)  # noqa: S314 - our own archive wrote it
    assert root.get("version") == "3.0"
    urls = [each.text or "" for each in root.iter("{http://www.metalinker.org/}url")]
    assert all(each.startswith(guest.url) for each in urls)
    return urls


def test_a_metalink_opens_the_files_to_who_has_no_account(guest: Guest, stranger: Guest, done: int) -> None:
    urls = metalink_urls(guest, guest.get(f"{ORDERS}/{done}/metalink/download"))
    assert len(urls) == 2
    answer = stranger.session.get(urls[0], timeout=TIMEOUT)
    assert (answer.status_code, len(answer.content)) == (200, 400)
    assert states(guest, done)["land_1.dat"] == "DOWNLOADED"
    assert user(guest).current_quota == 1


def test_a_metalink_lists_all_files_whatever_their_state(guest: Guest, done: int) -> None:
    guest.zip(done)
    answer = guest.get(f"{ORDERS}/{done}/metalink/download")
    assert len(metalink_urls(guest, answer)) == 2
    assert b'<hash type="md5">' in answer.content


def test_the_head_of_a_public_address_says_how_a_file_stands_and_changes_nothing(
    guest: Guest, stranger: Guest, clock: Clock
) -> None:
    guest.archive.faults["land_2.dat"] = Fault.LOST
    number = guest.ordered(ids("LAND_1", "LAND_2"))
    clock.advance(PREPARED)
    urls = metalink_urls(guest, guest.get(f"{ORDERS}/{number}/metalink/download"))

    def heads() -> list[int]:
        return [stranger.session.head(each, timeout=TIMEOUT).status_code for each in urls]

    assert heads() == [202, 202]
    clock.advance(WORKED)
    assert heads() == [200, 422]
    assert states(guest, number) == {"land_1.dat": "AVAILABLE", "land_2.dat": "ERROR"}


def test_another_token_opens_nothing(guest: Guest, stranger: Guest, done: int) -> None:
    url = metalink_urls(guest, guest.get(f"{ORDERS}/{done}/metalink/download"))[0]
    bearer = str(guest.session.headers["Authorization"]).removeprefix("Bearer ")
    for token in ("x", bearer):
        where = f"{url.split('?')[0]}?orderToken={token}&scope=demo"
        for answer in (stranger.session.get(where, timeout=TIMEOUT), stranger.session.head(where, timeout=TIMEOUT)):
            assert (answer.status_code, answer.content) == (401, b"")


def test_the_token_of_one_order_opens_no_file_of_another(guest: Guest, stranger: Guest, clock: Clock) -> None:
    numbers = []
    for name in ("LAND_1", "LAND_2"):
        numbers.append(guest.ordered(ids(name)))
        clock.advance(1)
    clock.advance(PREPARED + WORKED)
    mine, theirs = (metalink_urls(guest, guest.get(f"{ORDERS}/{each}/metalink/download"))[0] for each in numbers)
    mixed = theirs.split("?")[0] + "?" + urlsplit(mine).query
    assert stranger.session.get(mixed, timeout=TIMEOUT).status_code == 404
    assert stranger.session.get(theirs, timeout=TIMEOUT).status_code == 200


def test_an_order_token_is_no_session(guest: Guest, stranger: Guest, done: int) -> None:
    query = urlsplit(metalink_urls(guest, guest.get(f"{ORDERS}/{done}/metalink/download"))[0]).query
    token = query.split("&")[0].removeprefix("orderToken=")
    assert stranger.get(ORDERS, headers={"Authorization": f"Bearer {token}"}).status_code == 401
    answer = stranger.get(f"{ORDERS}/metalink/download?{query}")
    assert len(metalink_urls(guest, answer)) == 2


def test_a_public_address_ends_with_the_order(guest: Guest, stranger: Guest, clock: Clock, done: int) -> None:
    url = metalink_urls(guest, guest.get(f"{ORDERS}/{done}/metalink/download"))[0]
    clock.advance(8 * HOUR)
    assert stranger.session.get(url, timeout=TIMEOUT).status_code == 401


@pytest.mark.parametrize("status", ["PENDING", "FAILED", "EXPIRED", "DELETED"])
def test_without_files_there_is_no_metalink(guest: Guest, clock: Clock, status: str) -> None:
    if status == "FAILED":
        guest.archive.faults["land_1.dat"] = Fault.LOST
    number = guest.ordered(ids("LAND_1"))
    if status != "PENDING":
        clock.advance(PREPARED + WORKED)
    if status == "EXPIRED":
        clock.advance(8 * HOUR)
    if status == "DELETED":
        guest.delete(f"{ORDERS}/{number}")
    assert guest.order(number)["status"] == status
    assert guest.get(f"{ORDERS}/{number}/metalink/download").status_code == 404


# What large files need


def large_order(guest: Guest, clock: Clock) -> tuple[int, str]:
    """Order the file of 64 MB, more than network buffers hold, and wait until it is available."""
    number = guest.ordered(ids("LARGE_1"))
    clock.advance(PREPARED + WORKED)
    return number, "large_1.dat"


def wait_for(happened: Callable[[], bool]) -> None:
    """Wait until the server has noticed what the client did: nothing tells the client when."""
    deadline = time.monotonic() + TIMEOUT
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)
