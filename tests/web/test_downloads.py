"""Files through the app: only for the session that asks, as the archive sent them, and checked on their way."""

import hashlib
import io
import itertools
import logging
import re
import threading
import time
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import requests
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

from components.demo.archive import Archive as DemoArchive
from components.demo.archive import Fault, Scenario
from components.demo.files import sending
from components.demo.listening import listening
from components.demo.server import Served, serve
from components.desk.archives import Archives
from components.desk.browser_downloads import metalink_address, zip_address
from components.desk.orders.streams import Place
from components.desk.shared_state import opened, shared
from components.order.request import OrderRequest
from components.regards.delivery.snapshot import Proof, WrongContent
from components.regards.orders import order_files, orders
from components.regards.orders.records import OrderFile
from components.regards.orders.statuses import FileState
from components.regards.settings import Archive
from components.regards.sign_in import login
from components.regards.sign_in.login import Login
from components.web import downloads, login_cookie

PATIENCE = 60  # seconds
PAGE = "/order?id=54"

_visitors = itertools.count()


def application(base_path: str = "") -> Starlette:
    """The download routes below a path, with the compression of Streamlit."""
    return Starlette(
        routes=[
            Route(base_path + downloads.ZIP_ROUTE, downloads.send_zip),
            Route(base_path + downloads.FILE_ROUTE, downloads.send_file),
            Route(base_path + downloads.METALINK_ROUTE, downloads.send_metalink),
        ],
        middleware=[Middleware(GZipMiddleware)],
    )


@pytest.fixture(scope="module")
def served(new_demo: Callable[[], DemoArchive]) -> Iterator[Served]:
    """A demo archive for all these tests."""
    with (
        serve(new_demo()) as served,
        opened(Archives((Archive("Demo archive", served.url, served.project),))),
    ):
        yield served


@pytest.fixture
def demo(served: Served) -> Iterator[Served]:
    """The same archive, without faults when the test begins."""
    yield served
    served.archive.faults.clear()


@pytest.fixture
def signed_in(demo: Served) -> Login:
    """A user of this test only: downloads to browsers are recorded for the whole process."""
    (archive,), who = shared().archives.offered, demo.accounts[next(_visitors)]
    return login.sign_in(archive, demo.project, who.username, who.password)


@pytest.fixture(scope="module")
def desk() -> Iterator[str]:
    with listening(application()) as address:
        yield address


def ordered(who: Login, *products: str) -> int:
    """An order of these products, ready to be downloaded."""
    connection = who.connection()
    names = " OR ".join(f'"{product}"' for product in products)
    number = orders.apply(connection, OrderRequest((f"productId:({names})",)).to_json())
    deadline = time.monotonic() + PATIENCE
    while orders.read(connection, number).moving:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return number


@pytest.fixture
def order_id(signed_in: Login) -> int:
    return ordered(signed_in, "my_product_id_1", "my_product_id_2")


def files_of(who: Login, order_id: int) -> tuple[OrderFile, ...]:
    connection = who.connection()
    return order_files.files(connection, orders.read(connection, order_id))


@pytest.fixture
def file(signed_in: Login, order_id: int) -> OrderFile:
    return files_of(signed_in, order_id)[0]


def get(desk: str, link: str, who: Login | None, method: str = "GET") -> requests.Response:
    cookies = {login_cookie.NAME: shared().kept_logins.seal(who)} if who else {}
    return requests.request(method, urljoin(desk + PAGE, link), cookies=cookies, timeout=PATIENCE)


def proofs(who: Login, order_id: int) -> dict[int, Proof]:
    return dict(shared().browser_downloads.of(who.account, order_id)[0])


def proof_of(who: Login, file: OrderFile) -> Proof:
    """The proof of one file; it is recorded a little after the browser has got the last byte."""
    deadline = time.monotonic() + PATIENCE
    while file.file_id not in proofs(who, file.order_id):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return proofs(who, file.order_id)[file.file_id]


def proven(who: Login, order_id: int, number: int) -> dict[int, Proof]:
    """The proofs of an order, as soon as there are `number` of them."""
    deadline = time.monotonic() + PATIENCE
    while len(proofs(who, order_id)) < number:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return proofs(who, order_id)


