"""Telling tables from lists, and the column of identifiers from the others."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order.identifiers import Form, Reading, Remark, label, parse, readings

SEPARATORS = {"tab": "\t", "semicolon": ";", "comma": ",", "pipe": "|"}
SCENES = ("S2A_MSIL1C_20200401T105621", "S2B_MSIL1C_20200403T104629", "S2A_MSIL1C_20200404T110621")


def _column(text: str) -> int | None:
    """The column that is read without a choice; None if the text is read as a list."""
    reading = parse(text).reading
    assert reading
    return reading.column


def _table(*rows: tuple[str, ...]) -> str:
    return "\n".join(",".join(row) for row in rows)


@pytest.mark.parametrize("separator", SEPARATORS.values(), ids=SEPARATORS)
def test_a_title_of_identifiers_beside_another_cell_makes_a_table(separator: str) -> None:
    text = f"size{separator}Provider ID\n5{separator}A\n6{separator}B"
    assert parse(text).reading == Reading(Form.TABLE, separator, 1, titled=True)
    assert parse(text).identifiers == ("A", "B")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("A, B, C", id="a list in one line"),
        pytest.param("id, A, B, C", id="a list in one line below nothing"),
        pytest.param("id\nA\nB", id="a list with a title"),
        pytest.param("A, B\nC\nD, E, F", id="ragged lines"),
        pytest.param("S2A_1, S2A_2\nS2A_3, S2A_4", id="a list in equal lines"),
        pytest.param("Alpha, Beta\nGamma, Delta\nGamma, Eta", id="words in equal lines"),
        pytest.param("A,B\n1,2", id="letters over numbers"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_list_is_no_table(text: str) -> None:
    assert _column(text) is None


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("Name,Size,Note", id="words"),
        pytest.param("Name,Name,Name", id="the same word in each"),
        pytest.param("Name,Size 2,B4", id="digits"),
        pytest.param("Name,,", id="no title"),
        pytest.param("id,5 m,10 m", id="measures"),
    ],
)
def test_titles_may_hold_digits_be_empty_or_come_back(header: str) -> None:
    text = f"{header}\n{SCENES[0]},5,ok\n{SCENES[1]},6\n{SCENES[2]},7,ok\n"
    assert parse(text).identifiers == SCENES
    assert [each.remark for each in parse(text).passed_over] == [Remark.TITLE]


@pytest.mark.parametrize(
    "others",
    [
        pytest.param(("Size", "1 024", "12.5", "1e3"), id="numbers"),
        pytest.param(("Size", "5 MB", "", "1.5 GB"), id="sizes, one missing"),
        pytest.param(("Cloud cover (%)", "5 %", "0%", "12.5%"), id="percentages"),
        pytest.param(("Sensing time", "2020-04-01T10:56:21Z", "2020-04-03", "2020-04-04 11:06"), id="dates"),
        pytest.param(("Date", "01/04/2020", "3.4.2020", "04-04-2020"), id="dates of other habits"),
        pytest.param(("Latest", "true", "false", "TRUE"), id="yes or no"),
        pytest.param(("Platform", "Sentinel-2A", "Sentinel-2B", "Sentinel-2A"), id="values that come back"),
    ],
)
def test_words_over_columns_of_different_kinds_make_a_table(others: tuple[str, ...]) -> None:
    assert _column(_table(*zip(others, ("Scene", *SCENES), strict=True))) == 1


def test_words_over_names_alone_make_a_table() -> None:
    assert _column(_table(("File", "Scene"), ("a1.zip", SCENES[0]), ("b2.zip", SCENES[1]))) == 1


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        pytest.param("id,providerId,urn", 1, id="providerId before id"),
        pytest.param("productId,providerId", 1, id="providerId before productId"),
        pytest.param("id,product_id,identifier", 1, id="productId before others"),
        pytest.param("URN,id", 1, id="id before urn"),
        pytest.param("ids,IDs", 0, id="the first of equals"),
        pytest.param("words,id", 1, id="a known title before what looks like identifiers"),
    ],
)
def test_the_column_with_the_best_title_is_chosen(header: str, chosen: int) -> None:
    assert _column(f"{header}\nS2A_1,B,C") == chosen


@pytest.mark.parametrize(
    ("titles", "chosen"),
    [
        pytest.param(("Tile", "Scene", "Size"), 1, id="long names before short codes"),
        pytest.param(("Scene", "File", "Size"), 0, id="the first of names of like length"),
        pytest.param(("Link", "Scene", "Size"), 1, id="names before addresses"),
        pytest.param(("Footprint", "Scene", "Size"), 1, id="names before geometries"),
        pytest.param(("Platform", "Scene", "Size"), 1, id="names before values that come back"),
        pytest.param(("Time", "Scene", "Size"), 1, id="names before dates"),
    ],
)
def test_without_known_title_the_column_most_like_identifiers_is_chosen(titles: tuple[str, ...], chosen: int) -> None:
    columns = {
        "Scene": SCENES,
        "Size": ("5", "6", "7"),
        "Tile": ("T31TCJ", "T32TLQ", "T32VNH"),
        "File": tuple(f"{scene}.SAFE.zip" for scene in SCENES),
        "Link": tuple(f"https://example.org/{scene}" for scene in SCENES),
        "Footprint": tuple(f"POINT ({number}.123456789 {number}.123456789)" for number in range(3)),
        "Platform": ("Sentinel-2A", "Sentinel-2B", "Sentinel-2A"),
        "Time": ("2020-04-01T10:56:21.024Z", "2020-04-03T10:46:29.024Z", "2020-04-04T11:06:21.024Z"),
    }
    assert _column(_table(titles, *zip(*(columns[title] for title in titles), strict=True))) == chosen


def test_the_user_may_choose_another_column() -> None:
    text = "id,label\nA,B"
    chosen = next(reading for reading in readings(text) if reading.column == 1)
    assert parse(text, chosen).identifiers == ("B",)


def test_a_choice_that_the_table_does_not_have_is_as_none() -> None:
    assert parse("label,id\nA,B", Reading(Form.TABLE, ",", 2, titled=True)).identifiers == ("B",)


def test_the_user_may_say_that_it_is_no_table() -> None:
    assert Reading(Form.LIST) in readings("id,label\nA,B")


def test_a_column_without_title_is_called_by_its_number() -> None:
    text = "id,, size \nA,B,1"
    names = [label(text, reading) for reading in readings(text) if reading.form is Form.TABLE and reading.titled]
    assert sorted(names) == [f"the column “{name}” of a table" for name in ("column 2", "id", "size")]


def test_a_header_may_stand_behind_blank_lines_and_comments() -> None:
    found = parse("\n# by Ada\n\nid,size\nA,1")
    assert found.identifiers == ("A",)
    assert [(each.line, each.remark) for each in found.passed_over] == [(2, Remark.COMMENT), (4, Remark.TITLE)]


@pytest.mark.parametrize("line", ["# id, size", "#,id"])
def test_a_header_may_stand_behind_a_comment_sign(line: str) -> None:
    found = parse(f"# by Ada\n{line}\nA,B\nC,D")
    assert found.identifiers in {("A", "C"), ("B", "D")}
    assert (2, Remark.TITLE) in [(each.line, each.remark) for each in found.passed_over]


@pytest.mark.parametrize("text", ["# id, size\nA\nB", "# id, size\nA,1,2", "# name, size\nA,1"])
def test_a_comment_that_fits_no_table_is_no_header(text: str) -> None:
    assert _column(text) is None


def test_quoted_titles_are_read_without_quotes_and_may_hold_the_separator() -> None:
    text = '"size, MB","providerId"\n1,A'
    assert parse(text).labels == ("the column “providerId” of a table",)
    assert any("“size, MB”" in label(text, reading) for reading in readings(text))


def test_a_large_table_is_judged_by_its_beginning() -> None:
    text = "Name,Size\n" + "".join(f"S2A_{number},{number}\n" for number in range(100_000))
    assert _column(text + "ragged") == 0


def test_a_line_that_is_cut_off_is_not_judged() -> None:
    text = "Name,Words,Size\n" + f"S2A_1,{'x' * 150_000},1\nS2A_2,{'x' * 150_000},2\n"
    assert _column(text) == 0


_CELLS = st.text(st.sampled_from("Ab1 \"',;\t\n#é月"), max_size=6)
_IDENTIFIERS = _CELLS.filter(lambda cell: cell.strip() == cell != "" and cell[0] not in "\"'#")


@given(
    rows=st.lists(st.tuples(_CELLS, _IDENTIFIERS, _CELLS), min_size=1),
    separator=st.sampled_from([*SEPARATORS.values()]),
    line_end=st.sampled_from(["\r\n", "\n"]),
)
def test_a_table_that_a_spreadsheet_wrote_is_read_cell_by_cell(
    rows: list[tuple[str, str, str]], separator: str, line_end: str
) -> None:
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=separator, lineterminator=line_end)
    writer.writerow(("label", "providerId", "remark"))
    writer.writerows([(f"x{label}", identifier, remark) for label, identifier, remark in rows])
    found = parse(sheet.getvalue())
    told = [*found.identifiers, *(item.identifier for item in found.doubled), *(item.text for item in found.rejected)]
    assert sorted(told) == sorted(identifier for _, identifier, _ in rows)
