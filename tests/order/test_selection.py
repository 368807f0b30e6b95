"""A selection of products: the queries that ask for it, and its parts."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order.selection import Selection

ReadQuery = Callable[[str], tuple[bool, str, tuple[str, ...]]]


def named(count: int) -> Selection:
    return Selection(tuple(f"P{number}" for number in range(count)), "providerId")


def test_identifiers_are_asked_for_in_their_field() -> None:
    assert Selection(("A", "B"), "productId").queries() == ('productId:("A" OR "B")',)


def test_identifiers_are_asked_for_by_200_a_query_unless_told_otherwise(read_query: ReadQuery) -> None:
    assert [len(read_query(query)[2]) for query in named(401).queries()] == [200, 200, 1]


def test_a_query_names_as_many_as_told() -> None:
    assert len(Selection(("A", "B", "C"), "providerId", per_query=2).queries()) == 2


def test_the_latest_versions_are_asked_for_only_if_told() -> None:
    assert Selection(("A",), "providerId").queries() == ('providerId:"A"',)
    assert Selection(("A",), "providerId", latest_only=True).queries() == ('last:true AND (providerId:"A")',)


def test_expressions_are_the_queries_to_the_letter() -> None:
    expressions = ("a:1  OR b:2", "c:3")
    assert Selection(expressions=expressions).queries() == expressions


def test_with_other_identifiers_all_else_stays() -> None:
    selection = Selection(("A", "B"), "productId", latest_only=True, per_query=7)
    assert selection.of(("C",)) == Selection(("C",), "productId", latest_only=True, per_query=7)


@pytest.mark.parametrize(
    ("count", "sizes"),
    [
        pytest.param(0, [], id="none"),
        pytest.param(1, [1], id="one"),
        pytest.param(9, [9], id="one less"),
        pytest.param(10, [10], id="just as many"),
        pytest.param(11, [10, 1], id="one more"),
        pytest.param(20, [10, 10], id="twice as many"),
        pytest.param(21, [10, 10, 1], id="one more than twice"),
    ],
)
def test_a_part_holds_at_most_so_many_identifiers(count: int, sizes: list[int]) -> None:
    assert [len(part.identifiers) for part in named(count).split(10)] == sizes


def test_a_part_keeps_field_version_clause_and_size_of_queries() -> None:
    first, second = Selection(("A", "B"), "productId", latest_only=True, per_query=3).split(1)
    assert first == Selection(("A",), "productId", latest_only=True, per_query=3)
    assert second == Selection(("B",), "productId", latest_only=True, per_query=3)


def test_expressions_stay_together() -> None:
    selection = Selection(expressions=("a:1", "b:2", "c:3"))
    assert list(selection.split(1)) == [selection]


@given(st.lists(st.text(max_size=5), unique=True, max_size=60), st.integers(1, 70))
def test_parts_lose_nothing_double_nothing_and_keep_the_order(identifiers: list[str], most: int) -> None:
    parts = list(Selection(tuple(identifiers), "providerId").split(most))
    assert [each for part in parts for each in part.identifiers] == identifiers
    assert all(1 <= len(part.identifiers) <= most for part in parts)
