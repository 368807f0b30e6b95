"""A copy of a cookie whose user has signed out, brought again later."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from components.desk.archives import Archives
from components.desk.database import IN_MEMORY, Database
from components.desk.sign_in.kept_login import KeptLogins
from components.desk.sign_in.sign_outs import FRESH, SignOuts
from components.regards.settings import Archive
from components.regards.sign_in.login import Login
from tests.clocks import Clock

ARCHIVE = Archive("Archive", "https://archive.example", "project")
LIFE = 3_600.0

Process = Callable[[str], KeptLogins]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def process(clock: Clock) -> Iterator[Process]:
    """A function that gives the logins of one more process, with the same secret and the database of an address."""
    with ExitStack() as open_now:

        def start(address: str) -> KeptLogins:
            database = open_now.enter_context(closing(Database(address)))
            return KeptLogins("some secret", Archives((ARCHIVE,)), clock, SignOuts(database, clock))

        yield start


def login(clock: Clock) -> Login:
    return Login(ARCHIVE, "project", "user", "REGISTERED_USER", "token", clock(), LIFE)


def test_it_stays_closed_after_a_restart(process: Process, database_address: str, clock: Clock) -> None:
    before, mine, other = process(database_address), login(clock), login(clock)
    before.sign_out(mine)
    after = process(database_address)
    assert after.unseal(before.seal(mine), clock()) is None
    assert after.unseal(before.seal(other), clock()) == other


def test_it_is_closed_in_a_replica_that_runs_already(process: Process, database_address: str, clock: Clock) -> None:
    here, there, mine = process(database_address), process(database_address), login(clock)
    assert there.unseal(here.seal(mine), clock()) == mine
    here.sign_out(mine)
    clock.advance(FRESH)
    assert there.unseal(here.seal(mine), clock()) is None


def test_it_is_closed_there_also_when_the_clock_was_set_back(
    process: Process, database_address: str, clock: Clock
) -> None:
    here, there, mine = process(database_address), process(database_address), login(clock)
    assert there.unseal(here.seal(mine), clock()) == mine
    here.sign_out(mine)
    clock.advance(-FRESH)
    assert there.unseal(here.seal(mine), clock()) is None


def test_it_stays_closed_after_the_sign_out_of_another(process: Process, database_address: str, clock: Clock) -> None:
    kept, mine = process(database_address), login(clock)
    kept.sign_out(mine)
    clock.advance(LIFE / 2)
    kept.sign_out(Login(ARCHIVE, "project", "other", "REGISTERED_USER", "token", clock() + 10 * LIFE, LIFE))
    assert kept.unseal(kept.seal(mine), clock()) is None


def test_it_stays_closed_here_while_the_database_fails(process: Process, tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").write_text("")
    kept, mine = process(f"sqlite:///{tmp_path / 'file' / 'orders.db'}"), login(clock)
    kept.sign_out(mine)
    assert kept.unseal(kept.seal(mine), clock()) is None


@pytest.mark.parametrize(("age", "is_good"), [(60.0, True), (60.1, False)])
def test_a_ticket_that_nobody_followed_ends_by_its_own_age(
    process: Process, clock: Clock, age: float, is_good: bool
) -> None:
    kept = process(IN_MEMORY)
    clock.now = 0.0  # so that ages are exact
    ticket = kept.ticket_to_keep(login(clock))
    clock.advance(age)
    assert (kept.exchange(ticket) is not None) is is_good
