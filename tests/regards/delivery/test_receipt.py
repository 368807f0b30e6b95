"""The receipt: everything ordered is delivered, failed or left out, and it says why."""

import codecs
import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.regards.delivery.receipt import Line, Outcome, Receipt, compose_receipt
from components.regards.delivery.receipt_files import receipt_to_csv, receipt_to_json
from components.regards.delivery.snapshot import Proof, Snapshot, WrongContent
from components.regards.orders.records import DatasetTask, Order, OrderFile
from components.regards.orders.statuses import FileState, OrderStatus

NOON = datetime(2026, 11, 23, 12, 0, 0, 500000, tzinfo=UTC)
ORDER = Order(812, "Generated order", OrderStatus.RUNNING, 40, NOON, None, 0, False, (), None)
FILE = OrderFile(
    file_id=7,
    order_id=812,
    suborder=1,
    name="a.nc",
    product="A",
    dataset="Ocean L2",
    data_type="RAWDATA",
    state=FileState.AVAILABLE,
    size=12,
    mime_type="application/x-netcdf",
    checksum="d41d8cd98f00b204e9800998ecf8427e",
    algorithm="MD5",
    external=False,
    error="",
)
PROOF = Proof(NOON, "MD5", "/srv/orders/order_812/a.nc")

NOT_KEPT = "This file was downloaded, but not kept by this desk, so it is not verified here."


def counting(files: int, order: Order = ORDER) -> Order:
    """An order with a file count from the archive, in two datasets."""
    tasks = DatasetTask(1, "Ocean L2", 1, files // 2, 10), DatasetTask(2, "Ice", 1, files - files // 2, 10)
    return replace(order, tasks=tasks)


def listing(*files: OrderFile, order: Order = ORDER, verified: Sequence[int] = ()) -> Snapshot:
    return Snapshot(order, files, dict.fromkeys(verified, PROOF), {})


def receipt(*parts: Snapshot, asked: Sequence[str] = (), recipe: object = None) -> Receipt:
    return compose_receipt(parts, "CNES", "project1", NOON, asked=asked, recipe=recipe)


def only_line(part: Snapshot) -> Line:
    [line] = receipt(part).lines
    return line


def json_of(written: Receipt) -> str:
    return b"".join(receipt_to_json(written)).decode()


def csv_of(written: Receipt) -> str:
    """The table, after a check that it begins with the mark that spreadsheets look for."""
    table = b"".join(receipt_to_csv(written))
    assert table.startswith(codecs.BOM_UTF8)
    return table.decode("utf-8-sig")


def rows(written: Receipt) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_of(written), newline="")))


def test_a_verified_file_is_delivered_with_its_proof() -> None:
    line = only_line(listing(FILE, verified=[7]))
    assert (line.outcome, line.verified_at, line.verified_by, line.place, line.reason) == (
        Outcome.DELIVERED,
        NOON,
        "MD5",
        "/srv/orders/order_812/a.nc",
        "",
    )


def test_a_file_that_was_tried_in_vain_failed_for_the_reason_met() -> None:
    line = only_line(Snapshot(ORDER, (FILE,), {}, {7: "12 of 40 bytes arrived."}))
    assert (line.outcome, line.reason, line.verified_at) == (Outcome.FAILED, "12 of 40 bytes arrived.", None)


@pytest.mark.parametrize(
    ("by", "outcome", "reason"),
    [
        ("SHA-256", Outcome.DELIVERED, ""),
        (
            "size",
            Outcome.UNVERIFIABLE,
            "The archive announced no checksum of this file, so only its size was compared.",
        ),
        (
            "",
            Outcome.UNVERIFIABLE,
            "The archive announced neither the size nor a checksum of this file: nothing verifies it.",
        ),
    ],
)
def test_only_a_checksum_verifies_a_file(by: str, outcome: Outcome, reason: str) -> None:
    line = only_line(Snapshot(ORDER, (FILE,), {7: replace(PROOF, by=by)}, {}))
    assert (line.outcome, line.reason, line.verified_by) == (outcome, reason, by)
    assert line.outcome.arrived


def test_a_file_that_is_tried_again_has_not_failed() -> None:
    line = only_line(Snapshot(ORDER, (FILE,), {}, {7: "It broke."}, again=frozenset({7})))
    assert (line.outcome, line.reason) == (Outcome.LEFT_OUT, "It broke. It will be tried again.")


