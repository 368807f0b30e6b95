"""Which quicklooks of products can be shown before anything is ordered (contract E.1, E.4)."""

from typing import Any

import pytest

from components.regards.catalogue.quicklooks import MOST, FirstQuicklooks, quicklook_of
from components.regards.pictures import LARGEST, Quicklook

URN = "URN:AIP:DATA:project1:5b6c1f0e-0d0a-3f6e-9a55-0c3f0f9a7c11:V1"


def file(name: str = "a.png", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any value of JSON
    described = {
        "reference": False,
        "online": True,
        "uri": "https://elsewhere.example/a.png",
        "checksum": "9f86",
        "digestAlgorithm": "MD5",
        "filesize": 28_480,
        "filename": name,
    }
    return {key: value for key, value in {**described, **more}.items() if value is not None}


def product(urn: object = URN, **files: object) -> dict[str, Any]:
    return {"id": urn, "files": files}


def test_its_address_is_composed_and_what_the_archive_names_is_not_used() -> None:
    found = quicklook_of(product(QUICKLOOK_SD=[file()]))
    address = "rs-catalog/downloads/URN%3AAIP%3ADATA%3Aproject1%3A5b6c1f0e-0d0a-3f6e-9a55-0c3f0f9a7c11%3AV1/files/9f86"
    assert found == Quicklook(address, "a.png", 28_480, "9f86", "MD5")


def test_nothing_in_a_name_of_the_archive_leads_elsewhere() -> None:
    found = quicklook_of(product("URN:/../x?y#z", QUICKLOOK_SD=[file(checksum="a/b?acceptLicense=true")]))
    assert found
    assert found.address == "rs-catalog/downloads/URN%3A%2F..%2Fx%3Fy%23z/files/a%2Fb%3FacceptLicense%3Dtrue"


def test_the_smallest_that_can_be_shown_is_taken() -> None:
    types = {f"QUICKLOOK_{size}": [file(f"{size}.png")] for size in ("HD", "MD", "SD")}
    gone = {"QUICKLOOK_SD": [file(online=False), file("second.png")], "QUICKLOOK_MD": [file(online=False)]}
    names = [found.name for each in (types, types | gone) if (found := quicklook_of(product(**each)))]
    assert names == ["SD.png", "second.png"]
    assert quicklook_of(product(**{**gone, "QUICKLOOK_SD": []})) is None


@pytest.mark.parametrize("data_type", ["RAWDATA", "THUMBNAIL", "DOCUMENT", "quicklook_sd", "QUICKLOOK_XL"])
def test_no_other_file_is_taken_for_a_quicklook(data_type: str) -> None:
    assert quicklook_of(product(**{data_type: [file()]})) is None


@pytest.mark.parametrize(
    "said",
    [
        {"online": False},
        {"online": None},
        {"online": "true"},
        {"online": 1},
        {"reference": True},
        {"reference": None},
        {"reference": 0},
        {"checksum": None},
        {"checksum": ""},
        {"checksum": 5},
        {"checksum": "\ud800"},
        {"digestAlgorithm": None},
        {"filesize": None},
        {"filesize": "100"},
        {"filesize": 0},
        {"filesize": LARGEST + 1},
        {"filename": None},
    ],
)
def test_one_that_may_cost_more_than_a_look_is_not_taken(said: dict[str, Any]) -> None:
    assert quicklook_of(product(QUICKLOOK_SD=[file(**said)])) is None


def test_the_largest_picture_is_still_taken() -> None:
    assert quicklook_of(product(QUICKLOOK_SD=[file(filesize=LARGEST)]))


@pytest.mark.parametrize(
    "feature",
    [
        {},
        {"id": URN},
        {"id": URN, "files": None},
        {"id": URN, "files": []},
        product(QUICKLOOK_SD=None),
        product(QUICKLOOK_SD={"a": 1}),
        product(QUICKLOOK_SD=["a", None]),
        product(None, QUICKLOOK_SD=[file()]),
        product("..", QUICKLOOK_SD=[file()]),
        product("URN:\ud800", QUICKLOOK_SD=[file()]),
    ],
)
def test_a_product_of_another_form_has_none(feature: dict[str, object]) -> None:
    assert quicklook_of(feature) is None


def test_those_of_the_first_products_that_have_one_are_kept() -> None:
    first = FirstQuicklooks()
    for number in range(MOST + 3):
        first.add(product(f"URN:{number}", QUICKLOOK_SD=[file(f"{number}.png")]) if number else product())
    assert [each.name for each in first.found] == [f"{number}.png" for number in range(1, MOST + 1)]
