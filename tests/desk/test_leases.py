"""Leases: one replica does a work at a time, and another may go on when it is dead."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from threading import Event

import pytest

from components.desk import database, leases
from components.desk.database import Database
from components.desk.leases import FRESH, LASTS, RENEWED_EVERY, Leases
from tests.clocks import Clock

PATIENCE = 60  # seconds
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


def test_a_lease_that_was_taken_before_the_clock_was_set_back_holds_nobody_up(start: Start, clock: Clock) -> None:
    here, there = start(), start()
    here.take(["a"])
    clock.advance(-LASTS - 0.1)
    assert not there.has_other("a")
    assert there.take(["a"]) == {"a"}


def test_a_lease_of_a_replica_whose_clock_is_a_little_ahead_counts(start: Start, clock: Clock) -> None:
    here, there = start(), start()
    here.take(["a"])
    clock.advance(-LASTS + 0.1)
    assert there.has_other("a")
    assert there.take(["a"]) == frozenset()


def test_of_replicas_that_want_the_same_at_once_one_gets_it(start: Start) -> None:
    replicas = [start() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(lambda replica: replica.take(["a"]), replicas))
    assert sorted(map(len, got)) == [0, 0, 0, 1]


def test_a_lease_is_renewed_in_time_after_the_database_has_failed_once() -> None:
    assert RENEWED_EVERY + database.PAUSE < LASTS


def test_a_replica_takes_what_it_wants_while_the_database_fails(tmp_path: object, clock: Clock) -> None:
    with closing(Database(f"sqlite:///{tmp_path}/no/\0/orders.db")) as database:
        assert Leases(database, clock).take(["a"]) == {"a"}


# Turns


def no_pause(_: float) -> None:
    pytest.fail("nobody else holds it")


def test_a_turn_holds_its_lease_until_it_ends(start: Start) -> None:
    here, there = start(), start()
    with here.turn(["a"], no_pause):
        assert there.take(["a"]) == frozenset()
    assert there.take(["a"]) == {"a"}


def test_a_turn_that_fails_gives_its_lease_back(start: Start) -> None:
    here, there = start(), start()
    with pytest.raises(ZeroDivisionError), here.turn(["a"], no_pause):
        raise ZeroDivisionError
    assert there.take(["a"]) == {"a"}


def test_a_turn_begins_once_no_other_replica_holds_the_lease(start: Start) -> None:
    here, there = start(), start()
    there.take(["a"])
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            there.give_back(["a"])

    with here.turn(["a"], pause):
        assert len(pauses) == 2
        assert there.take(["a"]) == frozenset()


def test_who_no_longer_waits_for_a_turn_holds_nothing(start: Start) -> None:
    here, there = start(), start()
    there.take(["b"])

    def pause(_: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError), here.turn(["a", "b"], pause):
        pytest.fail("another holds the second one")
    assert there.take(["a"]) == {"a"}


def test_a_long_turn_keeps_its_lease(start: Start, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = start(), start()
    monkeypatch.setattr(leases, "RENEWED_EVERY", 0.01)
    with here.turn(["a"], no_pause):
        clock.advance(LASTS - 0.1)
        renewed, take = Event(), here.take

        def watched(names: Iterable[str]) -> frozenset[str]:
            taken = take(names)
            renewed.set()
            return taken

        monkeypatch.setattr(here, "take", watched)
        assert renewed.wait(PATIENCE)
        clock.advance(LASTS - 0.1)
        assert there.take(["a"]) == frozenset()
