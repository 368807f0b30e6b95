"""Reading identifiers from text: nothing invented, nothing lost."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order.identifiers import LONGEST, Doubled, Identifiers, count_lines, parse

LINE_ENDS = {
    "CRLF": "\r\n",
    "LF": "\n",
    "CR": "\r",
    "vertical tab": "\v",
    "form feed": "\f",
    "next line U+0085": "\x85",
    "line separator U+2028": "\u2028",
    "paragraph separator U+2029": "\u2029",
}
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
EDGES = {
    "space": " ",
    "no-break space": "\xa0",
    "thin space": "\u2009",
    "narrow no-break space": "\u202f",
    "ideographic space": "\u3000",
    "zero-width space": "\u200b",
    "zero-width joiner": "\u200d",
    "word joiner": "\u2060",
    "byte-order mark": "\ufeff",
}


@pytest.mark.parametrize("end", LINE_ENDS.values(), ids=LINE_ENDS)
def test_a_line_end_of_any_kind_separates(end: str) -> None:
    assert parse(f"A{end}B").identifiers == ("A", "B")


@pytest.mark.parametrize("end", LINE_ENDS.values(), ids=LINE_ENDS)
def test_a_line_end_of_any_kind_counts_as_one_line(end: str) -> None:
    assert parse(f"A{end}B{end}A").doubled == (Doubled("A", line=3, first_line=1),)


def test_lf_then_cr_are_two_line_ends() -> None:
    assert parse("A\n\rA").doubled == (Doubled("A", line=3, first_line=1),)


@pytest.mark.parametrize("separator", SEPARATORS.values(), ids=SEPARATORS)
def test_commas_semicolons_and_tabs_separate_within_a_line(separator: str) -> None:
    assert parse(f"A{separator}B{separator}A") == Identifiers(
        ("A", "B"), doubled=(Doubled("A", line=1, first_line=1),), rejected=()
    )


@pytest.mark.parametrize("kept", [" ", "  ", "\xa0", "|", ":", ".", "/", "_", "-", '"', "'", "\\", "\u200b"])
def test_other_characters_do_not_separate(kept: str) -> None:
    assert parse(f"A{kept}B").identifiers == (f"A{kept}B",)


@pytest.mark.parametrize("edge", EDGES.values(), ids=EDGES)
def test_white_space_and_invisible_characters_are_trimmed_from_the_edges(edge: str) -> None:
    assert parse(f"{edge}{edge}A B{edge}\n{edge}C").identifiers == ("A B", "C")


@pytest.mark.parametrize("edge", EDGES.values(), ids=EDGES)
def test_white_space_and_invisible_characters_inside_are_kept(edge: str) -> None:
    assert parse(f"A{edge}B").identifiers == (f"A{edge}B",)


@pytest.mark.parametrize("text", ["", " ", "\n\n", ",;\t", " ,\xa0;\u200b\r\n\ufeff"])
def test_a_text_of_blanks_holds_nothing(text: str) -> None:
    assert parse(text) == Identifiers((), (), ())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Scene", "scene", id="case"),
        pytest.param("sc\u00e8ne", "sce\u0300ne", id="composed and combining accents"),
        pytest.param("A B", "A  B", id="inner spaces"),
        pytest.param("007", "7", id="leading zeros"),
        pytest.param("A", '"A"', id="quotes"),
    ],
)
def test_what_differs_to_the_archive_is_not_a_double(one: str, other: str) -> None:
    assert parse(f"{one}\n{other}") == Identifiers((one, other), (), ())


def test_what_differs_by_trimmed_edges_only_is_a_double() -> None:
    assert parse("A\n A\ufeff").doubled == (Doubled("A", line=2, first_line=1),)


def test_each_repetition_is_told_with_its_line_and_the_first_line() -> None:
    assert parse("\nA\nB,A\n\nA").doubled == (
        Doubled("A", line=3, first_line=2),
        Doubled("A", line=5, first_line=2),
    )


def test_identifiers_keep_the_order_of_first_appearance() -> None:
    assert parse("C\nA\nC\nB\nA").identifiers == ("C", "A", "B")


@pytest.mark.parametrize("bad", ["\0", "\x01", "\x1a", "\x1c", "\x1f", "\x7f", "\x80", "\x9f", "\ud800"], ids=ascii)
def test_an_item_with_a_control_character_or_half_a_character_is_rejected(bad: str) -> None:
    found = parse(f"A{bad}B\nC")
    assert found.identifiers == ("C",)
    assert [(item.text, item.line) for item in found.rejected] == [(f"A{bad}B", 1)]
    assert "control characters" in found.rejected[0].reason


@pytest.mark.parametrize("good", ["~", "\xa0", "\xa1", "\xad", "\ud7ff", "\ue000", "\uffff", "\U0010ffff"], ids=ascii)
def test_the_neighbours_of_control_characters_are_kept(good: str) -> None:
    assert parse(f"A{good}B").identifiers == (f"A{good}B",)


@pytest.mark.parametrize(
    "longest",
    [
        pytest.param("x" * 32_766, id="ASCII"),
        pytest.param("é" * 16_383, id="two bytes each"),
        pytest.param("月" * 10_922, id="three bytes each"),
        pytest.param("😀" * 8_191 + "xx", id="four bytes each"),
    ],
)
def test_an_identifier_may_have_the_bytes_that_an_index_holds_and_not_one_more(longest: str) -> None:
    found = parse(f"{longest}\n{longest}x")
    assert found.identifiers == (longest,)
    assert [(item.text, item.line) for item in found.rejected] == [(f"{longest}x", 2)]
    assert f"{LONGEST:,} bytes" in found.rejected[0].reason


def test_a_rejected_item_is_told_each_time_it_appears() -> None:
    assert [(item.text, item.line) for item in parse("\x01\n\x01").rejected] == [("\x01", 1), ("\x01", 2)]


def test_the_real_scenes_are_read_whole_from_a_windows_file(scenes: tuple[str, ...]) -> None:
    found = parse("\r\n".join(scenes) + "\r\n")
    assert len(found.identifiers) == 144 + 67
    assert found == Identifiers(scenes, (), ())


@given(st.lists(st.sampled_from(["A", *LINE_ENDS.values(), *SEPARATORS.values(), " "])).map("".join))
def test_the_lines_counted_are_the_lines_that_reading_tells(text: str) -> None:
    ended = f"{text}.\x00"
    assert parse(ended).rejected[-1].line == count_lines(ended)


# Anything between two letters, control characters included: an item that trimming and splitting leave whole.
_MIDDLES = st.text(st.characters(exclude_characters="\n\r\v\f\x85\u2028\u2029,;\t", codec="utf-8"), max_size=5)
_ITEMS = st.one_of(st.sampled_from(["A", "B"]), _MIDDLES.map(lambda middle: f"<{middle}>"))
_BLANKS = st.lists(st.sampled_from([*EDGES.values(), *LINE_ENDS.values(), *SEPARATORS.values()]), max_size=2)
_GAPS = st.tuples(_BLANKS.map("".join), st.sampled_from([*LINE_ENDS.values(), *SEPARATORS.values()])).map("".join)


@given(st.lists(st.tuples(_ITEMS, _GAPS)))
def test_every_item_is_kept_doubled_or_rejected(pairs: list[tuple[str, str]]) -> None:
    found = parse("".join(item + gap for item, gap in pairs))
    told = Counter(found.identifiers)
    told.update(item.identifier for item in found.doubled)
    told.update(item.text for item in found.rejected)
    assert told == Counter(item for item, _ in pairs)


@given(st.lists(st.tuples(_ITEMS, _GAPS)))
def test_kept_identifiers_are_unique_and_stand_in_the_order_of_the_text(pairs: list[tuple[str, str]]) -> None:
    kept = parse("".join(item + gap for item, gap in pairs)).identifiers
    assert kept == tuple(dict.fromkeys(item for item, _ in pairs if item in kept))


@given(st.text())
def test_reading_what_was_kept_changes_nothing(text: str) -> None:
    kept = parse(text).identifiers
    assert parse("\n".join(kept)) == Identifiers(kept, (), ())
