"""The cookie that carries a login over a refresh."""

from dataclasses import replace

import pytest
import requests

from components.desk import archives
from components.regards.login import Login
from components.web import login_cookie

NOW = 1_000_000.0


@pytest.fixture
def login(signed_in: Login) -> Login:
    return replace(signed_in, received_at=NOW)


def bring(desk: str, ticket: str, origin: str = "") -> requests.Response:
    headers = {"X-Ticket": ticket, "Origin": origin or desk}
    return requests.post(f"{desk}{login_cookie.ROUTE}", headers=headers, timeout=60)


def test_a_sealed_login_opens_again(login: Login) -> None:
    assert login_cookie.unseal(login_cookie.seal(login), NOW) == login


def test_nothing_of_the_login_can_be_read_in_the_cookie(login: Login) -> None:
    cookie = login_cookie.seal(login)
    assert login.token not in cookie
    assert login.username not in cookie


@pytest.mark.parametrize("cookie", ["", "x", "a.b.c.d.e", "é"])
def test_what_is_not_ours_opens_nothing(cookie: str) -> None:
    assert login_cookie.unseal(cookie, NOW) is None


def test_a_cookie_that_was_changed_opens_nothing(login: Login) -> None:
    cookie = login_cookie.seal(login)
    assert login_cookie.unseal(cookie[:-4] + "AAAA", NOW) is None


def test_an_expired_login_stays_closed(login: Login) -> None:
    cookie = login_cookie.seal(login)
    assert login_cookie.unseal(cookie, login.usable_until) is None
    assert login_cookie.unseal(cookie, login.usable_until - 1) is not None


def test_a_login_to_an_archive_that_is_no_longer_offered_stays_closed(login: Login) -> None:
    cookie = login_cookie.seal(login)
    archives.offer()
    assert login_cookie.unseal(cookie, NOW) is None


def test_a_login_that_was_signed_out_stays_closed_whoever_kept_the_cookie(login: Login) -> None:
    cookie = login_cookie.seal(login)
    login_cookie.ticket_to_forget(login)
    assert login_cookie.unseal(cookie, NOW) is None


def test_signing_out_also_ends_a_tab_that_holds_another_token_of_the_same_sign_in(login: Login) -> None:
    cookie = login_cookie.seal(login)
    login_cookie.ticket_to_forget(replace(login, token="renewed", received_at=NOW + 10))
    assert login_cookie.unseal(cookie, NOW) is None


def test_signing_out_does_not_end_another_sign_in(login: Login) -> None:
    cookie = login_cookie.seal(replace(login, sign_in_id="another"))
    login_cookie.ticket_to_forget(login)
    assert login_cookie.unseal(cookie, NOW) is not None


def test_a_ticket_is_exchanged_for_the_cookie_once(desk: str, login: Login) -> None:
    ticket = login_cookie.ticket_to_keep(login)
    first, second = bring(desk, ticket), bring(desk, ticket)
    assert login_cookie.unseal(first.cookies[login_cookie.NAME], NOW) == login
    assert (second.status_code, len(second.cookies)) == (403, 0)


def test_another_site_gets_no_cookie_for_a_ticket(desk: str, login: Login) -> None:
    answer = bring(desk, login_cookie.ticket_to_keep(login), origin="http://evil.example")
    assert (answer.status_code, len(answer.cookies)) == (403, 0)


def test_a_ticket_to_forget_takes_the_cookie_away(desk: str, login: Login) -> None:
    header = bring(desk, login_cookie.ticket_to_forget(login)).headers["Set-Cookie"]
    assert f"{login_cookie.NAME}=" in header
    assert "Max-Age=0" in header


def test_the_cookie_is_for_our_pages_alone(desk: str, login: Login) -> None:
    header = bring(desk, login_cookie.ticket_to_keep(login)).headers["Set-Cookie"].lower()
    assert "httponly" in header
    assert "samesite=strict" in header
