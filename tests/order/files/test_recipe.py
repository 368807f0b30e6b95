"""Recipes: what a user keeps is what they get back."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order.composition import compose
from components.order.data_types import DataType
from components.order.draft import By, Draft
from components.order.file_name import Form, NameFilter
from components.order.files.recipe import FORMAT, read, take_in, write
from components.order.identifiers import TextFile, UnreadableFile

RECIPE = """{
  "format": "regards-order-desk/recipe",
  "version": "1.1",
  "by": "identifiers",
  "pasted": [
    "scène_1",
    "月_2\\r",
    ""
  ],
  "pasted_column": null,
  "files": [
    {
      "name": "list.csv",
      "text": [
        "id,size",
        "A,1"
      ],
      "column": 0
    }
  ],
  "expressions": [],
  "field": "productId",
  "latest_only": true,
  "data_types": [
    "RAWDATA",
    "QUICKLOOK"
  ],
  "name_form": "expression",
  "file_name": ".*\\\\.nc",
  "any_case": false
}"""
DRAFT = Draft(
    pasted="scène_1\n月_2\r\n",
    files=(TextFile("list.csv", "id,size\nA,1", 0),),
    field="productId",
    latest_only=True,
    data_types=tuple(DataType),
    name_form=Form.EXPRESSION,
    name_expression=r".*\.nc",
)


def _recipe(**parts: object) -> str:
    return json.dumps({"format": FORMAT, "version": "1.0"} | parts)


def test_a_recipe_is_written_for_people() -> None:
    assert write(DRAFT) == RECIPE


def test_a_recipe_is_read_back() -> None:
    assert read(RECIPE) == DRAFT


# With one half of a character among the rest; JSON would join two halves that stand side by side.
_TEXTS = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("\r\n\x7f\u2028\ud800")), max_size=20)
_COLUMNS = st.none() | st.integers(-1, 9)


@given(
    st.builds(
        Draft,
        by=st.sampled_from(By),
        pasted=_TEXTS,
        pasted_column=_COLUMNS,
        files=st.lists(st.builds(TextFile, _TEXTS, _TEXTS, _COLUMNS), max_size=3).map(tuple),
        expressions=_TEXTS,
        field=_TEXTS,
        latest_only=st.booleans(),
        data_types=st.lists(st.sampled_from(DataType), unique=True).map(tuple),
        any_case=st.booleans(),
    ),
    st.sampled_from(Form),
    _TEXTS.filter(str.strip),
)
def test_any_draft_comes_back_as_it_was_even_through_a_file(draft: Draft, form: Form, name: str) -> None:
    if form is not Form.ANY:
        draft = draft.with_filter(NameFilter(form, name, draft.any_case))
    assert take_in(Draft(), "recipe.json", write(draft).encode()) == draft


@pytest.mark.parametrize("form", [form for form in Form if form is not Form.ANY])
def test_a_name_filter_without_text_comes_back_as_any_file(form: Form) -> None:
    assert read(write(Draft(name_form=form, file_name=" ", name_expression=" "))) == Draft()


@pytest.mark.parametrize(
    ("written", "name_filter"),
    [
        ({"name_form": "expression", "file_name": ""}, NameFilter(Form.ANY, "")),
        ({"file_name": "a+"}, NameFilter(Form.EXPRESSION, "a+")),
        ({"name_form": "expression", "file_name": "a+"}, NameFilter(Form.EXPRESSION, "a+")),
        ({"name_form": "ends with", "file_name": ".nc"}, NameFilter(Form.ENDS_WITH, ".nc")),
        ({"name_form": "contains", "file_name": "a,b"}, NameFilter(Form.EXPRESSION, ".*a,b.*")),
        ({"name_form": "contains", "file_name": "a,b", "version": "1.1"}, NameFilter(Form.CONTAINS, "a,b")),
        ({"name_form": "starts with", "file_name": "a b "}, NameFilter(Form.EXPRESSION, "a b .*")),
    ],
)
def test_a_recipe_of_version_1_0_asks_for_the_same_files(written: dict[str, object], name_filter: NameFilter) -> None:
    assert read(_recipe(**written)) == Draft().with_filter(name_filter)


def test_the_other_forms_text_is_no_part_of_a_recipe() -> None:
    draft = Draft(name_form=Form.ENDS_WITH, file_name=".nc", name_expression="a+")
    assert read(write(draft)) == replace(draft, name_expression="")


def test_parts_that_are_missing_are_as_in_an_empty_draft() -> None:
    assert read(_recipe()) == Draft()


def test_parts_with_other_names_are_left_aside() -> None:
    text = _recipe(version="1.7", colour="blue", pasted="A", files=[{"name": "a", "text": "B", "size": 1}])
    assert read(text) == Draft(pasted="A", files=(TextFile("a", "B"),))


def test_a_text_may_be_written_in_one() -> None:
    assert read(_recipe(pasted="A\nB")) == read(_recipe(pasted=["A", "B"])) == Draft(pasted="A\nB")


@pytest.mark.parametrize("version", ["2.0", "2", "10.1", "999999999999.0"])
def test_a_recipe_of_a_newer_kind_is_refused(version: str) -> None:
    with pytest.raises(UnreadableFile, match=rf"newer version of this program: its format is {version}, and formats"):
        read(_recipe(version=version))


@pytest.mark.parametrize("version", [None, 1, "", "one", "-1.0", "²"])
def test_a_recipe_without_version_is_refused(version: object) -> None:
    with pytest.raises(UnreadableFile, match="has no version"):
        read(_recipe(version=version))


@pytest.mark.parametrize(
    ("part", "value", "reason"),
    [
        ("by", "magic", "one of identifiers, expressions"),
        ("by", [], "one of identifiers, expressions"),
        ("pasted", 1, "a text, or a list of lines"),
        ("pasted", ["A", 1], "a text, or a list of lines"),
        ("pasted_column", -2, "the number of a column"),
        ("pasted_column", True, "the number of a column"),
        ("files", "A", "a list of files"),
        ("files", ["A"], "a list of files"),
        ("latest_only", "yes", "true or false"),
        ("data_types", "RAWDATA", "a list of RAWDATA and QUICKLOOK"),
        ("data_types", ["RAWDATA", "THUMBNAIL"], "a list of RAWDATA and QUICKLOOK"),
        ("data_types", ["rawdata"], "a list of RAWDATA and QUICKLOOK"),
    ],
)
def test_a_part_that_is_not_as_it_should_be_is_named(part: str, value: object, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=rf"“{part}” is wrong\. It must be {reason}"):
        read(_recipe(**{part: value}))


def test_a_part_of_a_file_that_is_not_as_it_should_be_is_named() -> None:
    with pytest.raises(UnreadableFile, match="“text” is wrong"):
        read(_recipe(files=[{"name": "a", "text": 1}]))


@pytest.mark.parametrize(
    "text",
    ["", "A\nB", '["A"]', '{"identifiers": ["A"]}', '{"format": "other"}', '{"queries": "a:1"}', "{", "[" * 99_999],
)
def test_another_text_is_no_recipe(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "name",
    [
        "guide-one-product",
        "guide-metadata-quicklooks",
        "several-identifiers",
        "awkward-identifiers",
        "two-expressions",
        "latest-raw-data-by-name",
        "file-name-only",
    ],
)
def test_the_body_of_an_order_request_makes_the_same_request_again(name: str, body: Callable[[str], str]) -> None:
    draft = read(body(name))
    assert draft
    assert draft.by is By.EXPRESSIONS
    [request] = compose(draft, "providerId").requests
    assert request
    assert request.to_json() == body(name)


def test_a_request_without_filters_asks_for_both_data_types() -> None:
    assert read('{"queries": ["a:1"], "filters": null}') == Draft(By.EXPRESSIONS, expressions="a:1", data_types=())


@pytest.mark.parametrize(
    ("queries", "reason"),
    [
        ([], "a list of search expressions"),
        ([1], "a list of search expressions"),
        (["a:1", " "], "Query 2 is blank and would order the whole catalogue"),
        (["a:1\nOR b:2"], "Query 1 has several lines"),
    ],
)
def test_a_request_that_would_not_mean_the_same_is_refused(queries: list[object], reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read(json.dumps({"queries": queries}))


def test_a_request_for_what_cannot_be_ordered_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="“dataTypes” is wrong"):
        read('{"queries": ["a:1"], "filters": {"dataTypes": ["THUMBNAIL"]}}')


@pytest.mark.parametrize("content", [b"A\nB", b'["A"]', b'{"identifiers": ["A"]}', b"[A"], ids=ascii)
def test_a_file_that_is_no_recipe_is_added_to_the_others(content: bytes) -> None:
    added = take_in(DRAFT, "new.txt", content)
    assert added == replace(DRAFT, files=(*DRAFT.files, TextFile("new.txt", content.decode())))


def test_a_recipe_takes_the_place_of_the_draft() -> None:
    assert take_in(DRAFT, "recipe.json", _recipe(pasted="A").encode()) == Draft(pasted="A")


@pytest.mark.parametrize("content", [b"{}", b"[]", b'{"size": 1}', b'{"identifiers": []}'], ids=ascii)
def test_json_without_identifiers_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match="holds no identifiers"):
        take_in(Draft(), "list.json", content)


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="is empty"):
        take_in(Draft(), "list.txt", b"")
