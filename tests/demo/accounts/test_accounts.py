"""Sign-in to accounts and its refusals (contract B.1)."""

import pytest

from components.demo.accounts.accounts import REFUSED, Directory, LoginError, LoginRefused

USER = "user@demo.example"


def refusal(directory: Directory, username: str, password: str) -> LoginError:
    with pytest.raises(LoginRefused) as refused:
        directory.sign_in(username, password)
    return refused.value.error


def test_the_right_password_opens() -> None:
    assert Directory().sign_in(USER, "demo").username == USER


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


def test_as_many_as_allowed_do_not_and_a_success_starts_the_count_anew() -> None:
    directory = Directory(allowed_failures=3)
    for _ in range(2):
        for _ in range(3):
            refusal(directory, USER, "wrong")
        assert directory.sign_in(USER, "demo")
