"""The ways to read a text: which are offered, what they are called, and that none of them loses a line."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order.identifiers import (
    Form,
    Identifiers,
    Invisible,
    Reading,
    Remark,
    count_lines,
    label,
    parse,
    preview,
    readings,
    shapes,
    summary,
    write,
)
from components.order.identifiers.choosing import MOST_READINGS
from components.order.identifiers.forms.table import MOST_COLUMNS
from components.order.identifiers.parsing import MOST_ITEMS

TABLE = "Scene,Path,Day\nS2A_2020_001,35,2020-04-01\nS2A_2020_002,36,2020-04-02\n"


def test_the_first_reading_is_the_one_that_parse_takes() -> None:
    for text in (TABLE, "A\nB", "A,B", '["A"]', "- A_2020_01\n- A_2020_02", "x = ['A', 'B']"):
        assert parse(text).reading == readings(text)[0]


def test_every_column_of_a_table_is_offered() -> None:
    columns = {each.column for each in readings(TABLE) if each.form is Form.TABLE}
    assert columns == {0, 1, 2}


def test_a_list_beside_a_table_is_offered() -> None:
    assert Reading(Form.LIST) in readings(TABLE)


@pytest.mark.parametrize("separator", ["\t", ";", ",", "|"])
def test_two_lines_with_as_many_cells_are_enough_to_offer_columns(separator: str) -> None:
    text = f"S2A_1{separator}S2A_2\nS2A_3{separator}S2A_4\nS2A_5\n"
    assert {each.column for each in readings(text) if each.form is Form.TABLE} == {0, 1}


@pytest.mark.parametrize("text", ["S2A_1,S2A_2", "S2A_1,S2A_2\nS2A_3", "S2A_1\nS2A_2"])
def test_one_line_with_several_cells_is_not_enough(text: str) -> None:
    assert all(each.form is not Form.TABLE for each in readings(text))


def test_a_plain_list_has_one_reading() -> None:
    assert readings("S2A_1\nS2A_2\nS2A_3") == (Reading(Form.LIST),)


def test_a_header_may_be_declared_to_be_none() -> None:
    assert parse(TABLE, Reading(Form.TABLE, ",", 0)).identifiers == ("Scene", "S2A_2020_001", "S2A_2020_002")


def test_a_first_row_may_be_declared_to_be_a_header() -> None:
    text = "S2A_2020_000,1\nS2A_2020_001,2\nS2A_2020_002,3"
    assert parse(text, Reading(Form.TABLE, ",", 0, titled=True)).identifiers == ("S2A_2020_001", "S2A_2020_002")


@pytest.mark.parametrize(
    "reading",
    [
        Reading(Form.TABLE, ",", 7, titled=True),
        Reading(Form.TABLE),
        Reading(Form.JSON, path="[].id"),
        Reading(Form.CODE, path="[]"),
        Reading(Form.XML, path="a"),
    ],
)
def test_a_reading_that_does_not_fit_is_as_none(reading: Reading) -> None:
    assert parse("S2A_1\nS2A_2", reading) == parse("S2A_1\nS2A_2")


def test_another_field_of_json_may_be_read() -> None:
    text = '[{"id": "A", "name": "B"}, {"id": "C", "name": "D"}]'
    assert Reading(Form.JSON, path="[].name") in readings(text)
    assert parse(text, Reading(Form.JSON, path="[].name")).identifiers == ("B", "D")


def test_keys_with_signs_have_a_path() -> None:
    text = json.dumps({"a.b": [{"x[]": "S2A_2020_01"}], 'c"': ["S2A_2020_02"]})
    found = {parse(text, reading).identifiers for reading in readings(text)}
    assert found == {("S2A_2020_01",), ("S2A_2020_02",)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TABLE, "the column “Scene” of a table"),
        ("S2A_2020_001;2020-04-01\nS2A_2020_002;2020-04-02", "column 1 of a table without titles"),
        ('{"features": [{"id": "S2A_2020_001"}]}', "the JSON field features[].id"),
        ('["A"]', "a list in JSON"),
        ("x <- c('A', 'B')", "the list x[] in code"),
        ("A\nB", "a list, one identifier a line"),
        ("A, B\nC", "a list, one identifier a line or between commas"),
        ("id\nA", "a list, one identifier a line, below a title"),
        ("https://x.org/S2A_2020_01.zip", "a list, one identifier a line, only the last part of addresses"),
    ],
)
def test_a_reading_is_called_in_words(text: str, expected: str) -> None:
    assert label(text, readings(text)[0]).startswith(expected)


def test_all_readings_of_a_text_have_different_names() -> None:
    for text in (TABLE, "id\nA,B\nC,D", "https://x.org/S2A_2020_01.zip\u200b\n- b", "a,\nb,c\nd,e"):
        names = [label(text, reading) for reading in readings(text)]
        assert len(set(names)) == len(names)


def test_the_summary_says_how_it_was_read_and_what_is_left_out() -> None:
    assert summary(parse(f"Norway\n\n{TABLE}")) == (
        "2 identifiers from the column “Scene” of a table; 1 title line, 1 caption line left out."
    )
    assert summary(parse("A\nA\nNaN")) == "1 identifier from a list, one identifier a line; 1 doubled; 1 rejected."
    assert summary(parse('{"id": "A"}')) == "1 identifier from the JSON field id."


def test_the_preview_of_a_table_shows_its_first_rows() -> None:
    rows = (("S2A_2020_001", "35", "2020-04-01"), ("S2A_2020_002", "36", "2020-04-02"))
    assert preview(TABLE, readings(TABLE)[0]) == rows


def test_the_preview_of_other_texts_shows_the_first_identifiers() -> None:
    text = "".join(f"https://x.org/S2A_2020_{number}.zip\n" for number in range(10, 20))
    assert preview(text, readings(text)[0]) == (("S2A_2020_10",), ("S2A_2020_11",), ("S2A_2020_12",))


def test_invisible_characters_inside_are_told_and_taken_out_on_demand() -> None:
    text = "A\u200bB\nCD\nE\xadF"
    found = parse(text)
    assert found.identifiers == ("A\u200bB", "CD", "E\xadF")
    assert found.invisible == (Invisible("A\u200bB", 1), Invisible("E\xadF", 3))
    assert readings(text)[1] == Reading(Form.LIST, visible_only=True)
    assert parse(text, readings(text)[1]).identifiers == ("AB", "CD", "EF")
    assert parse(text, readings(text)[1]).invisible == ()


@pytest.mark.parametrize("text", ["A\xa0B", "A B", "é", "\u200bA\u200b", "月"])
def test_what_can_be_seen_or_is_trimmed_is_not_told(text: str) -> None:
    assert parse(text).invisible == ()


# Pieces of lines that mean something to one reader or another.
_WORDS = ["id", "Scene", "S2A_2020_04_01", "S2B_2020_04_02", "2020-04-01", "NaN", "5.5", "Dear all,", "\u200b"]
_MARKS = ["https://x.org/S2A_2020_04_03.zip", "- ", "[1] ", '"A"', '["B"]', '{"id": "C"}', "<b>D</b>", " "]
_PIECES = st.sampled_from([*"AB12#-,;|\t:=()[]{}<>'\"", *_WORDS, *_MARKS])
_TEXTS = st.lists(st.lists(_PIECES, max_size=5).map("".join), min_size=1, max_size=6).map("\n".join)
_BLANK = frozenset(" \t,;|\u200b\"'")


def _covered(found: Identifiers) -> set[int]:
    covered = set(found.lines) | {each.line for each in found.doubled}
    for rejected in found.rejected:
        covered |= set(range(rejected.line, rejected.line + count_lines(rejected.text)))
    for each in found.passed_over:
        covered |= set(range(each.line, each.line + max(each.lines, count_lines(each.text))))
    return covered


@given(_TEXTS)
def test_no_reading_ever_loses_a_line(text: str) -> None:
    lines = text.splitlines()
    for reading in readings(text):
        if reading.form is Form.TABLE and text.count('"') != sum(line.count('"') // 2 * 2 for line in lines):
            continue  # a quoted cell may hold the end of a line: its row is one item
        told = _covered(parse(text, reading))
        assert {number for number, line in enumerate(lines, start=1) if set(line) - _BLANK} <= told


@given(_TEXTS)
def test_every_reading_is_named_previewed_and_written(text: str) -> None:
    for reading in readings(text):
        assert label(text, reading)
        assert all(preview(text, reading)) or not preview(text, reading)
        assert Reading.from_json(json.loads(json.dumps(reading.to_json()))) == reading
        assert summary(parse(text, reading)).endswith((".", "…"))


@given(_TEXTS)
def test_what_is_written_is_read_as_exactly_these_identifiers(text: str) -> None:
    for reading in readings(text):
        kept = parse(text, reading).identifiers
        again = parse(write(kept))
        assert again.identifiers == kept
        assert (again.doubled, again.rejected) == ((), ())


@pytest.mark.parametrize(
    "identifiers",
    [
        ("id,size", "A,1"),
        ('["A"]', "B"),
        ("https://x.org/S2A_2020_01.zip", "https://x.org/S2A_2020_02.zip"),
        ("Dear all, here are some names:", "S2A_2020_04_01"),
        ("- A", "- B"),
        ("[1] A", "[2] B"),
        ("x = c('A')",),
        ("S2A_2020_04_01 S2A_2020_04_02",),
        ("Scene", "S2A_2020_04_01", "S2A_2020_04_02"),
        ("<a>b</a>",),
        ("A\u200bB",),
        ("S2A_2020_01.zip", "S2A_2020_02.zip"),
        ("NaN", "-"),
        ("sep=;", "#A"),
        (),
    ],
)
def test_any_identifier_can_be_written(identifiers: tuple[str, ...]) -> None:
    assert parse(write(identifiers)).identifiers == identifiers


def test_ordinary_identifiers_are_written_one_a_line() -> None:
    assert write(["S2A_1", "S2A_2"]) == "S2A_1\nS2A_2"


# Bounds: what is too much is refused with a sentence, and the work before is counted, not timed.


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("A\n" * (MOST_ITEMS + 1), id="lines"),
        pytest.param("A," * (MOST_ITEMS + 1), id="one row"),
        pytest.param('"A",' * (MOST_ITEMS + 1), id="one row in quotes"),
        pytest.param("id,size\n" + "A,1\n" * (MOST_ITEMS + 1), id="a table"),
        pytest.param('{"id":"A"}\n' * (MOST_ITEMS + 1), id="one object a line"),
        pytest.param("[" + "1," * 1_500_000 + "1]", id="a JSON list"),
        pytest.param("[" + "[]," * 1_500_000 + "[]]", id="JSON lists"),
        pytest.param("['A'" + ",'A'" * 700_000 + "]", id="code"),
        pytest.param("<a>" + "<b>c</b>" * 900_000 + "</a>", id="XML"),
    ],
)
def test_what_is_too_much_is_refused_in_words(text: str) -> None:
    found = parse(text)
    assert found.identifiers == ()
    assert "holds more than" in found.problem


def test_as_many_items_as_may_be_are_read() -> None:
    found = parse("\n".join(map(str, range(MOST_ITEMS))))
    assert (len(found.identifiers), found.problem) == (MOST_ITEMS, "")


def test_a_wide_table_offers_its_first_columns() -> None:
    width = MOST_COLUMNS * 3
    text = "\n".join(",".join(f"{row}.{column}" for column in range(width)) for row in range(3))
    offered = readings(text)
    assert len(offered) <= MOST_READINGS
    assert max(each.column or 0 for each in offered) < MOST_COLUMNS


def test_a_guess_looks_at_the_beginning_of_a_long_text_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0
    kind = shapes.kind

    def counted(value: str) -> shapes.Kind:
        nonlocal calls
        calls += 1
        return kind(value)

    monkeypatch.setattr(shapes, "kind", counted)
    counts = []
    for rows in (10_000, 40_000):
        calls = 0
        readings("Scene,Size\n" + "".join(f"S2A_2020_{row},5\n" for row in range(rows)))
        counts.append(calls)
    assert counts[0] == counts[1]


def test_lines_of_the_rest_of_json_are_told_as_one_block() -> None:
    found = parse('{\n "size": 1,\n "ids": [\n  "A"\n ]\n}')
    assert [(each.line, each.lines, each.remark) for each in found.passed_over] == [(1, 6, Remark.REST)]


def test_a_hyphen_within_a_line_is_no_bullet() -> None:
    text = "- A_2020_001\n- A_2020_002\nA_2020_003 - A_2020_004"
    assert parse(text, Reading(Form.BULLETS)).identifiers == ("A_2020_001", "A_2020_002")
