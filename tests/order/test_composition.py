"""From a draft to one order or to several, or to sentences that say what is missing."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order.composition import Composition, compose
from components.order.data_types import DataType
from components.order.draft import By, Draft
from components.order.file_name import NameForm
from components.order.identifiers import LARGEST
from components.order.request import MOST_QUERIES
from components.order.selection import Selection

ReadQuery = Callable[[str], tuple[bool, str, tuple[str, ...]]]

NO_IDENTIFIER = "Paste product identifiers, one a line, or drop a file that holds them."
NO_EXPRESSION = "Write a search expression. A blank one would order the whole catalogue, so it is never sent."


def names(count: int) -> list[str]:
    return [f"PROD_{number}" for number in range(count)]


def pasted(count: int) -> Draft:
    return Draft(pasted="\n".join(names(count)))


def asked_for(composition: Composition, read_query: ReadQuery) -> list[list[str]]:
    """The identifiers in each request body."""
    return [
        [value for query in json.loads(body)["queries"] for value in read_query(query)[2]]
        for body in composition.bodies
    ]


# How many orders


@pytest.mark.parametrize(
    ("count", "sizes"),
    [
        pytest.param(1, [1], id="1"),
        pytest.param(2_000, [2_000], id="2,000"),
        pytest.param(2_001, [2_000, 1], id="2,001"),
        pytest.param(10_000, [2_000] * 5, id="10,000"),
    ],
)
def test_an_order_carries_2_000_identifiers_and_more_become_a_batch(
    count: int, sizes: list[int], read_query: ReadQuery
) -> None:
    assert list(map(len, asked_for(compose(pasted(count), "providerId"), read_query))) == sizes


def test_the_settings_say_how_many_a_query_names_and_an_order_carries(read_query: ReadQuery) -> None:
    composition = compose(pasted(7), "providerId", per_query=2, per_order=5)
    sent = [json.loads(body)["queries"] for body in composition.bodies]
    assert [[len(read_query(query)[2]) for query in queries] for queries in sent] == [[2, 2, 1], [2]]


def test_an_order_that_carries_less_than_a_query_may_name_has_one_query(read_query: ReadQuery) -> None:
    composition = compose(pasted(7), "providerId", per_query=500, per_order=3)
    assert [len(request.queries) for request in composition.requests] == [1, 1, 1]
    assert list(map(len, asked_for(composition, read_query))) == [3, 3, 1]


@pytest.mark.parametrize(
    ("count", "queries"),
    [pytest.param(100, [100], id="just 100"), pytest.param(101, [100, 1], id="one more")],
)
def test_an_order_never_has_more_than_100_queries_for_any_content(count: int, queries: list[int]) -> None:
    composition = compose(pasted(count), "providerId", per_query=1, per_order=50_000)
    assert [len(request.queries) for request in composition.requests] == queries


@given(count=st.integers(1, 150), per_query=st.integers(1, 60), per_order=st.integers(1, 160))
def test_over_all_orders_nothing_is_lost_or_doubled(
    read_query: ReadQuery, count: int, per_query: int, per_order: int
) -> None:
    composition = compose(pasted(count), "providerId", per_query=per_query, per_order=per_order)
    orders = asked_for(composition, read_query)
    assert [each for order in orders for each in order] == names(count)
    assert all(len(order) <= per_order for order in orders)
    assert all(len(request.queries) <= MOST_QUERIES for request in composition.requests)


def test_the_parts_are_what_the_requests_ask_for_and_the_selection_is_all_of_it(read_query: ReadQuery) -> None:
    composition = compose(pasted(5), "productId", per_query=1, per_order=2)
    assert [list(part.identifiers) for part in composition.parts] == asked_for(composition, read_query)
    assert [part.queries() for part in composition.parts] == [request.queries for request in composition.requests]
    assert composition.selection == Selection(tuple(names(5)), "productId", per_query=1)


def test_every_order_of_a_batch_has_the_filters_and_the_version_clause() -> None:
    draft = Draft(
        pasted="A\nB",
        latest_only=True,
        data_types=(DataType.QUICKLOOK,),
        name_form=NameForm.EXPRESSION,
        name_expression=r" .*\.png ",
        field="productId",
    )
    bodies = [json.loads(body) for body in compose(draft, "providerId", per_order=1).bodies]
    assert [body.pop("queries") for body in bodies] == [
        ['last:true AND (productId:"A")'],
        ['last:true AND (productId:"B")'],
    ]
    assert bodies == [{"filters": {"dataTypes": ["QUICKLOOK"], "filenameRegExp": r".*\.png"}}] * 2


def test_the_same_draft_makes_the_same_bodies() -> None:
    first, second = (compose(pasted(500), "providerId", per_order=200).bodies for _ in range(2))
    assert len(first) == 3
    assert first == second


def test_the_digest_tells_one_set_of_bodies_from_another() -> None:
    digests = {
        compose(pasted(4), "providerId", per_order=2).digest,
        compose(pasted(4), "providerId", per_order=2).digest,
        compose(pasted(4), "providerId", per_order=3).digest,
        compose(pasted(4), "productId", per_order=2).digest,
        compose(pasted(5), "providerId", per_order=2).digest,
    }
    assert len(digests) == 4


# Expressions


def test_expressions_stay_together_in_one_order_each_a_query_of_its_own() -> None:
    draft = Draft(By.EXPRESSIONS, expressions="a:1 OR b:2\n\n  c:3 ")
    composition = compose(draft, "providerId", per_query=1, per_order=1)
    assert [request.queries for request in composition.requests] == [("a:1 OR b:2", "c:3")]
    assert composition.selection == Selection(expressions=("a:1 OR b:2", "c:3"))
    assert composition.parts == (composition.selection,)


def test_100_expressions_make_one_order_and_101_make_none() -> None:
    made = compose(Draft(By.EXPRESSIONS, expressions="a:1\n" * 100), "providerId")
    assert [len(request.queries) for request in made.requests] == [100]
    refused = compose(Draft(By.EXPRESSIONS, expressions="a:1\n" * 101), "providerId")
    assert refused.requests == ()
    assert refused.problems == (
        "One order can hold up to 100 search expressions, but here are 101. Remove some, or make several orders.",
    )


# What is missing

WITHOUT_ORDER = [
    pytest.param(Draft(), [NO_IDENTIFIER], id="nothing pasted"),
    pytest.param(Draft(pasted=" \n\t\n"), [NO_IDENTIFIER], id="blanks pasted"),
    pytest.param(
        Draft(pasted="\x01\n\x02"),
        ["None of these 2 items can be an identifier: the list above says why."],
        id="control characters pasted",
    ),
    pytest.param(
        Draft(pasted="A", field="provider id"),
        ["“provider id” is not a field name. Use only letters, digits, “_”, “-” and “.”."],
        id="a field with a blank",
    ),
    pytest.param(
        Draft(pasted="A", name_form=NameForm.EXPRESSION, name_expression="*.nc"),
        ["The file name expression cannot be used. “*” at position 1 has nothing before it to repeat."],
        id="a file name that Java refuses",
    ),
    pytest.param(Draft(By.EXPRESSIONS), [NO_EXPRESSION], id="no expression"),
    pytest.param(Draft(By.EXPRESSIONS, expressions=" \n\u2028"), [NO_EXPRESSION], id="a blank expression"),
    pytest.param(
        Draft(field="a b", name_form=NameForm.EXPRESSION, name_expression="*"),
        [
            NO_IDENTIFIER,
            "“a b” is not a field name. Use only letters, digits, “_”, “-” and “.”.",
            "The file name expression cannot be used. “*” at position 1 has nothing before it to repeat.",
        ],
        id="three problems, all told at once",
    ),
]


@pytest.mark.parametrize(("draft", "problems"), WITHOUT_ORDER)
def test_what_is_missing_is_said_in_sentences_and_nothing_is_composed(draft: Draft, problems: list[str]) -> None:
    made = compose(draft, "providerId")
    assert made == Composition(tuple(problems), made.identifiers)
    assert made.bodies == ()


def test_a_field_name_is_only_needed_with_identifiers() -> None:
    assert compose(Draft(By.EXPRESSIONS, expressions="a:1", field="a b"), "providerId").problems == ()


def test_too_much_text_is_a_problem_and_is_not_read_and_a_little_less_is_read() -> None:
    too_long = compose(Draft(pasted="\n" * (LARGEST + 1)), "providerId")
    assert (too_long.identifiers, too_long.requests) == (None, ())
    (problem,) = too_long.problems
    assert "16 MB" in problem
    assert compose(Draft(pasted=" " * LARGEST), "providerId").problems == (NO_IDENTIFIER,)


def test_what_was_kept_doubled_and_rejected_is_told_beside_the_orders() -> None:
    made = compose(Draft(pasted="A\n\x01\nA\nB"), "providerId")
    assert len(made.requests) == 1
    assert made.identifiers
    assert made.identifiers.identifiers == ("A", "B")
    assert [item.line for item in made.identifiers.rejected] == [2]
    assert [item.line for item in made.identifiers.doubled] == [3]


@pytest.mark.parametrize("text", ["Ж.nc", "données (1).nc", "[a", "\\"])
def test_a_simple_form_is_accepted_in_any_script(text: str) -> None:
    draft = Draft(pasted="A", name_form=NameForm.ENDS_WITH, file_name=text, any_case=True)
    assert compose(draft, "providerId").problems == ()


def test_the_same_text_as_an_expression_is_judged() -> None:
    draft = Draft(pasted="A", name_form=NameForm.EXPRESSION, name_expression="[a")
    [problem] = compose(draft, "providerId").problems
    assert problem.startswith("The file name expression cannot be used.")
