"""File names that a filter keeps, as a simple text or as an expression."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order import java_regex
from components.order.file_name import Form, NameFilter, expression, simple

TEXTS = st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S", "Zs")), min_size=1).filter(
    lambda text: text.strip(", ")
)
ONE_TEXT = TEXTS.filter(lambda text: "," not in text).map(str.strip)


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_text_means_any_name(form: Form, text: str) -> None:
    assert expression(form, text) == ""


def test_an_expression_is_taken_as_it_is() -> None:
    assert expression(Form.EXPRESSION, r".*\.nc") == r".*\.nc"


@given(ONE_TEXT, TEXTS)
def test_starts_with_takes_exactly_the_names_that_start_so(text: str, other: str) -> None:
    for name in (text, text + other, other, other + text):
        assert java_regex.matches(expression(Form.STARTS_WITH, text), name) == name.startswith(text)


@given(ONE_TEXT, TEXTS)
def test_contains_takes_exactly_the_names_that_contain_it(text: str, other: str) -> None:
    for name in (text, other + text + other, other):
        assert java_regex.matches(expression(Form.CONTAINS, text), name) == (text in name)


@given(ONE_TEXT, TEXTS)
def test_ends_with_takes_exactly_the_names_that_end_so(text: str, other: str) -> None:
    for name in (text, other + text, other, text + other):
        assert java_regex.matches(expression(Form.ENDS_WITH, text), name) == name.endswith(text)


def test_the_case_is_kept_unless_the_user_says_otherwise() -> None:
    assert not java_regex.matches(expression(Form.ENDS_WITH, ".NC"), "a.nc")
    assert java_regex.matches(expression(Form.ENDS_WITH, ".NC", any_case=True), "a.nc")


def test_letters_beyond_ascii_need_a_flag_more() -> None:
    assert expression(Form.CONTAINS, "é", any_case=True) == "(?iu).*é.*"


@pytest.mark.parametrize(
    ("form", "made"),
    [
        (Form.CONTAINS, r".*(?:\.nc|b).*"),
        (Form.STARTS_WITH, r"(?:\.nc|b).*"),
        (Form.ENDS_WITH, r".*(?:\.nc|b)"),
        (Form.EXPRESSION, ".nc, b,"),
        (Form.ANY, ""),
    ],
)
def test_a_simple_form_takes_several_texts_between_commas(form: Form, made: str) -> None:
    assert expression(form, " .nc, b,") == made


@given(st.lists(TEXTS.filter(lambda text: "," not in text).map(str.strip), min_size=1, max_size=3), TEXTS)
def test_one_of_several_texts_is_enough(texts: list[str], other: str) -> None:
    for name in (other, *(f"{other}{text}" for text in texts)):
        taken = java_regex.matches(expression(Form.ENDS_WITH, ",".join(texts)), name)
        assert taken == name.endswith(tuple(texts))


@given(st.sampled_from([form for form in Form if form.is_simple]), TEXTS, st.booleans())
def test_a_simple_form_is_found_again_in_its_expression(form: Form, text: str, any_case: bool) -> None:
    made = expression(form, text, any_case=any_case)
    found = simple(made)
    assert found is None or found.expression() == made
    if text.strip(", ").isalnum():
        assert found == NameFilter(form, text.strip(", "), any_case)


@pytest.mark.parametrize("text", ["a", ".*a+", ".*[ab]", ".*a|b", "(?s).*a", ".*(?:a|b+)", "", "a.*b"])
def test_an_expression_of_another_shape_is_in_no_simple_form(text: str) -> None:
    assert simple(text) is None
