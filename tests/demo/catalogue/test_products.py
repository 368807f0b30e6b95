"""The types of the catalogue."""

import pytest

from components.demo.catalogue.products import ORDERABLE, DataType, Product


def product(version: int, *, last: bool) -> Product:
    urn = f"URN:AIP:DATA:demo:00000000-0000-3000-9000-000000000001:V{version}"
    return Product(urn, "X", "X", "M", version, last, (), {}, (), None)


def test_there_are_nine_data_types() -> None:
    assert len(DataType) == 9


@pytest.mark.parametrize("data_type", ["RAWDATA", "QUICKLOOK_SD", "QUICKLOOK_MD", "QUICKLOOK_HD"])
def test_data_and_quicklooks_can_be_ordered(data_type: str) -> None:
    assert DataType(data_type) in ORDERABLE


@pytest.mark.parametrize("data_type", ["THUMBNAIL", "DOCUMENT", "DESCRIPTION", "AIP", "OTHER"])
def test_the_five_others_cannot_be_ordered(data_type: str) -> None:
    assert DataType(data_type) not in ORDERABLE


def test_last_version_has_a_virtual_identifier() -> None:
    assert product(2, last=True).virtual_id == "URN:AIP:DATA:demo:00000000-0000-3000-9000-000000000001:LAST"


def test_older_version_has_none() -> None:
    assert product(1, last=False).virtual_id is None
