"""From what the user typed to the request, or to what is missing."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order import lucene
from components.order.composition import compose
from components.order.data_types import DataType
from components.order.draft import By, Draft
from components.order.file_name import NameForm
from components.order.identifiers import LARGEST, Doubled, Form, Identifiers, Reading, TextFile

FOUR = "my_product_id_1\nmy_product_id_2\nmy_product_id_3\nmy_product_id_4"
FOUR_AS_IN_THE_GUIDE = "productId:(my_product_id_1 OR my_product_id_2 OR my_product_id_3 OR my_product_id_4)"
AWKWARD = 'OR\nsay "AND"\nC:\\data\\u12\nscène (1) *?\n月 1'
TWO = "PROD_A_001\r\nPROD_A_002\r\n"
DRAFTS = {
    # The four examples of the public guide "Create Order REST", typed as expressions.
    "guide-one-product": Draft(By.EXPRESSIONS, expressions="productId:my_product_identifier", data_types=()),
    "guide-several-products": Draft(By.EXPRESSIONS, expressions=FOUR_AS_IN_THE_GUIDE, data_types=()),
    "guide-metadata": Draft(By.EXPRESSIONS, expressions="datatype:type1", data_types=()),
    "guide-metadata-quicklooks": Draft(By.EXPRESSIONS, expressions="datatype:type1", data_types=(DataType.QUICKLOOK,)),
    # The first two of them again, composed from identifiers.
    "one-identifier": Draft(pasted="my_product_identifier", field="productId", data_types=()),
    "several-identifiers": Draft(pasted=FOUR, field="productId", data_types=()),
    "awkward-identifiers": Draft(pasted=AWKWARD, data_types=()),
    "latest-only": Draft(files=(TextFile("list.txt", TWO),), latest_only=True, data_types=()),
    "latest-raw-data-by-name": Draft(
        pasted=TWO, latest_only=True, name_form=NameForm.EXPRESSION, name_expression=r".*\.nc"
    ),
    "file-name-only": Draft(
        pasted="PROD_A_001", data_types=(), name_form=NameForm.EXPRESSION, name_expression=r".*\.nc"
    ),
}


@pytest.mark.parametrize(("name", "draft"), DRAFTS.items(), ids=DRAFTS)
def test_a_draft_makes_the_body_that_was_reviewed(name: str, draft: Draft, body: Callable[[str], str]) -> None:
    [request] = compose(draft, "providerId").requests
    assert request
    assert request.to_json() == body(name)


def test_the_real_scenes_are_asked_for_in_two_queries_that_name_each_once(
    scenes: tuple[str, ...], read_query: Callable[[str], tuple[bool, str, tuple[str, ...]]]
) -> None:
    [request] = compose(Draft(files=(TextFile("scenes.txt", "\r\n".join(scenes)),)), "providerId").requests
    assert request
    sent = json.loads(request.to_json())
    read = [read_query(query) for query in sent.pop("queries")]
    assert [(latest, field, len(values)) for latest, field, values in read] == [
        (False, "providerId", 200),
        (False, "providerId", 11),
    ]
    assert tuple(value for _, _, values in read for value in values) == scenes
    assert sent == {"filters": {"dataTypes": ["RAWDATA"]}}


@pytest.mark.parametrize(
    ("pasted", "dropped", "found"),
    [
        pytest.param("A\nB", [], ("A", "B"), id="pasted"),
        pytest.param("", ["C\nD"], ("C", "D"), id="a file"),
        pytest.param("A\nB", ["C\nD"], ("A", "B", "C", "D"), id="pasted before the file"),
        pytest.param("A", ["C", "B"], ("A", "C", "B"), id="files in their order, never glued together"),
        pytest.param(" \n", ["B", "", "C"], ("B", "C"), id="blanks and files"),
    ],
)
def test_the_identifiers_are_those_pasted_followed_by_those_of_the_files(
    pasted: str, dropped: list[str], found: tuple[str, ...]
) -> None:
    draft = Draft(pasted=pasted, files=tuple(TextFile("list.txt", text) for text in dropped))
    assert draft.identifiers().identifiers == found


def test_what_is_pasted_and_in_a_file_is_a_double() -> None:
    found = Draft(pasted="A\nB", files=(TextFile("list.txt", "B"),)).identifiers()
    assert found.identifiers == ("A", "B")
    assert [double.identifier for double in found.doubled] == ["B"]


def test_a_place_in_pasted_text_alone_is_a_line() -> None:
    place = Draft(pasted="A\n" * 1_500).places()
    assert [place(1), place(1_499)] == ["line 1", "line 1,499"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\f", "\u2028"], ids=ascii)
def test_a_place_among_files_is_a_line_of_one_of_them(end: str) -> None:
    files = (TextFile("a.csv", f"\x01{end}\x02{end}"), TextFile("empty.txt", ""), TextFile("b.csv", "\x04"))
    draft = Draft(pasted=f"\x00{end}", files=files)
    place = draft.places()
    assert [(item.text, place(item.line)) for item in draft.identifiers().rejected] == [
        ("\x00", "line 1 of pasted text"),
        ("\x01", "line 1 of a.csv"),
        ("\x02", "line 2 of a.csv"),
        ("\x04", "line 1 of b.csv"),
    ]


def test_text_of_the_largest_size_is_read() -> None:
    made = compose(Draft(pasted=" " * LARGEST), "providerId")
    assert made.identifiers == Identifiers((), (), ())


def test_more_text_than_that_is_not_even_read() -> None:
    made = compose(Draft(pasted=" " * (LARGEST - 1), files=(TextFile("list.txt", "AB"),)), "providerId")
    assert not made.requests
    assert made.identifiers is None
    (problem,) = made.problems
    assert "16 MB" in problem


def test_text_that_is_not_ordered_from_is_never_too_long() -> None:
    draft = Draft(By.EXPRESSIONS, pasted="x" * (LARGEST + 1), expressions="a:1")
    assert compose(draft, "providerId").requests


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        pytest.param("", 'providerId:"A"', id="none"),
        pytest.param("  ", 'providerId:"A"', id="blank"),
        pytest.param("productId", 'productId:"A"', id="another"),
        pytest.param(" productId\t", 'productId:"A"', id="another, with blanks around"),
    ],
)
def test_the_field_is_the_one_typed_or_that_of_the_project(typed: str, query: str) -> None:
    [request] = compose(Draft(pasted="A", field=typed), "providerId").requests
    assert request
    assert request.queries == (query,)


def test_a_field_that_is_no_name_is_a_problem() -> None:
    made = compose(Draft(pasted="A", field="provider id"), "providerId")
    assert not made.requests
    assert made.problems == ("“provider id” is not a field name. Use only letters, digits, “_”, “-” and “.”.",)


def test_expressions_need_no_field() -> None:
    assert compose(Draft(By.EXPRESSIONS, expressions="a:1", field="provider id"), "providerId").problems == ()


def test_only_the_way_that_was_chosen_counts() -> None:
    draft = Draft(By.IDENTIFIERS, pasted="A", expressions="a:1")
    [by_identifiers] = compose(draft, "providerId").requests
    [by_expressions] = compose(replace(draft, by=By.EXPRESSIONS), "providerId").requests
    assert by_identifiers
    assert by_identifiers.queries == ('providerId:"A"',)
    assert by_expressions
    assert by_expressions.queries == ("a:1",)


@pytest.mark.parametrize("pasted", ["", " \n,;"], ids=["nothing", "blanks"])
def test_without_identifiers_the_user_is_asked_for_some(pasted: str) -> None:
    made = compose(Draft(pasted=pasted), "providerId")
    assert not made.requests
    assert made.problems == ("Paste product identifiers, one a line, or drop a file that holds them.",)


def test_when_every_item_is_rejected_the_user_is_told_so() -> None:
    made = compose(Draft(pasted="\x01\n\x02"), "providerId")
    assert not made.requests
    assert made.problems == ("None of these 2 items can be an identifier: the list above says why.",)


def test_a_rejected_item_beside_a_good_one_stops_nothing_and_is_told() -> None:
    made = compose(Draft(pasted="A\n\x01\nA"), "providerId")
    assert made.requests
    assert made.requests[0].queries == ('providerId:"A"',)
    assert made.identifiers
    assert [item.line for item in made.identifiers.rejected] == [2]
    assert made.identifiers.doubled == (Doubled("A", line=3, first_line=1),)


def test_10_000_identifiers_become_five_orders_of_ten_queries() -> None:
    requests = compose(Draft(pasted="\n".join(map(str, range(10_000)))), "providerId").requests
    assert [len(request.queries) for request in requests] == [10] * 5


@pytest.mark.parametrize("text", ["", "  \n\t\n"], ids=["nothing", "blanks"])
def test_a_blank_expression_is_never_sent(text: str) -> None:
    made = compose(Draft(By.EXPRESSIONS, expressions=text), "providerId")
    assert not made.requests
    (problem,) = made.problems
    assert problem.startswith("Write a search expression.")


def test_an_order_carries_100_expressions() -> None:
    [request] = compose(Draft(By.EXPRESSIONS, expressions="a:1\n" * 100), "providerId").requests
    assert request
    assert len(request.queries) == 100


def test_101_expressions_are_a_problem_that_says_both_numbers() -> None:
    made = compose(Draft(By.EXPRESSIONS, expressions="a:1\n" * 101), "providerId")
    assert not made.requests
    assert made.problems == (
        "One order can hold up to 100 search expressions, but here are 101. Remove some, or make several orders.",
    )


@pytest.mark.parametrize(
    ("file_name", "reason"),
    [
        pytest.param("*.nc", "“*” at position 1 has nothing before it to repeat.", id="Java refuses it"),
        pytest.param("(?c)a", "“(?c” at position 1 cannot be judged here.", id="not judged"),
    ],
)
def test_a_file_name_expression_that_cannot_be_judged_is_a_problem(file_name: str, reason: str) -> None:
    made = compose(Draft(pasted="A", name_form=NameForm.EXPRESSION, name_expression=file_name), "providerId")
    assert not made.requests
    assert made.problems == (f"The file name expression cannot be used. {reason}",)


def test_a_search_expression_beyond_the_longest_is_a_problem_that_names_the_limit() -> None:
    draft = Draft(By.EXPRESSIONS, expressions=f"a:1\nb:{'2' * lucene.LONGEST}\n")
    [problem] = compose(draft, "providerId").problems
    assert problem.startswith("Search expression 2 has 50,002 characters. One can have up to 50,000. Shorten it")


def test_a_search_expression_of_the_longest_size_is_sent() -> None:
    draft = Draft(By.EXPRESSIONS, expressions="b:".ljust(lucene.LONGEST, "2"))
    assert compose(draft, "providerId").requests


def test_more_text_of_search_expressions_than_can_be_read_is_a_problem_that_names_the_limit() -> None:
    draft = Draft(By.EXPRESSIONS, expressions="a:1\n" * 250_000)
    [problem] = compose(draft, "providerId").problems
    assert problem.startswith("The search expressions have 1,000,000 characters. Up to 200,000 can be read.")


def test_a_file_name_expression_beyond_the_longest_is_a_problem_that_names_the_limit() -> None:
    draft = Draft(pasted="A", name_form=NameForm.EXPRESSION, name_expression="(a|b)*" * 2_200)
    assert compose(draft, "providerId").problems == (
        "The file name expression cannot be used. It has 13,200 characters, and up to 2,000 can be judged. Shorten it.",
    )


@pytest.mark.parametrize("form", [NameForm.CONTAINS, NameForm.STARTS_WITH, NameForm.ENDS_WITH])
def test_a_text_for_file_names_that_makes_too_long_an_expression_is_a_problem(form: NameForm) -> None:
    [problem] = compose(Draft(pasted="A", name_form=form, file_name="a" * 2_001), "providerId").problems
    assert problem.startswith("The text for file names is too long: it makes an expression of 2,00")
    assert compose(Draft(pasted="A", name_form=form, file_name="a" * 1_900), "providerId").requests


@pytest.mark.parametrize("form", [form for form in NameForm if form.is_simple])
def test_an_expression_never_becomes_a_text_that_is_taken_as_it_is(form: NameForm) -> None:
    expression = Draft(name_form=NameForm.EXPRESSION, name_expression=".*_B0[234]")
    simple = expression.in_form(form)
    assert simple.file_name_expression() == ""
    assert simple.in_form(NameForm.ANY).in_form(NameForm.EXPRESSION) == expression


def test_an_expression_of_a_simple_form_becomes_its_text() -> None:
    draft = Draft(name_form=NameForm.EXPRESSION, name_expression=r"(?i).*(?:\.nc|\.h5)").in_form(NameForm.ENDS_WITH)
    assert (draft.file_name, draft.any_case) == (".nc, .h5", True)


def test_a_simple_form_becomes_its_expression() -> None:
    draft = Draft(name_form=NameForm.ENDS_WITH, file_name=".nc").in_form(NameForm.EXPRESSION)
    assert draft.name_expression == r".*\.nc"
    assert (
        replace(draft.in_form(NameForm.ENDS_WITH), file_name=".h5").in_form(NameForm.EXPRESSION).name_expression
        == r".*\.h5"
    )


def test_an_expression_that_says_more_comes_back_after_a_simple_form() -> None:
    draft = Draft(name_form=NameForm.EXPRESSION, name_expression="a+").in_form(NameForm.CONTAINS)
    assert replace(draft, file_name="b").in_form(NameForm.EXPRESSION).name_expression == "a+"


def test_a_text_stays_among_the_simple_forms_and_beside_any_file() -> None:
    draft = Draft(name_form=NameForm.CONTAINS, file_name="a")
    assert draft.in_form(NameForm.ENDS_WITH).file_name_expression() == ".*a"
    assert draft.in_form(NameForm.ANY).file_name_expression() == ""
    assert draft.in_form(NameForm.ANY).in_form(NameForm.CONTAINS) == draft


@pytest.mark.parametrize("file_name", ["", "  "], ids=["none", "blank"])
def test_a_blank_file_name_filters_nothing(file_name: str) -> None:
    [request] = compose(
        Draft(pasted="A", name_form=NameForm.EXPRESSION, name_expression=file_name), "providerId"
    ).requests
    assert request
    assert request.file_name == ""


def test_all_problems_are_told_at_once() -> None:
    assert (
        len(compose(Draft(field="a b", name_form=NameForm.EXPRESSION, name_expression="*"), "providerId").problems) == 3
    )


def test_identifiers_are_told_even_when_there_is_a_problem() -> None:
    made = compose(Draft(pasted="A", name_form=NameForm.EXPRESSION, name_expression="*"), "providerId")
    assert made.identifiers
    assert made.identifiers.identifiers == ("A",)


def test_with_expressions_there_are_no_identifiers_to_tell() -> None:
    assert compose(Draft(By.EXPRESSIONS, pasted="A", expressions="a:1"), "providerId").identifiers is None


_TYPED = st.text(max_size=20)


@given(
    st.builds(
        Draft,
        by=st.sampled_from(By),
        pasted=_TYPED,
        expressions=_TYPED,
        field=st.sampled_from(["", "productId", "a b"]),
        latest_only=st.booleans(),
        data_types=st.sampled_from([(), (DataType.RAWDATA,), tuple(DataType)]),
        name_form=st.just(NameForm.EXPRESSION),
        name_expression=st.sampled_from(["", r".*\.nc", "*", "a++"]),
    )
)
def test_a_draft_makes_either_a_request_or_problems(draft: Draft) -> None:
    made = compose(draft, "providerId")
    assert (not made.requests) == bool(made.problems)


@pytest.mark.parametrize(
    "draft",
    [
        Draft(pasted="A\ud800"),
        Draft(expressions="A\ud800"),
        Draft(files=(TextFile("list.txt", "A\ud800"),)),
        Draft(files=(TextFile("list\ud800.txt", "A"),)),
        Draft(pasted="[]", pasted_reading=Reading(Form.JSON, path="id\ud800")),
        Draft(files=(TextFile("list.json", "[]", Reading(Form.JSON, path="id\ud800")),)),
    ],
    ids=["pasted", "expressions", "file", "name of a file", "reading", "reading of a file"],
)
def test_a_draft_with_half_a_character_cannot_be_sent(draft: Draft) -> None:
    assert not draft.can_be_sent


def test_a_draft_with_whole_characters_can_be_sent() -> None:
    file = TextFile("\U0001f6f0.txt", "\U0001f6f0", Reading(Form.JSON, path="\U0001f6f0"))
    assert Draft(pasted="\U0001f6f0", files=(file,)).can_be_sent
