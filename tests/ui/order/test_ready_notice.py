"""What the browser is told of files that are ready; `browser/test_ready_notice.py` sees what it makes of it."""

from collections.abc import Mapping

import pytest

from components.desk.orders.amounts import Amount, Share
from components.ui.order import ready_notice


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, object]]:
    found: list[Mapping[str, object]] = []
    monkeypatch.setattr(ready_notice, "_NOTICE", lambda *, data, **_: found.append(data))
    return found


def test_what_is_ready_is_told_in_words_beside_all_that_was_ever_prepared(told: list[Mapping[str, object]]) -> None:
    amounts = {Share.VERIFIED: Amount(3), Share.READY: Amount(1), Share.TO_COME: Amount(7)}
    ready_notice.offer_notice("Order 5", amounts)
    assert told == [{"title": "Order 5", "text": "Ready: 1 file", "prepared": 4, "more": True}]


@pytest.mark.parametrize(
    ("amounts", "more"),
    [
        ({}, True),
        ({Share.READY: Amount(1)}, False),
        ({Share.READY: Amount(1), Share.TO_COME: Amount(1)}, True),
        ({Share.READY: Amount(1), Share.HELD: Amount(1)}, True),
    ],
)
def test_it_is_offered_as_long_as_more_may_come(
    told: list[Mapping[str, object]], amounts: Mapping[Share, Amount], more: bool
) -> None:
    ready_notice.offer_notice("Order 5", amounts)
    assert [each["more"] for each in told] == [more]


def test_a_part_that_follows_a_larger_one_counts_as_more(told: list[Mapping[str, object]]) -> None:
    ready_notice.offer_notice("Order 5", {Share.READY: Amount(3), Share.TO_COME: Amount(1)})
    ready_notice.offer_notice("Order 5", {Share.VERIFIED: Amount(3), Share.READY: Amount(1)})
    assert [each["prepared"] for each in told] == [3, 4]


def test_of_files_that_failed_without_any_that_is_ready_there_is_nothing_to_say(
    told: list[Mapping[str, object]],
) -> None:
    ready_notice.offer_notice("Order 5", {Share.FAILED: Amount(2), Share.TO_COME: Amount(1)})
    assert told[0]["text"] == ""
