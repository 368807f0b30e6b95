"""The result of a check: what the user should see before anything is sent."""

from dataclasses import replace

import pytest

from components.regards.catalogue.checking import CheckResult, FailingExpression
from components.regards.catalogue.searches import Amount
from components.regards.quota import UNLIMITED, Quota
from tests.regards.catalogue.selections import QUICKLOOKS, RAWDATA

RAW = Amount("D", products=2, data_type="RAWDATA", files=2, size=10, charged=2)
LOOK = Amount("D", products=2, data_type="QUICKLOOK_MD", files=1, size=5, charged=0)
GOOD = CheckResult(products=2, amounts=(RAW, LOOK), labels={}, quota=None, basket=None, found=("A", "B"))


def test_an_order_whose_products_all_come_is_not_doubtful() -> None:
    assert not GOOD.doubtful(RAWDATA)
    assert not GOOD.doubtful(QUICKLOOKS)
    assert not GOOD.doubtful(())


@pytest.mark.parametrize(
    "result",
    [
        replace(GOOD, unknown=("C",)),
        replace(GOOD, unplaced=("A",)),
        replace(GOOD, failing=(FailingExpression("x:1", ""),)),
        replace(GOOD, whole_catalogue=True),
        replace(GOOD, quota=Quota(most=9, done=8, at_once=UNLIMITED)),
        replace(GOOD, amounts=()),
    ],
    ids=["unknown", "in no dataset", "failing", "whole catalogue", "over quota", "no file"],
)
def test_what_would_be_missing_or_too_much_is_doubtful(result: CheckResult) -> None:
    assert result.doubtful(RAWDATA)


@pytest.mark.parametrize(
    "result",
    [
        replace(GOOD, several_versions=("A",)),
        replace(GOOD, repeated=("A",)),
        replace(GOOD, quota=Quota(most=10, done=8, at_once=UNLIMITED)),
        replace(GOOD, quota=Quota(most=UNLIMITED, done=8, at_once=UNLIMITED)),
    ],
    ids=["several versions", "in two datasets", "quota just enough", "no quota"],
)
def test_what_comes_as_asked_is_not_doubtful(result: CheckResult) -> None:
    assert not result.doubtful(RAWDATA)


def test_data_types_of_which_nothing_would_come_are_doubtful() -> None:
    pictures = replace(GOOD, amounts=(LOOK,))
    assert pictures.doubtful(RAWDATA)
    assert not pictures.doubtful(QUICKLOOKS)


@pytest.mark.parametrize(
    ("data_types", "amounts"),
    [((), (RAW, LOOK)), (RAWDATA, (RAW,)), (QUICKLOOKS, (LOOK,)), (("RAWDATA", "QUICKLOOK"), (RAW, LOOK))],
    ids=["none means all", "data", "quicklooks of all sizes", "both"],
)
def test_amounts_are_those_of_the_data_types_asked_for(
    data_types: tuple[str, ...], amounts: tuple[Amount, ...]
) -> None:
    assert GOOD.of(data_types) == amounts


@pytest.mark.parametrize(
    ("result", "can"),
    [
        (GOOD, False),
        (replace(GOOD, unknown=("C",)), True),
        (replace(GOOD, unplaced=("A",)), True),
        (replace(GOOD, unplaced=("A", "B")), False),
        (replace(GOOD, found=(), unknown=("A",)), False),
    ],
    ids=["nothing to leave out", "one unknown", "one in no dataset", "all in no dataset", "none found"],
)
def test_an_order_can_be_reduced_if_something_goes_and_something_stays(result: CheckResult, can: bool) -> None:
    assert result.can_be_reduced is can
