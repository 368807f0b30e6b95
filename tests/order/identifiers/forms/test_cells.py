"""Cells that are read at once, without cutting the line, and lines that are counted without cutting the text."""

import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order.identifiers.forms import cells


@pytest.mark.parametrize(
    ("line", "cell"),
    [
        ('"a"', "a"),
        ('"a",', "a"),
        ('"a" ;\t,', "a"),
        ('" a, b "', "a, b"),
        ('"a","b"', ""),
        ('"a" b', ""),
        ('b "a"', ""),
        ('"a""b"', ""),
        ('"a', ""),
        ('""', ""),
        ("a,", ""),
        ("'a',", ""),
    ],
)
def test_only_a_line_of_one_cell_in_quotes_has_an_only_cell(line: str, cell: str) -> None:
    assert cells.only_cell(line) == cell


@pytest.mark.parametrize(
    ("text", "count"),
    [("a\nb\nc", 2), ("a\r\nb\r\nc", 2), ("a\rb\nc", 2), ("a\u2028b\r\nc\n", 3), ("a\x1cb", 0), ("", 0)],
    ids=ascii,
)
def test_line_ends_of_every_kind_are_counted_once(text: str, count: int) -> None:
    assert cells.line_end_counter(text)(0, len(text)) == count


@given(st.text("\"ab, ;\t'“#", max_size=12))
def test_an_only_cell_is_what_the_cut_line_gives(line: str) -> None:
    if cell := cells.only_cell(line.strip()):
        assert [each for piece in cells.split(line) if (each := cells.clean(piece))] == [cell]


@given(st.text("ab\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", max_size=20))
def test_as_many_lines_are_counted_as_there_are(text: str) -> None:
    ends = re.split("\r\n|[\n\r\v\f\x85\u2028\u2029]", text)
    assert cells.count_lines(text) == len(ends) - (not ends[-1]) == len(list(cells.lines(text)))


@given(st.text('"""ab,| \n\r\x1c\x85', max_size=40), st.sampled_from(",|"))
def test_a_text_whose_quotes_hold_no_separator_is_split_into_the_same_cells(text: str, separator: str) -> None:
    with patch.object(cells, "_uncut", return_value=re.compile("(?!)")):
        cell_by_cell = [*cells.rows(text, separator)]
    assert [*cells.rows(text, separator)] == cell_by_cell


@pytest.mark.parametrize("text", ['"a",b\n"c",d\n"e\n,",f\n', 'a,"b\n'])
def test_rows_are_numbered_through_all_blocks(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [*cells.rows(text, ",")]
    monkeypatch.setattr(cells, "_BLOCK", 3)
    assert [*cells.rows(text, ",")] == whole
    assert [row.line for row in whole] == [*range(1, len(whole) + 1)]
