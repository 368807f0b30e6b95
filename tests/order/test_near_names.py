"""Other spellings of unknown names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order import near_names
from components.order.near_names import (
    NearName,
    Nearness,
    beginning,
    exchanged,
    fits,
    is_pattern,
    is_urn,
    part,
    spellings,
    spread,
)

SCENE = "S2B_MSIL1C_20171119T133209_N0206_R081_T22JBM_20171120T175608"


@pytest.mark.parametrize(
    ("held", "known"),
    [
        (SCENE, f"{SCENE}.SAFE"),
        (f"{SCENE}.SAFE", SCENE),
        (f"{SCENE}.zip", f"{SCENE}.SAFE"),
        (f"{SCENE}.SAFE.zip", f"{SCENE}.SAFE"),
        (f"{SCENE}.SAFE.zip", SCENE),
        (f"{SCENE}.tar.gz", SCENE),
        (f"{SCENE}.tgz", SCENE),
        (f"{SCENE}.nc.gz", f"{SCENE}.nc"),
        (SCENE, f"{SCENE}.nc.gz"),
        (f"{SCENE.lower()}.safe", f"{SCENE}.SAFE"),
        (SCENE.lower(), SCENE),
        (SCENE, SCENE.lower()),
        (f"https://example.org/data/{SCENE}.zip?token=1", SCENE),
        (f"https://example.org/data/{SCENE}.SAFE/", f"{SCENE}.SAFE"),
        (f"/data/2017/{SCENE}.SAFE", f"{SCENE}.SAFE"),
        (rf"C:\data\{SCENE}.SAFE", SCENE),
        ("https://example.org/a%20b.nc", "a b"),
    ],
)
def test_a_name_is_near_its_other_spellings(held: str, known: str) -> None:
    assert known in spellings(held)


@pytest.mark.parametrize("other", [f"{SCENE}x", SCENE[:-1], "", f"{SCENE}.csv"])
def test_a_name_is_not_near_another_name(other: str) -> None:
    assert other not in spellings(f"{SCENE}.SAFE")


def test_the_nearest_spelling_comes_first() -> None:
    assert spellings("A.SAFE.zip")[:2] == ("A.SAFE", "A")


@given(st.text())
def test_spellings_are_few_and_never_the_name_itself(name: str) -> None:
    found = spellings(name)
    assert name not in found
    assert len(set(found)) == len(found)
    assert len(found) <= 2 * len(near_names.SUFFIXES) + len(name)
    assert all(found)


def test_an_endless_name_has_no_other_spelling() -> None:
    assert spellings("x" * 501) == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [(f"{SCENE}.SAFE", SCENE), ("my_product_id_1", "my_product_id_1"), ("JA3-GPN-2PfP.nc", "JA3-GPN-2PfP")],
)
def test_a_plain_name_may_be_searched_as_a_part(name: str, expected: str) -> None:
    assert part(name) == expected


@pytest.mark.parametrize(
    "name", ["PROD_10", "a name (north)", "name#1234", 'x" OR "y12345', "-minus_12", "été_2020_07"]
)
def test_a_name_that_is_short_or_may_act_as_an_operator_is_never_searched_as_a_part(name: str) -> None:
    assert part(name) == ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("LC08_L2SP_223081_20200714_20200912_02_T9", "LC08_L2SP_223081_20200714_20200912_02"),
        ("LC08_L2SP_223081_20200714_20200912_02-RT.tar", "LC08_L2SP_223081_20200714_20200912_02"),
        ("sixteen_letters_1", ""),
        ("seventeen_letters_1", "seventeen_letters"),
        ("OnePieceOfManyLetters", ""),
        ("a name (north) that is long_1", ""),
    ],
)
def test_a_long_name_has_a_beginning_that_its_last_piece_does_not_spoil(name: str, expected: str) -> None:
    assert beginning(name) == expected


@pytest.mark.parametrize("name", ["S2A_*", "*_T22JBM_*", "my_product_id_*.nc"])
def test_a_name_with_a_wildcard_is_a_pattern(name: str) -> None:
    assert is_pattern(name)


@pytest.mark.parametrize("name", ["*", "a*", "*:*", "S2A_", "a*b?cdef", "name *", "****_abcd**", "(abcd*)"])
def test_what_is_too_wide_or_no_plain_pattern_is_none(name: str) -> None:
    assert not is_pattern(name)


def test_a_pattern_is_matched_whole_and_only_its_stars_are_wild() -> None:
    assert fits("A_12.nc", "A_*.nc")
    assert not fits("A_12_nc", "A_*.nc")
    assert not fits("XA_12.nc", "A_*.nc")
    assert not fits("a_12.nc", "A_*.nc")


@pytest.mark.parametrize("name", ["URN:AIP:DATA:p:9c0d:V1", "URN:FEATURE:DATA:p:9c0d:V2"])
def test_identifiers_of_regards_are_known_by_their_form(name: str) -> None:
    assert is_urn(name)


@pytest.mark.parametrize("name", ["urn:survey:2021:004", "URN:AIP", "URN of the product"])
def test_other_names_are_no_identifiers_of_regards(name: str) -> None:
    assert not is_urn(name)


def test_names_are_exchanged_in_their_place_and_stay_single() -> None:
    near = [
        NearName("b", ("B1", "B2"), Nearness.RUN_TOGETHER),
        NearName("d", ("a",), Nearness.SPELLING),
        NearName("not in the list", ("Z",), Nearness.SPELLING),
    ]
    assert exchanged(["a", "b", "c", "d"], near) == ("a", "B1", "B2", "c")


def test_a_sample_is_spread_over_the_list() -> None:
    assert spread([str(n) for n in range(100)], 5) == ("0", "20", "40", "60", "80")
    assert spread(["a", "b"], 5) == ("a", "b")
