"""Quicklooks that were fetched: for the browser of their user alone, as pictures and as nothing else."""

import itertools
from collections.abc import Callable, Iterator
from urllib.parse import unquote, urljoin

import pytest
import requests
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

from components.demo.archive import Archive as DemoArchive
from components.demo.listening import listening
from components.demo.server import Served, serve
from components.desk.archives import Archives
from components.desk.browser_downloads import picture_address
from components.desk.kept_quicklooks import KeptQuicklooks
from components.desk.shared_state import opened, shared
from components.regards.pictures import Quicklook
from components.regards.settings import Archive
from components.regards.sign_in import login
from components.regards.sign_in.login import Login
from components.regards.sign_in.session import Session
from components.web import login_cookie, pictures
from tests.desk.test_kept_quicklooks import await_all
from tests.regards.test_pictures import PNG, quicklook, sending

PATIENCE = 60  # seconds

_visitors = itertools.count()


@pytest.fixture(scope="module")
def demo(new_demo: Callable[[], DemoArchive]) -> Iterator[Served]:
    with serve(new_demo()) as served, opened(Archives((Archive("Demo archive", served.url, served.project),))):
        yield served


@pytest.fixture
def signed_in(demo: Served) -> Login:
    (archive,), who = shared().archives.offered, demo.accounts[next(_visitors)]
    return login.sign_in(archive, demo.project, who.username, who.password)


@pytest.fixture(scope="module")
def desk() -> Iterator[str]:
    """The route alone, with the compression of Streamlit."""
    compression = Middleware(GZipMiddleware, minimum_size=1)
    app = Starlette(routes=[Route(pictures.ROUTE, pictures.send_picture)], middleware=[compression])
    with listening(app) as address:
        yield address


@pytest.fixture
def session(signed_in: Login) -> Session:
    """The session of the user while a page is open, which holds it."""
    return shared().sessions.of(signed_in)


@pytest.fixture
def page(session: Session) -> KeptQuicklooks:
    """The pictures of that page."""
    return KeptQuicklooks.of(session)


def fetched(kept: KeptQuicklooks, content: bytes = PNG, **more: str) -> Quicklook:
    """A picture that the user has asked for."""
    picture = quicklook(content, **more)
    with sending(content) as server:
        kept.fetch([picture], server.connection)
        await_all()
    return picture


def get(desk: str, link: str, who: Login | None) -> requests.Response:
    cookies = {login_cookie.NAME: shared().kept_logins.seal(who)} if who else {}
    return requests.get(urljoin(f"{desk}/order?id=54", link), cookies=cookies, timeout=PATIENCE)


def test_the_user_gets_the_picture_unchanged(desk: str, signed_in: Login, page: KeptQuicklooks) -> None:
    answer = get(desk, picture_address(signed_in, fetched(page)), signed_in)
    assert (answer.status_code, answer.headers["Content-Type"], answer.content) == (200, "image/png", PNG)
    assert answer.headers["Content-Length"] == str(len(PNG))


@pytest.mark.parametrize(
    ("kind", "content"),
    [("image/jpeg", b"\xff\xd8\xff\xe0"), ("image/gif", b"GIF89a"), ("image/webp", b"RIFF\n\0\0\0WEBPVP8 ")],
)
def test_its_type_is_what_its_bytes_say(
    desk: str, signed_in: Login, page: KeptQuicklooks, kind: str, content: bytes
) -> None:
    picture = fetched(page, content)
    assert get(desk, picture_address(signed_in, picture), signed_in).headers["Content-Type"] == kind


@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"<svg onload='alert(1)'/>", b"GIF88a"])
def test_what_is_no_picture_is_never_sent(desk: str, signed_in: Login, page: KeptQuicklooks, content: bytes) -> None:
    picture = fetched(page, content, name="a.png")
    answer = get(desk, picture_address(signed_in, picture), signed_in)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert content not in answer.content


def test_a_picture_that_is_a_page_as_well_runs_nothing_and_is_kept_by_no_browser(
    desk: str, signed_in: Login, page: KeptQuicklooks
) -> None:
    both = b"GIF89a/*<html><script>alert(1)</script>"
    headers = get(desk, picture_address(signed_in, fetched(page, both)), signed_in).headers
    assert headers["Content-Type"] == "image/gif"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert {"default-src 'none'", "sandbox"} <= set(headers["Content-Security-Policy"].split("; "))
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("scene.png", "scene.png"),
        ("SCENE.PNG", "SCENE.PNG"),
        ("scene", "scene.png"),
        ("scene.html", "scene.html.png"),
        ("a/b.png", "a_b.png"),
        ("a\u202egnp.exe\r\nSet-Cookie: x", "a_gnp.exe__Set-Cookie_ x.png"),
    ],
)
def test_it_is_saved_under_the_name_of_a_picture(
    desk: str, signed_in: Login, page: KeptQuicklooks, name: str, saved: str
) -> None:
    headers = get(desk, picture_address(signed_in, fetched(page, name=name)), signed_in).headers
    way, _, coded = headers["Content-Disposition"].partition("; filename*=UTF-8''")
    assert (way, unquote(coded)) == ("inline", saved)
    assert "Set-Cookie" not in headers


def test_a_picture_that_nobody_asked_for_is_not_there(desk: str, demo: Served, signed_in: Login) -> None:
    before = len(demo.archive.requests)
    answer = get(desk, picture_address(signed_in, quicklook()), signed_in)
    assert answer.status_code == 404
    assert "Show it again on the page that has shown it" in answer.text
    assert len(demo.archive.requests) == before


def test_without_the_cookie_there_is_no_picture(desk: str, signed_in: Login, page: KeptQuicklooks) -> None:
    answer = get(desk, picture_address(signed_in, fetched(page)), None)
    assert (answer.status_code, PNG in answer.content) == (403, False)


def test_another_user_gets_it_neither_by_its_address_nor_by_its_key(
    desk: str, demo: Served, signed_in: Login, page: KeptQuicklooks
) -> None:
    picture, who = fetched(page), demo.accounts[next(_visitors)]
    other = login.sign_in(signed_in.archive, demo.project, who.username, who.password)
    assert get(desk, picture_address(signed_in, picture), other).status_code == 403
    assert get(desk, picture_address(other, picture), other).status_code == 404
    assert get(desk, picture_address(signed_in, picture), signed_in).status_code == 200


def test_a_picture_goes_with_the_last_page_that_could_show_it(desk: str, signed_in: Login) -> None:
    picture = fetched(KeptQuicklooks.of(shared().sessions.of(signed_in)))
    assert get(desk, picture_address(signed_in, picture), signed_in).status_code == 404