def test_files_that_arrived_with_wrong_content_are_told_from_others_that_failed() -> None:
    other = replace(FILE, file_id=8)
    written = receipt(Snapshot(ORDER, (FILE, other), {}, {7: WrongContent("It differs."), 8: "It broke."}))
    assert (written.failed, [line.file_id for line in written.wrong]) == (2, [7])


def test_a_proof_counts_more_than_a_problem_of_an_earlier_attempt() -> None:
    assert only_line(Snapshot(ORDER, (FILE,), {7: PROOF}, {7: "It broke off."})).outcome is Outcome.DELIVERED


def test_the_problem_of_another_file_is_none_of_this_one() -> None:
    assert only_line(Snapshot(ORDER, (FILE,), {}, {8: "It broke off."})).outcome is Outcome.LEFT_OUT


@pytest.mark.parametrize(
    ("status", "state", "outcome", "reason"),
    [
        ("RUNNING", "PENDING", Outcome.LEFT_OUT, "The archive has not made this file ready yet."),
        ("PAUSED", "PENDING", Outcome.LEFT_OUT, "The archive has not made this file ready yet."),
        ("DONE", "PENDING", Outcome.LEFT_OUT, "The order ended, and the archive never made this file ready."),
        ("HALTED", "PENDING", Outcome.LEFT_OUT, "The order ended, and the archive never made this file ready."),
        ("EXPIRED", "PENDING", Outcome.LEFT_OUT, "The order expired before this file was ready."),
        ("DELETED", "PENDING", Outcome.LEFT_OUT, "The order was deleted before this file was ready."),
        ("DONE", "AVAILABLE", Outcome.LEFT_OUT, "This file is ready on the archive, but was not downloaded yet."),
        ("EXPIRED", "AVAILABLE", Outcome.LEFT_OUT, "The order expired before this file was downloaded."),
        ("DELETED", "AVAILABLE", Outcome.LEFT_OUT, "The order was deleted before this file was downloaded."),
        ("DONE", FileState.UNLISTED, Outcome.LEFT_OUT, "it was downloaded elsewhere, or dropped."),
        (
            "DELETED",
            FileState.UNLISTED,
            Outcome.LEFT_OUT,
            "downloaded elsewhere, it went with the order.",
        ),
        ("DONE", "DOWNLOADED", Outcome.LEFT_OUT, NOT_KEPT),
        ("EXPIRED", "DOWNLOADED", Outcome.LEFT_OUT, NOT_KEPT),
        (
            "DONE",
            "MELTED",
            Outcome.LEFT_OUT,
            "calls the state of this file “MELTED”, which this program does not know.",
        ),
        ("DONE", "ERROR", Outcome.FAILED, "The archive cannot provide this file. It says: tape lost"),
        ("EXPIRED", "ERROR", Outcome.FAILED, "The archive cannot provide this file. It says: tape lost"),
        ("DONE", "PROCESSING_ERROR", Outcome.FAILED, "The archive could not process this file. It says: tape lost"),
        ("DONE", "DOWNLOAD_ERROR", Outcome.FAILED, "broke off, and it was not downloaded again. It says: tape lost"),
    ],
)
def test_a_file_without_proof_says_why_from_its_state_and_that_of_its_order(
    status: str, state: str, outcome: Outcome, reason: str
) -> None:
    line = only_line(listing(replace(FILE, state=state, error="tape lost"), order=replace(ORDER, status=status)))
    assert line.outcome is outcome
    assert line.reason.endswith(reason)


def test_an_archive_that_says_nothing_is_not_quoted() -> None:
    assert only_line(listing(replace(FILE, state="ERROR"))).reason == "The archive cannot provide this file."


def test_files_that_the_archive_counts_and_does_not_name_are_left_out() -> None:
    written = receipt(listing(FILE, order=counting(5), verified=[7]))
    assert (written.orders[0].ordered, written.orders[0].unlisted) == (5, 4)
    assert (written.ordered, written.delivered, written.failed, written.left_out) == (5, 1, 0, 4)


def test_files_that_are_named_count_also_where_the_archive_counts_fewer() -> None:
    written = receipt(listing(FILE, replace(FILE, file_id=8), order=counting(1)))
    assert (written.ordered, written.left_out, written.orders[0].unlisted) == (2, 2, 0)


def test_more_named_in_one_order_make_up_for_none_counted_in_another() -> None:
    written = receipt(listing(FILE, replace(FILE, file_id=8), order=counting(1)), listing(order=counting(1)))
    assert (written.ordered, written.left_out) == (3, 3)


