"""Reading identifiers from text: nothing invented, nothing lost."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order.identifiers import (
    LONGEST,
    Doubled,
    Form,
    Identifiers,
    PassedOver,
    Reading,
    Remark,
    TextFile,
    count_lines,
    gather,
    parse,
    write,
)

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
    found = parse(f"A{separator}B{separator}A")
    assert found.identifiers == ("A", "B")
    assert found.doubled == (Doubled("A", line=1, first_line=1),)
    assert found.lines == (1, 1)


@pytest.mark.parametrize("kept", [" ", "  ", "\xa0", "|", ":", ".", "/", "_", "-", '"', "'", "\\", "\u200b"])
def test_other_characters_do_not_separate(kept: str) -> None:
    assert parse(f"A{kept}B").identifiers == (f"A{kept}B",)


@pytest.mark.parametrize("edge", EDGES.values(), ids=EDGES)
def test_white_space_and_invisible_characters_are_trimmed_from_the_edges(edge: str) -> None:
    assert parse(f"{edge}{edge}A B{edge}\n{edge}C").identifiers == ("A B", "C")


@pytest.mark.parametrize("edge", EDGES.values(), ids=EDGES)
def test_white_space_and_invisible_characters_inside_are_kept(edge: str) -> None:
    assert parse(f"A{edge}B").identifiers == (f"A{edge}B",)


@pytest.mark.parametrize("text", ["", " ", "\n\n", ",;\t", " ,\xa0;\u200b\r\n\ufeff", '""', "“ ”,''"])
def test_a_text_of_blanks_and_empty_quotes_holds_nothing(text: str) -> None:
    assert parse(text) == Identifiers()


@pytest.mark.parametrize("white", ["\x1c", "\x1d", "\x1e", "\x1f", "\u1680", "\u2006", "\u205f"], ids=ascii)
def test_white_space_of_every_kind_is_trimmed_and_ends_no_line(white: str) -> None:
    found = parse(f"{white}A{white}\n{white}\nB")
    assert found.identifiers == ("A", "B")
    assert found.lines == (1, 3)


@pytest.mark.parametrize("quotes", ['""', "''", "“”", "„“", "„”", "‘’", "‚‘", "«»", "»«", "‹›", "””", "’’"])
def test_a_pair_of_quotes_around_an_item_is_removed(quotes: str) -> None:
    assert parse(f"A, {quotes[0]}B C{quotes[1]} \n{quotes[0]} D {quotes[1]}").identifiers == ("A", "B C", "D")


@pytest.mark.parametrize("item", ['"A', 'A"', "“A", "A”", "“A'", "'A\"", "A'B", '"', "“", '"A" "B"', '"A""'])
def test_quotes_that_are_no_pair_around_an_item_are_kept(item: str) -> None:
    assert parse(item).identifiers == (item,)


@pytest.mark.parametrize(
    ("text", "item"), [("\"'A'\"", "'A'"), ("'\"A\"'", '"A"'), ('"""A"""', '"A"'), ("««A»»", "«A»")]
)
def test_one_pair_of_quotes_is_removed_and_no_more(text: str, item: str) -> None:
    assert parse(text).identifiers == (item,)


@pytest.mark.parametrize("separator", SEPARATORS.values(), ids=SEPARATORS)
def test_inside_straight_double_quotes_nothing_separates_and_a_doubled_quote_is_one(separator: str) -> None:
    inside = f"A {separator} B"
    found = parse(f'"{inside}"{separator}"C ""c"""{separator}D')
    if separator == "\t":
        assert [item.text for item in found.rejected] == [inside]
    assert {*found.identifiers, *(item.text for item in found.rejected)} == {inside, 'C "c"', "D"}


@pytest.mark.parametrize(
    ("text", "items"),
    [
        pytest.param('"A,B', ('"A', "B"), id="never closed"),
        pytest.param('"A\nB"', ('"A', 'B"'), id="closed on another line"),
        pytest.param('"A,B"C,D', ('"A', 'B"C', "D"), id="closed inside an item"),
        pytest.param('A"B,C"', ('A"B', 'C"'), id="opened inside an item"),
        pytest.param("'A,B'", ("'A", "B'"), id="single quotes"),
    ],
)
def test_a_separator_separates_unless_a_quoted_cell_holds_it(text: str, items: tuple[str, ...]) -> None:
    assert parse(text).identifiers == items


@pytest.mark.parametrize("line", ["# words", "#", "#A,B", " \ufeff#A"], ids=ascii)
def test_a_line_that_begins_with_a_number_sign_is_a_comment(line: str) -> None:
    found = parse(f"A\n{line}\nB")
    assert found.identifiers == ("A", "B")
    assert [(each.line, each.remark) for each in found.passed_over] == [(2, Remark.COMMENT)]