def problems(who: Login, order_id: int) -> dict[int, str]:
    return dict(shared().browser_downloads.of(who.account, order_id)[1])


# The places of the account


@pytest.mark.parametrize("what", ["file", "zip"])
def test_a_download_waits_while_two_others_of_the_account_are_under_way(
    desk: str, demo: Served, signed_in: Login, file: OrderFile, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    streams = shared().streams.of(signed_in.account)
    first, second = streams.ask(), streams.ask()
    stands, ask = threading.Event(), streams.ask

    def noted() -> Place:
        place = ask()
        stands.set()
        return place

    monkeypatch.setattr(streams, "ask", noted)
    link = shared().browser_downloads.file_address(signed_in, file)
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(get, desk, link if what == "file" else zip_address(signed_in, file.order_id), signed_in)
        assert stands.wait(PATIENCE)
        asked = [each.path for each in demo.archive.requests]
        streams.leave(first)
        assert answer.result(PATIENCE).ok
    assert not any(path.endswith((f"/orders/files/{file.file_id}", f"/{file.order_id}/download")) for path in asked)
    streams.leave(second)


def test_a_download_that_has_ended_gives_its_place_back_also_when_it_was_refused_or_wrong(
    desk: str, demo: Served, signed_in: Login, file: OrderFile
) -> None:
    link = shared().browser_downloads.file_address(signed_in, file)
    streams = shared().streams.of(signed_in.account)
    demo.archive.faults[file.name] = Fault.CORRUPT
    with pytest.raises(requests.exceptions.RequestException):
        get(desk, link, signed_in)
    assert get(desk, link, signed_in).status_code == 502  # it is not fetched again at once
    assert get(desk, zip_address(signed_in, 4711), signed_in).status_code == 502
    both = streams.ask(), streams.ask()
    for place in both:
        place.granted.result(PATIENCE)
        streams.leave(place)


def test_a_download_for_which_there_was_no_place_for_long_is_refused_in_words(
    desk: str, signed_in: Login, file: OrderFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "_LONGEST_WAIT", 0.0)
    streams = shared().streams.of(signed_in.account)
    both = streams.ask(), streams.ask()
    link = shared().browser_downloads.file_address(signed_in, file)
    answer = get(desk, link, signed_in)
    assert answer.status_code == 429
    assert "Two downloads of yours are under way" in answer.text
    assert get(desk, metalink_address(signed_in, file.order_id), signed_in).ok  # it is no file of the order
    for place in both:
        streams.leave(place)
    monkeypatch.undo()
    assert get(desk, link, signed_in).ok


# One file


def test_a_file_arrives_with_the_checksum_that_was_announced(desk: str, signed_in: Login, file: OrderFile) -> None:
    answer = get(desk, shared().browser_downloads.file_address(signed_in, file), signed_in)
    assert hashlib.md5(answer.content, usedforsecurity=False).hexdigest() == file.checksum


def test_a_file_keeps_its_length_so_that_the_browser_shows_how_far_it_is(
    desk: str, signed_in: Login, file: OrderFile
) -> None:
    answer = get(desk, shared().browser_downloads.file_address(signed_in, file), signed_in)
    assert int(answer.headers["Content-Length"]) == file.size
    assert answer.request.headers["Accept-Encoding"].startswith("gzip")


def test_a_file_is_saved_under_its_name_and_never_run(desk: str, signed_in: Login, file: OrderFile) -> None:
    headers = get(desk, shared().browser_downloads.file_address(signed_in, file), signed_in).headers
    assert headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{file.name}"
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_name_that_is_a_path_is_none_for_the_browser(desk: str, signed_in: Login, file: OrderFile) -> None:
    link = shared().browser_downloads.file_address(signed_in, replace(file, name="../../.bashrc\n"))
    name = unquote(get(desk, link, signed_in).headers["Content-Disposition"].partition("''")[2])
    assert "bashrc" in name
    assert not {"/", "\\", "\n"} & set(name)


def test_a_file_that_left_whole_and_right_is_noted(desk: str, signed_in: Login, file: OrderFile) -> None:
    get(desk, shared().browser_downloads.file_address(signed_in, file), signed_in)
    proof = proof_of(signed_in, file)
    assert (proof.by, proof.place) == ("MD5", "browser")
    assert problems(signed_in, file.order_id) == {}


def test_a_file_that_was_not_fetched_is_not_noted(desk: str, signed_in: Login, order_id: int) -> None:
    first, *others = files_of(signed_in, order_id)
    get(desk, shared().browser_downloads.file_address(signed_in, first), signed_in)
    assert others
    assert proof_of(signed_in, first)
    assert set(proofs(signed_in, order_id)) == {first.file_id}


def test_a_wrong_checksum_fails_in_the_browser_and_is_named(
    desk: str, demo: Served, signed_in: Login, file: OrderFile
) -> None:
    demo.archive.faults[file.name] = Fault.CORRUPT
    with pytest.raises(requests.exceptions.RequestException):
        get(desk, shared().browser_downloads.file_address(signed_in, file), signed_in)
    assert "checksum differs" in problems(signed_in, file.order_id)[file.file_id]
    assert proofs(signed_in, file.order_id) == {}


def test_the_server_says_nothing_more_of_a_file_that_is_wrong(
    desk: str, demo: Served, signed_in: Login, file: OrderFile, caplog: pytest.LogCaptureFixture
) -> None:
    demo.archive.faults[file.name] = Fault.CORRUPT
    link = shared().browser_downloads.file_address(signed_in, file)
    with caplog.at_level(logging.WARNING), pytest.raises(requests.exceptions.RequestException):
        get(desk, link, signed_in)
    (line,) = (each.getMessage() for each in caplog.records)
    assert "checksum differs" in line


def test_the_browsers_own_repeats_of_a_wrong_file_are_refused_without_the_archive(
    desk: str, demo: Served, signed_in: Login, file: OrderFile
) -> None:
    demo.archive.faults[file.name] = Fault.CORRUPT
    link = shared().browser_downloads.file_address(signed_in, file)
    with pytest.raises(requests.exceptions.RequestException):
        get(desk, link, signed_in)
    asked = len(demo.archive.requests)
    answer = get(desk, link, signed_in)
    assert (answer.status_code, "checksum differs" in answer.text) == (502, True)
    assert len(demo.archive.requests) == asked


def test_an_empty_body_fails_in_the_browser_although_it_says_its_length(
    desk: str, signed_in: Login, file: OrderFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_headers", lambda _: {"Content-Length": "0"})
    monkeypatch.setattr(sending, "_pieces", lambda *_: iter(()))
    with pytest.raises(requests.exceptions.RequestException):
        get(desk, shared().browser_downloads.file_address(signed_in, file), signed_in)
    assert proofs(signed_in, file.order_id) == {}


def test_a_body_that_breaks_off_fails_in_the_browser_and_is_named(
    desk: str, demo: Served, signed_in: Login, file: OrderFile
) -> None:
    demo.archive.faults[file.name] = Fault.TRUNCATED
    with pytest.raises(requests.exceptions.RequestException):
        get(desk, shared().browser_downloads.file_address(signed_in, file), signed_in)
    assert "broke" in problems(signed_in, file.order_id)[file.file_id]
    assert proofs(signed_in, file.order_id) == {}


def test_a_body_that_breaks_off_is_one_line_in_the_log(
    desk: str, demo: Served, signed_in: Login, file: OrderFile, caplog: pytest.LogCaptureFixture
) -> None:
    demo.archive.faults[file.name] = Fault.TRUNCATED
    link = shared().browser_downloads.file_address(signed_in, file)
    with caplog.at_level(logging.WARNING), pytest.raises(requests.exceptions.RequestException):
        get(desk, link, signed_in)
    assert [each.exc_info for each in caplog.records if each.exc_info] == []
    (line,) = (each.getMessage() for each in caplog.records if each.name.startswith("components.web"))
    assert f"/orders/{file.order_id}/files/{file.file_id}" in line
    assert "\n" not in line


def test_a_file_that_arrived_stays_delivered_when_a_second_download_fails(
    desk: str, demo: Served, signed_in: Login, file: OrderFile
) -> None:
    link = shared().browser_downloads.file_address(signed_in, file)
    get(desk, link, signed_in)
    proof = proof_of(signed_in, file)
    demo.archive.faults[file.name] = Fault.CORRUPT
    with pytest.raises(requests.exceptions.RequestException):
        get(desk, link, signed_in)
    assert proof_of(signed_in, file) is proof
    assert set(proofs(signed_in, file.order_id)) == {file.file_id}
    assert problems(signed_in, file.order_id) == {}


def test_what_was_announced_is_asked_again_where_no_link_was_drawn(
    desk: str, demo: Served, signed_in: Login, file: OrderFile
) -> None:
    query = urlsplit(zip_address(signed_in, file.order_id)).query
    link = f"./orders/{file.order_id}/files/{file.file_id}?{query}"
    assert len(get(desk, link, signed_in).content) == file.size
    demo.archive.faults[file.name] = Fault.CORRUPT
    with pytest.raises(requests.exceptions.RequestException):
        get(desk, link, signed_in)


def test_a_file_of_another_order_is_not_found_in_this_one(desk: str, signed_in: Login, file: OrderFile) -> None:
    other = ordered(signed_in, "TWO_VERSIONS")
    link = (
        shared().browser_downloads.file_address(signed_in, file).replace(f"orders/{file.order_id}/", f"orders/{other}/")
    )
    answer = get(desk, link, signed_in)
    assert (answer.status_code, "no such file" in answer.text) == (502, True)
    assert {each.state for each in files_of(signed_in, file.order_id)} == {FileState.AVAILABLE}


def test_a_request_for_the_head_alone_downloads_nothing(desk: str, signed_in: Login, file: OrderFile) -> None:
    assert get(desk, shared().browser_downloads.file_address(signed_in, file), signed_in, "HEAD").status_code == 405
    assert {each.state for each in files_of(signed_in, file.order_id)} == {FileState.AVAILABLE}


def test_the_archives_refusal_is_a_page_with_its_words_as_text(
    desk: str, demo: Served, signed_in: Login, file: OrderFile
) -> None:
    demo.archive.faults[file.name] = Fault.MISSING
    answer = get(desk, shared().browser_downloads.file_address(signed_in, file), signed_in)
    assert answer.status_code == 502
    assert "The download did not start" in answer.text


def test_a_page_in_place_of_a_file_that_nothing_verifies_is_refused(
    desk: str, demo: Served, signed_in: Login, file: OrderFile
) -> None:
    unknown = replace(file, size=None, checksum="", algorithm="")
    link = shared().browser_downloads.file_address(signed_in, unknown)
    demo.archive.set_scenario(signed_in.username, Scenario.FIREWALL)
    answer = get(desk, link, signed_in)
    demo.archive.set_scenario(signed_in.username, None)
    assert (answer.status_code, "Something in front of the archive answered" in answer.text) == (502, True)
    assert proofs(signed_in, file.order_id) == {}


# The ZIP of all available files


def test_the_zip_opens_and_holds_what_is_available(desk: str, signed_in: Login, order_id: int) -> None:
    names = {file.name for file in files_of(signed_in, order_id)}
    answer = get(desk, zip_address(signed_in, order_id), signed_in)
    assert re.search(rf"UTF-8''order_{order_id}_\d{{8}}T\d{{6}}Z\.zip$", answer.headers["Content-Disposition"])
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archived:
        assert set(archived.namelist()) == names


def test_every_file_that_left_in_the_zip_is_noted(desk: str, signed_in: Login, order_id: int) -> None:
    expected = {file.file_id for file in files_of(signed_in, order_id)}
    get(desk, zip_address(signed_in, order_id), signed_in)
    found = proven(signed_in, order_id, len(expected))
    assert set(found) == expected
    assert {(proof.by, proof.place) for proof in found.values()} == {("MD5", "browser")}
    assert problems(signed_in, order_id) == {}


def test_what_the_archive_could_not_pack_is_named_with_its_words(
    desk: str, demo: Served, signed_in: Login, order_id: int
) -> None:
    lost, *others = files_of(signed_in, order_id)
    demo.archive.faults[lost.name] = Fault.MISSING
    get(desk, zip_address(signed_in, order_id), signed_in)
    assert set(proven(signed_in, order_id, len(others))) == {each.file_id for each in others}
    assert list(problems(signed_in, order_id)) == [lost.file_id]
    assert "Storage answered 404" in problems(signed_in, order_id)[lost.file_id]


def test_a_zip_with_a_wrong_file_fails_in_the_browser_and_is_named(
    desk: str, demo: Served, signed_in: Login, order_id: int
) -> None:
    wrong, *others = files_of(signed_in, order_id)
    demo.archive.faults[wrong.name] = Fault.CORRUPT
    with pytest.raises(requests.exceptions.RequestException):
        get(desk, zip_address(signed_in, order_id), signed_in)
    assert proofs(signed_in, order_id) == {}
    found = problems(signed_in, order_id)
    assert isinstance(found[wrong.file_id], WrongContent)
    assert {each.file_id for each in others} == set(found) - {wrong.file_id}
    assert f"“{wrong.name}” in it is not what the archive announced" in found[others[0].file_id]


def test_a_second_zip_says_that_nothing_is_left(desk: str, signed_in: Login, order_id: int) -> None:
    get(desk, zip_address(signed_in, order_id), signed_in)
    answer = get(desk, zip_address(signed_in, order_id), signed_in)
    assert (answer.status_code, "nothing to send" in answer.text) == (502, True)


# The metalink


def test_the_metalink_is_saved_and_kept_nowhere_else(desk: str, signed_in: Login, order_id: int) -> None:
    headers = get(desk, metalink_address(signed_in, order_id), signed_in).headers
    assert headers["Content-Type"] == "application/metalink+xml"
    assert headers["Content-Disposition"] == f"attachment; filename*=UTF-8''order_{order_id}.metalink"
    assert headers["Cache-Control"] == "no-store"


def test_the_addresses_in_the_metalink_need_no_login(desk: str, signed_in: Login, order_id: int) -> None:
    answer = get(desk, metalink_address(signed_in, order_id), signed_in)
    urls = [each.text or "" for each in ET.fromstring(answer.text).iter("{http://www.metalinker.org/}url")]  # noqa: S314 - of our own demo archive
    assert len(urls) == len(files_of(signed_in, order_id))
    assert requests.get(urls[0], timeout=PATIENCE).ok


# Access


@pytest.mark.parametrize("kind", ["file", "zip", "metalink"])
def test_without_the_cookie_nobody_gets_anything(desk: str, signed_in: Login, file: OrderFile, kind: str) -> None:
    answer = get(desk, link_of(kind, signed_in, file), None)
    assert (answer.status_code, "session that is over" in answer.text) == (403, True)


@pytest.mark.parametrize("kind", ["file", "zip", "metalink"])
def test_another_accounts_cookie_does_not_open_this_accounts_link(
    desk: str, signed_in: Login, file: OrderFile, kind: str
) -> None:
    other = replace(signed_in, username="somebody.else@demo.example")
    assert get(desk, link_of(kind, signed_in, file), other).status_code == 403


@pytest.mark.parametrize("kind", ["file", "zip", "metalink"])
def test_a_link_says_nothing_of_the_token_or_the_user(signed_in: Login, file: OrderFile, kind: str) -> None:
    link = link_of(kind, signed_in, file)
    assert signed_in.token not in link
    assert signed_in.username not in link


@pytest.mark.parametrize("kind", ["file", "zip", "metalink"])
@pytest.mark.parametrize("base_path", ["", "/science/desk"])
def test_a_link_leads_from_any_page_to_its_route_for_any_base_path(
    signed_in: Login, file: OrderFile, kind: str, base_path: str
) -> None:
    with listening(application(base_path)) as address:
        for page in ("/order?id=54", "/orders", "/"):
            link = urljoin(address + base_path + page, link_of(kind, signed_in, file))
            assert get("", link, None).status_code == 403  # the route asks for the cookie; no route would be 404


def link_of(kind: str, who: Login, file: OrderFile) -> str:
    if kind == "file":
        return shared().browser_downloads.file_address(who, file)
    return (zip_address if kind == "zip" else metalink_address)(who, file.order_id)
