"""Filters on file names: the expected results are those of `String.matches` in JDK 17."""

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
        (r"\x41\u0042", "AB"),
        (r"(?<day>[0-9])\1", "11"),
        (r"[\Q]^\E]+", "^]"),
        (r"[^\d_]", "-"),
        (r"(?iu)[\d-f]", "F"),
        (r"(?iu)\W", "-"),
        (r"(?!.*tmp).*", "a.nc"),
        (r"[]a]", "]"),
        (r"[a-]", "-"),
        (r"\p{Lower}+", "abc"),
        (r"\p{L}+", "é"),
        (r"\P{L}", "1"),
        (r"\pL", "a"),
        (r"(a)\1", "aa"),
        (r"(?s)a.b", "a\nb"),
        (r"^a$", "a"),
        (r"^*a", "a"),
        (r"a{2}", "aa"),
        (r"a{1,}", "aaa"),
        (r"a}]", "a}]"),
        (r"\w+", "a_1"),
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
        (r"\p{Lower}", "é"),
        (r"\w", "é"),
        (r"\d", "٣"),
        (r"\s", "\u00a0"),
        (r".", "\n"),
        (r".", "\u2028"),
        (r"\1(a)", "a"),
        (r"(a)\2", "a"),
        (r"(?i)k", "\u212a"),
        (r"", "a"),
        (r"[^\d_]", "_"),
        (r"(?iu)\W", "k"),
        (r"(?!.*tmp).*", "a.tmp.nc"),
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
        "[^]",
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


@pytest.mark.parametrize("pattern", ["a*?", "(?<x>a)", "a{2,3}", r"[\d-a]", "[a-]", "]", "(?i)", r"a\-b", "x{0}"])
def test_expression_that_java_takes_is_valid(pattern: str) -> None:
    matcher(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"[a-z&&[^b]]",
        r"[a-z&&[def]]",
        r"[ab&&[a][b]]",
        r"[ab&&[b][a]]",
        r"[a[x-z]]",
        r"[^a[b]]",
        r"\p{IsLatin}",
        r"(?i)\p{Lu}",
        r"\x41\u0042\x{43}\0104",
        r"(?<day>[0-9])\k<day>",
        r"(a)\11",
        r"(?>a|ab)c",
        r"a?+b",
        r"(?x) a b # c",
        r"(?<=a{1,2})b|ab",
        r"{2}",
        r"\h",
        r"[a&&b]",
        r"a++a",
        r"(?<=a*)b",
        r"a*+",
    ],
)
def test_expression_that_java_takes_but_nobody_writes_is_refused_like_an_invalid_one(pattern: str) -> None:
    with pytest.raises(InvalidPattern):
        matcher(pattern)


def test_groups_too_deep_are_invalid_and_break_nothing() -> None:
    with pytest.raises(InvalidPattern):
        matcher("(" * 5000 + "a" + ")" * 5000)


def test_runaway_expression_ends_as_an_invalid_one() -> None:
    judge = matcher("(x|xx)*y", timeout=0.05)
    assert judge("xxxy")
    with pytest.raises(InvalidPattern, match="too long"):
        judge("x" * 100 + "yz")