def test_a_number_sign_elsewhere_begins_no_comment() -> None:
    found = parse('A,#B\n"#C"\nD # d')
    assert found.identifiers == ("A", "#B", "#C", "D # d")
    assert found.passed_over == ()


@pytest.mark.parametrize(
    "title",
    [
        "providerId",
        "provider_id",
        "PROVIDERID",
        "Provider ID",
        "productId",
        "product_id",
        "Product identifiers",
        "identifier",
        "Identifiers",
        "id",
        "IDs",
        "urn",
        '"providerId"',
        "\ufeffid",
    ],
    ids=ascii,
)
def test_a_title_at_the_top_is_no_item(title: str) -> None:
    found = parse(f"\n# words\n{title}\nA")
    assert found.identifiers == ("A",)
    assert [(each.line, each.remark) for each in found.passed_over] == [(2, Remark.COMMENT), (3, Remark.TITLE)]


@pytest.mark.parametrize(
    "word", ["idea", "providers", "product", "S2A_id", "id 1", "idid", "\u0130d", "id\u017f"], ids=ascii
)
def test_another_word_at_the_top_is_an_item(word: str) -> None:
    assert parse(f"{word}\nA").identifiers == (word, "A")


@pytest.mark.parametrize("text", ["A\nid", "A,id", "id,A"])
def test_a_title_that_is_not_alone_at_the_top_is_an_item(text: str) -> None:
    assert set(parse(text).identifiers) == {"A", "id"}


def test_a_second_title_is_an_item() -> None:
    assert parse("id\nid\nA").identifiers == ("id", "A")


def test_what_is_passed_over_is_told_as_it_stood() -> None:
    assert parse("  # a, b  ").passed_over == (PassedOver("# a, b", 1, Remark.COMMENT),)


def test_in_a_table_the_identifiers_of_one_column_are_kept_with_their_lines() -> None:
    found = parse("providerId,size\nA,1\n\nB,1\nA,2\n")
    assert found.identifiers == ("A", "B")
    assert found.lines == (2, 4)
    assert found.doubled == (Doubled("A", line=5, first_line=2),)
    assert found.passed_over == (PassedOver("providerId,size", 1, Remark.TITLE),)


def test_in_a_table_the_column_that_the_user_chose_is_read() -> None:
    assert parse("providerId,other\nA,X\nB,Y", Reading(Form.TABLE, ",", 1, titled=True)).identifiers == ("X", "Y")


def test_a_table_that_the_user_says_is_none_is_read_as_a_list() -> None:
    found = parse("providerId,other\nA,X", Reading(Form.LIST))
    assert found.identifiers == ("providerId", "other", "A", "X")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param(",5", "its row has nothing in the column “providerId”", id="blank cell"),
        pytest.param("A,5,6", "its row has more cells than the header", id="too many cells"),
    ],
)
def test_a_row_of_a_table_without_sure_identifier_is_rejected(row: str, reason: str) -> None:
    found = parse(f"providerId,size\nB,1\n{row}\nC")
    assert found.identifiers == ("B", "C")
    assert [(item.text, item.line, item.reason) for item in found.rejected] == [(row, 3, reason)]


def test_blank_cells_beyond_the_header_are_nothing() -> None:
    assert parse("providerId,size\nA,1,,\n,,,\n").identifiers == ("A",)


SCENE = "S2A_MSIL1C_20240105T105431_N0510_R051_T31TCJ_20240105T125013"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"We need PROD_7, PROD_8 and {SCENE} please", ["PROD_7", "PROD_8"]),
        (f"We need {SCENE} (cloudy), L8_23", ["L8_23"]),
        (f"We need {SCENE} of 2024_01, in my_list please", []),  # no name without letters and digits
        (f"wget https://example.org/PROD_7/{SCENE}.zip and then we look", []),  # a part of an address
        (f"wget --user=user_1 'https://example.org/{SCENE}?session_1=abc_1' and so on", []),  # settings
        (f"We need {SCENE} of level_1 = L1C and x_1: 4", []),  # labels
    ],
)
def test_a_word_beside_names_that_may_be_one_is_told(text: str, told: list[str]) -> None:
    found = parse(text)
    assert found.identifiers == (SCENE,)
    assert [each.text for each in found.passed_over if each.remark is Remark.WORD] == told


def test_a_word_that_stands_beside_several_names_is_none() -> None:
    found = parse("\n".join(f"-rw-r--r-- 1 user_1 group_2 12 Jan 5 {SCENE}_{number}" for number in range(3)))
    assert len(found.identifiers) == 3
    assert not [each for each in found.passed_over if each.remark is Remark.WORD]


