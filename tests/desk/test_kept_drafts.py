"""What is remembered of an account between its sessions."""

from components.desk.kept_drafts import Memory
from components.order.draft import Draft


def test_a_kept_draft_is_given_back_under_its_key() -> None:
    memory = Memory()
    memory.keep_draft("ada", Draft(pasted="A"), "key")
    remembered = memory.of("ada")
    assert (remembered.draft.pasted, remembered.draft_key) == ("A", "key")


def test_another_account_gets_nothing_of_it() -> None:
    memory = Memory()
    memory.keep_draft("ada", Draft(pasted="A"), "key")
    assert memory.of("bob").draft == Draft()


def test_a_draft_that_begins_has_a_new_key() -> None:
    memory = Memory()
    before = memory.of("ada").draft_key
    assert memory.begin_draft("ada", Draft()).draft_key != before


def test_the_same_account_keeps_its_key_until_then() -> None:
    memory = Memory()
    assert memory.of("ada").draft_key == memory.of("ada").draft_key


def test_two_tabs_that_say_again_to_one_verdict_mean_one_order() -> None:
    memory = Memory()
    before = memory.of("ada")
    first = memory.submit_again("ada", before.draft, before.draft_key)
    second = memory.submit_again("ada", before.draft, before.draft_key)
    assert first.draft_key == second.draft_key != before.draft_key


def test_what_a_draft_took_the_place_of_is_remembered_with_it_while_it_is_edited() -> None:
    memory = Memory()
    begun = memory.begin_draft("ada", Draft(pasted="B"), Draft(pasted="A"))
    memory.keep_draft("ada", Draft(pasted="B\nC"), begun.draft_key)
    assert memory.of("ada").replaced == Draft(pasted="A")


def test_a_draft_that_took_the_place_of_nothing_forgets_what_was_replaced_before() -> None:
    memory = Memory()
    memory.begin_draft("ada", Draft(pasted="B"), Draft(pasted="A"))
    assert memory.begin_draft("ada", Draft()).replaced is None
