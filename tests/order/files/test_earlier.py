"""An earlier order beside a list: what is new, the same and gone."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order.draft import By, Draft
from components.order.files import earlier, recipe
from components.order.files.earlier import Comparison, Earlier, compare
from components.order.files.missing import COLUMNS, FORMAT
from components.order.identifiers import TextFile, UnreadableFile

ASKED = Draft(pasted="A\nB\nC")
SEARCH = Draft(By.EXPRESSIONS, expressions="a:1")


def read(text: str, name: str = "earlier.json") -> Earlier | None:
    return earlier.read(name, text.encode())


def rows(outcomes: tuple[str, ...]) -> list[dict[str, str]]:
    """A file for each outcome, of the products A, B and C."""
    return [
        {"product": name, "outcome": outcome, "data_type": "RAWDATA"}
        for name, outcome in zip("ABC", outcomes, strict=False)
    ]


def receipt(*outcomes: str, asked: Draft | None = ASKED, **parts: object) -> str:
    written = json.loads(recipe.write(asked)) if asked else None
    return json.dumps({"format": FORMAT, "version": "1.1", "files": rows(outcomes), "recipe": written, **parts})


def table(*outcomes: str) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows(outcomes))
    return text.getvalue()


def test_names_are_new_the_same_or_gone_in_the_order_of_their_list() -> None:
    assert compare(["D", "B", "a", "A", "D"], ["C", "A", "B"]) == Comparison(("D", "a"), ("B", "A"), ("C",))


@given(st.lists(st.sampled_from("ABCDE")), st.lists(st.sampled_from("ABCDE")))
def test_every_name_of_both_lists_is_in_one_part_once(now: list[str], before: list[str]) -> None:
    found = compare(now, before)
    assert sorted((*found.new, *found.same)) == sorted(set(now))
    assert sorted((*found.gone, *found.same)) == sorted(set(before))


def test_a_recipe_asked_for_its_identifiers() -> None:
    draft = replace(ASKED, files=(TextFile("more.txt", "D"),))
    assert read(recipe.write(draft)) == Earlier(("A", "B", "C", "D"), draft, is_receipt=False)


def test_a_recipe_that_searches_named_none() -> None:
    assert read(recipe.write(SEARCH)) == Earlier((), SEARCH, is_receipt=False)


def test_a_receipt_asked_for_all_and_orders_what_is_missing() -> None:
    found = read(receipt("delivered", "failed", "delivered", identifiers=["A", "B", "C"]))
    assert found == Earlier(("A", "B", "C"), replace(ASKED, pasted="B"), is_receipt=True)


def test_a_receipt_of_which_nothing_is_missing_orders_nothing_and_is_no_error() -> None:
    assert read(receipt(*["delivered"] * 3)) == Earlier(("A", "B", "C"), None, is_receipt=True)
    assert read(table(*["delivered"] * 3), "receipt.csv") == Earlier(("A", "B", "C"), None, is_receipt=True)


def test_without_the_request_a_receipt_asked_for_the_products_that_it_names() -> None:
    text = receipt("delivered", "delivered", asked=None, identifiers_without_files=["D"])
    found = read(text)
    assert found
    assert found.asked == ("A", "B", "D")
    found = read(text.replace('"files"', '"identifiers": ["X"], "files"'))
    assert found
    assert found.asked == ("X",)


def test_a_receipt_in_csv_asked_for_the_products_of_all_its_rows() -> None:
    found = read(table("delivered", "failed"), "receipt.csv")
    assert found
    assert found.asked == ("A", "B")
    assert found.draft
    assert found.draft.identifiers().identifiers == ("B",)


@pytest.mark.parametrize("text", ["A\nB", '["A"]', '{"queries": ["a:1"]}', "order_id,product\n1,A"])
def test_any_other_file_is_no_earlier_order(text: str) -> None:
    assert read(text, "list.txt") is None


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="newer version"):
        read(recipe.write(ASKED).replace('"1.2"', '"2.0"'))


@pytest.mark.parametrize("outcome", ["delivered", "failed"])
def test_names_with_half_a_character_are_refused_also_where_nothing_is_missing(outcome: str) -> None:
    whole, half = (receipt(outcome, asked=None, identifiers=[name, "A"]) for name in ("\U0001f6f0", "\ud83d"))
    assert read(whole)
    with pytest.raises(UnreadableFile, match="half a character"):
        read(half)
