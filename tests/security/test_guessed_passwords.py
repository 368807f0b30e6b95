"""Passwords that are guessed through the desk."""

from dataclasses import replace

import pytest

from components.demo.accounts.accounts import MAIN, VISITORS
from components.desk.sign_in.failed_sign_ins import FailedSignIns
from components.desk.sign_in.sign_in import sign_in
from components.regards.errors import SignInRefused
from components.regards.settings import Account, Archive, Guests
from components.regards.sign_in.ways import Credentials, Password, PastedToken
from tests.clocks import Clock
from tests.regards.served_demo import ServedDemo

RIGHT = Password(MAIN.username, MAIN.password)


@pytest.fixture
def failed() -> FailedSignIns:
    return FailedSignIns(Clock())


def guess(archive: Archive, credentials: Credentials, failed: FailedSignIns) -> str:
    """What is said to a sign-in; empty if it succeeded."""
    try:
        sign_in(archive, archive.project, credentials, {(archive, archive.project): "productId"}, failed, "203.0.113.7")
    except SignInRefused as refusal:
        return refusal.what
    return ""


def wrong(username: str = MAIN.username) -> Password:
    return Password(username, "a guess")


def test_after_five_wrong_passwords_the_archive_is_not_asked(demo: ServedDemo, failed: FailedSignIns) -> None:
    """The archive locks the account at the next one; the desk does not bring it there."""
    said = [guess(demo.archive, wrong(), failed) for _ in range(8)]
    assert said[:5] == ["Wrong login or password."] * 5
    assert all("was not sent to the archive" in each for each in said[5:])
    assert len(demo.demo.requests.of("POST", "/oauth/token")) == 5
    assert guess(demo.archive, RIGHT, FailedSignIns()) == ""


def test_other_users_are_not_slowed(demo: ServedDemo, failed: FailedSignIns) -> None:
    for _ in range(6):
        guess(demo.archive, wrong(), failed)
    other = VISITORS[0]
    assert guess(demo.archive, Password(other.username, other.password), failed) == ""


def test_a_guest_who_gets_a_password_of_the_desk_is_never_slowed(demo: ServedDemo, failed: FailedSignIns) -> None:
    guests = Guests(lambda: Account(MAIN.username, MAIN.password))
    archive = replace(demo.archive, guests=guests)
    for number in range(50):
        guess(archive, wrong(f"nobody {number}"), failed)
    assert "from your network" in guess(archive, RIGHT, failed)
    guests.welcome()
    assert guess(archive, RIGHT, failed) == ""


def test_a_token_is_no_password(demo: ServedDemo, failed: FailedSignIns) -> None:
    said = {guess(demo.archive, PastedToken("no token"), failed) for _ in range(60)}
    assert said == {"This is not a token of REGARDS."}
