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
from tests.demo.small_archive import HOUR, PREPARED, RAWDATA, TIMEOUT, USER, WORKED, ApiClient, ids

ORDERS = "/rs-order/user/orders"
OCEAN = tuple(f"OCEAN_{number}" for number in range(1, 9))


@pytest.fixture
def done(client: ApiClient, clock: Clock) -> int:
    """An order of two files that are available."""
    number = client.ordered(ids("LAND_1", "LAND_2"))
    clock.advance(PREPARED + WORKED)
    return number


def states(client: ApiClient, number: int) -> dict[str, str]:
    return {each["filename"]: each["state"] for each in client.files(number)}


def file_id(client: ApiClient, number: int, name: str) -> int:
    found: int = next(each["id"] for each in client.files(number) if each["filename"] == name)
    return found


def user(client: ApiClient, username: str = USER) -> User:
    found = client.archive.directory.get(username)
    assert found
    return found


def unpacked(answer: requests.Response) -> zipfile.ZipFile:
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.content))


# Lists


def test_t21_available_files_are_listed_without_user_in_the_path(client: ApiClient, done: int) -> None:
    assert client.get(f"/rs-order/orders/{done}/files/available").status_code == 200
    assert client.get(f"/rs-order/user/orders/{done}/files/available").status_code == 404


def test_t22_an_available_file_has_a_download_url_with_a_double_slash_and_a_filesize(
    client: ApiClient, done: int
) -> None:
    file = client.available(done)[0]
    checksum = hashlib.md5(client.download(file["id"]).content, usedforsecurity=False).hexdigest()
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


def test_t22_following_the_download_url_leads_nowhere(client: ApiClient, done: int) -> None:
    url = client.available(done)[0]["downloadUrl"]
    assert client.get(urlsplit(url).path.removeprefix("/api/v1")).status_code == 404


def test_t23_the_status_of_the_list_tells_nothing_of_the_progress(client: ApiClient, clock: Clock) -> None:
    number = client.ordered(ids("LAND_1"))
    path = f"/rs-order/orders/{number}/files/available"
    answers = [client.get(path)]
    for seconds in (PREPARED, WORKED):
        clock.advance(seconds)
        answers.append(client.get(path))
    assert [each.status_code for each in answers] == [200, 200, 200]
    assert [each.json()["metadata"]["totalElements"] for each in answers] == [0, 0, 1]


def test_t24_its_pages_have_ten_items(client: ApiClient, clock: Clock) -> None:
    number = client.ordered(ids(*OCEAN))  # data and quicklook of each
    clock.advance(PREPARED + WORKED)
    client.zip(number)
    clock.advance(WORKED)
    page = client.get(f"/rs-order/orders/{number}/files/available").json()
    assert page["metadata"]["size"] == 10
    dataset = client.order(number)["datasetTasks"][0]["id"]
    assert client.get(f"/rs-order/orders/{number}/dataset/{dataset}/files").json()["metadata"]["size"] == 20


def test_t25_the_list_shrinks_as_files_are_downloaded_the_datasets_list_does_not(client: ApiClient, done: int) -> None:
    client.download(file_id(client, done, "land_1.dat"))
    assert [each["filename"] for each in client.available(done)] == ["land_2.dat"]
    assert states(client, done) == {"land_1.dat": "DOWNLOADED", "land_2.dat": "AVAILABLE"}


def test_a_file_of_the_datasets_list_shows_its_state_and_where_it_lives(client: ApiClient, done: int) -> None:
    file = client.files(done)[0]
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
    client: ApiClient, clock: Clock
) -> None:
    number = client.ordered(ids(*OCEAN))
    clock.advance(PREPARED)
    path = f"/rs-order/orders/{number}/dataset/1/files"
    pages = [client.get(path, params={"page": page, "size": 6}).json()["content"] for page in range(3)]
    found = [each["content"]["id"] for page in pages for each in page]
    assert sorted(found) == list(range(1, 17))
    assert found != sorted(found)


def test_one_suborder_has_its_own_list(client: ApiClient, clock: Clock) -> None:
    number = client.ordered(ids(*OCEAN[:4]), filters=RAWDATA)
    clock.advance(PREPARED + WORKED)
    suborder = client.files(number)[0]["filesTaskId"]
    page = client.get(f"/rs-order/orders/{number}/filesTask/{suborder}/files/available").json()
    assert page["metadata"]["totalElements"] == 2
    assert client.get(f"/rs-order/orders/{number}/filesTask/99/files/available").status_code == 404


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
def test_nothing_of_somebody_elses_order_is_shown(
    client: ApiClient, other_client: ApiClient, done: int, path: str
) -> None:
    assert client.get(path.format(done)).status_code == 200
    answer = other_client.get(path.format(done))
    assert (answer.status_code, answer.content) == (403, b"")
    assert other_client.get(path.format(99)).status_code == 404


