"""Files as tables."""

import pytest

from components.regards.delivery.receipt import compose_receipt
from components.regards.delivery.snapshot import Proof, Snapshot
from components.regards.orders.records import OrderFile
from components.ui import tables
from tests.ui.draw_block import NOW, draw, file, listed, order, rows, select

MANY = [file(number, "AVAILABLE" if number % 2 else "PENDING") for number in range(2 * tables.MOST_ROWS)]


# Files


def test_a_file_is_shown_with_all_that_is_known_of_it() -> None:
    known = file(
        7, "ERROR", 907, product="P7", dataset="Ocean", algorithm="MD5", checksum="c0ffee", error="lost on tape"
    )
    app = draw(lambda: tables.files_table(listed([known, file(8, suborder=31)])))
    assert rows(app)[0] == {
        "File": "file_00007.nc",
        "State": "Cannot be provided",
        "Type": "RAWDATA",
        "Size": "100 bytes",
        "Product": "P7",
        "Dataset": "Ocean",
        "Suborder": 2,
        "Checksum": "MD5 c0ffee",
        "Reason": "lost on tape",
    }


def test_columns_that_say_nothing_are_left_out() -> None:
    [row] = rows(draw(lambda: tables.files_table(listed([file(7, suborder=0)]))))
    assert {"Order", "Suborder", "Reason", "Here"}.isdisjoint(row)


def test_files_of_several_orders_say_of_which() -> None:
    app = draw(lambda: tables.files_table(listed([file(7), file(8, order_id=55)])))
    assert [row["Order"] for row in rows(app)] == [54, 55]


def test_a_selected_file_is_given() -> None:
    given: list[OrderFile | None] = []
    app = draw(lambda: given.append(tables.files_table(listed([file(7), file(8)]))))
    select(app, "files", 1)
    assert given == [None, file(8)]


def test_a_selection_in_one_orders_table_is_none_in_anothers() -> None:
    given: list[OrderFile | None] = []
    app = draw(lambda: given.append(tables.files_table(listed([file(7), file(8)]), key="files 55")))
    select(app, "files 54", 1)
    assert given == [None, None]


@pytest.mark.parametrize(("number", "searched"), [(tables.FEW_ROWS, False), (tables.FEW_ROWS + 1, True)])
def test_only_more_than_a_few_files_are_searched(number: int, searched: bool) -> None:
    app = draw(lambda: tables.files_table(listed(MANY[:number])))
    assert bool(app.text_input) is searched
    assert len(app.dataframe[0].value) == number
    assert not app.markdown


def test_what_has_arrived_is_said_beside_the_state_and_why_a_file_failed() -> None:
    files = [file(1, "DOWNLOADED"), file(2, "DOWNLOADED"), file(3)]
    proofs, problems = {1: Proof(NOW, "MD5", "browser")}, {2: "The checksum differs."}
    receipt = compose_receipt([Snapshot(order(files=3), tuple(files), proofs, problems)], "Archive", "p", NOW)
    outcomes = {line.file_id: line for line in receipt.lines}
    app = draw(lambda: tables.files_table(listed(files), outcomes=outcomes))
    assert [(row["Here"], row["Reason"]) for row in rows(app)] == [
        ("verified", ""),
        ("failed", "The checksum differs."),
        ("", ""),
    ]


def test_of_many_files_it_is_said_how_many_are_shown() -> None:
    app = draw(lambda: tables.files_table(listed(MANY)))
    assert [text.value for text in app.markdown] == ["2,000 of 2,000 files, of which the first 1,000 are shown."]


@pytest.mark.parametrize("wanted", ["01234", "FILE_01234", " p01234 "])
def test_many_files_are_found_by_a_piece_of_their_name_or_product_in_any_case(wanted: str) -> None:
    app = draw(lambda: tables.files_table(listed(MANY)))
    app.text_input[0].input(wanted).run()
    assert [row["File"] for row in rows(app)] == ["file_01234.nc"]
    assert [text.value for text in app.markdown] == ["1 of 2,000 files."]


def test_many_files_are_narrowed_down_to_a_state() -> None:
    app = draw(lambda: tables.files_table(listed(MANY)))
    app.selectbox[0].select("PENDING").run()
    assert {row["State"] for row in rows(app)} == {"Not ready yet"}
    assert len(rows(app)) == tables.MOST_ROWS


def test_many_files_are_narrowed_down_to_a_type() -> None:
    some = [*MANY[: tables.FEW_ROWS], file(99_999, data_type="QUICKLOOK_SD")]
    app = draw(lambda: tables.files_table(listed(some)))
    app.selectbox[1].select("QUICKLOOK_SD").run()
    assert [row["File"] for row in rows(app)] == ["file_99999.nc"]


def test_where_all_files_are_of_one_type_none_is_to_be_chosen() -> None:
    app = draw(lambda: tables.files_table(listed(MANY[: tables.FEW_ROWS + 1])))
    assert [box.label for box in app.selectbox] == ["State"]


def test_a_search_that_finds_nothing_gives_nothing() -> None:
    given: list[OrderFile | None] = []
    app = draw(lambda: given.append(tables.files_table(listed(MANY))))
    app.text_input[0].input("nothing is called so").run()
    assert not app.exception
    assert rows(app) == []
    assert given == [None, None]


def test_the_row_selected_before_a_search_selects_nothing_after_it() -> None:
    given: list[OrderFile | None] = []
    app = draw(lambda: given.append(tables.files_table(listed(MANY))))
    select(app, app.dataframe[0].key or "", 0)
    assert given[-1] == MANY[0]
    app.text_input[0].input("01").run()
    assert given[-1] is None
