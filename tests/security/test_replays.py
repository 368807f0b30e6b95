"""A copy of a cookie, of a ticket or of a link to a download, brought by somebody else's browser."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from urllib.parse import urljoin

import pytest
import requests
from starlette.applications import Starlette
from starlette.routing import Route

from components.demo.listening import listening
from components.desk.archives import Archives
from components.desk.browser_downloads import metalink_address, zip_address
from components.desk.shared_state import opened, shared
from components.regards.orders.order_files import files
from components.regards.orders.records import Order
from components.regards.sign_in.login import Login
from components.web import login_cookie
from tests.regards.served_demo import NEIGHBOUR, ServedDemo
from tests.security.routes import PATIENCE, ROUTES

PAGE = "/order?id=1"


class Browser:
    """A browser at the desk, with a cookie jar of its own."""

    def __init__(self, desk: str) -> None:
        self._desk = desk
        self.session = requests.Session()

    def bring(self, ticket: str) -> int:
        """Exchange a ticket, as the script of a page does."""
        headers = {"X-Ticket": ticket, "Origin": self._desk}
        return self.session.post(f"{self._desk}{login_cookie.ROUTE}", headers=headers, timeout=PATIENCE).status_code

    def follow(self, link: str) -> int:
        return self.session.get(urljoin(f"{self._desk}{PAGE}", link), timeout=PATIENCE).status_code


@pytest.fixture
def desk(demo: ServedDemo) -> Iterator[str]:
    exchange = Route(login_cookie.ROUTE, login_cookie.exchange, methods=["POST"])
    with ExitStack() as stack:
        stack.enter_context(opened(Archives((demo.archive,))))
        yield stack.enter_context(listening(Starlette(routes=[exchange, *ROUTES])))


@pytest.fixture
def new_browser(desk: str) -> Callable[[], Browser]:
    return lambda: Browser(desk)


@pytest.fixture
def victim(demo: ServedDemo) -> Login:
    return demo.sign_in()


@pytest.fixture
def links(demo: ServedDemo, order: Order, desk: str, victim: Login) -> list[str]:
    """The victim's links to one file, the ZIP and the metalink; these need the desk's own state."""
    assert desk
    [file, *_] = files(demo.connection(), order)
    one = shared().browser_downloads.file_address(victim, file)
    return [one, metalink_address(victim, order.order_id), zip_address(victim, order.order_id)]


def test_a_ticket_signs_in_the_first_browser_that_brings_it_and_no_other(
    new_browser: Callable[[], Browser], victim: Login, links: list[str]
) -> None:
    ticket = shared().kept_logins.ticket_to_keep(victim)
    own, thief = new_browser(), new_browser()
    assert (own.bring(ticket), thief.bring(ticket)) == (204, 403)
    assert login_cookie.NAME not in thief.session.cookies
    assert [thief.follow(link) for link in links] == [403, 403, 403]
    assert [own.follow(link) for link in links[:2]] == [200, 200]


def test_a_link_of_the_victim_opens_nothing_with_the_cookie_of_another(
    demo: ServedDemo, new_browser: Callable[[], Browser], links: list[str]
) -> None:
    thief = new_browser()
    thief.bring(shared().kept_logins.ticket_to_keep(demo.sign_in(NEIGHBOUR)))
    assert login_cookie.NAME in thief.session.cookies
    assert [thief.follow(link) for link in links] == [403, 403, 403]
    assert not demo.demo.requests.of("GET", "/download")


def test_a_copied_cookie_opens_nothing_once_the_victim_has_signed_out(
    demo: ServedDemo, new_browser: Callable[[], Browser], victim: Login, links: list[str]
) -> None:
    own, thief = new_browser(), new_browser()
    own.bring(shared().kept_logins.ticket_to_keep(victim))
    thief.session.cookies.update(own.session.cookies)
    own.bring(shared().kept_logins.sign_out(victim))
    asked = len(demo.demo.requests)
    assert [thief.follow(link) for link in links] == [403, 403, 403]
    assert [own.follow(link) for link in links] == [403, 403, 403]
    assert len(demo.demo.requests) == asked


@pytest.mark.parametrize(
    "changed", [lambda it: replace(it, username="another"), lambda it: replace(it, project="another")]
)
def test_a_cookie_that_was_made_for_another_account_has_another_mark(
    new_browser: Callable[[], Browser], victim: Login, links: list[str], changed: Callable[[Login], Login]
) -> None:
    thief = new_browser()
    thief.bring(shared().kept_logins.ticket_to_keep(changed(victim)))
    assert [thief.follow(link) for link in links] == [403, 403, 403]
