"""File names that a filter keeps, as a simple text or as an expression."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order import java_regex
from components.order.file_name import NameFilter, NameForm, expression, simple

TEXTS = st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S", "Zs")), min_size=1).filter(
    lambda text: text.strip(", ")
)
ONE_TEXT = TEXTS.filter(lambda text: "," not in text).map(str.strip)


@pytest.mark.parametrize("form", list(NameForm))
@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_text_means_any_name(form: NameForm, text: str) -> None:
    assert expression(form, text) == ""


def test_an_expression_is_taken_as_it_is() -> None:
    assert expression(NameForm.EXPRESSION, r".*\.nc") == r".*\.nc"


@given(ONE_TEXT, TEXTS)
def test_starts_with_takes_exactly_the_names_that_start_so(text: str, other: str) -> None:
    for name in (text, text + other, other, other + text):
        assert java_regex.matches(expression(NameForm.STARTS_WITH, text), name) == name.startswith(text)


@given(ONE_TEXT, TEXTS)
def test_contains_takes_exactly_the_names_that_contain_it(text: str, other: str) -> None:
    for name in (text, other + text + other, other):
        assert java_regex.matches(expression(NameForm.CONTAINS, text), name) == (text in name)


@given(ONE_TEXT, TEXTS)
def test_ends_with_takes_exactly_the_names_that_end_so(text: str, other: str) -> None:
    for name in (text, other + text, other, text + other):
        assert java_regex.matches(expression(NameForm.ENDS_WITH, text), name) == name.endswith(text)


def test_the_case_is_kept_unless_the_user_says_otherwise() -> None:
    assert not java_regex.matches(expression(NameForm.ENDS_WITH, ".NC"), "a.nc")
    assert java_regex.matches(expression(NameForm.ENDS_WITH, ".NC", any_case=True), "a.nc")


def test_letters_beyond_ascii_need_a_flag_more() -> None:
    assert expression(NameForm.CONTAINS, "é", any_case=True) == "(?iu).*é.*"


@pytest.mark.parametrize(
    ("form", "made"),
    [
        (NameForm.CONTAINS, r".*(?:\.nc|b).*"),
        (NameForm.STARTS_WITH, r"(?:\.nc|b).*"),
        (NameForm.ENDS_WITH, r".*(?:\.nc|b)"),
        (NameForm.EXPRESSION, ".nc, b,"),
        (NameForm.ANY, ""),
    ],
)
def test_a_simple_form_takes_several_texts_between_commas(form: NameForm, made: str) -> None:
    assert expression(form, " .nc, b,") == made


@given(st.lists(TEXTS.filter(lambda text: "," not in text).map(str.strip), min_size=1, max_size=3), TEXTS)
def test_one_of_several_texts_is_enough(texts: list[str], other: str) -> None:
    for name in (other, *(f"{other}{text}" for text in texts)):
        taken = java_regex.matches(expression(NameForm.ENDS_WITH, ",".join(texts)), name)
        assert taken == name.endswith(tuple(texts))


@given(st.sampled_from([form for form in NameForm if form.is_simple]), TEXTS, st.booleans())
def test_a_simple_form_is_found_again_in_its_expression(form: NameForm, text: str, any_case: bool) -> None:
    made = expression(form, text, any_case=any_case)
    found = simple(made)
    assert found is None or found.expression() == made
    if text.strip(", ").isalnum():
        assert found == NameFilter(form, text.strip(", "), any_case)


@pytest.mark.parametrize("text", ["a", ".*a+", ".*[ab]", ".*a|b", "(?s).*a", ".*(?:a|b+)", "", "a.*b"])
def test_an_expression_of_another_shape_is_in_no_simple_form(text: str) -> None:
    assert simple(text) is None
