"""Deliveries of a process: one at a time for each order, found by account and order, and ended together."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import pytest

from components.desk.database import IN_MEMORY, Database
from components.desk.leases import FRESH, LASTS, Leases
from components.desk.orders.deliveries import Deliveries
from components.regards.delivery.engine import Phase
from tests.clocks import Clock

PATIENCE = 60  # seconds

Start = Callable[[], Deliveries]


class Scripted:
    """A delivery that runs until it is told to end."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.begun = threading.Event()
        self.told_to_end = threading.Event()
        self.runs = 0
        self.fault = fault
        self.phase = Phase.FETCHING
        self.looks = 0
        self.broken_off = False

    def run(self) -> None:
        self.runs += 1
        self.begun.set()
        assert self.told_to_end.wait(PATIENCE)
        if self.fault:
            raise self.fault

    def progress(self) -> Any:  # noqa: ANN401 - a stand-in
        return SimpleNamespace(phase=self.phase)

    def go_on(self) -> None:
        self.looks += 1

    def cancel(self) -> None:
        self.told_to_end.set()

    def break_off(self) -> None:
        self.broken_off = True
        self.told_to_end.set()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def start_replica(clock: Clock) -> Iterator[Start]:
    """A function that gives the deliveries of one more replica."""
    replicas: list[Deliveries] = []

    def start() -> Deliveries:
        replicas.append(Deliveries(Leases(shared, clock)))
        return replicas[-1]

    with closing(Database(IN_MEMORY)) as shared:
        yield start
        for each in replicas:
            each.stop(PATIENCE)


def started(deliveries: Deliveries, delivery: Any, *order_ids: int, account: str = "anna") -> None:  # noqa: ANN401 - a stand-in
    deliveries.start(account, order_ids, lambda _: delivery)


def found(deliveries: Deliveries, order_id: int, account: str = "anna") -> object:
    return deliveries.find(account, order_id)


def until(condition: Callable[[], bool]) -> None:
    """Wait until another thread has made a condition true."""
    moment = threading.Event()
    for _ in range(PATIENCE * 100):
        if condition():
            return
        moment.wait(0.01)
    raise AssertionError


def test_a_delivery_is_found_by_each_of_its_orders(start_replica: Start) -> None:
    deliveries, delivery = start_replica(), Scripted()
    started(deliveries, delivery, 54, 55)
    assert found(deliveries, 54) is found(deliveries, 55) is delivery
    assert found(deliveries, 56) is None
    delivery.cancel()


def test_nobody_finds_the_delivery_of_somebody_else(start_replica: Start) -> None:
    deliveries, delivery = start_replica(), Scripted()
    started(deliveries, delivery, 54)
    assert found(deliveries, 54, "bert") is None
    delivery.cancel()


def test_an_order_that_is_being_delivered_is_not_delivered_a_second_time(start_replica: Start) -> None:
    deliveries, first, second = start_replica(), Scripted(), Scripted()
    started(deliveries, first, 54)
    started(deliveries, second, 54)
    assert found(deliveries, 54) is first
    assert second.runs == 0
    first.cancel()


def test_of_several_orders_those_are_delivered_that_are_not_yet(start_replica: Start) -> None:
    deliveries, first, second = start_replica(), Scripted(), Scripted()
    given: list[int] = []
    started(deliveries, first, 54, 55)
    deliveries.start("anna", (55, 56), lambda order_ids: given.extend(order_ids) or second)  # type: ignore[func-returns-value, arg-type, return-value]  # a stand-in
    assert given == [56]
    assert (found(deliveries, 55), found(deliveries, 56)) == (first, second)
    first.cancel()
    second.cancel()


def test_an_order_whose_delivery_is_over_can_be_delivered_again(start_replica: Start) -> None:
    deliveries, first, second = start_replica(), Scripted(), Scripted()
    started(deliveries, first, 54)
    first.cancel()
    until(lambda: not deliveries.runs("anna", 54))
    started(deliveries, second, 54)
    assert second.begun.wait(PATIENCE)
    assert found(deliveries, 54) is second
    second.cancel()


def test_two_accounts_may_have_orders_of_one_number(start_replica: Start) -> None:
    deliveries, first, second = start_replica(), Scripted(), Scripted()
    started(deliveries, first, 54)
    started(deliveries, second, 54, account="bert")
    assert first.begun.wait(PATIENCE)
    assert second.begun.wait(PATIENCE)
    first.cancel()
    second.cancel()


