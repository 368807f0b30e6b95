"""The table of files: what reaches the browser."""

from collections.abc import Sequence

import pytest
from streamlit.testing.v1 import AppTest

from components.desk.orders.listed_files import ListedFiles
from components.regards.delivery.receipt import compose_receipt
from components.regards.delivery.snapshot import Proof, Snapshot
from components.regards.orders.records import OrderFile
from components.ui.order import file_table
from tests.ui.draw_block import NOW, draw, file, file_rows, listed, order

MANY = [file(number, "AVAILABLE" if number % 2 else "PENDING") for number in range(2 * file_table.A_PAGE)]


def address(of: OrderFile) -> str:
    return f"./orders/54/files/{of.file_id}" if of.can_be_fetched else ""


def drawn(files: Sequence[OrderFile]) -> AppTest:
    return draw(lambda: file_table.show_files(listed(files), address))


def names(app: AppTest) -> list[str]:
    return [row["File"] for row in file_rows(app)]


def test_a_file_is_shown_with_all_that_is_known_of_it() -> None:
    known = file(
        7, "ERROR", 907, product="P7", dataset="Ocean", algorithm="MD5", checksum="c0ffee", error="lost on tape"
    )
    assert file_rows(drawn([known, file(8, suborder=31)]))[0] == {
        "": "",
        "File": "file_00007.nc",
        "State": "Cannot be provided",
        "Type": "RAWDATA",
        "Size": "100 bytes",
        "Product": "P7",
        "Dataset": "Ocean",
        "Suborder": "2",
        "Checksum": "MD5 c0ffee",
        "Reason": "lost on tape",
    }


def test_a_file_that_was_not_ready_when_the_order_was_gone_was_never_prepared() -> None:
    files = (file(7, "PENDING"), file(8, "ERROR"))
    app = draw(lambda: file_table.show_files(ListedFiles(files, gone=frozenset({54})), address))
    assert [row["State"] for row in file_rows(app)] == ["Never prepared", "Cannot be provided"]


def test_of_two_orders_of_which_one_is_gone_only_the_files_of_that_one_are() -> None:
    files = ListedFiles((file(7), file(8, order_id=55)), gone=frozenset({54}))
    assert [row["State"] for row in file_rows(draw(lambda: file_table.show_files(files, address)))] == [
        "Dropped",
        "Ready",
    ]
    assert [files.can_be_fetched(each) for each in files.files] == [False, True]


def test_the_name_of_a_file_that_can_be_fetched_leads_to_it_and_no_other() -> None:
    app = drawn([file(7), file(8, "DOWNLOADED"), file(9, "PENDING"), file(10, "ERROR")])
    assert [row[""] for row in file_rows(app)] == ["./orders/54/files/7", "./orders/54/files/8", "", ""]


def test_signs_of_direction_in_a_name_steer_nothing() -> None:
    assert names(drawn([file(7, name="a\u202egnp.exe")])) == ["a gnp.exe"]


def test_columns_that_say_nothing_are_left_out() -> None:
    [row] = file_rows(drawn([file(7, suborder=0)]))
    assert {"Order", "Suborder", "Reason", "Here", "Checksum"}.isdisjoint(row)


def test_files_of_several_orders_say_of_which() -> None:
    assert [row["Order"] for row in file_rows(drawn([file(7), file(8, order_id=55)]))] == ["54", "55"]


@pytest.mark.parametrize(("number", "searched"), [(file_table.FEW_ROWS, False), (file_table.FEW_ROWS + 1, True)])
def test_only_more_than_a_few_files_are_searched(number: int, searched: bool) -> None:
    app = drawn(MANY[:number])
    assert bool(app.text_input) is searched
    assert len(file_rows(app)) == number
    assert not app.markdown


def test_what_has_arrived_is_said_beside_the_state_and_why_a_file_failed() -> None:
    files = [file(1, "DOWNLOADED"), file(2, "DOWNLOADED"), file(3)]
    proofs, problems = {1: Proof(NOW, "MD5", "browser")}, {2: "The checksum differs."}
    receipt = compose_receipt([Snapshot(order(files=3), tuple(files), proofs, problems)], "Archive", "p", NOW)
    outcomes = {line.file_id: line for line in receipt.lines}
    app = draw(lambda: file_table.show_files(listed(files), address, outcomes=outcomes))
    assert [(row["Here"], row["Reason"]) for row in file_rows(app)] == [
        ("verified", ""),
        ("failed", "The checksum differs."),
        ("", ""),
    ]


@pytest.mark.parametrize(("number", "pages"), [(file_table.A_PAGE, 1), (file_table.A_PAGE + 1, 2)])
def test_many_files_are_shown_a_page_at_a_time(number: int, pages: int) -> None:
    app = drawn(MANY[:number])
    assert names(app) == [each.name for each in MANY[: file_table.A_PAGE]]
    assert [each.proto.num_pages for each in app.get("pagination")] == ([pages] if pages > 1 else [])


def test_each_file_stands_on_one_page() -> None:
    app = drawn(MANY[:-1])
    assert app.caption[0].value == "1 to 100 of 199"
    app.session_state["page files 2"] = 2
    app.run()
    assert names(app) == [each.name for each in MANY[file_table.A_PAGE : -1]]
    assert app.caption[0].value == "101 to 199 of 199"


@pytest.mark.parametrize("wanted", ["0123", "FILE_00123", " p00123 "])
def test_many_files_are_found_by_a_piece_of_their_name_or_product_in_any_case(wanted: str) -> None:
    app = drawn(MANY)
    app.text_input[0].input(wanted).run()
    assert names(app) == ["file_00123.nc"]
    assert [text.value for text in app.markdown] == ["1 of 200 files."]


def test_many_files_are_narrowed_down_to_a_state() -> None:
    app = drawn(MANY)
    app.selectbox[0].select("PENDING").run()
    assert {row["State"] for row in file_rows(app)} == {"Not ready yet"}
    assert len(file_rows(app)) == len(MANY) // 2


def test_many_files_are_narrowed_down_to_a_type() -> None:
    app = drawn([*MANY[: file_table.FEW_ROWS], file(99_999, data_type="QUICKLOOK_SD")])
    app.selectbox[1].select("QUICKLOOK_SD").run()
    assert names(app) == ["file_99999.nc"]


def test_where_all_files_are_of_one_type_none_is_to_be_chosen() -> None:
    assert [box.label for box in drawn(MANY[: file_table.FEW_ROWS + 1]).selectbox] == ["State"]


def test_a_search_gives_what_it_finds_also_nothing() -> None:
    given: list[Sequence[OrderFile]] = []
    app = draw(lambda: given.append(file_table.show_files(listed(MANY), address)))
    app.text_input[0].input("nothing is called so").run()
    assert not app.exception
    assert file_rows(app) == []
    assert [list(found) for found in given] == [MANY, []]


def test_a_search_from_a_later_page_begins_on_the_first() -> None:
    app = drawn(MANY)
    app.session_state["page files 2"] = 2
    app.run()
    app.text_input[0].input("file_0012").run()
    assert names(app) == [f"file_{number:05}.nc" for number in range(120, 130)]
