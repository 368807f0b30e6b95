"""The pace and the scheduled events of the archive."""

import pytest

from components.demo.clock import Pace, Timeline


def test_events_happen_in_order_of_time_whatever_the_order_of_announcement() -> None:
    timeline, seen = Timeline(), list[float]()
    for when in (3.0, 1.0, 2.0):
        timeline.at(when, seen.append)
    timeline.run(10)
    assert seen == [1.0, 2.0, 3.0]


def test_an_event_is_told_its_own_instant_not_the_instant_of_asking() -> None:
    timeline, seen = Timeline(), list[float]()
    timeline.at(1.5, seen.append)
    timeline.run(1000)
    assert seen == [1.5]


def test_what_is_not_due_yet_waits() -> None:
    timeline, seen = Timeline(), list[float]()
    timeline.at(2, seen.append)
    timeline.run(1.999)
    assert seen == []
    timeline.run(2)
    assert seen == [2]


def test_what_an_event_makes_due_happens_in_the_same_run_before_later_events() -> None:
    timeline, seen = Timeline(), list[str]()

    def first(now: float) -> None:
        seen.append("first")
        timeline.at(now + 1, lambda _: seen.append("made by the first"))

    timeline.at(1, first)
    timeline.at(3, lambda _: seen.append("last"))
    timeline.run(5)
    assert seen == ["first", "made by the first", "last"]


def test_events_of_one_instant_keep_the_order_of_announcement() -> None:
    timeline, seen = Timeline(), list[str]()
    for name in "abc":
        timeline.at(1, lambda _, name=name: seen.append(name))  # type: ignore[misc]  # a default binds the name
    timeline.run(1)
    assert seen == ["a", "b", "c"]


@pytest.mark.parametrize(("now", "expected"), [(0.5, 3600), (3600.0, 3600), (3600.5, 7200)])
def test_expiry_is_checked_at_full_hours(now: float, expected: float) -> None:
    assert Pace.real().next_hour(now) == expected


@pytest.mark.parametrize(("now", "expected"), [(5.0, 6), (5.2, 6), (5.999, 6)])
def test_figures_change_at_the_next_turn_never_at_once(now: float, expected: float) -> None:
    assert Pace.real().next_recomputation(now) == expected


def test_the_fast_pace_makes_an_hour_of_ten_seconds_and_a_small_order_of_two() -> None:
    pace = Pace.fast()
    assert pace.hour == 10
    assert pace.preparation + pace.job + pace.recompute <= 2