def test_identifiers_of_which_no_file_is_named_are_listed_in_the_order_asked() -> None:
    assert receipt(listing(FILE), asked=("C", "A", "B")).identifiers_without_files == ("C", "B")


def test_where_it_is_unknown_what_was_asked_no_identifier_is_without_files() -> None:
    assert receipt(listing(FILE)).identifiers_without_files == ()


_FILES = st.builds(
    replace,
    st.just(FILE),
    file_id=st.integers(0, 30),
    state=st.sampled_from([*FileState, "MELTED"]),
    product=st.sampled_from(["A", "B", "C", ""]),
    name=st.text(max_size=8),
    error=st.text(max_size=8),
    size=st.none() | st.integers(0, 2**40),
)


@st.composite
def _parts(draw: st.DrawFn) -> list[Snapshot]:
    parts = []
    for number in range(draw(st.integers(1, 3))):
        listed = draw(st.lists(_FILES, max_size=6, unique_by=lambda file: file.file_id))
        files = tuple(replace(file, order_id=number) for file in listed)
        known = [file.file_id for file in files] or [0]
        status = draw(st.sampled_from([*OrderStatus, "HALTED"]))
        order = replace(counting(draw(st.integers(0, 9))), order_id=number, status=status)
        by = draw(st.sampled_from(["MD5", "size", ""]))
        proofs = dict.fromkeys(draw(st.sets(st.sampled_from(known))), replace(PROOF, by=by))
        parts.append(Snapshot(order, files, proofs, dict.fromkeys(draw(st.sets(st.sampled_from(known))), "broken")))
    return parts


@given(_parts(), st.lists(st.sampled_from("ABCDE"), unique=True))
def test_everything_ordered_is_delivered_failed_or_left_out(parts: list[Snapshot], asked: list[str]) -> None:
    written = receipt(*parts, asked=asked)
    assert written.ordered == written.delivered + written.unverifiable + written.failed + written.left_out
    assert written.ordered == sum(max(part.order.files, len(part.files)) for part in parts)
    assert all((line.outcome is Outcome.DELIVERED) == (not line.reason) for line in written.lines)


@given(_parts(), st.lists(st.sampled_from("ABCDE"), unique=True))
def test_both_forms_count_the_same(parts: list[Snapshot], asked: list[str]) -> None:
    written = receipt(*parts, asked=asked)
    expected = {
        "delivered": written.delivered,
        "delivered, not verifiable": written.unverifiable,
        "failed": written.failed,
        "left out": written.left_out,
    }
    assert json.loads(json_of(written))["counts"] == {"ordered": written.ordered, **expected}
    found = Counter(row["outcome"] for row in rows(written))
    assert {outcome: found[outcome] for outcome in expected} == expected
    assert found["no file"] == len(written.identifiers_without_files)


JSON = """{
  "format": "regards-order-desk/receipt",
  "version": "1.1",
  "archive": "CNES",
  "project": "project1",
  "written": "2026-11-23T12:00:00.500000Z",
  "counts": {"ordered": 3, "delivered": 1, "delivered, not verifiable": 0, "failed": 1, "left out": 1},
  "orders": [
    {"order_id": 812, "label": "Generated order", "status": "RUNNING", "created": "2026-11-23T12:00:00.500000Z", \
"ordered": 3, "unlisted": 1}
  ],
  "files": [
    {"order_id": 812, "file_id": 7, "name": "a.nc", "product": "A", "dataset": "Ocean L2", "data_type": "RAWDATA", \
"size": 12, "checksum": "d41d8cd98f00b204e9800998ecf8427e", "algorithm": "MD5", "outcome": "delivered", \
"verified_at": "2026-11-23T12:00:00.500000Z", "verified_by": "MD5", "place": "/srv/orders/order_812/a.nc", \
"reason": ""},
    {"order_id": 812, "file_id": 8, "name": "é月.nc", "product": "B", "dataset": "Ocean L2", "data_type": "RAWDATA", \
"size": null, "checksum": "", "algorithm": "", "outcome": "failed", "verified_at": null, "verified_by": "", \
"place": "", "reason": "The archive cannot provide this file."}
  ],
  "identifiers": [
    "A",
    "B",
    "C"
  ],
  "identifiers_without_files": [
    "C"
  ],
  "recipe": {"pasted": ["A", "B", "C"]}
}
"""
CSV = (
    '"order_id","file_id","name","product","dataset","data_type","size","checksum","algorithm","outcome","verified_at",'
    '"verified_by","place","reason"\r\n'
    '"812","7","a.nc","A","Ocean L2","RAWDATA","12","d41d8cd98f00b204e9800998ecf8427e","MD5","delivered",'
    '"2026-11-23T12:00:00.500000Z","MD5","/srv/orders/order_812/a.nc",""\r\n'
    '"812","8","é月.nc","B","Ocean L2","RAWDATA","","","","failed","","","","The archive cannot provide this file."\r\n'
    '"812","","","","","","","","","left out","","","","The archive counts this file but did not name it."\r\n'
    '"","","","C","","","","","","no file","","","","The archive named no file of this product."\r\n'
)
OTHER = replace(FILE, file_id=8, name="é月.nc", product="B", size=None, checksum="", algorithm="", state="ERROR")
WRITTEN = receipt(
    listing(FILE, OTHER, order=counting(3), verified=[7]),
    asked=("A", "B", "C"),
    recipe={"pasted": ["A", "B", "C"]},
)


