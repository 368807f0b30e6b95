"""The routes to an identity provider and back."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from http.cookies import SimpleCookie

import pytest
import requests

from components.desk.shared_state import SharedState
from components.desk.sign_in.provider_sign_ins import ProviderSignIn
from components.regards.settings import Archive
from components.regards.sign_in.ways import Provider
from components.web.provider_return import LEAVE, NAME, RETURN, SCRIPT
from tests.conftest import Offer

PROVIDER = Provider("sso", "https://sso.example.org/auth?client_id=desk", "OpenId")


class Browser:
    """A browser at the desk, which keeps its cookies."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._session = requests.Session()
        self.cookies = self._session.cookies

    def get(self, path: str) -> requests.Response:
        return self._session.get(f"{self._address}{path}", timeout=60)

    def post(
        self, path: str, data: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> requests.Response:
        return self._session.post(f"{self._address}{path}", data=data, headers=headers, timeout=60)

    def close(self) -> None:
        self._session.close()


@pytest.fixture
def shared(offer: Offer) -> SharedState:
    return offer()


@pytest.fixture
def state(shared: SharedState) -> str:
    """The state of a sign-in that was begun on the page of an order."""
    begun = ProviderSignIn(Archive("A", "https://a", "p"), "p", PROVIDER, "/order?id=5")
    return shared.provider_sign_ins.begin(begun)


@pytest.fixture
def new_browser(desk: str) -> Iterator[Callable[[], Browser]]:
    with ExitStack() as open_now:
        yield lambda: open_now.enter_context(closing(Browser(desk)))


@pytest.fixture
def browser(new_browser: Callable[[], Browser]) -> Browser:
    return new_browser()


def test_a_browser_goes_to_the_provider_and_comes_back_to_where_it_was(
    shared: SharedState, browser: Browser, state: str
) -> None:
    there = browser.post(LEAVE, headers={"X-State": state})
    assert there.text == f"https://sso.example.org/auth?client_id=desk&state={state}"
    back = browser.post(RETURN, data={"state": state, "code": "a+b/c=="})
    assert back.text == "/order?id=5"
    returned = shared.provider_sign_ins.take(browser.cookies[NAME])
    assert returned
    assert returned.code == "a+b/c=="


def test_the_reason_of_a_provider_comes_back_too_and_is_cut(shared: SharedState, browser: Browser, state: str) -> None:
    browser.post(LEAVE, headers={"X-State": state})
    assert browser.post(RETURN, data={"state": state, "error": "x" * 1_000}).ok
    returned = shared.provider_sign_ins.take(browser.cookies[NAME])
    assert returned
    assert (returned.code, returned.refusal) == ("", "x" * 200)


@pytest.mark.parametrize("name", ["place", "next", "url", "redirect_uri"])
def test_what_comes_back_does_not_choose_the_page(browser: Browser, state: str, name: str) -> None:
    browser.post(LEAVE, headers={"X-State": state})
    assert "Location" not in browser.get(f"{RETURN}?{name}=//evil.example").headers
    back = browser.post(f"{RETURN}?{name}=//evil.example", data={"state": state, "code": "x", name: "//evil.example"})
    assert back.text == "/order?id=5"


@pytest.mark.parametrize(("name", "value"), [("httponly", True), ("samesite", "strict"), ("max-age", "600")])
def test_only_our_pages_send_the_cookie_that_binds_the_way_back(
    browser: Browser, state: str, name: str, value: object
) -> None:
    cookies = SimpleCookie(browser.post(LEAVE, headers={"X-State": state}).headers["set-cookie"])
    assert cookies[NAME][name] == value


@pytest.mark.parametrize(("origin", "secure"), [("https://desk", True), ("http://desk", "")])
def test_the_cookie_is_for_encrypted_lines_alone_where_there_are_any(
    browser: Browser, state: str, origin: str, secure: object
) -> None:
    answer = browser.post(LEAVE, headers={"X-State": state, "Origin": origin})
    assert SimpleCookie(answer.headers["set-cookie"])[NAME]["secure"] == secure


def test_a_code_for_another_browser_is_refused(
    shared: SharedState, new_browser: Callable[[], Browser], browser: Browser, state: str
) -> None:
    browser.post(LEAVE, headers={"X-State": state})
    assert new_browser().post(RETURN, data={"state": state, "code": "code"}).status_code == 403
    assert shared.provider_sign_ins.take(browser.cookies[NAME]) is None


def test_a_state_that_nobody_began_is_refused(shared: SharedState, browser: Browser) -> None:
    assert shared
    assert browser.post(LEAVE, headers={"X-State": "made up"}).status_code == 403
    assert browser.post(RETURN, data={"state": "made up", "code": "code"}).status_code == 403


def test_a_body_of_any_length_is_not_read_to_its_end(shared: SharedState, browser: Browser, state: str) -> None:
    assert shared
    browser.post(LEAVE, headers={"X-State": state})
    assert browser.post(RETURN, data={"state": state, "code": "x" * 10_000}).status_code == 413


@pytest.mark.parametrize("path", [RETURN, SCRIPT])
def test_the_page_that_holds_a_code_gives_its_address_to_nobody(browser: Browser, path: str) -> None:
    headers = browser.get(f"{path}?code=hush").headers
    assert (headers["referrer-policy"], headers["cache-control"]) == ("no-referrer", "no-store")


def test_the_page_has_no_script_or_picture_of_another_host(browser: Browser) -> None:
    page = browser.get(RETURN).text
    assert '<script src="provider-return.js" defer></script>' in page
    assert "//" not in page
