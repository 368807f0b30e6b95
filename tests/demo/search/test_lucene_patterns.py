"""Lucene's regular expressions (`RegExp` of Lucene 8), where they differ from Python's."""

import pytest

from components.demo.search.lucene_patterns import UnknownPattern, compiled


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("", ""),
        ("a|b", "b"),
        ("(ab)+", "abab"),
        ("[a-c]{2,3}", "cab"),
        ("a{2,}", "aaa"),
        ("[^a-c]", "d"),
        (r"a\.b", "a.b"),
        ('"a.b*"', "a.b*"),
        ("a@", "anything"),
        ("()", ""),
        (r"\d", "d"),
        ("^a$", "^a$"),
        ("a+?", ""),
        (r"[\]]", "]"),
        ("[a&&b]", "&"),
    ],
)
def test_expression_fits(expression: str, text: str) -> None:
    assert compiled(expression).fullmatch(text)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("", "a"),
        ("a", "A"),
        ("a{2}", "a"),
        (r"a\.b", "axb"),
        ('"a.b*"', "a.b"),
        (r"\d", "1"),
        ("^a$", "a"),
        ("#", ""),
        ("[a&&b]", "c"),
    ],
)
def test_expression_does_not_fit(expression: str, text: str) -> None:
    assert not compiled(expression).fullmatch(text)


@pytest.mark.parametrize(
    "expression", ["(a", "a)", "[a", "[b-a]", "a|", "a{", "a{2,1}", '"a', "a\\", "~a", "a&b", "<1-2>"]
)
def test_expression_is_refused(expression: str) -> None:
    with pytest.raises(UnknownPattern):
        compiled(expression)


def test_a_thousand_characters_are_the_limit() -> None:
    assert compiled("a" * 1000).fullmatch("a" * 1000)
    with pytest.raises(UnknownPattern):
        compiled("a" * 1001)


def test_deep_groups_are_refused_and_break_nothing() -> None:
    with pytest.raises(UnknownPattern):
        compiled("(" * 400 + ")" * 400)
