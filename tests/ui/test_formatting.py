"""Statuses, sizes, numbers and time spans in words."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from components.regards.orders import records
from components.ui import formatting

RUNNING = records.order({"id": 1, "status": "RUNNING"})


@pytest.mark.parametrize(
    ("number", "said"),
    [(None, "unknown"), (0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (123_456, "123 kB"), (2.5e9, "2.5 GB")],
)
def test_a_size_is_said_in_the_unit_that_reads_best(number: float | None, said: str) -> None:
    assert formatting.size(number) == said


@pytest.mark.parametrize(("number", "said"), [(0, "0 files"), (1, "1 file"), (2271, "2,271 files")])
def test_a_noun_follows_its_number(number: int, said: str) -> None:
    assert formatting.count(number, "file") == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (59.9, "59 s"),
        (60, "1 min 0 s"),
        (3599, "59 min 59 s"),
        (3600, "1 h 0 min"),
        (86_399, "23 h 59 min"),
        (90_000, "1 d 1 h"),
    ],
)
def test_a_time_span_is_said_to_the_second_below_an_hour(seconds: float, said: str) -> None:
    assert formatting.duration(seconds) == said


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("RUNNING", "Running, waiting for you"),
        ("PAUSED", "Paused, waiting for you"),
        ("DONE", "Done, waiting for you"),
        ("ARCHIVING", "ARCHIVING, waiting for you"),
        ("EXPIRED", "Expired"),
        ("FAILED", "Failed"),
    ],
)
def test_an_order_that_waits_for_its_user_says_so_unless_its_files_are_gone(status: str, said: str) -> None:
    assert formatting.order_status(replace(RUNNING, status=status, waiting_for_user=True)) == said


def test_a_running_order_that_waits_for_nobody_does_not() -> None:
    assert formatting.order_status(RUNNING) == "Running"


def test_an_unknown_status_is_shown_as_it_is() -> None:
    assert formatting.order_status(replace(RUNNING, status="ARCHIVING")) == "ARCHIVING"


def test_a_long_text_is_shortened_in_the_middle_and_says_by_how_much() -> None:
    shown = formatting.shorten("a" * 50 + "b" * 50, longest=40)
    assert shown == "a" * 20 + "\n\n… 60 characters are not shown here …\n\n" + "b" * 20


def test_a_short_text_is_shown_whole() -> None:
    assert formatting.shorten("a" * 40, longest=40) == "a" * 40


@pytest.mark.parametrize(
    ("seconds", "passed", "left"), [(0, "0 s", "0 s"), (0.1, "0 s", "5 s"), (64.9, "1 min 0 s", "1 min 5 s")]
)
def test_a_time_that_runs_is_told_in_steps_of_five_seconds(seconds: float, passed: str, left: str) -> None:
    assert formatting.in_steps(seconds) == passed
    assert formatting.in_steps(seconds, left=True) == left


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Keycloak", "Keycloak"),
        ("our institute 2", "our institute 2"),
        ("![x](http://evil/)", "\\!\\[x\\](http:\u2060//evil/)"),
        ("www.evil.example, me@evil.example", "www\u2060.evil.example, me@\u2060evil.example"),
        ("Step 1: file “a.nc” (of 2).", "Step 1: file “a.nc” (of 2)."),
        (r"\[x] &#91;", r"\\\[x\] \&\#91;"),
        (":red[x]\n*y*", ":\u2060red\\[x\\] \\*y\\*"),
    ],
)
def test_a_label_shows_foreign_text_as_it_is(text: str, label: str) -> None:
    assert formatting.as_text(text) == label


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.1, "1 min"),
        (2340.0, "39 min"),
        (2341.0, "40 min"),
        (7140.0, "119 min"),
        (7200.0, "2 h"),
        (172_799.0, "2 d"),
        (172_000.0, "47 h"),
        (900_000.0, "10 d"),
    ],
)
def test_a_time_span_is_told_in_its_largest_unit_of_which_it_has_two(seconds: float, said: str) -> None:
    assert formatting.about(seconds) == said


@pytest.mark.parametrize(
    ("zone", "said"),
    [("UTC", "2026-02-02 23:30"), ("Europe/Paris", "today 00:30")],
)
def test_a_date_is_told_in_a_zone_and_today_is_today_there(zone: str, said: str) -> None:
    at, now = datetime(2026, 2, 2, 23, 30, tzinfo=UTC), datetime(2026, 2, 3, 9, 0, tzinfo=UTC)
    assert formatting.moment(at, ZoneInfo(zone), now) == said


@pytest.mark.parametrize(("number", "words"), [(2, "both orders"), (3, "all 3 orders"), (2271, "all 2,271 orders")])
def test_all_of_several_things_in_words(number: int, words: str) -> None:
    assert formatting.every(number, "orders") == words
