"""Leases: one replica does a work at a time, and another may go on when it is dead."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import pytest

from components.desk.database import Database
from components.desk.leases import FRESH, LASTS, Leases
from tests.clocks import Clock

Start = Callable[[], Leases]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def start(database_address: str, clock: Clock) -> Iterator[Start]:
    """A function that starts one more replica on the same database."""
    with ExitStack() as open_now:
        yield lambda: Leases(open_now.enter_context(closing(Database(database_address))), clock)


def test_what_one_replica_holds_no_other_gets(start: Start) -> None:
    here, there = start(), start()
    assert here.take(["a", "b"]) == {"a", "b"}
    assert there.take(["b", "c"]) == {"c"}


def test_what_is_given_back_another_gets_at_once(start: Start) -> None:
    here, there = start(), start()
    here.take(["a", "b"])
    here.give_back(["a"])
    assert there.take(["a", "b"]) == {"a"}


def test_nobody_gives_back_what_another_holds(start: Start) -> None:
    here, there = start(), start()
    here.take(["a"])
    there.give_back(["a"])
    assert there.take(["a"]) == frozenset()


@pytest.mark.parametrize(("seconds", "free"), [(LASTS - 0.1, False), (LASTS, True)])
def test_what_is_not_renewed_is_free_after_a_while(start: Start, clock: Clock, seconds: float, free: bool) -> None:
    here, there = start(), start()
    here.take(["a"])
    clock.advance(seconds)
    assert bool(there.take(["a"])) is free


def test_what_is_renewed_stays_held(start: Start, clock: Clock) -> None:
    here, there = start(), start()
    here.take(["a"])
    clock.advance(LASTS - 0.1)
    here.take(["a"])
    clock.advance(LASTS - 0.1)
    assert there.take(["a"]) == frozenset()


def test_a_replica_that_comes_too_late_learns_that_another_goes_on(start: Start, clock: Clock) -> None:
    here, there = start(), start()
    here.take(["a", "b"])
    clock.advance(LASTS)
    there.take(["a"])
    assert here.take(["a", "b"]) == {"b"}


def test_a_replica_sees_what_others_hold_and_not_what_is_its_own(start: Start, clock: Clock) -> None:
    here, there = start(), start()
    here.take(["a"])
    assert there.has_other("a")
    assert not here.has_other("a")
    clock.advance(LASTS)
    assert not there.has_other("a")


def test_the_database_is_not_asked_again_at_once_for_what_others_hold(start: Start, clock: Clock) -> None:
    here, there = start(), start()
    assert not there.has_other("a")
    here.take(["a"])
    assert not there.has_other("a")
    clock.advance(FRESH)
    assert there.has_other("a")


def test_the_database_is_asked_again_when_the_clock_was_set_back(start: Start, clock: Clock) -> None:
    here, there = start(), start()
    assert not there.has_other("a")
    here.take(["a"])
    clock.advance(-FRESH)
    assert there.has_other("a")


def test_of_replicas_that_want_the_same_at_once_one_gets_it(start: Start) -> None:
    replicas = [start() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(lambda replica: replica.take(["a"]), replicas))
    assert sorted(map(len, got)) == [0, 0, 0, 1]


def test_a_replica_takes_what_it_wants_while_the_database_fails(tmp_path: object, clock: Clock) -> None:
    with closing(Database(f"sqlite:///{tmp_path}/no/\0/orders.db")) as database:
        assert Leases(database, clock).take(["a"]) == {"a"}
