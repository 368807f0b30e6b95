"""Drafts of an account that are kept between its sessions."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from components.desk.database import Database
from components.desk.drafts import kept_drafts
from components.desk.drafts.kept_drafts import KeptDraft, KeptDrafts
from components.order.draft import Draft
from components.order.file_name import NameForm
from components.order.identifiers import Form, Reading, TextFile


def test_a_kept_draft_is_given_back_under_its_key() -> None:
    kept = KeptDrafts()
    kept.keep("ada", "tab", KeptDraft(Draft(pasted="A"), "key"))
    found = kept.of("ada", "tab")
    assert (found.draft.pasted, found.draft_key) == ("A", "key")


def test_another_account_gets_nothing_of_it() -> None:
    kept = KeptDrafts()
    kept.keep("ada", "tab", KeptDraft(Draft(pasted="A"), "key"))
    assert kept.of("bob", "tab").draft == Draft()


def test_a_tab_that_has_kept_nothing_finds_its_key_again() -> None:
    kept = KeptDrafts()
    assert kept.of("ada", "tab").draft_key == kept.of("ada", "tab").draft_key


def test_two_tabs_that_say_again_to_one_verdict_mean_one_order() -> None:
    before = KeptDraft(Draft(pasted="A"), "key", Draft(pasted="B"))
    assert before.again() == before.again() == replace(before, draft_key=before.again().draft_key)
    assert before.again().draft_key != before.draft_key


# Two tabs


def test_each_tab_finds_its_own_draft_again() -> None:
    kept = KeptDrafts()
    kept.keep("ada", "tab 1", KeptDraft(Draft(pasted="A"), "key"))
    kept.keep("ada", "tab 2", KeptDraft(Draft(pasted="B"), "key"))
    assert kept.of("ada", "tab 1").draft.pasted == "A"
    assert kept.of("ada", "tab 2").draft.pasted == "B"


def test_a_new_tab_begins_with_the_newest_draft_and_its_key() -> None:
    kept = KeptDrafts()
    kept.keep("ada", "tab 2", KeptDraft(Draft(pasted="B"), "key b"))
    kept.keep("ada", "tab 1", KeptDraft(Draft(pasted="A"), "key a"))
    found = kept.of("ada", "tab 3")
    assert (found.draft.pasted, found.draft_key) == ("A", "key a")


@pytest.mark.parametrize(("limit", "kept_of_first"), [(15, "AAA"), (14, "")], ids=["as long as allowed", "longer"])
def test_of_texts_that_are_too_long_together_the_oldest_are_forgotten(
    limit: int, kept_of_first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_drafts, "_MOST_CHARACTERS", limit)
    kept = KeptDrafts()
    kept.keep("ada", "tab", KeptDraft(Draft(pasted="AAA"), "first"))
    kept.keep("bob", "tab", KeptDraft(Draft(files=(TextFile("names.txt", "BBB"),)), "second"))
    assert kept.of("bob", "tab").draft.files
    assert kept.of("ada", "tab").draft.pasted == kept_of_first


def test_what_was_not_seen_for_longest_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_drafts, "_MOST_TABS", 2)
    kept = KeptDrafts()
    kept.keep("ada", "tab 1", KeptDraft(Draft(pasted="A"), "key"))
    kept.keep("ada", "tab 2", KeptDraft(Draft(pasted="B"), "key"))
    kept.of("ada", "tab 1")
    kept.keep("ada", "tab 3", KeptDraft(Draft(pasted="C"), "key"))
    assert kept.has("ada", "tab 1")
    assert not kept.has("ada", "tab 2")


def test_a_draft_that_is_longer_than_all_may_be_is_kept_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_drafts, "_MOST_CHARACTERS", 5)
    kept = KeptDrafts()
    kept.keep("ada", "tab", KeptDraft(Draft(pasted="AAAAAA"), "key"))
    assert kept.of("ada", "tab").draft.pasted == "AAAAAA"


def test_the_name_of_somebody_elses_tab_gives_nothing_of_it() -> None:
    kept = KeptDrafts()
    kept.keep("ada", "tab 1", KeptDraft(Draft(pasted="A"), "key"))
    assert kept.of("bob", "tab 1").draft == Draft()


# In the database

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
EVERYTHING = Draft(
    pasted="A\r\nB\x00",
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
    begun = KeptDraft(EVERYTHING, replaced=Draft(pasted="before"))
    start().keep("ada", "tab 1", begun)
    assert start().of("ada", "tab 1") == begun


def test_after_a_restart_a_new_tab_begins_with_the_newest_draft(start: Started) -> None:
    kept = start()
    kept.keep("ada", "tab 1", KeptDraft(Draft(pasted="A"), "key a"))
    start.now += timedelta(seconds=1)
    kept.keep("ada", "tab 2", KeptDraft(Draft(pasted="B"), "key b"))
    assert start().of("ada", "tab 3").draft.pasted == "B"
    assert start().of("ada", "tab 1").draft.pasted == "A"


def test_a_refresh_of_an_older_tab_after_a_restart_makes_it_not_the_newest(start: Started) -> None:
    kept = start()
    kept.keep("ada", "tab 1", KeptDraft(Draft(pasted="A"), "key a"))
    start.now += timedelta(seconds=1)
    kept.keep("ada", "tab 2", KeptDraft(Draft(pasted="B"), "key b"))
    again = start()
    assert again.of("ada", "tab 1").draft.pasted == "A"
    assert again.of("ada", "tab 3").draft.pasted == "B"


def test_what_another_replica_has_written_since_takes_the_place_of_what_this_one_remembers(start: Started) -> None:
    one, other = start(), start()
    one.keep("ada", "tab 1", KeptDraft(Draft(pasted="before"), "key"))
    start.now += timedelta(seconds=1)
    other.keep("ada", "tab 1", KeptDraft(Draft(pasted="newer"), "key"))
    assert one.of("ada", "tab 3").draft.pasted == "newer"
    start.now += timedelta(seconds=1)
    other.keep("ada", "tab 1", KeptDraft(Draft(pasted="newest"), "key"))
    assert one.of("ada", "tab 1").draft.pasted == "newest"


def test_what_is_written_last_counts_also_where_clocks_differ(start: Started) -> None:
    one, other = start(), start()
    one.keep("ada", "tab 1", KeptDraft(Draft(pasted="before"), "key"))
    start.now -= timedelta(seconds=3)  # the clock of the other one is behind
    assert other.of("ada", "tab 1").draft.pasted == "before"
    other.keep("ada", "tab 1", KeptDraft(Draft(pasted="newer"), "key"))
    assert one.of("ada", "tab 1").draft.pasted == "newer"


def test_what_this_replica_has_written_last_stays(start: Started) -> None:
    one, other = start(), start()
    other.keep("ada", "tab 1", KeptDraft(Draft(pasted="before"), "key"))
    start.now += timedelta(seconds=1)
    one.keep("ada", "tab 1", KeptDraft(Draft(pasted="newer"), "key"))
    assert one.of("ada", "tab 1").draft.pasted == "newer"
    assert one.of("ada", "tab 3").draft.pasted == "newer"


def test_after_a_restart_another_account_gets_nothing_of_it(start: Started) -> None:
    start().keep("ada", "tab 1", KeptDraft(Draft(pasted="A"), "key"))
    assert start().of("bob", "tab 1").draft == Draft()


def test_of_an_account_the_eight_newest_drafts_are_kept(start: Started) -> None:
    kept = start()
    for number in range(9):
        start.now += timedelta(seconds=1)
        kept.keep("ada", f"tab {number}", KeptDraft(Draft(pasted=str(number)), "key"))
    kept.keep("bob", "tab 0", KeptDraft(Draft(pasted="bob"), "key"))
    again = start()
    assert [number for number in range(9) if again.has("ada", f"tab {number}")] == list(range(1, 9))
    assert again.has("bob", "tab 0")


@pytest.mark.parametrize(("days", "found"), [(30, "A"), (31, "")])
def test_a_draft_is_kept_for_thirty_days(start: Started, days: int, found: str) -> None:
    start().keep("ada", "tab 1", KeptDraft(Draft(pasted="A"), "key"))
    start.now += timedelta(days=days)
    assert start().of("ada", "tab 1").draft.pasted == found


def test_a_draft_that_is_too_long_ends_with_the_process_and_no_older_one_takes_its_place(start: Started) -> None:
    kept = start()
    kept.keep("ada", "tab 1", KeptDraft(Draft(pasted="A"), "key"))
    long = Draft(pasted="A" * 10_000_000)
    kept.keep("ada", "tab 1", KeptDraft(long, "key"))
    assert kept.of("ada", "tab 1").draft == long
    assert start().of("ada", "tab 1").draft == Draft()


def test_a_draft_that_no_page_could_show_is_left_out(start: Started) -> None:
    start().keep("ada", "tab 1", KeptDraft(Draft(files=(TextFile("half \ud800", "A"),)), "key"))
    assert start().of("ada", "tab 1").draft == Draft()


def test_a_draft_that_cannot_be_read_any_more_is_left_out(start: Started, database_address: str) -> None:
    start().keep("ada", "tab 1", KeptDraft(Draft(pasted="A"), "key"))
    with closing(Database(database_address)) as database:
        database.change(lambda session: session.execute(text("UPDATE kept_drafts SET draft = '{'")))
    assert start().of("ada", "tab 1").draft == Draft()