def test_all_deliveries_of_an_account_end_together_and_nobody_elses(start_replica: Start) -> None:
    deliveries, first, second, other = start_replica(), Scripted(), Scripted(), Scripted()
    started(deliveries, first, 54)
    started(deliveries, second, 55)
    started(deliveries, other, 54, account="bert")
    deliveries.cancel_all("anna")
    until(lambda: not deliveries.runs("anna", 54) and not deliveries.runs("anna", 55))
    assert deliveries.runs("bert", 54)
    other.cancel()


def test_a_delivery_that_fails_by_our_fault_no_longer_runs_and_is_still_found(start_replica: Start) -> None:
    deliveries, delivery = start_replica(), Scripted(RuntimeError("a fault of ours"))
    started(deliveries, delivery, 54)
    delivery.told_to_end.set()
    until(lambda: not deliveries.runs("anna", 54))
    assert found(deliveries, 54) is delivery


@pytest.mark.parametrize(("phase", "looks"), [(Phase.WAITING, 1), (Phase.PAUSED, 0), (Phase.FETCHING, 0)])
def test_who_signs_in_again_lets_waiting_deliveries_look_at_once(
    start_replica: Start, phase: Phase, looks: int
) -> None:
    deliveries, mine, other = start_replica(), Scripted(), Scripted()
    mine.phase = other.phase = phase
    started(deliveries, mine, 54, 55)
    started(deliveries, other, 54, account="ben")
    deliveries.look_now("anna")
    assert (mine.looks, other.looks) == (looks, 0)
    mine.cancel()
    other.cancel()


def test_orders_are_brought_by_deliveries_that_are_at_work_and_not_paused(start_replica: Start) -> None:
    deliveries, at_work, paused, ended, other = start_replica(), Scripted(), Scripted(), Scripted(), Scripted()
    paused.phase = Phase.PAUSED
    started(deliveries, at_work, 54, 55)
    started(deliveries, paused, 56)
    started(deliveries, ended, 57)
    started(deliveries, other, 58, account="bert")
    ended.cancel()
    until(lambda: not deliveries.runs("anna", 57))
    assert deliveries.brought("anna") == {54, 55}
    for each in (at_work, paused, other):
        each.cancel()


def test_of_the_deliveries_that_have_ended_only_the_last_are_kept(start_replica: Start) -> None:
    deliveries, running = start_replica(), Scripted()
    started(deliveries, running, 1)
    for number in range(100, 130):
        ended = Scripted()
        ended.cancel()
        started(deliveries, ended, number)
        until(lambda number=number: not deliveries.runs("anna", number))  # type: ignore[misc]  # a default binds it
    kept = [number for number in range(100, 130) if found(deliveries, number)]
    assert kept == list(range(110, 130))
    assert found(deliveries, 1) is running
    running.cancel()


# Two replicas


def test_an_order_that_one_replica_delivers_another_sees_and_does_not_deliver(start_replica: Start) -> None:
    here, there, first, second = start_replica(), start_replica(), Scripted(), Scripted()
    started(here, first, 54)
    started(there, second, 54)
    assert (there.runs_elsewhere("anna", 54), there.runs("anna", 54)) == (True, False)
    assert not here.runs_elsewhere("anna", 54)
    assert not there.runs_elsewhere("bert", 54)
    assert found(there, 54) is None
    first.cancel()


def test_an_order_whose_delivery_is_over_another_replica_can_deliver_at_once(
    start_replica: Start, clock: Clock
) -> None:
    here, there, first, second = start_replica(), start_replica(), Scripted(), Scripted()
    started(here, first, 54)
    assert there.runs_elsewhere("anna", 54)
    first.cancel()
    until(lambda: not here.runs("anna", 54))
    clock.advance(FRESH)
    assert not there.runs_elsewhere("anna", 54)
    started(there, second, 54)
    assert second.begun.wait(PATIENCE)
    second.cancel()


class HeldUp(Leases):
    """Leases that were taken, or are about to be, and whose taker is held up if asked for."""

    def __init__(self, database: Database, clock: Clock, *, before: bool = False) -> None:
        super().__init__(database, clock)
        self.holds = False
        self._before = before
        self.taken, self.given_back, self.go_on = threading.Event(), threading.Event(), threading.Event()

    def take(self, names: Iterable[str]) -> frozenset[str]:
        names = tuple(names)
        held = frozenset() if self._before else super().take(names)
        if self.holds:
            self.taken.set()
            assert self.go_on.wait(PATIENCE)
        return super().take(names) if self._before else held

    def give_back(self, names: Iterable[str]) -> None:
        super().give_back(names)
        self.given_back.set()