def test_t34_an_expression_must_match_the_whole_name(client: ApiClient, clock: Clock) -> None:
    def names(pattern: str) -> list[str]:
        filters = {"dataTypes": ["RAWDATA"], "filenameRegExp": pattern}
        number = client.ordered(ids("LAND_1", "OCEAN_1"), filters=filters)
        clock.advance(PREPARED)
        return [each["filename"] for each in client.files(number)]

    assert names(r"land") == []
    assert names(r"land.*") == ["land_1.dat"]


def test_t35_without_a_filter_quicklooks_and_the_files_of_the_dataset_come_along(
    client: ApiClient, clock: Clock
) -> None:
    number = client.ordered(ids("OCEAN_1", "GUIDED_1"))
    clock.advance(PREPARED)
    assert list(states(client, number)) == ["guide.dat", "guided_1.dat", "ocean_1.dat", "ocean_1.png"]
    assert next(each for each in client.files(number) if each["filename"] == "guide.dat")["productId"] == "With a guide"


def test_t36_quicklook_means_three_sizes_and_never_a_thumbnail(client: ApiClient, clock: Clock) -> None:
    number = client.ordered(ids("OCEAN_1"), filters={"dataTypes": ["QUICKLOOK"]})
    clock.advance(PREPARED)
    assert [each["dataType"] for each in client.files(number)] == ["QUICKLOOK_SD"]


# One file


def test_a_file_comes_whole_with_length_type_and_name(client: ApiClient, done: int) -> None:
    file = client.files(done)[0]
    answer = client.download(file["id"])
    assert answer.status_code == 200
    assert hashlib.md5(answer.content, usedforsecurity=False).hexdigest() == file["checksum"]
    assert answer.headers["Content-Length"] == "400"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert 'filename="land_1.dat"' in answer.headers["Content-Disposition"]


def test_t26_a_downloaded_file_can_be_asked_for_again_by_its_number_and_not_in_a_zip(
    client: ApiClient, done: int
) -> None:
    number = file_id(client, done, "land_1.dat")
    assert client.download(number).content == client.download(number).content
    assert unpacked(client.zip(done)).namelist() == ["land_2.dat"]
    assert client.zip(done).status_code == 204
    assert client.download(number).status_code == 200


def test_t53_a_pending_file_is_answered_with_an_empty_202(client: ApiClient, clock: Clock) -> None:
    number = client.ordered(ids("LAND_1"))
    clock.advance(PREPARED)
    answer = client.download(client.files(number)[0]["id"])
    assert (answer.status_code, answer.content) == (202, b"")
    assert set(states(client, number).values()) == {"PENDING"}


def test_a_file_that_the_storage_lost_is_an_empty_422(client: ApiClient, clock: Clock) -> None:
    client.archive.faults["land_1.dat"] = Fault.LOST
    number = client.ordered(ids("LAND_1"))
    clock.advance(PREPARED + WORKED)
    answer = client.download(client.files(number)[0]["id"])
    assert (answer.status_code, answer.content) == (422, b"")
    assert set(states(client, number).values()) == {"ERROR"}


@pytest.mark.parametrize(
    ("fault", "status"),
    [(Fault.NOT_NOW, 202), (Fault.MISSING, 404), (Fault.GONE, 410), (Fault.UNREACHABLE, 500)],
)
def test_what_the_storage_refuses_is_passed_on_and_noted(
    client: ApiClient, done: int, fault: Fault, status: int
) -> None:
    client.archive.faults["land_1.dat"] = fault
    number = file_id(client, done, "land_1.dat")
    assert client.download(number).status_code == status
    assert states(client, done)["land_1.dat"] == "DOWNLOAD_ERROR"
    assert client.files(done)[0]["downloadError"]
    del client.archive.faults["land_1.dat"]
    assert client.download(number).status_code == 200
    assert states(client, done)["land_1.dat"] == "DOWNLOADED"


def test_a_truncated_file_breaks_off_and_is_noted(client: ApiClient, done: int) -> None:
    client.archive.faults["land_1.dat"] = Fault.TRUNCATED
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        client.download(file_id(client, done, "land_1.dat"))
    assert states(client, done)["land_1.dat"] == "DOWNLOAD_ERROR"


