"""Names that stand in a list without a line end between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order.run_together import RunTogether, beginnings

SENTINEL = "S2B_MSIL1C_20171119T133209_N0206_R081_T22JBM_20171120T175608.SAFE"
PLAIN = SENTINEL.removesuffix(".SAFE")
LANDSAT = "LC08_L2SP_223081_20200714_20200912_02_T1"
OTHERS = beginnings(["LC08_L2SP_223081_20171001_20200903_02_T1", "S2A_MSIL1C_1", "S2B_MSIL1C_2"])


def pieces_and_cut(text: str, *known: str) -> tuple[str, ...]:
    run = RunTogether(text, OTHERS)
    return run.cut(set(run.pieces()) & set(known))


@pytest.mark.parametrize(
    "names",
    [
        (SENTINEL, LANDSAT),
        (PLAIN, LANDSAT),
        (LANDSAT, SENTINEL),
        (LANDSAT, SENTINEL, PLAIN),
        ("X_1234.nc", "other name"),
    ],
)
def test_names_that_the_catalogue_knows_are_cut_apart(names: tuple[str, ...]) -> None:
    assert pieces_and_cut("".join(names), *names) == names


def test_nothing_is_cut_while_one_piece_is_unknown() -> None:
    assert pieces_and_cut(SENTINEL + LANDSAT, SENTINEL) == ()
    assert pieces_and_cut(SENTINEL + LANDSAT + PLAIN, SENTINEL, PLAIN) == ()


def test_a_single_name_has_no_pieces() -> None:
    assert list(RunTogether(SENTINEL, OTHERS).pieces()) == []
    assert list(RunTogether(LANDSAT, OTHERS).pieces()) == []


def test_a_text_without_known_ending_or_beginning_has_no_pieces() -> None:
    assert list(RunTogether("PROD_1PROD_2", ()).pieces()) == []


def test_an_ending_that_goes_on_ends_no_name() -> None:
    assert set(RunTogether("FIRST.nc.gzSECOND", ()).pieces()) == {"FIRST.nc.gz", "SECOND"}


def test_the_commonest_beginnings_come_first() -> None:
    assert beginnings(["b_1", "LC08_1", "S2A_1", "S2A_2", "no beginning"]) == ("S2A_", "LC08_")


@given(st.text(alphabet="AB_.nczgSFE", max_size=600), st.lists(st.text(alphabet="AB_", min_size=2, max_size=4)))
def test_pieces_are_few_and_a_cut_loses_nothing(text: str, starts: list[str]) -> None:
    run = RunTogether(text, starts)
    pieces = list(run.pieces())
    assert len(pieces) <= 27
    assert text not in pieces
    assert "".join(run.cut(pieces)) in {"", text}