def test_a_delivery_that_begins_while_the_one_before_ends_has_a_lease(clock: Clock) -> None:
    with closing(Database(IN_MEMORY)) as shared:
        leases = HeldUp(shared, clock)
        here, there, first, second = Deliveries(leases), Deliveries(Leases(shared, clock)), Scripted(), Scripted()
        started(here, first, 54)
        leases.holds = True
        beginning = threading.Thread(target=started, args=(here, second, 54))
        beginning.start()
        assert leases.taken.wait(PATIENCE)
        first.told_to_end.set()
        leases.given_back.wait(0.5)  # it may not be, so this only gives the fault its time
        leases.go_on.set()
        beginning.join(PATIENCE)
        until(lambda: not here.runs("anna", 54) or second.begun.is_set())
        assert here.runs("anna", 54) == there.runs_elsewhere("anna", 54)
        second.cancel()
        here.stop(PATIENCE)


def test_a_delivery_that_ends_while_leases_are_renewed_leaves_none_behind(clock: Clock) -> None:
    with closing(Database(IN_MEMORY)) as shared:
        leases = HeldUp(shared, clock, before=True)
        here, there, delivery = Deliveries(leases), Deliveries(Leases(shared, clock)), Scripted()
        started(here, delivery, 54)
        leases.holds = True
        renewing = threading.Thread(target=here.renew)
        renewing.start()
        assert leases.taken.wait(PATIENCE)
        delivery.told_to_end.set()
        leases.given_back.wait(0.5)  # it may not be, so this only gives the fault its time
        leases.go_on.set()
        renewing.join(PATIENCE)
        until(lambda: not here.runs("anna", 54))
        assert not there.runs_elsewhere("anna", 54)
        here.stop(PATIENCE)


def test_an_order_whose_replica_is_dead_another_can_deliver_after_a_while(start_replica: Start, clock: Clock) -> None:
    dead, there, first, second = start_replica(), start_replica(), Scripted(), Scripted()
    started(dead, first, 54)
    clock.advance(LASTS)
    assert not there.runs_elsewhere("anna", 54)
    started(there, second, 54)
    assert second.begun.wait(PATIENCE)
    first.cancel()
    second.cancel()


def test_what_runs_for_long_stays_with_its_replica(start_replica: Start, clock: Clock) -> None:
    here, there, first = start_replica(), start_replica(), Scripted()
    started(here, first, 54)
    clock.advance(LASTS - 1)
    here.renew()
    clock.advance(LASTS - 1)
    assert there.runs_elsewhere("anna", 54)
    first.cancel()


def test_a_replica_that_stood_still_gives_up_what_another_has_gone_on_with_and_nothing_else(
    start_replica: Start, clock: Clock
) -> None:
    asleep, there, lost, kept, second = start_replica(), start_replica(), Scripted(), Scripted(), Scripted()
    started(asleep, lost, 54)
    started(asleep, kept, 55)
    clock.advance(LASTS)
    started(there, second, 54)
    asleep.renew()
    until(lambda: not asleep.runs("anna", 54))
    assert lost.broken_off
    assert found(asleep, 54) is None
    assert asleep.runs_elsewhere("anna", 54)
    assert asleep.runs("anna", 55)
    kept.cancel()
    second.cancel()


def test_a_replica_that_has_stopped_begins_no_delivery(start_replica: Start) -> None:
    here, delivery = start_replica(), Scripted()
    here.stop(PATIENCE)
    started(here, delivery, 54)
    assert not here.runs("anna", 54)
    assert not delivery.begun.is_set()


def test_a_replica_that_stops_breaks_its_deliveries_off_and_another_goes_on_at_once(
    start_replica: Start, clock: Clock
) -> None:
    here, there, first, second = start_replica(), start_replica(), Scripted(), Scripted()
    started(here, first, 54)
    here.stop(PATIENCE)
    assert first.broken_off
    assert not here.runs("anna", 54)
    clock.advance(FRESH)
    started(there, second, 54)
    assert second.begun.wait(PATIENCE)
    second.cancel()
