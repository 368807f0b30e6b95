"""File names that a filter keeps, as a simple text or as an expression."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order import java_regex
from components.order.file_name import Form, expression, probably_meant

TEXTS = st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S", "Zs")), min_size=1).filter(str.strip)


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_text_means_any_name(form: Form, text: str) -> None:
    assert expression(form, text) == ""


def test_an_expression_is_taken_as_it_is() -> None:
    assert expression(Form.EXPRESSION, r".*\.nc") == r".*\.nc"


@given(TEXTS, TEXTS)
def test_starts_with_takes_exactly_the_names_that_start_so(text: str, other: str) -> None:
    for name in (text, text + other, other, other + text):
        assert java_regex.matches(expression(Form.STARTS_WITH, text), name) == name.startswith(text)


@given(TEXTS, TEXTS)
def test_contains_takes_exactly_the_names_that_contain_it(text: str, other: str) -> None:
    for name in (text, other + text + other, other):
        assert java_regex.matches(expression(Form.CONTAINS, text), name) == (text in name)


@given(TEXTS, TEXTS)
def test_ends_with_takes_exactly_the_names_that_end_so(text: str, other: str) -> None:
    for name in (text, other + text, other, text + other):
        assert java_regex.matches(expression(Form.ENDS_WITH, text), name) == name.endswith(text)


def test_the_case_is_kept_unless_the_user_says_otherwise() -> None:
    assert not java_regex.matches(expression(Form.ENDS_WITH, ".NC"), "a.nc")
    assert java_regex.matches(expression(Form.ENDS_WITH, ".NC", any_case=True), "a.nc")


def test_letters_beyond_ascii_need_a_flag_more() -> None:
    assert expression(Form.CONTAINS, "é", any_case=True) == "(?iu).*é.*"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (r"\.nc", r".*\.nc"),
        (".nc", r".*\.nc"),
        ("*.nc", r".*\.nc"),
        ("S2A_*.csv", r"S2A_.*\.csv"),
        ("?.nc", r".\.nc"),
    ],
)
def test_patterns_of_another_kind_are_recognised(typed: str, meant: str) -> None:
    assert probably_meant(typed) == meant


@pytest.mark.parametrize("typed", ["", r".*\.nc", "abc", "S2A_.*", "[ab]*", "(a|b)*", r"\d+"])
def test_an_expression_gets_no_advice(typed: str) -> None:
    assert probably_meant(typed) is None
