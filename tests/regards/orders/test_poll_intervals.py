"""The intervals between two polls of the archive (contract C.8: from 5 seconds to a minute)."""

import pytest

from components.regards.orders.poll_intervals import Backoff, spread


def test_pauses_grow_to_a_minute_while_nothing_changes() -> None:
    backoff = Backoff(5, lambda: 1.0)
    pauses = [backoff.after(changed=False) for _ in range(9)]
    assert pauses[:3] == pytest.approx([7.5, 11.25, 16.875])
    assert pauses == sorted(pauses)
    assert pauses[-1] == 60


def test_a_change_brings_the_first_pause_back() -> None:
    backoff = Backoff(5, lambda: 1.0)
    backoff.after(changed=False)
    assert backoff.after(changed=True) == 5
    assert backoff.after(changed=False) == 7.5


def test_each_pause_is_spread_and_none_grows_by_the_spread_of_the_one_before() -> None:
    factors = iter([1.2, 1.0, 1.1])
    backoff = Backoff(10, lambda: next(factors))
    assert [backoff.after(changed=False) for _ in range(3)] == pytest.approx([18, 22.5, 37.125])


def test_pauses_are_spread_over_a_fifth_and_never_shorter_than_asked_for() -> None:
    factors = {spread() for _ in range(1_000)}
    assert 1.0 <= min(factors) < max(factors) <= 1.2
