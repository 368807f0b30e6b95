"""What an order would hold (contract E.2)."""

from components.demo.catalogue.products import ORDERABLE, DataType
from components.demo.catalogue.summaries import readable_datasets, summarise
from tests.demo.small_archive import LAND, LOOK_ONLY, OCEAN, STAFF, file, product

BOTH = frozenset({OCEAN.urn, LAND.urn})
PUBLIC = frozenset({"public"})


def test_products_files_and_bytes_are_counted_by_type_and_dataset() -> None:
    picture = file("p.png", 50, DataType.QUICKLOOK_SD)
    summary = summarise([product("P", file("p.dat"), picture, datasets=(OCEAN,))], BOTH)
    assert (summary.documents, summary.total.files, summary.total.size) == (1, 2, 450)
    assert summary.stored[DataType.RAWDATA].size == 400
    assert list(summary.datasets) == [OCEAN.urn]


def test_a_product_in_two_datasets_counts_once_in_all_and_in_each_dataset() -> None:
    summary = summarise([product("P", file("p.dat"), datasets=(OCEAN, LAND))], BOTH)
    assert summary.total.files == 1
    assert {urn: part.total.files for urn, part in summary.datasets.items()} == {OCEAN.urn: 1, LAND.urn: 1}


def test_a_product_in_no_readable_dataset_counts_in_all_alone() -> None:
    summary = summarise([product("P", file("p.dat")), product("Q", file("q.dat"), datasets=(STAFF,))], BOTH)
    assert summary.total.files == 2
    assert summary.datasets == {}


def test_types_that_are_not_asked_for_do_not_count() -> None:
    documented = product("P", file("p.dat"), file("p.pdf", 10, DataType.DOCUMENT))
    assert summarise([documented], BOTH).total.files == 1
    assert summarise([documented], BOTH, ORDERABLE | {DataType.DOCUMENT}).total.files == 2


def test_the_quota_is_charged_for_stored_rawdata_alone() -> None:
    files = (file("in.dat"), file("out.dat", reference=True), file("p.png", 5, DataType.QUICKLOOK_SD))
    summary = summarise([product("P", *files)], BOTH)
    assert summary.quota == 1
    assert summary.external[DataType.RAWDATA].files == 1


def test_a_file_of_unknown_size_counts_without_bytes() -> None:
    total = summarise([product("P", file("p.dat", None))], BOTH).total
    assert (total.files, total.size) == (1, 0)


def test_only_datasets_whose_data_one_may_read_are_readable() -> None:
    assert readable_datasets((OCEAN, STAFF, LOOK_ONLY), PUBLIC) == {OCEAN.urn}
    assert readable_datasets((OCEAN, STAFF, LOOK_ONLY), PUBLIC | {"staff"}) == {OCEAN.urn, STAFF.urn, LOOK_ONLY.urn}
