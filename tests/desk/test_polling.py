"""The last result of a reading, and the interval until the next one."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from components.desk.polling import Reading, spread
from components.regards.errors import RegardsError, SignInAwaited, Unreachable


def in_step() -> float:
    return 1.0


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def answers(*given: int | RegardsError) -> Callable[[], int]:
    """A reading that returns the given values in turn and then repeats the last one."""
    left = list(given)

    def read() -> int:
        value = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(value, RegardsError):
            raise value
        return value

    return read


def finish(reading: Reading[int]) -> None:
    reading.take(wait=10)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_nothing_is_read_before_somebody_looks(clock: Clock) -> None:
    assert Reading(answers(1), now=clock).value is None


def test_a_value_is_there_once_it_was_read(clock: Clock) -> None:
    reading = Reading(answers(1), now=clock)
    reading.renew_when_due()
    finish(reading)
    assert reading.value == 1


def test_what_is_older_than_asked_is_read_again_before_it_is_due(clock: Clock) -> None:
    reading = Reading(answers(1, 2, 3), every=5, now=clock)
    reading.renew_when_older(2)
    finish(reading)
    clock.now = 2.0
    reading.renew_when_older(2)
    finish(reading)
    assert reading.value == 1
    clock.now = 2.1
    reading.renew_when_older(2)
    finish(reading)
    assert reading.value == 2


def test_a_young_value_is_not_read_again(clock: Clock) -> None:
    reading = Reading(answers(1, 2), every=5, now=clock, spread=in_step)
    reading.renew_when_due()
    finish(reading)
    clock.now = 4.9
    reading.renew_when_due()
    finish(reading)
    assert reading.value == 1


def test_an_old_value_is_read_again(clock: Clock) -> None:
    reading = Reading(answers(1, 2), every=5, now=clock, spread=in_step)
    reading.renew_when_due()
    finish(reading)
    clock.now = 5.0
    reading.renew_when_due()
    finish(reading)
    assert reading.value == 2


def test_a_failure_keeps_the_last_value_beside_the_error(clock: Clock) -> None:
    reading = Reading(answers(1, Unreachable("gone")), now=clock)
    reading.renew()
    finish(reading)
    reading.renew()
    finish(reading)
    assert (reading.value, str(reading.error)) == (1, "gone")


def test_a_reading_without_an_answer_says_for_how_long(clock: Clock) -> None:
    answered = threading.Event()
    reading = Reading(lambda: answered.wait(60), now=clock)
    assert reading.silence == 0
    reading.renew()
    clock.now = 12.0
    assert reading.silence == 12
    answered.set()
    reading.take(wait=60)
    assert reading.silence == 0


def test_a_success_takes_the_error_away(clock: Clock) -> None:
    reading = Reading(answers(Unreachable("gone"), 1), now=clock)
    reading.renew()
    finish(reading)
    reading.renew()
    finish(reading)
    assert (reading.value, reading.error) == (1, None)


def test_the_end_of_the_session_is_no_error_of_what_is_read_and_it_is_read_after_a_second(clock: Clock) -> None:
    reading = Reading(answers(1, SignInAwaited("over"), 2), every=5, now=clock)
    reading.renew()
    finish(reading)
    reading.renew()
    finish(reading)
    assert (reading.value, reading.error) == (1, None)
    reading.renew_when_due()
    assert not reading.under_way
    clock.now += 1
    reading.renew_when_due()
    finish(reading)
    assert reading.value == 2


def test_what_does_not_change_is_read_more_and_more_rarely_down_to_once_a_minute(clock: Clock) -> None:
    read_at: list[float] = []
    reading = Reading(lambda: read_at.append(clock.now), every=5, now=clock, spread=in_step)
    while clock.now < 600:
        reading.renew_when_due()
        reading.take(wait=10)
        clock.now += 0.5
    pauses = [later - earlier for earlier, later in pairwise(read_at)]
    assert pauses[0] == 7.5
    assert pauses == sorted(pauses)
    assert pauses[-1] == 60


def test_a_reading_that_fails_is_repeated_more_and_more_rarely(clock: Clock) -> None:
    tried_at: list[float] = []

    def fail() -> None:
        tried_at.append(clock.now)
        raise Unreachable("It is away.")

    reading = Reading(fail, every=5, now=clock, spread=in_step)
    while clock.now < 60:
        reading.renew_when_due()
        reading.take(wait=10)
        clock.now += 0.5
    pauses = [later - earlier for earlier, later in pairwise(tried_at)]
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[-1]


def test_the_next_reading_is_put_off_by_chance_so_that_many_are_not_in_step(clock: Clock) -> None:
    sooner = Reading(answers(1, 2), every=5, now=clock, spread=in_step)
    later = Reading(answers(1, 2), every=5, now=clock, spread=lambda: 1.2)
    for at in 0.0, 5.9:
        clock.now = at
        for reading in sooner, later:
            reading.renew_when_due()
            finish(reading)
    assert (sooner.value, later.value) == (2, 1)


def test_pauses_are_spread_over_a_fifth_and_never_shorter_than_asked_for() -> None:
    factors = {spread() for _ in range(1_000)}
    assert 1.0 <= min(factors) < max(factors) <= 1.2


def test_an_archive_that_does_not_answer_holds_up_no_reading_of_another() -> None:
    answered = threading.Event()

    def silent() -> None:
        answered.wait(60)

    waiting = [Reading(silent, archive="silent") for _ in range(50)]
    for each in waiting:
        each.renew()
    other = Reading(answers(1), archive="other")
    other.renew()
    try:
        other.take(60)
        assert other.value == 1
    finally:
        answered.set()
        for each in waiting:
            each.take(60)


def test_what_two_tabs_look_at_is_read_once_and_both_see_it(clock: Clock) -> None:
    answered, asked = threading.Event(), []

    def read() -> int:
        asked.append(clock.now)
        answered.wait(60)
        return 1

    reading = Reading(read, now=clock)
    with ThreadPoolExecutor(2) as tabs:

        def look(_: int) -> int | None:
            reading.renew_when_due()
            reading.take(60)
            return reading.value

        seen = tabs.map(look, range(2))
        answered.set()
        assert list(seen) == [1, 1]
    assert asked == [0.0]
