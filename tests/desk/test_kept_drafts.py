"""Drafts of an account that are kept between its sessions."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from components.desk import kept_drafts
from components.desk.database import Database
from components.desk.kept_drafts import KeptDrafts
from components.order.draft import Draft
from components.order.file_name import NameForm
from components.order.identifiers import Form, Reading, TextFile


def test_a_kept_draft_is_given_back_under_its_key() -> None:
    kept = KeptDrafts()
    kept.keep_draft("ada", Draft(pasted="A"), "key")
    found = kept.of("ada")
    assert (found.draft.pasted, found.draft_key) == ("A", "key")


def test_another_account_gets_nothing_of_it() -> None:
    kept = KeptDrafts()
    kept.keep_draft("ada", Draft(pasted="A"), "key")
    assert kept.of("bob").draft == Draft()


def test_a_draft_that_begins_has_a_new_key() -> None:
    kept = KeptDrafts()
    before = kept.of("ada").draft_key
    assert kept.begin_draft("ada", Draft()).draft_key != before


def test_the_same_account_keeps_its_key_until_then() -> None:
    kept = KeptDrafts()
    assert kept.of("ada").draft_key == kept.of("ada").draft_key


def test_two_tabs_that_say_again_to_one_verdict_mean_one_order() -> None:
    kept = KeptDrafts()
    before = kept.of("ada")
    first = kept.submit_again("ada", before.draft, before.draft_key)
    second = kept.submit_again("ada", before.draft, before.draft_key)
    assert first.draft_key == second.draft_key != before.draft_key


def test_what_a_draft_took_the_place_of_is_kept_with_it_while_it_is_edited() -> None:
    kept = KeptDrafts()
    begun = kept.begin_draft("ada", Draft(pasted="B"), Draft(pasted="A"))
    kept.keep_draft("ada", Draft(pasted="B\nC"), begun.draft_key)
    assert kept.of("ada").replaced == Draft(pasted="A")


def test_a_draft_that_took_the_place_of_nothing_forgets_what_was_replaced_before() -> None:
    kept = KeptDrafts()
    kept.begin_draft("ada", Draft(pasted="B"), Draft(pasted="A"))
    assert kept.begin_draft("ada", Draft()).replaced is None


# Two tabs


def test_each_tab_finds_its_own_draft_again() -> None:
    kept = KeptDrafts()
    kept.keep_draft("ada", Draft(pasted="A"), "key", "tab 1")
    kept.keep_draft("ada", Draft(pasted="B"), "key", "tab 2")
    assert kept.of("ada", "tab 1").draft.pasted == "A"
    assert kept.of("ada", "tab 2").draft.pasted == "B"


def test_a_new_tab_begins_with_the_newest_draft_and_its_key() -> None:
    kept = KeptDrafts()
    kept.keep_draft("ada", Draft(pasted="B"), "key b", "tab 2")
    kept.keep_draft("ada", Draft(pasted="A"), "key a", "tab 1")
    found = kept.of("ada", "tab 3")
    assert (found.draft.pasted, found.draft_key) == ("A", "key a")


@pytest.mark.parametrize(("limit", "kept_of_first"), [(6, "AAA"), (5, "")], ids=["as long as allowed", "longer"])
def test_of_texts_that_are_too_long_together_the_oldest_are_forgotten(
    limit: int, kept_of_first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_drafts, "_MOST_CHARACTERS", limit)
    kept = KeptDrafts()
    kept.keep_draft("ada", Draft(pasted="AAA"), "first")
    kept.keep_draft("bob", Draft(files=(TextFile("names.txt", "BBB"),)), "second")
    assert kept.of("bob").draft.files
    assert kept.of("ada").draft.pasted == kept_of_first


def test_a_draft_that_is_longer_than_all_may_be_is_kept_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_drafts, "_MOST_CHARACTERS", 5)
    kept = KeptDrafts()
    kept.keep_draft("ada", Draft(pasted="AAAAAA"), "key")
    assert kept.of("ada").draft.pasted == "AAAAAA"


def test_the_name_of_somebody_elses_tab_gives_nothing_of_it() -> None:
    kept = KeptDrafts()
    kept.keep_draft("ada", Draft(pasted="A"), "key", "tab 1")
    assert kept.of("bob", "tab 1").draft == Draft()


# In the database

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
EVERYTHING = Draft(
    pasted="A\r\nB\x00\ud800",
    pasted_reading=Reading(Form.LINES),
    files=(TextFile("names.csv", "C;D", Reading(Form.LIST)),),
    data_types=(),
    name_form=NameForm.CONTAINS,
    file_name="_2018",
    any_case=True,
    name="Norway, April",
)


class Started:
    """Kept drafts as a desk has them that has just started, over one database."""

    def __init__(self, address: str) -> None:
        self.now = NOON
        self._address = address
        self._databases: list[Database] = []

    def __call__(self) -> KeptDrafts:
        self._databases.append(Database(self._address))
        return KeptDrafts(self._databases[-1], lambda: self.now)

    def close(self) -> None:
        for database in self._databases:
            database.close()


@pytest.fixture
def start(database_address: str) -> Iterator[Started]:
    started = Started(database_address)
    yield started
    started.close()


def test_a_draft_survives_the_process_with_its_key_and_what_it_replaced(start: Started) -> None:
    begun = start().begin_draft("ada", EVERYTHING, Draft(pasted="before"), "tab 1")
    assert start().of("ada", "tab 1") == begun


def test_after_a_restart_a_new_tab_begins_with_the_newest_draft(start: Started) -> None:
    kept = start()
    kept.keep_draft("ada", Draft(pasted="A"), "key a", "tab 1")
    start.now += timedelta(seconds=1)
    kept.keep_draft("ada", Draft(pasted="B"), "key b", "tab 2")
    assert start().of("ada", "tab 3").draft.pasted == "B"
    assert start().of("ada", "tab 1").draft.pasted == "A"


def test_a_refresh_of_an_older_tab_after_a_restart_makes_it_not_the_newest(start: Started) -> None:
    kept = start()
    kept.keep_draft("ada", Draft(pasted="A"), "key a", "tab 1")
    start.now += timedelta(seconds=1)
    kept.keep_draft("ada", Draft(pasted="B"), "key b", "tab 2")
    again = start()
    assert again.of("ada", "tab 1").draft.pasted == "A"
    assert again.of("ada", "tab 3").draft.pasted == "B"


def test_after_a_restart_another_account_gets_nothing_of_it(start: Started) -> None:
    start().keep_draft("ada", Draft(pasted="A"), "key", "tab 1")
    assert start().of("bob", "tab 1").draft == Draft()


def test_of_an_account_the_eight_newest_drafts_are_kept(start: Started) -> None:
    kept = start()
    for number in range(9):
        start.now += timedelta(seconds=1)
        kept.keep_draft("ada", Draft(pasted=str(number)), "key", f"tab {number}")
    kept.keep_draft("bob", Draft(pasted="bob"), "key", "tab 0")
    again = start()
    assert [number for number in range(9) if again.has("ada", f"tab {number}")] == list(range(1, 9))
    assert again.has("bob", "tab 0")


@pytest.mark.parametrize(("days", "found"), [(30, "A"), (31, "")])
def test_a_draft_is_kept_for_thirty_days(start: Started, days: int, found: str) -> None:
    start().keep_draft("ada", Draft(pasted="A"), "key", "tab 1")
    start.now += timedelta(days=days)
    assert start().of("ada", "tab 1").draft.pasted == found


def test_a_draft_that_is_too_long_ends_with_the_process_and_no_older_one_takes_its_place(start: Started) -> None:
    kept = start()
    kept.keep_draft("ada", Draft(pasted="A"), "key", "tab 1")
    long = Draft(pasted="A" * 10_000_000)
    kept.keep_draft("ada", long, "key", "tab 1")
    assert kept.of("ada", "tab 1").draft == long
    assert start().of("ada", "tab 1").draft == Draft()


def test_a_draft_that_cannot_be_read_any_more_is_left_out(start: Started, database_address: str) -> None:
    start().keep_draft("ada", Draft(pasted="A"), "key", "tab 1")
    with closing(Database(database_address)) as database:
        database.change(lambda session: session.execute(text("UPDATE kept_drafts SET draft = '{'")))
    assert start().of("ada", "tab 1").draft == Draft()