def test_a_receipt_is_written_as_json_with_a_file_on_each_line() -> None:
    assert json_of(WRITTEN) == JSON


def test_a_receipt_is_written_as_a_table() -> None:
    assert csv_of(WRITTEN) == CSV


def test_a_receipt_of_nothing_is_json_as_well() -> None:
    empty = json.loads(json_of(receipt()))
    assert (empty["files"], empty["orders"], empty["identifiers"], empty["recipe"]) == ([], [], [], None)


def test_dates_are_written_in_utc() -> None:
    elsewhere = replace(WRITTEN, written=NOON.astimezone(timezone(timedelta(hours=-3))))
    assert json_of(elsewhere) == JSON


@pytest.mark.parametrize("name", ["half \ud800 a sign", "bell \x07 and \x7f", 'quote " and \\', "line\nbreak"])
def test_any_name_is_kept_in_json_that_every_reader_takes(name: str) -> None:
    text = json_of(receipt(listing(replace(FILE, name=name))))
    assert not any(sign in text for sign in "\x07\x7f\ud800")
    assert json.loads(text.encode())["files"][0]["name"] == name


@pytest.mark.parametrize(
    "name",
    ["=1+1", "+1", "-1", "@SUM(A1)", " =1+1", "\xa0@x", "＝1+1", "'=1+1", "'"],
)
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(name: str) -> None:
    [row] = rows(receipt(listing(replace(FILE, name=name))))
    assert row["name"] == "'" + name


@pytest.mark.parametrize("name", ["a;=1+1", "a; @x", "a;'b", "a;;-1"])
def test_what_a_spreadsheet_that_separates_by_semicolons_would_run_gets_one_too(name: str) -> None:
    [row] = rows(receipt(listing(replace(FILE, name=name))))
    before, _, formula = name.rpartition(";")
    assert row["name"] == f"{before};'{formula}"


@pytest.mark.parametrize("name", ["a=1", "a-b.nc", "1+1", "#1", "(=1)", "L'eau.nc", 'a "b", c;d'])
def test_any_other_cell_stays_as_it_is(name: str) -> None:
    [row] = rows(receipt(listing(replace(FILE, name=name))))
    assert row["name"] == name


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\t", "\r", "\n", "\x7f", "\x85", "\u2028", "\ud800"])
def test_signs_that_no_cell_may_hold_are_replaced(sign: str) -> None:
    [row] = rows(receipt(listing(replace(FILE, name=f"{sign}=a"))))
    assert row["name"] == "\ufffd=a"


def test_every_field_of_a_line_is_in_both_forms() -> None:
    fields = list(Line.__dataclass_fields__)
    document: dict[str, Any] = json.loads(JSON)
    assert list(document["files"][0]) == next(csv.reader([CSV.splitlines()[0]])) == fields


def test_a_file_without_a_number_has_none_in_the_receipt() -> None:
    nameless = receipt(listing(replace(FILE, file_id=-5), FILE, verified=[-5]))
    assert [(line.file_id, line.outcome) for line in nameless.lines] == [
        (None, Outcome.DELIVERED),
        (7, Outcome.LEFT_OUT),
    ]
    rows = list(csv.DictReader(io.StringIO(csv_of(nameless))))
    assert [row["file_id"] for row in rows] == ["", "7"]
    assert [each["file_id"] for each in json.loads(json_of(nameless))["files"]] == [None, 7]
