"""Logins that a browser keeps: what a cookie opens, and for how long."""

import threading
from dataclasses import replace

import pytest

from components.desk.archives import Archives
from components.desk.sign_in.kept_login import KeptLogins
from components.regards.settings import Archive
from components.regards.sign_in.login import Login
from components.regards.sign_in.ways import Way

NOW = 1_000_000.0
ARCHIVE = Archive("Demo archive", "http://127.0.0.1:9", "project1")


@pytest.fixture
def login() -> Login:
    return Login(ARCHIVE, "project1", "ada@example.org", "REGISTERED_USER", "a.secret.token", NOW, 3600.0)


@pytest.fixture
def kept() -> KeptLogins:
    return KeptLogins("a secret", Archives((ARCHIVE,)))


def test_a_sealed_login_opens_again(kept: KeptLogins, login: Login) -> None:
    assert kept.unseal(kept.seal(login), NOW) == login


def test_nothing_of_the_login_can_be_read_in_the_cookie(kept: KeptLogins, login: Login) -> None:
    cookie = kept.seal(login)
    assert login.token not in cookie
    assert login.username not in cookie


@pytest.mark.parametrize("cookie", ["", "x", "a.b.c.d.e", "é"])
def test_what_is_not_ours_opens_nothing(kept: KeptLogins, cookie: str) -> None:
    assert kept.unseal(cookie, NOW) is None


def test_a_cookie_that_was_changed_opens_nothing(kept: KeptLogins, login: Login) -> None:
    cookie = kept.seal(login)
    assert kept.unseal(cookie[:-4] + "AAAA", NOW) is None


def test_an_expired_login_stays_closed(kept: KeptLogins, login: Login) -> None:
    cookie = kept.seal(login)
    assert kept.unseal(cookie, login.usable_until) is None
    assert kept.unseal(cookie, login.usable_until - 1) is not None


def test_a_cookie_is_not_kept_longer_than_it_opens_anything(kept: KeptLogins, login: Login) -> None:
    sealed = kept.exchange(kept.ticket_to_keep(replace(login, life=1e9)))
    assert sealed
    assert sealed.seconds == 24 * 3600


def test_a_login_to_an_archive_that_is_no_longer_offered_stays_closed(kept: KeptLogins, login: Login) -> None:
    cookie = kept.seal(login)
    assert KeptLogins("a secret", Archives()).unseal(cookie, NOW) is None


def test_a_login_that_was_signed_out_stays_closed_for_any_holder_of_the_cookie(kept: KeptLogins, login: Login) -> None:
    cookie = kept.seal(login)
    kept.sign_out(login)
    assert kept.unseal(cookie, NOW) is None


def test_signing_out_also_ends_a_tab_that_holds_another_token_of_the_same_sign_in(
    kept: KeptLogins, login: Login
) -> None:
    cookie = kept.seal(login)
    kept.sign_out(replace(login, token="renewed", received_at=NOW + 10))
    assert kept.unseal(cookie, NOW) is None


def test_signing_out_does_not_end_another_sign_in(kept: KeptLogins, login: Login) -> None:
    cookie = kept.seal(replace(login, sign_in_id="another"))
    kept.sign_out(login)
    assert kept.unseal(cookie, NOW) is not None


def test_a_replica_with_the_same_secret_opens_it(kept: KeptLogins, login: Login) -> None:
    assert KeptLogins("a secret", Archives((ARCHIVE,))).unseal(kept.seal(login), NOW) == login


def test_with_another_secret_it_stays_closed(kept: KeptLogins, login: Login) -> None:
    assert KeptLogins("another", Archives((ARCHIVE,))).unseal(kept.seal(login), NOW) is None


def test_a_ticket_is_forgotten_after_a_minute(login: Login) -> None:
    now = [0.0]
    kept = KeptLogins("a secret", Archives((ARCHIVE,)), lambda: now[0])
    early = kept.ticket_to_keep(login)
    now[0] = 60.0
    kept.ticket_to_keep(login)
    assert kept.awaits(early)
    now[0] = 60.1
    kept.ticket_to_keep(login)
    assert not kept.awaits(early)


def test_a_page_waits_until_its_ticket_is_exchanged(kept: KeptLogins, login: Login) -> None:
    ticket = kept.ticket_to_keep(login)
    waits = threading.Thread(target=kept.await_exchange, args=(ticket, 60.0))
    waits.start()
    kept.exchange(ticket)
    waits.join(60)
    assert not waits.is_alive()


def test_a_page_does_not_wait_longer_than_it_says(kept: KeptLogins, login: Login) -> None:
    ticket = kept.ticket_to_keep(login)
    kept.await_exchange(ticket, 0.0)
    assert kept.awaits(ticket)


def test_a_ticket_may_be_part_of_a_key_of_streamlit(kept: KeptLogins, login: Login) -> None:
    """Its components take no key with two low lines in a row."""
    assert all("_" not in kept.ticket_to_keep(login) for _ in range(100))


def test_the_cookie_carries_the_way_of_the_sign_in(kept: KeptLogins, login: Login) -> None:
    through = replace(login, way=Way.PROVIDER, provider="keycloak")
    carried = kept.unseal(kept.seal(through), NOW)
    assert carried
    assert (carried.way, carried.provider) == (Way.PROVIDER, "keycloak")


def test_a_key_is_not_readable_in_the_cookie(kept: KeptLogins, login: Login) -> None:
    assert "key-hush" not in kept.seal(replace(login, way=Way.KEY, token="key-hush"))
