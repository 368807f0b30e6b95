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
from components.order.file_name import NameFilter, NameForm
from components.order.files.recipe import FORMAT, read, take_in, write
from components.order.identifiers import Form, Reading, TextFile, UnreadableFile
from components.order.order_name import is_name

RECIPE = """{
  "format": "regards-order-desk/recipe",
  "version": "1.2",
  "by": "identifiers",
  "pasted": [
    "scène_1",
    "月_2\\r",
    ""
  ],
  "pasted_reading": {
    "form": "names",
    "last_part": true
  },
  "files": [
    {
      "name": "list.csv",
      "text": [
        "id,size",
        "A,1"
      ],
      "reading": {
        "form": "table",
        "separator": ",",
        "titled": true,
        "column": 0
      }
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
  "any_case": false,
  "name": "Norway, April"
}"""
DRAFT = Draft(
    pasted="scène_1\n月_2\r\n",
    pasted_reading=Reading(Form.NAMES, last_part=True),
    files=(TextFile("list.csv", "id,size\nA,1", Reading(Form.TABLE, ",", 0, titled=True)),),
    field="productId",
    latest_only=True,
    data_types=tuple(DataType),
    name_form=NameForm.EXPRESSION,
    name_expression=r".*\.nc",
    name="Norway, April",
)


def _recipe(**parts: object) -> str:
    return json.dumps({"format": FORMAT, "version": "1.0"} | parts)


def test_a_recipe_is_written_for_people() -> None:
    assert write(DRAFT) == RECIPE


def test_a_recipe_is_read_back() -> None:
    assert read(RECIPE) == DRAFT


# With one half of a character among the rest; JSON would join two halves that stand side by side.
_TEXTS = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("\r\n\x7f\u2028\ud800")), max_size=20)
_READINGS = st.none() | st.builds(
    Reading,
    form=st.sampled_from(Form),
    separator=st.sampled_from(["", *"\t;,|"]),
    column=st.none() | st.integers(0, 9),
    titled=st.booleans(),
    path=st.sampled_from(["", "[]", "features[].id"]),
    last_part=st.booleans(),
    visible_only=st.booleans(),
)


@given(
    st.builds(
        Draft,
        by=st.sampled_from(By),
        pasted=_TEXTS,
        pasted_reading=_READINGS,
        files=st.lists(st.builds(TextFile, _TEXTS, _TEXTS, _READINGS), max_size=3).map(tuple),
        expressions=_TEXTS,
        field=_TEXTS,
        latest_only=st.booleans(),
        data_types=st.lists(st.sampled_from(DataType), unique=True).map(tuple),
        any_case=st.booleans(),
        name=_TEXTS.filter(is_name),
    ),
    st.sampled_from(NameForm),
    _TEXTS.filter(str.strip),
)
def test_any_draft_comes_back_as_it_was_even_through_a_file(draft: Draft, form: NameForm, name: str) -> None:
    if form is not NameForm.ANY:
        draft = draft.with_filter(NameFilter(form, name, draft.any_case))
    assert take_in(Draft(), "recipe.json", write(draft).encode()) == draft


@pytest.mark.parametrize("form", [form for form in NameForm if form is not NameForm.ANY])
def test_a_name_filter_without_text_comes_back_as_any_file(form: NameForm) -> None:
    assert read(write(Draft(name_form=form, file_name=" ", name_expression=" "))) == Draft()


@pytest.mark.parametrize(
    ("written", "name_filter"),
    [
        ({"name_form": "expression", "file_name": ""}, NameFilter(NameForm.ANY, "")),
        ({"file_name": "a+"}, NameFilter(NameForm.EXPRESSION, "a+")),
        ({"name_form": "expression", "file_name": "a+"}, NameFilter(NameForm.EXPRESSION, "a+")),
        ({"name_form": "ends with", "file_name": ".nc"}, NameFilter(NameForm.ENDS_WITH, ".nc")),
        ({"name_form": "contains", "file_name": "a,b"}, NameFilter(NameForm.EXPRESSION, ".*a,b.*")),
        ({"name_form": "contains", "file_name": "a,b", "version": "1.1"}, NameFilter(NameForm.CONTAINS, "a,b")),
        ({"name_form": "starts with", "file_name": "a b "}, NameFilter(NameForm.EXPRESSION, "a b .*")),
    ],
)
def test_a_recipe_of_version_1_0_asks_for_the_same_files(written: dict[str, object], name_filter: NameFilter) -> None:
    assert read(_recipe(**written)) == Draft().with_filter(name_filter)


def test_the_other_forms_text_is_no_part_of_a_recipe() -> None:
    draft = Draft(name_form=NameForm.ENDS_WITH, file_name=".nc", name_expression="a+")
    assert read(write(draft)) == replace(draft, name_expression="")


def test_an_older_recipe_names_the_column_of_a_table() -> None:
    draft = read(_recipe(pasted="x,y\nA,B", pasted_column=1, files=[{"name": "a", "text": "x,y\nC,D", "column": 0}]))
    assert draft
    assert draft.pasted_reading == Reading(Form.TABLE, column=1, titled=True)
    assert draft.identifiers().identifiers == ("B", "C")


def test_an_older_recipe_says_that_a_text_is_no_table() -> None:
    draft = read(_recipe(pasted="id,size\nA,1", pasted_column=-1))
    assert draft
    assert draft.identifiers().identifiers == ("id", "size", "A", "1")


@pytest.mark.parametrize("column", [None, 7])
def test_a_column_of_an_older_recipe_that_the_table_does_not_have_is_as_none(column: int | None) -> None:
    draft = read(_recipe(pasted="id,size\nA,1", pasted_column=column))
    assert draft
    assert draft.identifiers().identifiers == ("A",)


@pytest.mark.parametrize(
    ("reading", "reason"),
    [
        ({"form": "table", "column": -1}, "Its “column” must be the number of a column"),
        ({"form": "table", "column": True}, "Its “column” must be the number of a column"),
        ({"form": "table", "separator": "x"}, "Its “separator” must be a tab"),
        ({"form": "json", "path": 1}, "Its “path” must be the path of a field"),
        ({"form": "list", "titled": 1}, "must be true or false"),
    ],
)
def test_a_reading_that_is_not_as_it_should_be_is_explained(reading: dict[str, object], reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read(_recipe(pasted_reading=reading))


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
        ("pasted_reading", "table", "a way to read a text"),
        ("pasted_reading", {"form": "magic"}, "a way to read a text"),
        ("pasted_reading", {"form": []}, "a way to read a text"),
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


def test_a_recipe_from_before_orders_had_names_is_read() -> None:
    assert read(RECIPE.replace('"1.2"', '"1.1"').replace(',\n  "name": "Norway, April"', "")) == replace(DRAFT, name="")


@pytest.mark.parametrize("name", ["x" * 51, "a\u202eb", "a\nb", 7])
def test_a_name_that_no_field_takes_is_refused_with_its_reason(name: object) -> None:
    with pytest.raises(UnreadableFile, match=r"“name” is wrong. It must be one line of up to 50 characters"):
        read(_recipe(name=name))
