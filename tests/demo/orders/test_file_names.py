"""Which names an expression keeps: the answers are those of `String.matches` in JDK 17."""

import pytest

from components.demo.orders.file_names import InvalidPattern, matcher


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        (r".*\.nc", "SWOT_001.nc"),
        (r"S2[AB]_.*_T22JBM_.*\.csv", "S2A_MSIL1C_x_T22JBM_y.csv"),
        (r"(?i).*\.NC", "a.nc"),
        (r"(?i:A)b", "ab"),
        (r"a(?i)b(?-i)c", "aBc"),
        (r"(?iu)É", "é"),
        (r"\Qa.b(\E.*", "a.b(c"),
        (r"\Qa.b", "a.b"),
        (r"[a-z&&[^b]]", "a"),
        (r"[a-z&&[def]]", "e"),
        (r"[ab&&[a][b]]", "a"),
        (r"[ab&&[b][a]]", "a"),
        (r"[a[x-z]]", "y"),
        (r"[^a[b]]", "c"),
        (r"[]a]", "]"),
        (r"[a-]", "-"),
        (r"\p{Lower}+", "abc"),
        (r"\p{L}+", "é"),
        (r"\p{IsLatin}", "é"),
        (r"\P{L}", "1"),
        (r"\pL", "a"),
        (r"(?i)\p{Lu}", "a"),
        (r"\x41\u0042\x{43}\0104", "ABCD"),
        (r"(?<day>[0-9])\k<day>", "11"),
        (r"(a)\1", "aa"),
        (r"(a)\11", "aa1"),
        (r"(?>a|ab)c", "ac"),
        (r"a?+b", "ab"),
        (r"(?x) a b # c", "ab"),
        (r"(?s)a.b", "a\nb"),
        (r"^a$", "a"),
        (r"^*a", "a"),
        (r"(?<=a{1,2})b|ab", "ab"),
        (r"a{2}", "aa"),
        (r"a{1,}", "aaa"),
        (r"{2}", ""),
        (r"a}]", "a}]"),
        (r"\w+", "a_1"),
        (r"\h", "\u00a0"),
        (r"a|", ""),
        (r"", ""),
    ],
)
def test_name_is_kept(pattern: str, name: str) -> None:
    assert matcher(pattern)(name)


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        (r"\.nc", "SWOT_001.nc"),
        (r"SWOT", "SWOT_001.nc"),
        (r".*\.nc", "SWOT_001.NC"),
        (r".*\.nc", "SWOT_001.nc.gz"),
        (r"a(?i)b(?-i)c", "aBC"),
        (r"(?i)É", "é"),
        (r"\Qa.b\E", "axb"),
        (r"[a-z&&[^b]]", "b"),
        (r"[^a[b]]", "b"),
        (r"[a&&b]", "a"),
        (r"\p{Lower}", "é"),
        (r"\w", "é"),
        (r"\d", "٣"),
        (r"\s", "\u00a0"),
        (r".", "\n"),
        (r".", "\u2028"),
        (r"(?>a|ab)c", "abc"),
        (r"a++a", "aa"),
        (r"\1(a)", "a"),
        (r"(a)\2", "a"),
        (r"(?i)k", "\u212a"),
        (r"", "a"),
    ],
)
def test_name_is_left_out(pattern: str, name: str) -> None:
    assert not matcher(pattern)(name)


@pytest.mark.parametrize(
    "pattern",
    [
        "*.nc",
        "a**",
        "a|*b",
        "(a",
        "a)",
        "[a",
        "[]",
        "[z-a]",
        r"[a-\d]",
        "a{",
        "a{,3}",
        "a{2,1}",
        "a{2",
        "a{2147483648}",
        "(?P<x>a)",
        "(?P=x)",
        "(?#comment)a",
        "(?z)a",
        "(?<1>a)",
        "(?<a>x)(?<a>y)",
        r"\k<none>",
        r"\y",
        r"\E",
        "a\\",
        r"\x4",
        r"\u00",
        r"\08",
        r"\p{latin}",
        r"\p{Foo}",
        r"\p{L",
        r"\N{no such name}",
        r"[\b]",
        r"[\1]",
        "[&&]",
        r"(?<=(ab)*)c",
        r"(?<=\1)",
    ],
)
def test_expression_that_java_refuses_is_invalid(pattern: str) -> None:
    with pytest.raises(InvalidPattern):
        matcher(pattern)


@pytest.mark.parametrize(
    "pattern", ["a*+", "(?<x>a)", "a{2,3}", r"[\d-a]", "[a-]", "]", "(?i)", "(?<=a*)b", r"a\-b", "x{0}"]
)
def test_expression_that_java_takes_is_valid(pattern: str) -> None:
    matcher(pattern)


def test_groups_too_deep_are_invalid_and_break_nothing() -> None:
    with pytest.raises(InvalidPattern):
        matcher("(" * 5000 + "a" + ")" * 5000)


def test_runaway_expression_ends_as_an_invalid_one() -> None:
    judge = matcher("(x|xx)*y", patience=0.05)
    assert judge("xxxy")
    with pytest.raises(InvalidPattern, match="too long"):
        judge("x" * 100 + "yz")
