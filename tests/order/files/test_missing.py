"""A receipt that is dropped on Compose asks again for what is missing, and for nothing else."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from components.order.data_types import DataType
from components.order.draft import By, Draft
from components.order.drafts import LONG_PASTE
from components.order.file_name import NameForm
from components.order.files import missing as dropped
from components.order.files import recipe
from components.order.files.missing import COLUMNS, FORMAT
from components.order.files.recipe import read, take_in
from components.order.identifiers import UnreadableFile
from components.regards.delivery import receipt_files
from components.regards.delivery.receipt import compose_receipt
from components.regards.delivery.receipt_files import receipt_to_csv, receipt_to_json
from components.regards.delivery.snapshot import Proof, Snapshot
from components.regards.orders.records import DatasetTask, Order, OrderFile

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PROOF = Proof(NOON, "MD5", "/srv/orders/a.nc")
RECIPE = Draft(
    pasted="A\nB\nC\nD",
    field="productId",
    latest_only=True,
    data_types=(DataType.RAWDATA,),
    name_form=NameForm.ENDS_WITH,
    file_name=".nc",
    any_case=True,
)
BY_EXPRESSIONS = replace(RECIPE, by=By.EXPRESSIONS, pasted="", field="", expressions="a:1\nb:2")
OLD = Draft(pasted="something else", file_name="other")


def file(product: str, outcome: str = "delivered", data_type: str = "RAWDATA") -> dict[str, object]:
    return {"product": product, "outcome": outcome, "data_type": data_type, "name": f"{product}.nc", "size": 12}


def receipt(*files: dict[str, object], asked: Draft | None = RECIPE, **parts: object) -> str:
    """A receipt in JSON; of an order by identifiers, it holds those that were asked."""
    document: dict[str, object] = {"format": FORMAT, "version": "1.0", "files": list(files)}
    if asked:
        document["recipe"] = json.loads(recipe.write(asked))
        document["identifiers"] = asked.identifiers().identifiers if asked.by is By.IDENTIFIERS else []
    return json.dumps({**document, **parts})


def table(*rows: tuple[str, str, str], separator: str = ",", quoting: Literal[0, 1] = csv.QUOTE_ALL) -> str:
    """A receipt as a table, with product, data type and outcome of each row."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", delimiter=separator, quoting=quoting)
    writer.writeheader()
    for product, data_type, outcome in rows:
        writer.writerow({"order_id": 812, "product": product, "data_type": data_type, "outcome": outcome})
    return text.getvalue()


def again(text: str) -> Draft:
    draft = take_in(OLD, "receipt.json" if text.startswith("{") else "receipt.csv", text.encode())
    assert draft == read(text)
    return draft


def asks_for(draft: Draft) -> tuple[str, ...]:
    assert draft.by is By.IDENTIFIERS
    return draft.identifiers().identifiers


@pytest.mark.parametrize("outcome", ["failed", "left out", "an outcome to come"])
def test_the_products_of_files_that_did_not_arrive_are_asked_for_again(outcome: str) -> None:
    assert asks_for(again(receipt(file("A"), file("B", outcome), file("C")))) == ("B",)


def test_a_product_with_one_file_missing_of_several_is_asked_for_once() -> None:
    text = receipt(file("A"), file("A", "failed"), file("A", "left out"), file("B"))
    assert asks_for(again(text)) == ("A",)


def test_identifiers_without_any_file_are_asked_for_again_in_the_order_asked() -> None:
    text = receipt(file("A"), file("D", "failed"), file("B"), identifiers_without_files=["C"])
    assert asks_for(again(text)) == ("C", "D")


def test_everything_else_is_as_in_the_recipe_and_nothing_of_the_draft_before() -> None:
    assert again(receipt(file("B", "failed"))) == replace(RECIPE, pasted="B")


def test_a_file_of_a_whole_dataset_does_not_make_the_dataset_a_product() -> None:
    assert asks_for(again(receipt(file("B", "failed"), file("OCEAN-DATASET", "failed")))) == ("B",)


def test_where_only_files_of_datasets_are_missing_everything_is_asked_for_again() -> None:
    assert again(receipt(file("A"), file("OCEAN-DATASET", "failed"))) == RECIPE


