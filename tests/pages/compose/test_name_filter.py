"""Compose: the filter of file names, tried on names."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.server import Served
from tests.pages.compose.steps import (
    Click,
    can_submit,
    check,
    insist,
    name_filter,
    paste,
    shown_request,
    submit,
    text_of_page,
)


def test_a_file_name_expression_that_java_refuses_cannot_be_sent(visitor: AppTest) -> None:
    paste(visitor, "A")
    name_filter(visitor, "*.nc")
    assert "“*” at position 1 has nothing before it to repeat." in text_of_page(visitor)
    assert not can_submit(visitor)


@pytest.mark.parametrize(
    ("form", "expression"), [("starts with", r"a\.b.*"), ("contains", r".*a\.b.*"), ("ends with", r".*a\.b")]
)
def test_a_simple_name_filter_builds_the_expression(visitor: AppTest, form: str, expression: str) -> None:
    paste(visitor, "A")
    name_filter(visitor, "a.b", form)
    assert json.loads(shown_request(visitor))["filters"]["filenameRegExp"] == expression


def change_form(app: AppTest, form: str) -> str | None:
    """Choose another form of the name filter; gives the text in its field, None where there is none."""
    [forms] = [each for each in app.radio if each.label == "Take files by name"]
    forms.set_value(form).run()
    return next((each.value for each in app.text_input if each.label == "File name"), None)


def test_any_file_is_taken_at_first_and_needs_no_field(visitor: AppTest) -> None:
    [forms] = [each for each in visitor.radio if each.label == "Take files by name"]
    assert (forms.value, forms.options[0], forms.options[-1]) == ("any", "any file", "matches an expression")
    assert not [each for each in visitor.text_input if each.label == "File name"]


def test_going_over_to_an_expression_shows_what_the_simple_filter_built(visitor: AppTest) -> None:
    name_filter(visitor, ".csv", "ends with")
    assert change_form(visitor, "expression") == r".*\.csv"
    assert change_form(visitor, "ends with") == ".csv"


def test_an_expression_is_never_taken_as_a_text_and_comes_back(visitor: AppTest) -> None:
    paste(visitor, "A")
    name_filter(visitor, ".*_B0[234]")
    assert change_form(visitor, "ends with") == ""
    assert "filenameRegExp" not in shown_request(visitor)
    assert change_form(visitor, "any") is None
    assert change_form(visitor, "expression") == ".*_B0[234]"


def test_a_text_stays_when_another_simple_form_is_chosen(visitor: AppTest) -> None:
    name_filter(visitor, "B04", "contains")
    assert change_form(visitor, "starts with") == "B04"
    assert change_form(visitor, "any") is None
    assert change_form(visitor, "contains") == "B04"


def test_what_was_typed_together_with_the_choice_of_another_form_is_read(visitor: AppTest) -> None:
    name_filter(visitor, "B04", "contains")
    [field] = [each for each in visitor.text_input if each.label == "File name"]
    field.input("B03")
    assert change_form(visitor, "expression") == ".*B03.*"


@pytest.mark.parametrize(
    ("form", "typed", "sentence", "expression"),
    [
        ("expression", "*.nc", "You probably mean: ends with .nc", r".*\.nc"),
        ("expression", "*.{nc,h5}", "You probably mean: ends with .nc, .h5", r".*(?:\.nc|\.h5)"),
        ("expression", "GSM", "You probably mean: contains GSM", ".*GSM.*"),
        ("ends with", r".*\.nc", "You probably mean: ends with .nc", r".*\.nc"),
        (
            "contains",
            "*B0[234]*.jp2",
            r"You probably mean: matches an expression .*B0[234].*\.jp2",
            r".*B0[234].*\.jp2",
        ),
    ],
)
def test_a_pattern_of_another_tool_is_corrected_with_one_click(
    visitor: AppTest, click: Click, form: str, typed: str, sentence: str, expression: str
) -> None:
    paste(visitor, "A")
    name_filter(visitor, typed, form)
    assert sentence in text_of_page(visitor)
    click(visitor, "Use that")
    assert json.loads(shown_request(visitor))["filters"]["filenameRegExp"] == expression
    assert "You probably mean" not in text_of_page(visitor)


def test_a_corrected_expression_does_not_come_back(visitor: AppTest, click: Click) -> None:
    name_filter(visitor, "*.{nc,h5}")
    click(visitor, "Use that")
    assert change_form(visitor, "expression") == r".*(?:\.nc|\.h5)"


def test_the_bench_shows_what_the_filter_takes_of_the_real_names(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1\nmy_product_id_2")
    check(visitor, click)
    name_filter(visitor, "id_1", "contains")
    assert "Of the files found, 1 would be taken and 1 left out." in text_of_page(visitor)


def test_the_first_real_names_are_shown_without_typing_each_taken_or_left_out(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1\nmy_product_id_2")
    check(visitor, click)
    assert "my_product_id_1.csv\nmy_product_id_2.csv" in [block.value for block in visitor.code]
    name_filter(visitor, "_2", "contains")
    blocks = [block.value for block in visitor.code]
    assert blocks.index("my_product_id_2.csv") < blocks.index("my_product_id_1.csv")  # taken, left out
    assert [each.value for each in visitor.markdown if each.value in {"Taken:", "Left out:"}] == ["Taken:", "Left out:"]
    assert [metric.value for metric in visitor.metric][:2] == ["2", "1"]


def test_names_can_be_pasted_to_try_a_filter(visitor: AppTest) -> None:
    paste(visitor, "A")
    name_filter(visitor, ".nc", "ends with")
    [names] = [each for each in visitor.text_area if each.label == "File names"]
    names.input("a.nc\nb.nc\nc.csv").run()
    assert "Of these names, 2 would be taken and 1 left out." in text_of_page(visitor)


def test_a_filter_that_takes_nothing_is_not_submitted_before_the_user_says_so(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1")
    check(visitor, click)
    name_filter(visitor, "nothing like it", "contains")
    assert not can_submit(visitor)
    insist(visitor)
    assert can_submit(visitor)


def test_a_filter_that_takes_nothing_is_a_doubt_also_without_a_check_by_hand(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    paste(visitor, "my_product_id_1")
    name_filter(visitor, "nothing like it", "contains")
    submit(visitor, click)
    assert "No file that the catalogue knows of passes the name filter." in text_of_page(visitor)
    assert not demo.archive.requests.of("POST", "/user/orders/apply")
