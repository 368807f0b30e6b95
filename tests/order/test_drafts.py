"""Drafts for given identifiers, otherwise the same as another draft."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from components.order.data_types import DataType
from components.order.draft import By, Draft
from components.order.drafts import LONG_PASTE, only, together
from components.order.file_name import Form
from components.order.identifiers import Form as TextForm
from components.order.identifiers import Reading, TextFile

DRAFT = Draft(
    By.EXPRESSIONS,
    "old",
    Reading(TextForm.LINES),
    (TextFile("old.csv", "id,size\nold,1", Reading(TextForm.TABLE, ",", 0, titled=True)),),
    "a:1",
    "productId",
    latest_only=True,
    data_types=(DataType.QUICKLOOK,),
    name_form=Form.ENDS_WITH,
    file_name=".nc",
    any_case=True,
)


def test_a_draft_of_given_identifiers_has_everything_else_as_it_was() -> None:
    expected = replace(DRAFT, by=By.IDENTIFIERS, pasted="A\nB", pasted_reading=None, files=())
    assert only(DRAFT, ["A", "B"], "list") == expected


@given(st.lists(st.text("aB0é ,;#'\"[{", min_size=1).map(str.strip).filter(bool), unique=True))
def test_it_asks_for_exactly_these(chosen: list[str]) -> None:
    assert only(DRAFT, chosen, "list").identifiers().identifiers == tuple(chosen)


def test_identifiers_are_pasted_up_to_the_longest_paste_and_a_file_beyond_it() -> None:
    one_more = ["A" * (LONG_PASTE - 2), "BB"]
    assert only(DRAFT, ["A" * (LONG_PASTE - 2), "B"], "list").files == ()
    assert only(DRAFT, one_more, "list").files == (TextFile("list", "\n".join(one_more)),)
    assert only(DRAFT, one_more, "list").pasted == ""


def test_several_drafts_together_ask_for_the_identifiers_of_all_once() -> None:
    drafts = [only(DRAFT, identifiers, "list") for identifiers in (["C", "A"], ["B", "A"])]
    assert together(drafts) == only(DRAFT, ["C", "A", "B"], "identifiers ordered")


def test_one_draft_together_is_itself_and_its_expressions_stay() -> None:
    assert together([DRAFT]) == DRAFT
