"""The draft of one tab."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from components.desk.database import PAUSE, Database
from components.desk.drafts.kept_drafts import KeptDraft, KeptDrafts
from components.desk.drafts.tab_draft import TabDraft
from components.order.draft import Draft
from tests.clocks import Clock

KEPT = Draft(pasted="kept before")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database that holds the draft of a tab."""
    file = tmp_path / "orders.db"
    with closing(Database(f"sqlite:///{file}")) as database:
        KeptDrafts(database).keep("ada", "tab", KeptDraft(KEPT, "key"))
    return file


@pytest.fixture
def drafts(file: Path, clock: Clock) -> Iterator[KeptDrafts]:
    """The drafts of a desk that was started just now."""
    with closing(Database(f"sqlite:///{file}", clock)) as database:
        yield KeptDrafts(database)


def fail(file: Path) -> None:
    file.rename(file.with_suffix(".away"))
    file.mkdir()


def work_again(file: Path, clock: Clock) -> None:
    file.rmdir()
    file.with_suffix(".away").rename(file)
    clock.advance(PAUSE)


def test_while_the_database_fails_a_tab_begins_blank_and_says_that_its_draft_is_unread(
    file: Path, drafts: KeptDrafts
) -> None:
    fail(file)
    opened = TabDraft("ada", drafts, "tab")
    assert (opened.draft, opened.is_unread) == (Draft(), True)


def test_a_tab_that_is_opened_twice_while_the_database_fails_overwrites_nothing(
    file: Path, drafts: KeptDrafts, clock: Clock
) -> None:
    fail(file)
    TabDraft("ada", drafts, "tab")
    opened = TabDraft("ada", drafts, "tab")
    assert opened.is_unread
    opened.keep(Draft(pasted="typed meanwhile"))
    work_again(file, clock)
    assert TabDraft("ada", drafts, "tab").draft == KEPT


def test_a_new_tab_has_nothing_unread(file: Path, drafts: KeptDrafts) -> None:
    fail(file)
    assert not TabDraft("ada", drafts).is_unread


def test_what_cannot_be_read_now_is_there_when_the_database_works_again(
    file: Path, drafts: KeptDrafts, clock: Clock
) -> None:
    fail(file)
    TabDraft("ada", drafts, "tab")
    work_again(file, clock)
    opened = TabDraft("ada", drafts, "tab")
    assert (opened.draft, opened.is_unread) == (KEPT, False)


def test_what_is_typed_while_the_kept_draft_is_unread_takes_a_place_of_its_own(
    file: Path, drafts: KeptDrafts, clock: Clock
) -> None:
    fail(file)
    opened = TabDraft("ada", drafts, "tab")
    opened.keep(Draft(pasted="typed meanwhile"))
    assert not opened.is_unread
    work_again(file, clock)
    assert TabDraft("ada", drafts, "tab").draft == KEPT
    assert TabDraft("ada", drafts, opened.tab).draft.pasted == "typed meanwhile"


def test_a_draft_that_this_process_remembers_keeps_its_place_while_the_database_fails(
    file: Path, drafts: KeptDrafts
) -> None:
    TabDraft("ada", drafts, "tab")
    fail(file)
    opened = TabDraft("ada", drafts, "tab")
    opened.keep(Draft(pasted="typed meanwhile"))
    assert (opened.tab, opened.is_unread) == ("tab", False)


def test_a_new_tab_of_a_new_account_is_blank_because_nothing_is_kept(drafts: KeptDrafts) -> None:
    opened = TabDraft("bob", drafts)
    assert (opened.draft, opened.is_unread) == (Draft(), False)