def test_a_corrupt_file_has_the_right_length_and_another_checksum(client: ApiClient, done: int) -> None:
    client.archive.faults["land_1.dat"] = Fault.CORRUPT
    file = client.files(done)[0]
    body = client.download(file["id"]).content
    assert len(body) == file["filesize"]
    assert hashlib.md5(body, usedforsecurity=False).hexdigest() != file["checksum"]


def test_an_unknown_file_is_a_404_with_a_reason(client: ApiClient) -> None:
    answer = client.download(999)
    assert answer.status_code == 404
    assert answer.json()["messages"]


def test_t55_a_head_on_a_file_runs_the_download(client: ApiClient, done: int) -> None:
    answer = client.ask("HEAD", f"/rs-order/orders/files/{file_id(client, done, 'land_1.dat')}")
    assert (answer.status_code, answer.content) == (200, b"")
    assert states(client, done)["land_1.dat"] == "DOWNLOADED"
    assert user(client).current_quota == 1


def test_a_file_too_long_for_a_32_bit_integer_is_sent_but_never_noted(
    client: ApiClient, done: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sending.LARGEST_COUNTED == 2_147_483_647
    monkeypatch.setattr(sending, "LARGEST_COUNTED", 399)
    assert client.download(file_id(client, done, "land_1.dat")).status_code == 200
    assert states(client, done)["land_1.dat"] == "AVAILABLE"
    client.zip(done)
    assert states(client, done)["land_1.dat"] == "DOWNLOADED"


def test_external_files_are_passed_on_stay_available_and_then_count_as_waiting(client: ApiClient, clock: Clock) -> None:
    number = client.ordered(ids("EXTERNAL_1", "EXTERNAL_2"))
    clock.advance(PREPARED)
    file = client.files(number)[0]
    assert client.download(file["id"]).status_code == 200
    assert states(client, number)["external_1.dat"] == "AVAILABLE"
    assert requests.get(file["uri"], timeout=TIMEOUT).content == client.download(file["id"]).content
    assert len(unpacked(client.zip(number)).namelist()) == 2
    assert set(states(client, number).values()) == {"DOWNLOADED"}


def test_who_hangs_up_in_the_middle_leaves_a_download_error(client: ApiClient, clock: Clock) -> None:
    number, name = large_order(client, clock)
    with client.session.get(
        f"{client.url}/api/v1/rs-order/orders/files/{file_id(client, number, name)}", stream=True, timeout=TIMEOUT
    ) as answer:
        assert next(answer.iter_content(1000))
        assert states(client, number)[name] == "AVAILABLE"
    wait_for(lambda: states(client, number)[name] == "DOWNLOAD_ERROR")
    assert user(client).current_rate == 0


def test_who_hangs_up_in_the_middle_of_a_zip_changes_nothing(client: ApiClient, clock: Clock) -> None:
    number, name = large_order(client, clock)
    path = f"{client.url}/api/v1/rs-order/user/orders/{number}/download"
    with client.session.get(path, stream=True, timeout=TIMEOUT) as answer:
        assert next(answer.iter_content(1000))
    wait_for(lambda: user(client).current_rate == 0)
    assert states(client, number)[name] == "AVAILABLE"


# The quota (contract G)


def test_t38_a_full_quota_is_a_429_in_plain_text_and_a_download_error(client: ApiClient, done: int) -> None:
    user(client).max_quota = 1
    first, second = (file_id(client, done, name) for name in ("land_1.dat", "land_2.dat"))
    assert client.download(first).status_code == 200
    answer = client.download(second)
    assert answer.status_code == 429
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "quota" in answer.text.lower()
    assert states(client, done) == {"land_1.dat": "DOWNLOADED", "land_2.dat": "DOWNLOAD_ERROR"}
    assert client.zip(done).status_code == 204


def test_t39_the_quota_counts_files_and_says_so(client: ApiClient, done: int) -> None:
    user(client).max_quota = 5
    client.download(file_id(client, done, "land_1.dat"))
    expected = {"email": USER, "maxQuota": 5, "rateLimit": -1}
    for service in ("rs-access-project", "rs-storage"):
        assert client.get(f"/{service}/quota").json() == expected
        current = client.get(f"/{service}/quota/current").json()
        assert current == {**expected, "currentQuota": 1, "currentRate": 0}


def test_quicklooks_and_external_files_are_not_charged(client: ApiClient, clock: Clock) -> None:
    number = client.ordered(ids("OCEAN_1", "EXTERNAL_1"))
    clock.advance(PREPARED + WORKED)
    user(client).max_quota = 1
    for file in client.files(number):
        assert client.download(file["id"]).status_code == 200
    assert user(client).current_quota == 1


def test_the_rate_limits_downloads_at_the_same_time(client: ApiClient, clock: Clock) -> None:
    number, name = large_order(client, clock)
    user(client).rate_limit = 1
    path = f"{client.url}/api/v1/rs-order/orders/files/{file_id(client, number, name)}"
    with client.session.get(path, stream=True, timeout=TIMEOUT) as answer:
        assert next(answer.iter_content(1000))
        assert user(client).current_rate == 1
        assert requests.get(path, headers=client.session.headers, timeout=TIMEOUT).status_code == 429
    wait_for(lambda: user(client).current_rate == 0)


def test_an_order_is_granted_for_any_quota(client: ApiClient) -> None:
    user(client).max_quota = 0
    assert client.ordered(ids("LAND_1"))


# The ZIP


def test_a_zip_comes_in_chunks_without_a_length_and_with_colons_in_its_name(client: ApiClient, done: int) -> None:
    answer = client.zip(done)
    assert "Content-Length" not in answer.headers
    assert answer.headers["Transfer-Encoding"] == "chunked"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == (
        f"attachment;filename=order_{done}_2026-02-03T09:05:41.120331Z.zip"
    )
    assert unpacked(answer).testzip() is None


def test_t26_a_zip_holds_what_is_available_now_and_no_more(client: ApiClient, clock: Clock) -> None:
    number = client.ordered(ids(*OCEAN[:6]), filters=RAWDATA)
    clock.advance(PREPARED)
    assert client.zip(number).status_code == 204
    clock.advance(WORKED)
    assert len(unpacked(client.zip(number)).namelist()) == 4
    assert client.zip(number).status_code == 204
    clock.advance(WORKED)
    assert len(unpacked(client.zip(number)).namelist()) == 2
    assert client.order(number)["status"] == "DONE"


def test_equal_names_are_told_apart(client: ApiClient, clock: Clock) -> None:
    number = client.ordered(ids("COAST_1"))
    clock.advance(PREPARED + WORKED)
    assert unpacked(client.zip(number)).namelist() == ["coast_1.dat", "coast_1 (1).dat"]


def test_t27_a_zip_with_failures_is_a_200_with_a_notice(client: ApiClient, done: int) -> None:
    client.archive.faults["land_1.dat"] = Fault.MISSING
    archive = unpacked(client.zip(done))
    assert archive.namelist() == ["land_2.dat", "NOTICE.txt"]
    assert "land_1.dat" in archive.read("NOTICE.txt").decode()
    assert states(client, done) == {"land_1.dat": "DOWNLOAD_ERROR", "land_2.dat": "DOWNLOADED"}


def test_the_quota_stops_a_zip_in_the_middle(client: ApiClient, done: int) -> None:
    user(client).max_quota = 1
    assert unpacked(client.zip(done)).namelist() == ["land_1.dat", "NOTICE.txt"]


def test_a_zip_of_an_unknown_order_is_a_404_with_a_reason(client: ApiClient) -> None:
    answer = client.zip(99)
    assert answer.status_code == 404
    assert answer.json()["messages"]


# Metalink and public addresses


def metalink_urls(client: ApiClient, answer: requests.Response) -> list[str]:
    assert answer.headers["Content-Type"].startswith("application/metalink+xml")
    root = ET.fromstring(answer.content)  # noqa: S314 - our own archive wrote it
    assert root.get("version") == "3.0"
    urls = [each.text or "" for each in root.iter("{http://www.metalinker.org/}url")]
    assert all(each.startswith(client.url) for each in urls)
    return urls


def test_a_metalink_opens_the_files_to_who_has_no_account(
    client: ApiClient, anonymous_client: ApiClient, done: int
) -> None:
    urls = metalink_urls(client, client.get(f"{ORDERS}/{done}/metalink/download"))
    assert len(urls) == 2
    answer = anonymous_client.session.get(urls[0], timeout=TIMEOUT)
    assert (answer.status_code, len(answer.content)) == (200, 400)
    assert states(client, done)["land_1.dat"] == "DOWNLOADED"
    assert user(client).current_quota == 1


def test_a_metalink_lists_all_files_for_any_state(client: ApiClient, done: int) -> None:
    client.zip(done)
    answer = client.get(f"{ORDERS}/{done}/metalink/download")
    assert len(metalink_urls(client, answer)) == 2
    assert b"hash" not in answer.content  # contract L.5


def test_the_head_of_a_public_address_says_how_a_file_stands_and_changes_nothing(
    client: ApiClient, anonymous_client: ApiClient, clock: Clock
) -> None:
    client.archive.faults["land_2.dat"] = Fault.LOST
    number = client.ordered(ids("LAND_1", "LAND_2"))
    clock.advance(PREPARED)
    urls = metalink_urls(client, client.get(f"{ORDERS}/{number}/metalink/download"))

    def heads() -> list[int]:
        return [anonymous_client.session.head(each, timeout=TIMEOUT).status_code for each in urls]

    assert heads() == [202, 202]
    clock.advance(WORKED)
    assert heads() == [200, 422]
    assert states(client, number) == {"land_1.dat": "AVAILABLE", "land_2.dat": "ERROR"}


def test_another_token_opens_nothing(client: ApiClient, anonymous_client: ApiClient, done: int) -> None:
    url = metalink_urls(client, client.get(f"{ORDERS}/{done}/metalink/download"))[0]
    bearer = str(client.session.headers["Authorization"]).removeprefix("Bearer ")
    for token in ("x", bearer):
        where = f"{url.split('?')[0]}?orderToken={token}&scope=demo"
        for answer in (
            anonymous_client.session.get(where, timeout=TIMEOUT),
            anonymous_client.session.head(where, timeout=TIMEOUT),
        ):
            assert (answer.status_code, answer.content) == (401, b"")


def test_the_token_of_one_order_opens_no_file_of_another(
    client: ApiClient, anonymous_client: ApiClient, clock: Clock
) -> None:
    numbers = []
    for name in ("LAND_1", "LAND_2"):
        numbers.append(client.ordered(ids(name)))
        clock.advance(1)
    clock.advance(PREPARED + WORKED)
    mine, theirs = (metalink_urls(client, client.get(f"{ORDERS}/{each}/metalink/download"))[0] for each in numbers)
    mixed = theirs.split("?")[0] + "?" + urlsplit(mine).query
    assert anonymous_client.session.get(mixed, timeout=TIMEOUT).status_code == 404
    assert anonymous_client.session.get(theirs, timeout=TIMEOUT).status_code == 200


def test_an_order_token_is_no_session(client: ApiClient, anonymous_client: ApiClient, done: int) -> None:
    query = urlsplit(metalink_urls(client, client.get(f"{ORDERS}/{done}/metalink/download"))[0]).query
    token = query.split("&")[0].removeprefix("orderToken=")
    assert anonymous_client.get(ORDERS, headers={"Authorization": f"Bearer {token}"}).status_code == 401
    answer = anonymous_client.get(f"{ORDERS}/metalink/download?{query}")
    assert len(metalink_urls(client, answer)) == 2


def test_a_public_address_ends_with_the_order(
    client: ApiClient, anonymous_client: ApiClient, clock: Clock, done: int
) -> None:
    url = metalink_urls(client, client.get(f"{ORDERS}/{done}/metalink/download"))[0]
    clock.advance(8 * HOUR)
    assert anonymous_client.session.get(url, timeout=TIMEOUT).status_code == 401


@pytest.mark.parametrize("status", ["PENDING", "FAILED", "EXPIRED", "DELETED"])
def test_without_files_there_is_no_metalink(client: ApiClient, clock: Clock, status: str) -> None:
    if status == "FAILED":
        client.archive.faults["land_1.dat"] = Fault.LOST
    number = client.ordered(ids("LAND_1"))
    if status != "PENDING":
        clock.advance(PREPARED + WORKED)
    if status == "EXPIRED":
        clock.advance(8 * HOUR)
    if status == "DELETED":
        client.delete(f"{ORDERS}/{number}")
    assert client.order(number)["status"] == status
    assert client.get(f"{ORDERS}/{number}/metalink/download").status_code == 404


# What large files need


def large_order(client: ApiClient, clock: Clock) -> tuple[int, str]:
    """Order the file of 64 MB, more than network buffers hold, and wait until it is available."""
    number = client.ordered(ids("LARGE_1"))
    clock.advance(PREPARED + WORKED)
    return number, "large_1.dat"


def wait_for(happened: Callable[[], bool]) -> None:
    """Wait until the server has noticed what the client did: nothing tells the client when."""
    deadline = time.monotonic() + TIMEOUT
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)
