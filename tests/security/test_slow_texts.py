"""Texts that would take the square of their length or more: the steps are counted, not timed."""

import re
from collections.abc import Callable
from types import ModuleType

import pytest

from components.order.identifiers.forms import commas, documents, literals, markup, table
from components.order.lucene import web_address
from components.order.near_names import fits
from components.regards.delivery.zips import zip_contents
from components.regards.delivery.zips.zip_contents import ZipContents
from tests.regards.delivery.in_memory_archive import file_of
from tests.security.steps import Steps

SHORT, LONG = 100, 400  # characters, about
Use = Callable[[Steps], object]


def search(steps: Steps) -> None:
    steps.search()


def match(steps: Steps) -> None:
    steps.match()


def fullmatch(steps: Steps) -> None:
    steps.match(to_the_end=True)


def growth(pattern: re.Pattern[str], use: Use, text: Callable[[int], str]) -> float:
    taken = []
    for length in (SHORT, LONG):
        steps = Steps(pattern, text(length), most=3_000_000)
        use(steps)
        taken.append(steps.taken)
    return taken[1] / taken[0]


@pytest.mark.parametrize(
    ("module", "name", "use", "text"),
    [
        (table, "_RULE", fullmatch, lambda n: "-" * n + "x"),
        (table, "_TOTAL", fullmatch, lambda n: "total " * n + "\n"),
        (markup, "_BEGIN", match, lambda n: "<" + "a" * n),
        (markup, "_TAG", search, lambda n: "<a b='c" * n),
        (markup, "_ATTRIBUTE", search, lambda n: "a" * n),
        (commas, "_NAME", search, lambda n: "W_fr-," * n),
        (commas, "_NAME", search, lambda n: "W_fr-a" + ",a" * n + "_C_"),
        (documents, "_BULLET", match, lambda n: " " * n + "a"),
        (documents, "_CANDIDATE", search, lambda n: "a+" * n + "<"),
        (literals, "_TOKEN", match, lambda n: "/*" + "*" * n),
        (web_address, "_CONDITION", match, lambda n: " " * n + "1"),
        (zip_contents, "_NUMBERED", fullmatch, lambda n: " (1" * n),
        (zip_contents, "_NUMBERED", fullmatch, lambda n: " (1).a" * n + " ("),
    ],
)
def test_no_expression_takes_more_than_linear_time(
    module: ModuleType, name: str, use: Use, text: Callable[[int], str]
) -> None:
    assert growth(getattr(module, name), use, text) < 1.5 * LONG / SHORT


def test_the_count_sees_an_expression_that_takes_the_square() -> None:
    assert growth(re.compile("<([a-z]*)[^<>]*>"), match, lambda n: "<" + "a" * n) > 3 * LONG / SHORT


def test_a_pattern_with_several_wildcards_is_tried_in_one_pass() -> None:
    assert not fits("a" * 100_000, "a*a*a*a*a*b")
    assert fits("a" * 100_000 + "b", "a*a*a*a*a*b")


@pytest.mark.parametrize(
    ("name", "pattern", "expected"),
    [
        ("S2A_X", "S2A*", True),
        ("S2A_X", "*X", True),
        ("S2A_X", "S*_*X", True),
        ("S2A_X", "S2B*", False),
        ("aba", "ab*ba", False),
        ("abba", "ab*ba", True),
        ("S2A", "S2A", True),
        ("S2A_", "S2A", False),
    ],
)
def test_a_wildcard_means_any_characters(name: str, pattern: str, expected: bool) -> None:
    assert fits(name, pattern) is expected


def test_a_comment_without_an_end_is_looked_for_once() -> None:
    assert literals.read("/*=['a'], " * 1_000) is None


def test_sections_without_an_end_are_text() -> None:
    assert list(markup.columns("<a>b</a>" + "<![CDATA[" * 10_000)) == ["a"]


def test_a_notice_looks_for_names_only_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_contents, "_MOST_LOOKS", 100)
    files = [file_of(length, "(" * length, b"") for length in range(1, 300)]
    contents = ZipContents(files)
    notice = contents.begin("NOTICE.txt")
    notice.take(b"(" * 900 + b"\n")
    contents.settle(notice)
    assert not contents.reasons
