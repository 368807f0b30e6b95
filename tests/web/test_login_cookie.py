"""The route that sets the cookie which keeps a login after a refresh."""

from dataclasses import replace

import pytest
import requests

from components.desk.shared_state import shared
from components.regards.sign_in.login import Login
from components.web import login_cookie

NOW = 1_000_000.0


@pytest.fixture
def login(signed_in: Login) -> Login:
    return replace(signed_in, received_at=NOW)


def bring(desk: str, ticket: str, origin: str = "") -> requests.Response:
    headers = {"X-Ticket": ticket, "Origin": origin or desk}
    return requests.post(f"{desk}{login_cookie.ROUTE}", headers=headers, timeout=60)


def test_a_ticket_is_exchanged_for_the_cookie_once(desk: str, login: Login) -> None:
    ticket = shared().kept_logins.ticket_to_keep(login)
    first, second = bring(desk, ticket), bring(desk, ticket)
    assert shared().kept_logins.unseal(first.cookies[login_cookie.NAME], NOW) == login
    assert (second.status_code, len(second.cookies)) == (403, 0)


@pytest.mark.parametrize("length", [10, 2_500, 3_000, 8_000, 20_000])
def test_a_token_of_any_length_is_carried_by_a_cookie_that_browsers_take(desk: str, login: Login, length: int) -> None:
    login = replace(login, token="t" * length)
    answer = bring(desk, shared().kept_logins.ticket_to_keep(login))
    assert len(answer.headers["Set-Cookie"]) <= 4_096  # RFC 6265, section 6.1
    assert shared().kept_logins.unseal(answer.cookies[login_cookie.NAME], NOW) == login


def test_another_site_gets_no_cookie_for_a_ticket(desk: str, login: Login) -> None:
    answer = bring(desk, shared().kept_logins.ticket_to_keep(login), origin="http://evil.example")
    assert (answer.status_code, len(answer.cookies)) == (403, 0)


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "http://a]b", "://", "http://\u2100"])
def test_a_malformed_origin_gets_no_cookie_and_no_fault(desk: str, login: Login, origin: str) -> None:
    headers: dict[str, str | bytes | None] = {
        "X-Ticket": shared().kept_logins.ticket_to_keep(login),
        "Origin": origin.encode(),
    }
    answer = requests.post(f"{desk}{login_cookie.ROUTE}", headers=headers, timeout=60)
    assert (answer.status_code, len(answer.cookies)) == (403, 0)


def test_a_ticket_to_forget_takes_the_cookie_away(desk: str, login: Login) -> None:
    header = bring(desk, shared().kept_logins.sign_out(login)).headers["Set-Cookie"]
    assert f"{login_cookie.NAME}=" in header
    assert "Max-Age=0" in header


def test_the_cookie_is_for_our_pages_alone(desk: str, login: Login) -> None:
    header = bring(desk, shared().kept_logins.ticket_to_keep(login)).headers["Set-Cookie"].lower()
    assert "httponly" in header
    assert "samesite=strict" in header


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://orders.example.org", "__Host-order_desk_login"),
        ("http://orders.example.org", "order_desk_login"),
        ("", "order_desk_login"),
    ],
)
def test_behind_tls_no_other_host_can_set_the_cookie(
    desk: str, login: Login, monkeypatch: pytest.MonkeyPatch, address: str, name: str
) -> None:
    state = replace(shared(), public_address=address)
    monkeypatch.setattr(login_cookie, "shared", lambda: state)
    header = bring(desk, shared().kept_logins.ticket_to_keep(login)).headers["Set-Cookie"]
    assert header.startswith(f"{name}=")
    assert "Path=/;" in header
    assert "Domain" not in header
    both = {"__Host-order_desk_login": "ours", "order_desk_login": "of another host"}
    assert login_cookie.held(both) == both[name]