def test_a_comment_in_a_table_is_passed_over() -> None:
    found = parse("# by Ada\nproviderId,size\n#A,1\nB,2")
    assert found.identifiers == ("B",)
    assert [(each.line, each.remark) for each in found.passed_over] == [
        (1, Remark.COMMENT),
        (2, Remark.TITLE),
        (3, Remark.COMMENT),
    ]


def test_a_cell_of_a_table_may_go_over_lines_which_count() -> None:
    found = parse('providerId,words\nA,"one\r\ntwo, ""2"""\nB,\n"C\nc",')
    assert found.identifiers == ("A", "B")
    assert found.lines == (2, 4)
    assert [(item.text, item.line) for item in found.rejected] == [("C\nc", 5)]


def test_only_the_separator_of_a_table_separates_in_it() -> None:
    assert parse("providerId;size\nA,a;1\nB\tb;2").identifiers == ("A,a",)


def test_a_json_list_is_read_with_its_lines() -> None:
    found = parse('[\n "A",\n "B, b",\n "A",\n null\n]')
    assert found.identifiers == ("A", "B, b")
    assert found.lines == (2, 3)
    assert found.doubled == (Doubled("A", line=4, first_line=2),)
    assert [(item.text, item.line) for item in found.rejected] == [("null", 5)]


def test_lines_are_counted_through_from_one_source_to_the_next() -> None:
    sources = [TextFile("a", "A\r\n\r\nB"), TextFile("b", "id,size\nA,1\nC,2\n"), TextFile("c", '["D"]')]
    found = gather(sources)
    assert found.identifiers == ("A", "B", "C", "D")
    assert found.lines == (1, 3, 6, 7)
    assert found.doubled == (Doubled("A", line=5, first_line=1),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Scene", "scene", id="case"),
        pytest.param("sc\u00e8ne", "sce\u0300ne", id="composed and combining accents"),
        pytest.param("A B", "A  B", id="inner spaces"),
        pytest.param("007", "7", id="leading zeros"),
        pytest.param("A", "A'", id="a quote"),
    ],
)
def test_what_differs_to_the_archive_is_not_a_double(one: str, other: str) -> None:
    assert parse(f"{one}\n{other}") == Identifiers((one, other), lines=(1, 2))


@pytest.mark.parametrize("other", [" A\ufeff", '"A"', "« A »"], ids=ascii)
def test_what_differs_by_what_is_trimmed_only_is_a_double(other: str) -> None:
    assert parse(f"A\n{other}").doubled == (Doubled("A", line=2, first_line=1),)


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
    assert found == Identifiers(scenes, lines=tuple(range(1, 144 + 67 + 1)))


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


# Every character of the basic plane, and those that mean something to the reader more often.
_ANY = st.lists(
    st.one_of(
        st.text(st.characters(max_codepoint=0xFFFF), max_size=5),
        st.sampled_from([*"\"'“”«»#,;\t\n\r[]{} ", "\r\n", "\u2028", '""', "id", "providerId", "A", "B"]),
    )
).map("".join)


@given(_ANY)
def test_reading_what_was_kept_and_written_changes_nothing(text: str) -> None:
    kept = parse(text).identifiers
    again = parse(write(kept))
    assert again.identifiers == kept
    assert (again.doubled, again.rejected) == ((), ())
    assert len(again.passed_over) <= 1  # the title that is written above a first identifier called, say, "id"


@given(_ANY)
def test_an_identifier_needs_no_further_trimming(text: str) -> None:
    assert all(item == item.strip() != "" for item in parse(text).identifiers)


@given(_ANY.filter(lambda text: not set("[{") & set(text)))
def test_no_character_but_blanks_separators_and_quotes_is_lost(text: str) -> None:
    found = parse(text, Reading(Form.LIST))
    told = [*found.identifiers]
    told += [item.identifier for item in found.doubled]
    told += [item.text for item in found.rejected]
    told += [item.text for item in found.passed_over]
    assert _substance("".join(told)) == _substance(text)


@given(_ANY)
def test_kept_identifiers_stand_in_the_order_of_their_lines(text: str) -> None:
    found = parse(text)
    assert len(found.lines) == len(found.identifiers)
    assert list(found.lines) == sorted(found.lines)
    assert all(1 <= line <= count_lines(text) for line in found.lines)


def _substance(text: str) -> Counter[str]:
    blank = {*EDGES.values(), *SEPARATORS.values(), *"\"'“”„‘’‚«»‹›"}
    blank |= {chr(point) for point in (0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F))}
    blank |= {chr(point) for point in (*range(0x2060, 0x2065), *range(0x2066, 0x2070))}
    return Counter(character for character in text if not character.isspace() and character not in blank)
