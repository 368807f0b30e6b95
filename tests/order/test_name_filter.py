"""The known files that an order would contain."""

import pytest

from components.order.java_regex import PatternError
from components.order.name_filter import Judged, NamedFile, judge

DATA = NamedFile("a.csv", "RAWDATA", 10)
PICTURE = NamedFile("a.png", "QUICKLOOK_SD", 20)
THUMBNAIL = NamedFile("t.png", "THUMBNAIL", 1)


def test_without_a_filter_everything_of_the_data_types_is_kept() -> None:
    assert judge([DATA, PICTURE], ["RAWDATA"], "") == Judged((DATA,), ())


def test_no_data_type_means_both_and_never_the_others() -> None:
    assert judge([DATA, PICTURE, THUMBNAIL], [], "") == Judged((DATA, PICTURE), ())


def test_a_name_must_match_as_a_whole() -> None:
    assert judge([DATA, PICTURE], [], "a") == Judged((), (DATA, PICTURE))
    assert judge([DATA, PICTURE], [], r"a\.csv") == Judged((DATA,), (PICTURE,))


def test_an_expression_that_java_refuses_judges_nothing() -> None:
    with pytest.raises(PatternError):
        judge([DATA], [], "*.csv")
