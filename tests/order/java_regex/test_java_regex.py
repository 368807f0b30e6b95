"""Whole-name matching, judged by what Java itself answered."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.order import java_regex
from components.order.java_regex import PatternError, UnsupportedPattern, check, matches

# The first expression with a property reads Java's tables of characters: one slow example among fast ones.
UNHURRIED = settings(deadline=None)

ANSWERS: dict[str, Any] = json.loads((Path(__file__).parent / "java_answers.json").read_text(encoding="utf-8"))


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
        pytest.param(r"(?:(a)|\2b(c))+", id="group that may be set in an earlier turn"),
        pytest.param(r"(?=(a))a\1", id="group in a look-ahead"),
        pytest.param("(?<=a+)b", id="unbounded look-behind"),
        pytest.param("(?:^a?){2}", id="repeated condition"),
        pytest.param("[a&&]", id="intersection with nothing"),
        pytest.param(r"a\b{g}", id="boundary of what a reader takes for a character"),
        pytest.param("(?c)a", id="canonical equivalence"),
        pytest.param(r"\ud83d", id="half a character"),
        pytest.param("(?x)a{2 }", id="blank within a count"),
        pytest.param("(" * 51 + ")" * 51, id="deep"),
        pytest.param("\ud83d", id="half a character as it is"),
    ],
)
def test_what_is_not_certain_is_never_called_a_mistake_of_the_user(pattern: str) -> None:
    with pytest.raises(UnsupportedPattern):
        check(pattern)


@pytest.mark.parametrize(
    ("pattern", "unsure", "sure", "answer"),
    [
        pytest.param(r"\X+", "e\u0301", "e", True, id="combined characters"),
        pytest.param(r"(?:\R){2}", "\r\n", "\n\n", True, id="a line end of two"),
        pytest.param(r"(?i)(a)\1", "éa", "aA", True, id="same again but for case"),
        pytest.param("(?<=a)b", "😀b", "éb", False, id="looking back over large characters"),
        pytest.param("a", "\udc00", "b", False, id="half a character"),
    ],
)
def test_names_that_make_an_expression_uncertain_are_not_answered(
    pattern: str, unsure: str, sure: str, answer: object
) -> None:
    matcher = java_regex.Matcher(pattern)
    assert matcher.matches(sure) is answer
    with pytest.raises(UnsupportedPattern, match="hard to judge"):
        matcher.matches(unsure)


@pytest.mark.parametrize(
    ("pattern", "position"),
    [
        ("*.nc", 1),
        (r"a\Qb.c\E*?d*e)", 14),
        ("(?x) a # )\n )", 13),
        (r"ab\y", 3),
        (r"\p{L}\p{Foo}", 6),
        ("😀(?<n>a)(?<n>b)", 9),
        ("a[b[c]", 2),
        ("a{3,2}", 2),
        ("a(", 2),
    ],
)
def test_a_mistake_has_its_position(pattern: str, position: int) -> None:
    with pytest.raises(PatternError, match=f"position {position}\\b") as error:
        check(pattern)
    assert error.value.position == position


def test_an_expression_that_runs_away_is_given_up() -> None:
    with pytest.raises(UnsupportedPattern, match="takes too long"):
        matches("(a|aa)+b", "a" * 80)


@pytest.mark.parametrize(
    "pattern", ["a{10001}", "(a{101}){100}", "a{2147483647}", "(){99999999}", "a" * 10_001], ids=str.__len__
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


@UNHURRIED
@given(st.text(st.sampled_from("ab.*+?|()[]^$\\-0{,}1"), max_size=8), st.text(st.sampled_from("ab.\n"), max_size=4))
def test_any_expression_is_answered_or_explained_in_a_sentence(pattern: str, name: str) -> None:
    try:
        assert matches(pattern, name) in {True, False}
    except (PatternError, UnsupportedPattern) as error:
        assert str(error).endswith(".")  # noqa: PT017 - which of the two is the table's question


@UNHURRIED
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=12))
def test_a_name_with_every_sign_escaped_matches_itself_alone(name: str) -> None:
    pattern = "".join(c if c.isalnum() or not c.isascii() else f"\\{c}" for c in name)
    assert matches(pattern, name)
    assert not matches(pattern, f"{name}x")


@UNHURRIED
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12).filter(lambda text: "\\E" not in text))
def test_quoted_text_matches_itself_alone(text: str) -> None:
    matcher = java_regex.Matcher(f"\\Q{text}\\E")
    assert matcher.matches(text)
    assert not matcher.matches(f"{text}x")
    assert not matcher.matches(f"x{text}")


MEMBERS = st.text(st.sampled_from("abcXYZ019_é😀"), min_size=1, max_size=4)
SETS = st.one_of(MEMBERS, st.sampled_from(["a-c", "0-9", r"\w", r"\p{L}", r"\D", "à-ü", r"\p{IsLatin}", "[^a]"]))
ONE = st.characters(exclude_categories=["Cs"]) | st.sampled_from("abcXYZ019_é😀")


@UNHURRIED
@given(SETS, SETS, ONE)
def test_sets_of_characters_obey_the_laws_of_sets(left: str, right: str, sign: str) -> None:
    in_left, in_right = matches(f"[{left}]", sign), matches(f"[{right}]", sign)
    assert matches(f"[{left}[{right}]]", sign) is (in_left or in_right)
    assert matches(f"[{left}&&[{right}]]", sign) is (in_left and in_right)
    assert matches(f"[^{left}]", sign) is not in_left
    assert matches(f"[^{left}&&[{right}]]", sign) is not (in_left and in_right)
    assert matches(f"[{left}]|[{right}]", sign) is (in_left or in_right)
    assert matches(f"(?=[{left}])[{right}]", sign) is (in_left and in_right)
    assert matches(f"(?![{left}])[{right}]", sign) is (not in_left and in_right)


@UNHURRIED
@given(st.characters(exclude_categories=["Cs"]), st.characters(exclude_categories=["Cs"]))
def test_case_is_ignored_for_letters_of_ascii_only(one: str, other: str) -> None:
    same = one == other or (one.isascii() and other.isascii() and one.lower() == other.lower())
    assert matches(f"(?i)\\Q{one}\\E", other) is same


@UNHURRIED
@given(st.sampled_from("abyzÀÉßéç"), st.booleans())
def test_the_other_case_is_the_same_where_java_is_told_so(letter: str, unicode: bool) -> None:
    swapped = letter.swapcase() if letter != "ß" else letter
    assert matches(f"(?{'iu' if unicode else 'i'}){letter}", swapped) is (unicode or letter.isascii() or letter == "ß")


@pytest.mark.parametrize(
    "pattern",
    [r".*\.nc", r"(?i).*(20\d{2})[01]\d[0-3]\d.*\.(?:nc|h5)", r"[\p{L}\p{N}_]+\.nc", r"(?!.*tmp).*_(\d+)_\1\.nc"],
)
def test_ten_thousand_names_are_judged_while_one_types(pattern: str) -> None:
    names = [f"SWOT_L2_HR_PIXC_{i:04}_013_120L_20230407T033128_PIC0_01.nc" for i in range(10_000)]
    began = time.perf_counter()
    matcher = java_regex.Matcher(pattern)
    for name in names:
        matcher.matches(name)
    assert time.perf_counter() - began < 1
