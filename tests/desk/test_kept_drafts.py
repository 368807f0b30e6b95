"""Drafts of an account that are kept between its sessions."""

from components.desk.kept_drafts import KeptDrafts
from components.order.draft import Draft


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
