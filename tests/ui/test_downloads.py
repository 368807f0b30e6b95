"""Files through the app: only for the session that asks, as the archive sent them."""

import hashlib
import io
import time
import zipfile
from dataclasses import replace

import pytest
import requests

from components.demo.archive import Fault
from components.demo.server import Served
from components.order.request import OrderRequest
from components.regards import order_files, orders
from components.regards.login import Login
from components.regards.records import OrderFile
from components.ui import downloads, login_cookie

PATIENCE = 20  # seconds


@pytest.fixture
def order_id(signed_in: Login) -> int:
    """An order of two files, ready to be downloaded."""
    connection = signed_in.connection()
    request = OrderRequest(('productId:("my_product_id_1" OR "my_product_id_2")',))
    number = orders.apply(connection, request.to_json())
    deadline = time.monotonic() + PATIENCE
    while orders.read(connection, number).moving:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return number


@pytest.fixture
def file(signed_in: Login, order_id: int) -> OrderFile:
    connection = signed_in.connection()
    return order_files.files(connection, orders.read(connection, order_id))[0]


def get(desk: str, link: str, login: Login | None) -> requests.Response:
    cookies = {login_cookie.NAME: login_cookie.seal(login)} if login else {}
    return requests.get(desk + link, cookies=cookies, timeout=PATIENCE)


def test_a_file_arrives_with_the_checksum_that_was_announced(desk: str, signed_in: Login, file: OrderFile) -> None:
    answer = get(desk, downloads.file_link(signed_in, file.file_id), signed_in)
    assert hashlib.md5(answer.content, usedforsecurity=False).hexdigest() == file.checksum
    assert int(answer.headers["Content-Length"]) == file.size


def test_a_file_is_saved_under_its_name_and_never_run(desk: str, signed_in: Login, file: OrderFile) -> None:
    headers = get(desk, downloads.file_link(signed_in, file.file_id), signed_in).headers
    assert headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{file.name}"
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_zip_opens_and_holds_what_is_available(desk: str, signed_in: Login, order_id: int) -> None:
    connection = signed_in.connection()
    names = {file.name for file in order_files.files(connection, orders.read(connection, order_id))}
    answer = get(desk, downloads.zip_link(signed_in, order_id), signed_in)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archived:
        assert set(archived.namelist()) == names


def test_a_second_zip_says_that_nothing_is_left(desk: str, signed_in: Login, order_id: int) -> None:
    get(desk, downloads.zip_link(signed_in, order_id), signed_in)
    answer = get(desk, downloads.zip_link(signed_in, order_id), signed_in)
    assert (answer.status_code, "nothing to send" in answer.text) == (502, True)


def test_without_the_cookie_nobody_gets_the_file(desk: str, signed_in: Login, file: OrderFile) -> None:
    answer = get(desk, downloads.file_link(signed_in, file.file_id), None)
    assert (answer.status_code, "session that is over" in answer.text) == (403, True)


def test_another_accounts_cookie_does_not_open_this_accounts_link(desk: str, signed_in: Login, file: OrderFile) -> None:
    other = replace(signed_in, username="somebody.else@demo.example")
    assert get(desk, downloads.file_link(signed_in, file.file_id), other).status_code == 403


def test_a_link_says_nothing_of_the_token_or_the_user(signed_in: Login) -> None:
    link = downloads.zip_link(signed_in, 54)
    assert signed_in.token not in link
    assert signed_in.username not in link


def test_the_archives_refusal_is_a_page_with_its_words_as_text(
    desk: str, demo: Served, signed_in: Login, file: OrderFile
) -> None:
    demo.archive.faults[file.name] = Fault.MISSING
    answer = get(desk, downloads.file_link(signed_in, file.file_id), signed_in)
    assert answer.status_code == 502
    assert "The download did not start" in answer.text


def test_a_body_that_breaks_off_is_no_complete_download(
    desk: str, demo: Served, signed_in: Login, file: OrderFile
) -> None:
    demo.archive.faults[file.name] = Fault.TRUNCATED
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        get(desk, downloads.file_link(signed_in, file.file_id), signed_in)
