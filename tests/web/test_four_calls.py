"""The ZIP to the browser where the archive has only the four calls of the public guide: files without numbers."""

import io
import time
import zipfile
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

import pytest
import requests
from starlette.applications import Starlette
from starlette.routing import Route

from components.demo.listening import listening
from components.desk.archives import Archives
from components.desk.browser_downloads import zip_address
from components.desk.shared_state import opened, shared
from components.regards.delivery.snapshot import Proof
from components.regards.settings import Archive
from components.regards.sign_in import login
from components.regards.sign_in.login import Login
from components.web import downloads, login_cookie
from tests import four_calls
from tests.four_calls import ORDER, PASSWORD, PROJECT, USER, Guide

PATIENCE = 60  # seconds

GUIDES: dict[str, Callable[[], Guide]] = {
    "documented": Guide,
    "wrapped": lambda: Guide(wrapped=True),
    "coded": lambda: Guide(wrapped=True, documented=False),
}


@pytest.fixture(scope="module")
def desk() -> Iterator[str]:
    with listening(Starlette(routes=[Route(downloads.ZIP_ROUTE, downloads.send_zip)])) as address:
        yield address


def fetched(desk: str, who: Login) -> dict[str, bytes]:
    """The files in the ZIP that the browser gets; none if it gets a page instead."""
    cookies = {login_cookie.NAME: shared().kept_logins.seal(who)}
    answer = requests.get(urljoin(desk, zip_address(who, ORDER)), cookies=cookies, timeout=PATIENCE)
    if answer.headers["Content-Type"].startswith("text/html"):
        return {}
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archived:
        return {name: archived.read(name) for name in archived.namelist()}


def notes(who: Login, number: int) -> tuple[dict[int, Proof], dict[int, str]]:
    """The proofs and problems, as soon as there are so many of them."""
    deadline = time.monotonic() + PATIENCE
    while True:
        proofs, problems = shared().browser_downloads.of(who.account, ORDER)
        if len(proofs) + len(problems) >= number:
            return dict(proofs), dict(problems)
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("new_guide", GUIDES.values(), ids=GUIDES)
def test_each_part_comes_whole_and_verified(desk: str, new_guide: Callable[[], Guide]) -> None:
    guide = new_guide()
    first, second = guide.parts
    with four_calls.four_calls(guide), opened(Archives((Archive("Guide", guide.url, PROJECT),))):
        who = login.sign_in(shared().archives.offered[0], PROJECT, USER, PASSWORD)
        assert fetched(desk, who) == first
        proofs, problems = notes(who, 1)
        assert ([proof.by for proof in proofs.values()], problems) == (["MD5"], {})
        assert fetched(desk, who) == second
        proofs, problems = notes(who, 3)
        assert ([proof.by for proof in proofs.values()], problems) == (["MD5"] * 3, {})
        assert fetched(desk, who) == {}


def test_wrong_content_fails_in_the_browser_and_is_named(desk: str) -> None:
    guide = Guide(parts=[{"a.nc": b"one"}], packed={"a.nc": b"two"})
    with four_calls.four_calls(guide), opened(Archives((Archive("Guide", guide.url, PROJECT),))):
        who = login.sign_in(shared().archives.offered[0], PROJECT, USER, PASSWORD)
        with pytest.raises(requests.exceptions.RequestException):
            fetched(desk, who)
        proofs, problems = notes(who, 1)
    assert proofs == {}
    assert "checksum differs" in "".join(problems.values())