def test_where_the_archive_never_named_what_is_missing_everything_is_asked_for_again() -> None:
    text = receipt(file("A"), file("B", "failed"), orders=[{"unlisted": 0}, {"unlisted": 3}])
    assert again(text) == RECIPE
    assert again(text.replace('"unlisted": 3', '"unlisted": 0')) == replace(RECIPE, pasted="B")


def test_a_missing_file_without_a_product_is_as_one_that_was_never_named() -> None:
    assert again(receipt(file("A"), file("", "failed"))) == RECIPE


def test_of_an_order_by_expressions_the_missing_products_are_asked_for_by_their_identifier() -> None:
    draft = again(receipt(file("A"), file("X1", "failed"), asked=BY_EXPRESSIONS))
    assert draft == replace(BY_EXPRESSIONS, by=By.IDENTIFIERS, pasted="X1", field="providerId")


def test_of_an_order_by_expressions_the_field_that_its_recipe_names_stays() -> None:
    asked = replace(BY_EXPRESSIONS, field="productId")
    assert again(receipt(file("X1", "failed"), asked=asked)).field == "productId"


def test_of_an_order_by_expressions_everything_is_asked_for_again_where_the_archive_did_not_name_it() -> None:
    assert again(receipt(orders=[{"unlisted": 1}], asked=BY_EXPRESSIONS)) == BY_EXPRESSIONS


def test_identifiers_in_a_field_that_does_not_name_products_are_left_for_the_names_of_products() -> None:
    text = receipt(file("A"), file("X1", "failed"), asked=replace(RECIPE, field="granule"), identifiers=[])
    assert again(text) == replace(RECIPE, pasted="X1", field="providerId")


def test_without_a_recipe_the_missing_products_are_asked_for_with_their_data_types() -> None:
    files = file("A"), file("B", "failed", "QUICKLOOK_SD"), file("C", data_type="RAWDATA")
    assert again(receipt(*files, asked=None)) == Draft(pasted="B", field="providerId", data_types=(DataType.QUICKLOOK,))


def test_without_a_recipe_identifiers_without_files_are_asked_for_with_both_data_types() -> None:
    text = receipt(file("A", "failed"), asked=None, identifiers=["A", "B"], identifiers_without_files=["B"])
    assert again(text) == Draft(pasted="A\nB", field="providerId", data_types=())


def test_without_a_recipe_all_identifiers_are_asked_for_where_the_archive_named_nothing() -> None:
    text = receipt(asked=None, identifiers=["A", "B"], orders=[{"unlisted": 2}])
    assert again(text) == Draft(pasted="A\nB", field="providerId", data_types=())


def test_without_a_recipe_both_data_types_are_asked_for_where_one_of_them_may_be_missing_unseen() -> None:
    named = file("A", "failed", "RAWDATA")
    assert again(receipt(named, file("A", "failed", ""), asked=None)).data_types == ()
    assert again(receipt(named, asked=None, identifiers=["A"], orders=[{"unlisted": 1}])).data_types == ()


def test_where_nothing_is_known_of_what_is_missing_the_user_is_told() -> None:
    with pytest.raises(UnreadableFile, match="The archive never named some of the missing files"):
        read(receipt(asked=None, orders=[{"unlisted": 2}]))


@pytest.mark.parametrize("text", [receipt(file("A"), file("B")), table(("A", "RAWDATA", "delivered"))])
def test_a_receipt_where_nothing_is_missing_says_so(text: str) -> None:
    with pytest.raises(UnreadableFile, match=r"^Nothing is missing in this receipt"):
        read(text)


def test_an_order_of_which_the_archive_named_no_file_is_asked_for_again_as_it_was() -> None:
    assert again(receipt(asked=BY_EXPRESSIONS)) == BY_EXPRESSIONS


@pytest.mark.parametrize("text", [receipt(asked=None), table()], ids=["JSON", "table"])
def test_a_receipt_without_files_that_does_not_say_what_was_ordered_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFile, match=r"^This receipt names no file"):
        read(text)


