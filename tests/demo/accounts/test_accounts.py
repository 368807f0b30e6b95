"""Sign-in to accounts and its refusals (contract B.1)."""

import pytest

from components.demo.accounts.accounts import ADMINISTRATOR, REFUSED, Directory, LoginError, LoginRefused

USER = "user@demo.example"
NOW = 1_000.0


def refusal(directory: Directory, username: str, password: str) -> LoginError:
    with pytest.raises(LoginRefused) as refused:
        directory.sign_in(username, password, NOW)
    return refused.value.error


def test_the_right_password_opens() -> None:
    assert Directory().sign_in(USER, "demo", NOW).username == USER


@pytest.mark.parametrize("password", ["Demo", "", "demo "])
def test_another_password_does_not_and_looks_like_an_unknown_account(password: str) -> None:
    assert refusal(Directory(), USER, password) is LoginError.ACCOUNT_UNKNOWN
    assert refusal(Directory(), "nobody@demo.example", "demo") is LoginError.ACCOUNT_UNKNOWN


def test_every_refusal_of_the_contract_has_its_account() -> None:
    assert {*REFUSED.values(), LoginError.ACCOUNT_UNKNOWN} == set(LoginError)
    assert len(LoginError) == 12


@pytest.mark.parametrize(("username", "error"), REFUSED.items())
def test_a_refused_account_says_why(username: str, error: LoginError) -> None:
    assert refusal(Directory(), username, "demo") is error


@pytest.mark.parametrize("username", ["locked@demo.example", "pending@demo.example", "inactive@demo.example"])
def test_an_accounts_status_is_told_before_the_password_is_looked_at(username: str) -> None:
    assert refusal(Directory(), username, "wrong") is REFUSED[username]


@pytest.mark.parametrize("username", ["denied@demo.example", "stranger@demo.example"])
def test_a_project_users_status_is_only_told_to_who_knows_the_password(username: str) -> None:
    assert refusal(Directory(), username, "wrong") is LoginError.ACCOUNT_UNKNOWN


def test_one_wrong_password_above_the_allowed_number_locks_the_account() -> None:
    directory = Directory(allowed_failures=3)
    for _ in range(4):
        assert refusal(directory, USER, "wrong") is LoginError.ACCOUNT_UNKNOWN
    assert refusal(directory, USER, "demo") is LoginError.ACCOUNT_LOCKED


def test_a_lock_ends_after_an_hour_so_that_nobody_locks_others_out_for_good() -> None:
    directory = Directory(allowed_failures=0, lock=3_600)
    refusal(directory, USER, "wrong")
    with pytest.raises(LoginRefused):
        directory.sign_in(USER, "demo", NOW + 3_599)
    assert directory.sign_in(USER, "demo", NOW + 3_600)


def test_the_administrator_has_a_password_that_is_not_everybodys() -> None:
    directory = Directory()
    assert refusal(directory, ADMINISTRATOR, "demo") is LoginError.ACCOUNT_UNKNOWN
    directory.set_password(ADMINISTRATOR, "told to the presenter alone")
    assert directory.sign_in(ADMINISTRATOR, "told to the presenter alone", NOW)


def test_each_guest_has_an_account_of_its_own() -> None:
    directory = Directory()
    guests = [directory.new_guest() for _ in range(200)]
    assert len({each.username for each in guests}) == 200
    assert directory.sign_in(guests[-1].username, guests[-1].password, NOW)


def test_an_archive_that_is_started_again_gives_no_guest_the_account_of_an_earlier_one() -> None:
    earlier, later = ({Directory().new_guest().username for _ in range(20)} for _ in range(2))
    assert earlier.isdisjoint(later)


def test_as_many_as_allowed_do_not_and_a_success_starts_the_count_again() -> None:
    directory = Directory(allowed_failures=3)
    for _ in range(2):
        for _ in range(3):
            refusal(directory, USER, "wrong")
        assert directory.sign_in(USER, "demo", NOW)
