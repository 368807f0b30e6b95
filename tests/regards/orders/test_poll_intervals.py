"""The intervals between two polls of the archive (contract C.8: from 5 seconds to a minute)."""

import pytest

from components.regards.orders.poll_intervals import Backoff


def test_pauses_grow_to_a_minute_while_nothing_changes() -> None:
    backoff = Backoff(5)
    pauses = [backoff.after(changed=False) for _ in range(9)]
    assert pauses[:3] == pytest.approx([7.5, 11.25, 16.875])
    assert pauses == sorted(pauses)
    assert pauses[-1] == 60


def test_a_change_brings_the_first_pause_back() -> None:
    backoff = Backoff(5)
    backoff.after(changed=False)
    assert backoff.after(changed=True) == 5
    assert backoff.pause == 5