def test_more_products_than_a_field_holds_become_a_file() -> None:
    missing = [f"PRODUCT_{number:020}" for number in range(LONG_PASTE // 20)]
    draft = again(receipt(*(file(product, "failed") for product in missing), asked=BY_EXPRESSIONS))
    assert (draft.pasted, [each.name for each in draft.files]) == ("", ["missing products"])
    assert asks_for(draft) == tuple(missing)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
def test_a_receipt_that_is_a_table_asks_again_also_as_spreadsheets_save_it(
    separator: str, quoting: Literal[0, 1]
) -> None:
    rows = ("A", "RAWDATA", "delivered"), ("B", "RAWDATA", "failed"), ("B", "QUICKLOOK_HD", "left out")
    draft = again(table(*rows, separator=separator, quoting=quoting))
    assert draft == Draft(pasted="B", field="providerId", data_types=(DataType.RAWDATA, DataType.QUICKLOOK))


@pytest.mark.parametrize(
    ("kinds", "asked"),
    [
        (["RAWDATA"], (DataType.RAWDATA,)),
        (["QUICKLOOK_SD"], ()),  # the data may be what is missing
        (["RAWDATA", "QUICKLOOK_SD"], (DataType.RAWDATA, DataType.QUICKLOOK)),
        (["RAWDATA", ""], ()),
        ([], ()),
    ],
)
def test_identifiers_without_files_in_a_table_are_asked_for_with_the_data_types_of_its_files(
    kinds: list[str], asked: tuple[DataType, ...]
) -> None:
    draft = again(table(*(("A", kind, "delivered") for kind in kinds), ("C", "", "no file")))
    assert draft == Draft(pasted="C", field="providerId", data_types=asked)


def test_empty_rows_that_a_spreadsheet_leaves_in_a_table_are_passed_over() -> None:
    text = table(("A", "RAWDATA", "failed"))
    assert asks_for(again(f"{text}{',' * (len(COLUMNS) - 1)}\r\n")) == ("A",)


def test_a_cell_in_a_table_is_read_without_the_apostrophe_against_formulas() -> None:
    rows = [(product, "RAWDATA", "failed") for product in ("'=A", "''B", "C'", "D;'=1;2")]
    assert asks_for(again(table(*rows))) == ("=A", "'B", "C'", "D;=1;2")


def test_a_table_with_files_that_were_never_named_asks_for_the_receipt_in_json() -> None:
    with pytest.raises(UnreadableFile, match="Drop the receipt in JSON"):
        read(table(("B", "RAWDATA", "failed"), ("", "", "left out")))


@pytest.mark.parametrize("row", ["812,1,b.nc,B", "812" + "," * 20, '812,"' + "x" * 200_000])
def test_a_table_that_is_damaged_is_refused(row: str) -> None:
    with pytest.raises(UnreadableFile, match=r"^This receipt is damaged"):
        read(f"{','.join(COLUMNS)}\r\n{row}\r\n")


@pytest.mark.parametrize("header", [",".join(COLUMNS[:-1]), ",".join([*COLUMNS, "more"]), "product,outcome"])
def test_a_table_under_another_header_is_no_receipt(header: str) -> None:
    assert read(f"{header}\nB,failed") is None


@pytest.mark.parametrize(("version", "reason"), [("2.0", "This receipt was written by a newer"), (None, "no version")])
def test_a_receipt_of_a_newer_kind_or_of_none_is_refused(version: object, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read(receipt(file("B", "failed"), version=version))


def test_what_a_later_version_adds_is_left_aside() -> None:
    text = receipt({**file("B", "failed"), "colour": "blue"}, version="1.9", mood="good")
    assert again(text) == replace(RECIPE, pasted="B")


@pytest.mark.parametrize(
    ("part", "value", "reason"),
    [
        ("files", "A", "a list of objects"),
        ("files", ["A"], "a list of objects"),
        ("orders", {}, "a list of objects"),
        ("identifiers", [1], "a list of texts"),
        ("identifiers", "A", "a list of texts"),
        ("identifiers_without_files", [None], "a list of texts"),
    ],
)
def test_a_part_that_is_not_as_it_should_be_is_named(part: str, value: object, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=rf"“{part}” is wrong\. It must be {reason}"):
        read(receipt(asked=RECIPE, **{part: value}))


@pytest.mark.parametrize("value", [-1, 1.5, "3", True])
def test_a_number_of_files_that_is_none_is_named(value: object) -> None:
    with pytest.raises(UnreadableFile, match=r"“unlisted” is wrong\. It must be a whole number"):
        read(receipt(orders=[{"unlisted": value}]))


def test_a_receipt_inside_a_receipt_is_no_recipe() -> None:
    inner = json.loads(receipt(file("A", "failed")))
    assert again(receipt(file("B", "failed"), asked=None, recipe=inner)).pasted == "B"


def test_parts_that_are_null_are_as_if_missing() -> None:
    text = receipt({"product": None, "outcome": None}, identifiers=None, orders=None, identifiers_without_files=None)
    assert again(text) == RECIPE


# What is written on the one side is what is read on the other; neither may import the other.


def test_both_sides_know_a_receipt_by_the_same_signs() -> None:
    assert receipt_files.RECEIPT_FORMAT == dropped.FORMAT
    assert receipt_files.RECEIPT_VERSION == dropped.VERSION
    assert receipt_files.RECEIPT_COLUMNS == dropped.COLUMNS


def part(files: Sequence[tuple[str, bool]], unlisted: int = 0) -> Snapshot:
    """An order with one file for each product named, verified or not."""
    listed = [
        OrderFile(number, 1, 1, f"{number}.nc", product, "Ocean", "RAWDATA", "AVAILABLE", 1, "", "", "", False, "")
        for number, (product, _) in enumerate(files)
    ]
    verified = {number: PROOF for number, (_, is_here) in enumerate(files) if is_here}
    tasks = (DatasetTask(1, "Ocean", 1, len(listed) + unlisted, 1),)
    return Snapshot(Order(1, "", "DONE", 100, NOON, None, 0, False, tasks, None), tuple(listed), verified, {})


def both_forms(delivered: Snapshot, asked: Sequence[str], document: object) -> tuple[str, bytes]:
    written = compose_receipt([delivered], "CNES", "project1", NOON, asked=asked, recipe=document)
    return b"".join(receipt_to_json(written)).decode(), b"".join(receipt_to_csv(written))


_PRODUCTS = st.text("aB0é月=+-@' ,;\"#[{", min_size=1, max_size=6).map(str.strip).filter(bool)
_FILES = st.lists(st.tuples(_PRODUCTS, st.booleans()), max_size=8)


@given(_FILES, st.lists(_PRODUCTS, max_size=4))
def test_what_did_not_arrive_is_asked_for_again_and_nothing_else(
    files: list[tuple[str, bool]], without_files: list[str]
) -> None:
    asked = tuple(dict.fromkeys([*(product for product, _ in files), *without_files]))
    assume(asked)
    listed = {product for product, _ in files}
    missing = {product for product, is_here in files if not is_here} | {each for each in asked if each not in listed}
    document = json.loads(recipe.write(RECIPE))
    for text in both_forms(part(files), asked, document):
        content = text.encode() if isinstance(text, str) else text
        if missing:
            assert set(asks_for(take_in(OLD, "receipt.txt", content))) == missing
        else:
            with pytest.raises(UnreadableFile, match="Nothing is missing"):
                take_in(OLD, "receipt.txt", content)


@given(_FILES, st.integers(1, 3))
def test_what_was_never_named_has_everything_asked_for_again(files: list[tuple[str, bool]], unlisted: int) -> None:
    document: Any = json.loads(recipe.write(RECIPE))
    text, rows = both_forms(part(files, unlisted), ("A", "B", "C", "D"), document)
    assert read(text) == RECIPE
    with pytest.raises(UnreadableFile, match="never named"):
        take_in(OLD, "receipt.csv", rows)


def test_a_receipt_of_20_000_files_is_small_enough_to_drop() -> None:
    products = [f"S1A_IW_GRDH_1SDV_20261123T120000_20261123T120025_{number:06}_03F5C1_9B2E" for number in range(20_000)]
    proof = replace(PROOF, place=f"/srv/orders/ada@example.org/order_812_20261123T120000Z/{'x' * 80}")
    delivered = part([(product, number % 2 == 0) for number, product in enumerate(products)])
    delivered = replace(delivered, proofs=dict.fromkeys(delivered.proofs, proof))
    text, _ = both_forms(delivered, products, json.loads(recipe.write(replace(RECIPE, pasted="\n".join(products)))))
    draft = take_in(OLD, "receipt.json", text.encode())
    assert asks_for(draft) == tuple(products[1::2])
