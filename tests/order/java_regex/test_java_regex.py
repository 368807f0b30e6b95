"""Whole-name matching, judged by what Java itself answered."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.order import java_regex
from components.order.java_regex import LONGEST, PatternError, UnsupportedPattern, check, matcher, matches
from components.order.java_regex.characters import Characters
from components.order.java_regex.reader import translate

UNHURRIED = settings(deadline=None)  # a busy machine is no failure

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
        pytest.param("a{b}", r"“{” at position 2 repeats nothing. For a brace, write \{.", id="brace"),
        pytest.param("a\\", "The expression ends in a single backslash. For a backslash, write two.", id="backslash"),
        pytest.param("(?i)*", "“*” at position 5 has nothing before it to repeat.", id="position counts the flag"),
        pytest.param("[z-a]", "“z-a” at position 2 is not a range.", id="range backwards"),
        pytest.param(r"[a-\d]", r"“a-\d” at position 2 is not a range.", id="range to a shorthand"),
    ],
)
def test_a_mistake_is_told_with_its_place(pattern: str, sentence: str) -> None:
    with pytest.raises(PatternError) as error:
        matches(pattern, "name.nc")
    assert str(error.value) == sentence


@pytest.mark.parametrize(
    ("rare", "near"),
    [
        pytest.param(r"(?:(a)|\2b(c))+", r"(?:(a)|b(c))+", id="group that may be set in an earlier turn"),
        pytest.param(r"(?=(a))a\1", r"(?=a)(a)\1", id="group in a look-ahead"),
        pytest.param(r"(a)*\1", r"(a*)\1", id="group that is repeated"),
        pytest.param(r"(?:(a)\1)+", r"(?:(a)a)+", id="reference that is repeated"),
        pytest.param(r"\1(a)", r"(a)\1", id="group that is not closed before"),
        pytest.param(r"(a)\10", r"(a)\1", id="reference of two digits"),
        pytest.param(r"(?i)(a)\1", r"(a)\1", id="same again but for case"),
        pytest.param(r"(?<n>a)\k<n>", r"(?<n>a)\1", id="group by its name"),
        pytest.param("(?<=a)b", "(?=a)b", id="look-behind"),
        pytest.param("(?<!a)b", "(?!a)b", id="look-behind that denies"),
        pytest.param("(?<=a+)b", "(?=a+)b", id="unbounded look-behind"),
        pytest.param("(?>a|ab)c", "(?:a|ab)c", id="group that gives nothing back"),
        pytest.param("a++b", "a+b", id="repetition that gives nothing back"),
        pytest.param("a{2}+", "(?:a{2})+", id="count that gives nothing back"),
        pytest.param("a{2}{3}", "(?:a{2}){3}", id="count of a count"),
        pytest.param("{2}", r"\{2}", id="count of nothing"),
        pytest.param("(?:^a?){2}", "(?:^a?)?", id="repeated condition"),
        pytest.param("[a&&b]", "[a&b]", id="intersection"),
        pytest.param("[a&&]", "[a&]", id="intersection with nothing"),
        pytest.param("[a[b]]", r"[a\[b]]", id="set in a set"),
        pytest.param("[[:alpha:]]", "[:alpha:]", id="set of POSIX in a set"),
        pytest.param(r"a\b{g}", r"a\b", id="boundary of what a reader takes for a character"),
        pytest.param(r"\R", r"\r", id="any line end"),
        pytest.param(r"\X", r"\x41", id="what a reader takes for one character"),
        pytest.param(r"\h", r"\s", id="horizontal space"),
        pytest.param(r"\H", r"\S", id="no horizontal space"),
        pytest.param(r"\v", r"\f", id="vertical space"),
        pytest.param(r"\V", r"\W", id="no vertical space"),
        pytest.param(r"\N{DIGIT ONE}", r"\n", id="character by its name"),
        pytest.param(r"\cA", r"\e", id="control character"),
        pytest.param(r"\0101", r"\u0101", id="octal number"),
        pytest.param(r"\x{41}", r"\x41", id="number in braces"),
        pytest.param(r"\p{IsLatin}", r"\p{L}", id="script"),
        pytest.param(r"\p{javaLowerCase}", r"\p{Lower}", id="property of Java's own"),
        pytest.param(r"(?i)\p{Lower}", r"(?i)\p{Alpha}", id="capital or small letters in any case"),
        pytest.param("(?iu)ж", "(?iu)é", id="case of a letter that is not Latin"),
        pytest.param("(?iu)ı", "(?i)ı", id="i without a dot"),
        pytest.param("(?x)a b", "a b", id="comments"),
        pytest.param("(?m)^a", "(?s)^a", id="lines"),
        pytest.param("(?d)a.", "a.", id="line ends of Unix"),
        pytest.param(r"(?U)\w", r"(?u)\w", id="shorthands of Unicode"),
        pytest.param("(?c)a", "(?i)a", id="canonical equivalence"),
        pytest.param(r"\ud83d", r"\ud7ff", id="half a character"),
        pytest.param(r"\ud83d\ude00", "😀", id="a character in halves"),
        pytest.param("(?x)a{2 }", "a{2}", id="blank within a count"),
        pytest.param(r"(?\Qi\E)a", r"(?i)\Qa\E", id="quoted flag"),
        pytest.param("(" * 51 + ")" * 51, "(" * 50 + ")" * 50, id="deep"),
        pytest.param("\ud83d", "\ud7ff", id="half a character as it is"),
    ],
)
def test_what_is_rare_is_not_judged_and_never_called_a_mistake_of_the_user(rare: str, near: str) -> None:
    with pytest.raises(UnsupportedPattern):
        check(rare)
    check(near)


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        (r"a(?<=a)b", "“(?<=” at position 2 cannot be judged here."),
        (r".*\d++", r"“++” at position 5 cannot be judged here."),
        (r"\Qa\E\p{IsLatin}", r"“\p{IsLatin}” at position 6 cannot be judged here."),
        (r"[\w&&[^_]]", "“&&” at position 4 cannot be judged here."),
    ],
)
def test_what_is_not_judged_is_told_with_its_place(pattern: str, sentence: str) -> None:
    with pytest.raises(UnsupportedPattern) as error:
        check(pattern)
    assert str(error.value) == sentence


@pytest.mark.parametrize(
    ("pattern", "unsure", "sure", "answer"),
    [
        pytest.param(r"\p{L}", "ж", "ſ", True, id="kind of a character that is not Latin"),
        pytest.param(r"[^\p{L}]", "ж", "1", True, id="all but a kind of character"),
        pytest.param(r"e\b.*", "e\u0301", "é", False, id="combined characters at a boundary"),
        pytest.param("(?iu)k", "\u212a", "K", True, id="sign of kelvin"),
        pytest.param("(?iu)é.", "Éж", "Éé", True, id="case of a letter that is not Latin"),
        pytest.param("a", "\udc00", "b", False, id="half a character"),
    ],
)
def test_names_that_make_an_expression_uncertain_are_not_answered(
    pattern: str, unsure: str, sure: str, answer: object
) -> None:
    matcher = java_regex.Matcher(pattern)
    assert matcher.matches(sure) is answer
    with pytest.raises(UnsupportedPattern, match="cannot be judged here"):
        matcher.matches(unsure)


@pytest.mark.parametrize(
    ("pattern", "position"),
    [
        ("*.nc", 1),
        (r"a\Qb.c\E*?d*e)", 14),
        (r"ab\y", 3),
        (r"\p{L}\p{Alpha", 6),
        ("😀(?<n>a)(?<n>b)", 9),
        ("a[b(c", 2),
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


@pytest.mark.parametrize("pattern", ["a{10001}", "(a{101}){100}", "a{2147483647}", "(){99999999}"], ids=str.__len__)
def test_an_expression_that_would_fill_the_memory_is_not_tried(pattern: str) -> None:
    with pytest.raises(UnsupportedPattern, match="repeats too"):
        check(pattern)


@pytest.mark.parametrize("pattern", ["a{9999}", "(a{90}){100}"], ids=str.__len__)
def test_an_expression_just_below_is_tried(pattern: str) -> None:
    check(pattern)


LONG_FAMILIES: dict[str, Callable[[int], str]] = {
    "one set": lambda size: f"[{''.join(chr(0x4E00 + 2 * at) for at in range(size - 2))}]",
    "sets within sets": lambda size: "[" * size,
    "alternatives": lambda size: "a|" * (size // 2),
    "quantifiers": lambda size: "a*" * (size // 2),
    "boundaries": lambda size: r"\b" * (size // 2),
    "groups within groups": lambda size: "(" * (size // 2) + ")" * (size // 2),
    "references": lambda size: "(a)" + r"\1" * (size // 2 - 2),
    "letters in any case": lambda size: "(?iu)" + "é" * (size - 5),
}


@pytest.mark.parametrize("family", LONG_FAMILIES.values(), ids=LONG_FAMILIES)
def test_an_expression_beyond_the_longest_is_not_even_read(
    family: Callable[[int], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matcher, "translate", lambda _: pytest.fail("It was read."))
    with pytest.raises(
        UnsupportedPattern, match=r"^It has \d+,\d+ characters, and up to 2,000 can be judged\. Shorten it\.$"
    ):
        check(family(20_000))


@pytest.mark.parametrize("size", [LONGEST, LONGEST + 1])
def test_the_longest_expression_is_the_last_that_is_read(size: int) -> None:
    with nullcontext() if size == LONGEST else pytest.raises(UnsupportedPattern):
        check("a" * size)


def test_each_member_of_a_set_is_handled_a_fixed_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    handled, of = 0, Characters.of

    def counted(*ranges: tuple[int, int]) -> Characters:
        nonlocal handled
        handled += len(ranges)
        return of(*ranges)

    monkeypatch.setattr(Characters, "of", counted)
    translate(LONG_FAMILIES["one set"](LONGEST))
    assert handled <= 2 * LONGEST


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


MEMBERS = st.text(st.sampled_from("abcXYZ019_éß"), min_size=1, max_size=4)
SETS = st.one_of(MEMBERS, st.sampled_from(["a-c", "0-9", r"\w", r"\p{L}", r"\D", "à-ü", r"\p{Punct}"]))
ONE = st.characters(max_codepoint=0x17F) | st.sampled_from("abcXYZ019_éß")


@UNHURRIED
@given(SETS, SETS, ONE)
def test_sets_of_characters_obey_the_laws_of_sets(left: str, right: str, sign: str) -> None:
    in_left, in_right = matches(f"[{left}]", sign), matches(f"[{right}]", sign)
    assert matches(f"[{left}{right}]", sign) is (in_left or in_right)
    assert matches(f"[^{left}]", sign) is not in_left
    assert matches(f"[^{left}{right}]", sign) is not (in_left or in_right)
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
