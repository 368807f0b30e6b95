"""Sessions: one for each sign-in, and the work that outlasts them."""

import gc
import time
import weakref
from dataclasses import replace
from typing import Any

import pytest

from components.desk.sign_in.sessions import Sessions
from components.regards.errors import SessionOver, SignInAwaited
from components.regards.orders import orders
from components.regards.settings import Archive
from components.regards.sign_in.login import Login
from components.regards.sign_in.session import Session

ARCHIVE = Archive("Demo archive", "http://127.0.0.1:9", "project1")


@pytest.fixture
def login() -> Login:
    return Login(ARCHIVE, "project1", "ada@example.org", "REGISTERED_USER", "a.secret.token", time.time(), 3600.0)


@pytest.fixture
def gone() -> set[str]:
    """The sign-ins that were signed out."""
    return set()


@pytest.fixture
def sessions(gone: set[str]) -> Sessions:
    return Sessions(lambda login: login.sign_in_id in gone)


def end(session: Session) -> None:
    session.use(replace(session.login, life=0.0))


def test_two_tabs_of_one_sign_in_share_their_session(sessions: Sessions, login: Login) -> None:
    first = sessions.of(login)
    assert sessions.of(login) is first
    assert sessions.of(replace(login, sign_in_id="another")) is not first


def test_a_newer_token_is_used_and_an_older_one_is_not(sessions: Sessions, login: Login) -> None:
    newer = replace(login, token="newer", received_at=login.received_at + 1)
    session = sessions.of(login)
    sessions.of(newer)
    assert session.login.token == "newer"
    sessions.of(login)
    assert session.login.token == "newer"


def test_a_session_that_nobody_uses_is_forgotten(sessions: Sessions, login: Login) -> None:
    first = weakref.ref(sessions.of(login))
    gc.collect()
    assert first() is None


def test_work_that_outlasts_its_session_goes_on_with_the_next_sign_in(sessions: Sessions, login: Login) -> None:
    session = sessions.of(login)
    connection = sessions.lasting(session)
    assert connection() is session.connection
    end(session)
    with pytest.raises(SignInAwaited):
        orders.newest(connection())
    other = sessions.of(replace(login, sign_in_id="another"))
    assert connection() is other.connection


def test_work_goes_on_with_the_same_session_after_signing_in_again(sessions: Sessions, login: Login) -> None:
    session = sessions.of(login)
    connection = sessions.lasting(session)
    end(session)
    session.use(login)
    assert connection() is session.connection


def test_work_never_goes_on_with_the_session_of_somebody_else(sessions: Sessions, login: Login) -> None:
    session = sessions.of(login)
    connection = sessions.lasting(session)
    end(session)
    other = sessions.of(replace(login, username="bob@example.org", sign_in_id="another"))
    assert other.usable
    with pytest.raises(SignInAwaited):
        orders.newest(connection())


def test_after_a_sign_out_nothing_is_asked_with_that_sign_in(sessions: Sessions, login: Login, gone: set[str]) -> None:
    session = sessions.of(login)
    connection = sessions.lasting(session)
    gone.add(login.sign_in_id)
    with pytest.raises(SessionOver, match="signed out"):
        orders.newest(connection())


def test_a_user_who_is_signed_in_twice_has_another_session(sessions: Sessions, login: Login, gone: set[str]) -> None:
    here, there = sessions.of(login), sessions.of(replace(login, sign_in_id="another"))
    assert sessions.has_another(login)
    gone.add("another")
    assert not sessions.has_another(login)
    assert here is not there


@pytest.mark.parametrize("other", [{"username": "bob@example.org"}, {"life": 0.0}], ids=["another user", "over"])
def test_a_session_of_another_user_or_one_that_is_over_is_no_other_of_this_one(
    sessions: Sessions, login: Login, other: dict[str, Any]
) -> None:
    sessions_in_use = sessions.of(login), sessions.of(replace(login, sign_in_id="another", **other))
    assert not sessions.has_another(login)
    assert len(sessions_in_use) == 2
