"""The waits after sign-ins that were refused."""

import pytest

from components.desk.sign_in.failed_sign_ins import FailedSignIns
from components.regards.errors import SignInRefused, Unreachable
from components.regards.settings import Archive
from tests.clocks import Clock

ARCHIVE = Archive("Archive", "https://archive.example", "project")
OTHER = Archive("Other", "https://other.example", "project")
WRONG = SignInRefused("Wrong login or password.", "Try again.", code="ACCOUNT_UNKNOWN")
HOUR = 3_600.0


@pytest.fixture
def clock() -> Clock:
    return Clock(0.0)  # so that times are exact


@pytest.fixture
def failed(clock: Clock) -> FailedSignIns:
    return FailedSignIns(clock)


def attempt(
    failed: FailedSignIns,
    username: str = "user",
    error: Exception | None = WRONG,
    *,
    archive: Archive = ARCHIVE,
    network: str = "",
) -> str:
    """Try to sign in, which ends with this error: the sentences of the refusal, empty if the archive was asked."""
    signing_in = failed.counted(archive, username, network)
    try:
        signing_in.__enter__()
    except SignInRefused as refusal:
        return f"{refusal.what} {refusal.advice}"
    assert not signing_in.__exit__(type(error) if error else None, error, None)  # it does not swallow the error
    return ""


def test_five_failures_of_a_login_are_free_and_the_sixth_sign_in_waits(failed: FailedSignIns) -> None:
    assert [bool(attempt(failed)) for _ in range(6)] == [False] * 5 + [True]


def test_the_wait_doubles_up_to_five_minutes(failed: FailedSignIns, clock: Clock) -> None:
    for _ in range(5):
        attempt(failed)
    waits = []
    for _ in range(9):
        began = clock()
        while attempt(failed):
            clock.advance(1)
        waits.append(clock() - began)
    assert waits == [5, 10, 20, 40, 80, 160, 300, 300, 300]


def test_guessing_for_a_day_comes_down_to_one_password_in_five_minutes(failed: FailedSignIns, clock: Clock) -> None:
    asked = 0
    while clock() < 24 * HOUR:
        asked += not attempt(failed)
        clock.advance(5)
    assert asked <= 24 * 12 + 12


def test_a_refusal_says_what_why_and_when_to_try_again(failed: FailedSignIns, clock: Clock) -> None:
    for _ in range(5):
        attempt(failed)
    clock.advance(1.5)
    assert attempt(failed) == (
        "This sign-in was not sent to the archive: too many sign-ins with this login were refused within an hour, or "
        "are under way. Try again in 4 seconds, with a password that you are sure of: the archive may lock the account "
        "after more wrong ones."
    )


@pytest.mark.parametrize(
    ("passed", "said"),
    [(0, "5 minutes"), (59, "5 minutes"), (60, "4 minutes"), (180, "120 seconds"), (299, "1 second")],
)
def test_a_wait_is_said_in_minutes_where_it_is_long(
    failed: FailedSignIns, clock: Clock, passed: float, said: str
) -> None:
    for _ in range(12):
        while attempt(failed):
            clock.advance(1)
    clock.advance(passed)
    assert f"Try again in {said}, " in attempt(failed)


def test_success_forgets_the_failures_of_this_login_alone(failed: FailedSignIns) -> None:
    for _ in range(4):
        attempt(failed)
        attempt(failed, "other")
    attempt(failed, error=None)
    assert not any(attempt(failed) for _ in range(5))
    assert [bool(attempt(failed, "other")) for _ in range(2)] == [False, True]


def test_failures_are_forgotten_after_an_hour(failed: FailedSignIns, clock: Clock) -> None:
    for _ in range(5):
        attempt(failed)
    clock.advance(HOUR)
    assert [bool(attempt(failed)) for _ in range(6)] == [False] * 5 + [True]


@pytest.mark.parametrize("error", [Unreachable("“Archive” cannot be reached."), ZeroDivisionError()])
def test_an_outage_is_no_failure_of_the_user(failed: FailedSignIns, error: Exception) -> None:
    for _ in range(4):
        attempt(failed)
    assert not any(attempt(failed, error=error) for _ in range(100))
    assert [bool(attempt(failed)) for _ in range(2)] == [False, True]


def test_an_archive_that_fails_on_a_sign_in_is_none_either(failed: FailedSignIns) -> None:
    outage = SignInRefused("Unknown project, or the archive failed.", "Check the project's name.")
    outage.momentary = True
    assert not any(attempt(failed, error=outage, network="203.0.113.7") for _ in range(100))


def test_the_same_login_at_another_archive_does_not_wait(failed: FailedSignIns) -> None:
    for _ in range(5):
        attempt(failed)
    assert attempt(failed)
    assert not attempt(failed, archive=OTHER)


def test_upper_and_lower_case_are_one_login(failed: FailedSignIns) -> None:
    for name in ("user", "User", "USER", "uSer", "usEr"):
        attempt(failed, name)
    assert attempt(failed, "useR")


def test_fifty_failures_of_one_network_are_free_whatever_the_login(failed: FailedSignIns) -> None:
    waits = [attempt(failed, f"user {number}", network="203.0.113.7") for number in range(51)]
    assert [bool(wait) for wait in waits] == [False] * 50 + [True]
    assert "sign-ins from your network" in waits[-1]
    assert not attempt(failed, "user 51", network="203.0.113.8")


def test_success_with_an_own_account_does_not_free_the_network_to_guess_on(failed: FailedSignIns) -> None:
    waits = []
    for number in range(51):
        waits.append(bool(attempt(failed, f"user {number}", network="203.0.113.7")))
        attempt(failed, "own", error=None, network="203.0.113.7")
    assert waits == [False] * 50 + [True]


def test_signing_in_counts_nothing_for_the_network(failed: FailedSignIns) -> None:
    assert not any(attempt(failed, f"user {number}", error=None, network="203.0.113.7") for number in range(200))


def test_where_the_network_is_not_known_only_the_login_counts(failed: FailedSignIns) -> None:
    assert not any(attempt(failed, f"user {number}") for number in range(200))


def test_sign_ins_at_once_do_not_pass_together(failed: FailedSignIns) -> None:
    under_way = [failed.counted(ARCHIVE, "user", "") for _ in range(5)]
    for each in under_way:
        each.__enter__()
    assert attempt(failed)
    for each in under_way:
        each.__exit__(None, None, None)
    assert not attempt(failed)


def test_a_flood_of_logins_fills_no_memory_and_forgets_the_oldest_first(failed: FailedSignIns) -> None:
    for name in ("old", "fresh"):
        for _ in range(5):
            attempt(failed, name)
    for number in range(9_999):
        attempt(failed, f"user {number}")
    assert attempt(failed, "fresh")
    assert not attempt(failed, "old")
