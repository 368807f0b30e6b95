"""Whole-name matching, judged by what Java itself answered."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order.java_regex import PatternError, UnsupportedPattern, check, matches

ANSWERS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "java_regex.json").read_text(encoding="utf-8")
)


def _cases(kind: str) -> list[Any]:
    return [
        pytest.param(row["pattern"], name, answer, id=ascii(f"{row['pattern']} {word} {name}"))
        for row in ANSWERS[kind]
        for word, answer, names in (("matches", True, row["matches"]), ("misses", False, row["misses"]))
        for name in names
    ]


@pytest.mark.parametrize(("pattern", "name", "answer"), _cases("realistic"))
def test_an_expression_that_people_write_is_answered_as_by_java(pattern: str, name: str, answer: object) -> None:
    assert matches(pattern, name) is answer


@pytest.mark.parametrize(("pattern", "name", "answer"), _cases("awkward"))
def test_an_awkward_expression_is_answered_as_by_java_or_not_at_all(pattern: str, name: str, answer: object) -> None:
    try:
        found = matches(pattern, name)
    except UnsupportedPattern:
        return
    assert found is answer


@pytest.mark.parametrize("pattern", ANSWERS["refused"], ids=ascii)
def test_what_java_refuses_is_never_answered(pattern: str) -> None:
    with pytest.raises((PatternError, UnsupportedPattern)):
        matches(pattern, "name.nc")


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        pytest.param("*.nc", "“*” at position 1 has nothing before it to repeat.", id="nothing to repeat"),
        pytest.param("a|+", "“+” at position 3 has nothing before it to repeat.", id="nothing in a branch"),
        pytest.param("a)b", "“)” at position 2 closes no group.", id="closes nothing"),
        pytest.param("a(b(c)", "The group that opens at position 2 is not closed.", id="group left open"),
        pytest.param("a[b", "The “[” at position 2 is not closed.", id="set left open"),
        pytest.param("a{b}", r"“{” at position 2 repeats nothing: for the character, write \{.", id="brace"),
        pytest.param("a\\", "The expression ends in a single backslash: for the character, write two.", id="backslash"),
        pytest.param("(?i)*", "“*” at position 5 has nothing before it to repeat.", id="position counts the flag"),
        pytest.param("[z-a]", "“z-a” at position 2 is no range.", id="range backwards"),
        pytest.param(r"[a-\d]", r"“a-\d” at position 2 is no range.", id="range to a shorthand"),
    ],
)
def test_a_mistake_is_told_with_its_place(pattern: str, sentence: str) -> None:
    with pytest.raises(PatternError) as error:
        matches(pattern, "name.nc")
    assert str(error.value) == sentence


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"(a)\1", id="back-reference"),
        pytest.param(r"\Qa\E", id="quotation"),
        pytest.param(r"\p{L}", id="property"),
        pytest.param("a++", id="possessive"),
        pytest.param("(?=a)a", id="look-ahead"),
        pytest.param("(?<n>a)", id="named group"),
        pytest.param("(?>a)", id="atomic group"),
        pytest.param("[a-z&&[^b]]", id="intersection of sets"),
        pytest.param("a(?i)b", id="flag in the middle"),
    ],
)
def test_syntax_that_java_knows_and_this_code_does_not_is_never_called_a_mistake(pattern: str) -> None:
    with pytest.raises(UnsupportedPattern):
        check(pattern)


def test_an_expression_that_runs_away_is_given_up() -> None:
    with pytest.raises(UnsupportedPattern, match="takes too long"):
        matches("(a|aa)+b", "a" * 80)


@pytest.mark.parametrize(
    "pattern", ["a{10001}", "(a{101}){100}", "a{9999999999}", "(){99999999}", "a" * 10_001], ids=str.__len__
)
def test_an_expression_that_would_fill_the_memory_is_not_tried(pattern: str) -> None:
    with pytest.raises(UnsupportedPattern, match="repeats too"):
        check(pattern)


@pytest.mark.parametrize("pattern", ["a{9999}", "(a{90}){100}", "a" * 10_000], ids=str.__len__)
def test_an_expression_just_below_is_tried(pattern: str) -> None:
    check(pattern)


def test_check_raises_for_what_java_refuses() -> None:
    with pytest.raises(PatternError):
        check("*.nc")


def test_check_is_silent_about_an_expression_that_merely_misses() -> None:
    check(r".+\.nc")


@given(st.text(st.sampled_from("ab.*+?|()[]^$\\-0{,}1"), max_size=8), st.text(st.sampled_from("ab.\n"), max_size=4))
def test_any_expression_is_answered_or_explained_in_a_sentence(pattern: str, name: str) -> None:
    try:
        assert matches(pattern, name) in {True, False}
    except (PatternError, UnsupportedPattern) as error:
        assert str(error).endswith(".")  # noqa: PT017 - which of the two is the table's question


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=12))
def test_a_name_with_every_sign_escaped_matches_itself_alone(name: str) -> None:
    pattern = "".join(c if c.isalnum() or not c.isascii() else f"\\{c}" for c in name)
    assert matches(pattern, name)
    assert not matches(pattern, f"{name}x")
