"""A copy of a cookie whose user has signed out, brought again later."""

from pathlib import Path

import pytest

from components.desk.archives import Archives
from components.desk.database import Database
from components.desk.sign_in.kept_login import KeptLogins
from components.desk.sign_in.sign_outs import FRESH, SignOuts
from components.regards.settings import Archive
from components.regards.sign_in.login import Login
from tests.clocks import Clock

ARCHIVE = Archive("Archive", "https://archive.example", "project")
LIFE = 3_600.0


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'orders.db'}"


def process(address: str, clock: Clock) -> KeptLogins:
    """The logins of one more process, with the same secret and database."""
    return KeptLogins("some secret", Archives((ARCHIVE,)), clock, SignOuts(Database(address), clock))


def login(clock: Clock) -> Login:
    return Login(ARCHIVE, "project", "user", "REGISTERED_USER", "token", clock(), LIFE)


def test_it_stays_closed_after_a_restart(address: str, clock: Clock) -> None:
    before, mine, other = process(address, clock), login(clock), login(clock)
    before.sign_out(mine)
    after = process(address, clock)
    assert after.unseal(before.seal(mine), clock()) is None
    assert after.unseal(before.seal(other), clock()) == other


def test_it_is_closed_in_a_replica_that_runs_already(address: str, clock: Clock) -> None:
    here, there, mine = process(address, clock), process(address, clock), login(clock)
    assert there.unseal(here.seal(mine), clock()) == mine
    here.sign_out(mine)
    clock.advance(FRESH)
    assert there.unseal(here.seal(mine), clock()) is None


def test_it_stays_closed_after_the_sign_out_of_another(address: str, clock: Clock) -> None:
    kept, mine = process(address, clock), login(clock)
    kept.sign_out(mine)
    clock.advance(LIFE / 2)
    kept.sign_out(Login(ARCHIVE, "project", "other", "REGISTERED_USER", "token", clock() + 10 * LIFE, LIFE))
    assert kept.unseal(kept.seal(mine), clock()) is None


def test_it_stays_closed_here_while_the_database_fails(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").write_text("")
    kept, mine = process(f"sqlite:///{tmp_path / 'file' / 'orders.db'}", clock), login(clock)
    kept.sign_out(mine)
    assert kept.unseal(kept.seal(mine), clock()) is None


@pytest.mark.parametrize(("age", "is_good"), [(60.0, True), (60.1, False)])
def test_a_ticket_that_nobody_followed_ends_by_its_own_age(
    address: str, clock: Clock, age: float, is_good: bool
) -> None:
    kept = process(address, clock)
    clock.now = 0.0  # so that ages are exact
    ticket = kept.ticket_to_keep(login(clock))
    clock.advance(age)
    assert (kept.exchange(ticket) is not None) is is_good
