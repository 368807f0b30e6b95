"""Queries composed from identifiers, and those that the user typed."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.order import identifiers, lucene

PATIENTLY = settings(deadline=None)  # a busy machine is no failure
ReadQuery = Callable[[str], tuple[bool, str, tuple[str, ...]]]


def test_one_identifier_makes_one_quoted_value() -> None:
    assert lucene.compose(["X"], "providerId") == ('providerId:"X"',)


def test_several_identifiers_make_a_list_joined_by_or() -> None:
    assert lucene.compose(["A", "B", "C"], "providerId") == ('providerId:("A" OR "B" OR "C")',)


def test_no_identifier_makes_no_query() -> None:
    assert lucene.compose([], "providerId") == ()


@pytest.mark.parametrize(
    ("found", "query"),
    [
        pytest.param(["X"], 'last:true AND (providerId:"X")', id="one"),
        pytest.param(["A", "B"], 'last:true AND (providerId:("A" OR "B"))', id="several"),
    ],
)
def test_latest_only_is_a_clause_before_the_parenthesised_list(found: list[str], query: str) -> None:
    assert lucene.compose(found, "providerId", latest_only=True) == (query,)


def test_latest_only_is_said_in_every_query() -> None:
    queries = lucene.compose(["A", "B"], "providerId", per_query=1, latest_only=True)
    assert queries == ('last:true AND (providerId:"A")', 'last:true AND (providerId:"B")')


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        pytest.param("a", '"a"', id="plain"),
        pytest.param("", '""', id="empty"),
        pytest.param('"', r'"\""', id="double quote"),
        pytest.param("\\", r'"\\"', id="backslash"),
        pytest.param(r"\"", r'"\\\""', id="backslash and quote"),
        pytest.param(r"\u12", r'"\\u12"', id="what would be half a Unicode escape"),
        pytest.param("'", '"\'"', id="single quote stays"),
        pytest.param(
            "a b:c/(d)*?~^[1 TO 2]{}!&&||+-=<>@#", '"a b:c/(d)*?~^[1 TO 2]{}!&&||+-=<>@#"', id="operators stay"
        ),
        pytest.param("AND", '"AND"', id="an operator as name stays"),
        pytest.param("scène 月 😀", '"scène 月 😀"', id="Unicode stays"),
    ],
)
def test_only_backslash_and_double_quote_are_escaped(value: str, quoted: str) -> None:
    assert lucene.quote(value) == quoted


@pytest.mark.parametrize(
    ("count", "sizes"),
    [
        pytest.param(1, [1], id="1"),
        pytest.param(10, [10], id="10"),
        pytest.param(199, [199], id="199"),
        pytest.param(200, [200], id="200"),
        pytest.param(201, [200, 1], id="201"),
        pytest.param(400, [200, 200], id="400"),
        pytest.param(1_000, [200] * 5, id="1,000"),
        pytest.param(10_000, [200] * 50, id="10,000"),
    ],
)
def test_a_query_names_up_to_200_identifiers(count: int, sizes: list[int], read_query: ReadQuery) -> None:
    queries = lucene.compose([f"P{number}" for number in range(count)], "providerId")
    assert [len(read_query(query)[2]) for query in queries] == sizes


@pytest.mark.parametrize("per_query", [1, 500])
def test_a_query_can_be_made_to_name_1_to_500_identifiers(per_query: int, read_query: ReadQuery) -> None:
    queries = lucene.compose([f"P{number}" for number in range(1_000)], "providerId", per_query=per_query)
    assert {len(read_query(query)[2]) for query in queries} == {per_query}


@pytest.mark.parametrize("per_query", [-1, 0, 501])
def test_a_query_cannot_name_fewer_or_more(per_query: int) -> None:
    with pytest.raises(ValueError, match=f"1 to 500 identifiers, not {per_query}"):
        lucene.compose(["A"], "providerId", per_query=per_query)


@pytest.mark.parametrize(
    "name",
    ["providerId", "productId", "x", "_creationDate", "fragment.name", "B4", "a-b", "properties.f.n", "not", "ORDER"],
)
def test_the_name_of_an_attribute_is_a_field(name: str) -> None:
    assert lucene.compose(["A"], name) == (f'{name}:"A"',)


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "4B",
        ".a",
        "-a",
        "a b",
        "a:b",
        'a"',
        "a)",
        "a*",
        "a\\",
        "a/",
        "é",
        "a\n",
        "label@text",
        "a..b",
        "a.",
        "AND",
        "OR",
        "NOT",
        "TO",
    ],
    ids=ascii,
)
def test_what_is_no_name_of_an_attribute_makes_no_query(name: str) -> None:
    with pytest.raises(ValueError, match="is not the name of an attribute"):
        lucene.compose(["A"], name)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=ascii)
def test_each_line_typed_is_an_expression(end: str) -> None:
    assert lucene.expressions(f"a:1{end}b:2 AND c:3{end}") == ("a:1", "b:2 AND c:3")


@pytest.mark.parametrize("text", ["", " ", "\n \n\t\n", "\u3000\n\xa0"], ids=ascii)
def test_a_blank_line_is_no_expression(text: str) -> None:
    assert lucene.expressions(text) == ()


def test_an_expression_is_kept_as_typed_but_for_its_edges() -> None:
    assert lucene.expressions('  a:"x , y; z"\tOR  b:\\*  ') == ('a:"x , y; z"\tOR  b:\\*',)


def test_an_expression_that_is_typed_twice_is_kept_twice() -> None:
    assert lucene.expressions("a:1\na:1") == ("a:1", "a:1")


# Characters of the basic plane, and what could be mistaken for the language itself.
_NAMES = st.one_of(
    st.text(st.characters(max_codepoint=0xFFFF), max_size=8),
    st.text(st.sampled_from('"\\ ():OR')),
    st.sampled_from(["AND", "OR", "NOT", "TO", '" OR "', '") OR (*', "last:true", "*", "\\", '\\"', '"']),
)


@PATIENTLY
@given(lines=st.lists(_NAMES), per_query=st.integers(1, 500), latest_only=st.booleans())
def test_the_queries_ask_for_exactly_the_identifiers_that_were_kept(
    lines: list[str],
    per_query: int,
    latest_only: bool,
    read_query: ReadQuery,
) -> None:
    kept = identifiers.parse("\n".join(lines)).identifiers
    queries = lucene.compose(kept, "providerId", per_query=per_query, latest_only=latest_only)
    read = [read_query(query) for query in queries]
    assert tuple(value for _, _, values in read for value in values) == kept
    assert {(latest, field) for latest, field, _ in read} <= {(latest_only, "providerId")}
