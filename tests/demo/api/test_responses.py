"""The format of responses (contract A.3 to A.5)."""

import json

import pytest

from components.demo.api.calls import window
from components.demo.api.dates import iso
from components.demo.api.responses import Reply, Window, without_nulls
from components.demo.files.downloads import disposition


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (1_770_109_507, "2026-02-03T09:05:07Z"),
        (1_770_109_507.1, "2026-02-03T09:05:07.1Z"),
        (1_770_109_507.120331, "2026-02-03T09:05:07.120331Z"),
        (1_770_109_507.12, "2026-02-03T09:05:07.12Z"),
        (1_770_109_507.0000001, "2026-02-03T09:05:07Z"),
    ],
)
def test_a_date_has_as_many_digits_as_it_needs(moment: float, text: str) -> None:
    assert iso(moment) == text


def test_nulls_are_absent_and_other_empty_values_are_not() -> None:
    assert without_nulls({"a": None, "b": 0, "c": "", "d": []}) == {"b": 0, "c": "", "d": []}


@pytest.mark.parametrize(("total", "pages"), [(0, 0), (1, 1), (10, 1), (11, 2)])
def test_a_page_says_how_many_there_are(total: int, pages: int) -> None:
    metadata = Window(number=0, size=10).metadata(total)
    assert metadata == {"size": 10, "totalElements": total, "totalPages": pages, "number": 0}


def test_pages_together_hold_everything_once() -> None:
    items = list(range(23))
    assert [each for number in range(3) for each in Window(number, 10).cut(items)] == items
    assert list(Window(3, 10).cut(items)) == []


@pytest.mark.parametrize(
    ("page", "size", "expected"),
    [
        ("2", "5", Window(2, 5)),
        (None, None, Window(0, 20)),
        ("-1", "0", Window(0, 20)),
        ("x", "y", Window(0, 20)),
        (1, 3000, Window(1, 2000)),
    ],
)
def test_what_is_no_page_falls_back_to_what_is_usual(page: object, size: object, expected: Window) -> None:
    assert window(page, size) == expected


def test_pretty_spreads_the_json_over_lines_and_changes_nothing_else() -> None:
    data = {"a": [1, "é"]}
    plain, pretty = (bytes(Reply(data).written(pretty=each).body) for each in (False, True))
    assert plain.count(b"\n") == 0 < pretty.count(b"\n")
    assert json.loads(plain) == json.loads(pretty) == data


@pytest.mark.parametrize(
    ("name", "plain", "exact"),
    [
        ("a.nc", "a.nc", "a.nc"),
        ('a"b;c=d: é.csv', "a_b_c_d_ _.csv", "a%22b%3Bc%3Dd%3A%20%C3%A9.csv"),
        ("../a.csv", ".._a.csv", "..%2Fa.csv"),
        ("a\r\nX: y", "a__X_ y", "a%0D%0AX%3A%20y"),
    ],
)
def test_a_file_is_named_safely_in_ascii_and_exactly_beside_it(name: str, plain: str, exact: str) -> None:
    assert disposition(name) == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}"
