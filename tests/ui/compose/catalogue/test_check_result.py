"""What the catalogue says of an order, in words."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from components.regards.catalogue.checking import CheckResult
from components.regards.catalogue.near_names import NearNames
from components.regards.catalogue.searches import Amount
from components.regards.quota import UNLIMITED, Quota
from components.ui.compose.catalogue import check_result
from tests.ui.draw_block import draw, text_of_page

CHARGED = Amount("URN:1", 12, "RAWDATA", 12, 100, 12)
GOOD = CheckResult(12, (CHARGED,), {}, None, None, found=tuple("ABCDEF"))
REPAIRS = check_result.Repairs(lambda _kept: None, lambda _latest: None, lambda _result: None)


def headline(result: CheckResult) -> str:
    app = draw(lambda: check_result.show_result(result, (), REPAIRS))
    return str([*app.success, *app.warning][0].value)


def found(names: Sequence[str], unknown: Sequence[str] = (), unplaced: Sequence[str] = ()) -> CheckResult:
    return replace(GOOD, found=tuple(names), unknown=tuple(unknown), unplaced=tuple(unplaced), near=NearNames())


APART = "unknown or closed to your account; REGARDS does not tell these cases apart."


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (found("A"), "The identifier was found."),
        (found("", "X"), "The identifier is unknown, or closed to your account."),
        (found("", "XY"), f"0 of 2 identifiers were found. 2 are {APART}"),
        (found("ABC", "X"), f"3 of 4 identifiers were found. 1 is {APART}"),
        (found("ABC"), "All 3 identifiers were found."),
    ],
)
def test_the_headline_counts_the_identifiers_that_were_found(result: CheckResult, said: str) -> None:
    assert headline(result) == said


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (found("ABCDEF", "XY", "A"), f"6 of 8 identifiers were found, 5 of them can be delivered. 2 are {APART}"),
        (found("ABC", "", "A"), "All 3 identifiers were found, 2 of them can be delivered."),
        (found("ABC", "", "ABC"), "All 3 identifiers were found, but none of them can be delivered."),
        (found("A", "X", "A"), f"1 of 2 identifiers were found, but it cannot be delivered. 1 is {APART}"),
        (found("A", "", "A"), "The identifier was found, but it cannot be delivered."),
    ],
)
def test_the_headline_counts_what_can_be_delivered_if_it_is_less(result: CheckResult, said: str) -> None:
    assert headline(result) == said


@pytest.mark.parametrize("older_only", [True, False])
def test_what_may_have_older_versions_is_not_simply_called_unknown(older_only: bool) -> None:
    result = replace(found("", "X"), older_only=older_only)
    assert (headline(result) == "No latest version was found.") == older_only
    said = text_of_page(draw(lambda: check_result.show_result(result, (), REPAIRS)))
    assert ("Unknown, or closed to your account, or without a latest version (1):" in said) == older_only


def test_a_quota_that_does_not_suffice_is_a_warning_beside_the_good_news() -> None:
    short = replace(GOOD, quota=Quota(most=5, done=0, at_once=UNLIMITED))
    app = draw(lambda: check_result.show_result(short, (), REPAIRS))
    assert [each.value for each in app.success] == ["All 6 identifiers were found."]
    assert [each.value for each in app.warning] == [
        "This order takes 12 downloads; your quota has 5 of 5 left. You will not be able to download them all."
    ]


def test_a_quota_that_suffices_is_good_to_know() -> None:
    enough = replace(GOOD, quota=Quota(most=20, done=8, at_once=UNLIMITED))
    app = draw(lambda: check_result.show_result(enough, (), REPAIRS))
    assert not app.warning
    assert "This order takes 12 downloads; your quota has 12 of 20 left." in text_of_page(app)


def test_a_missing_identifier_is_a_warning_whatever_the_quota() -> None:
    short = replace(found("A", "X"), quota=Quota(most=5, done=0, at_once=UNLIMITED))
    app = draw(lambda: check_result.show_result(short, (), REPAIRS))
    assert not app.success
    assert len(app.warning) == 2


@pytest.mark.parametrize("filtered", [True, False])
def test_the_name_filter_is_spoken_of_only_where_there_is_one(filtered: bool) -> None:
    said = text_of_page(draw(lambda: check_result.show_amounts(GOOD, (), filtered=filtered)))
    assert ("These numbers are before your file-name filter." in said) == filtered
    assert "Files attached to a dataset itself come in addition." in said
