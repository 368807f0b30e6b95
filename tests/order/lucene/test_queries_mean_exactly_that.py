"""Composed queries select exactly the identifiers asked for, as the demo archive's own parser understands them."""

import re
import unicodedata
from collections.abc import Iterable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from components.demo.catalogue.catalogue import Catalogue
from components.demo.catalogue.products import Dataset, Product
from components.order.composition import compose
from components.order.draft import Draft
from components.order.selection import Selection

PUBLIC = frozenset({"public"})
SURROGATES = range(0xD800, 0xE000)  # halves of characters: no text can hold them
BASIC_PLANE = [chr(code) for code in range(0x10000) if code not in SURROGATES]

OPERATORS = [
    *("AND", "OR", "NOT", "TO", "and", "or", "not", "&&", "||", "!", "+", "-", "*", "?", "*:*", "~", "^", "/", ""),
    *('"', '""', "\\", "\\\\", '\\"', '"\\', "\\u12", "\\u0041", "\\*", "(", ")", "[1 TO 2]", "{a}", "a:b", "x=y"),
    *('A" OR "B', 'A" OR providerId:"B', '") OR (*', "last:true", "A OR B", "A,B", "a~2", "a^2", "/.*/", " ", "'A'"),
]


def near_misses(identifier: str) -> set[str]:
    """Other identifiers that a careless query would also match."""
    misses = {
        f"{identifier}0", f"X{identifier}", f"{identifier} ", f" {identifier}", identifier[:-1], identifier[1:],
        identifier.swapcase(), identifier.casefold(), identifier.strip(), identifier * 2,
        identifier.replace("\\", ""), identifier.replace("\\", "\\\\"),
        identifier.replace('"', ""), identifier.replace('"', '\\"'), f'"{identifier}"',
        identifier.replace("*", "a"), identifier.replace("?", ""),
        *(unicodedata.normalize(form, identifier) for form in ("NFC", "NFD", "NFKC")),
        *re.split(r"\W+", identifier),
    }  # fmt: skip
    return misses - {identifier}


def catalogue_of(identifiers: Iterable[str]) -> Catalogue:
    """A catalogue with two versions of each product, of which only the second is the last."""
    dataset = Dataset("URN:AIP:DATASET:demo:1:V1", "D", "D", "Collection")
    products = [
        Product(
            urn=f"URN:AIP:DATA:demo:{number}:V{version}",
            provider_id=identifier,
            label="one of many",
            model="Example",
            version=version,
            last=version == 2,
            datasets=(dataset.urn,),
            properties={"productId": identifier, "processing": {"level": identifier}},
            files=(),
            geometry=None,
        )
        for number, identifier in enumerate(identifiers)
        for version in (1, 2)
    ]
    return Catalogue("demo", [dataset], products)


def selected(catalogue: Catalogue, queries: Iterable[str]) -> list[tuple[str, int]]:
    """Names and versions of the products in an order of these queries, query by query."""
    return [(product.provider_id, product.version) for query in queries for product in catalogue.search(query, PUBLIC)]


def in_versions(identifiers: Iterable[str], *versions: int) -> list[tuple[str, int]]:
    return sorted((identifier, version) for identifier in identifiers for version in versions)


_CHARACTERS = st.one_of(
    st.sampled_from(list("\"\\ *?:()[]{}~^/+-!&|=<>@#,;'aAÉé\u0301ßıİ\n\r\t\x00\u2028")),
    st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]),
)
_IDENTIFIERS = st.lists(
    st.sampled_from(OPERATORS) | st.text(_CHARACTERS, max_size=8), min_size=1, max_size=12, unique=True
)


@given(
    identifiers=_IDENTIFIERS,
    per_query=st.integers(1, 5),
    field=st.sampled_from(["providerId", "productId", "processing.level", "properties.productId"]),
)
@example(identifiers=OPERATORS, per_query=500, field="providerId")
@example(identifiers=OPERATORS, per_query=1, field="processing.level")
def test_queries_select_all_versions_of_what_is_asked_for_each_once_and_nothing_like_it(
    identifiers: list[str], per_query: int, field: str
) -> None:
    catalogue = catalogue_of(set(identifiers).union(*map(near_misses, identifiers)))
    queries = Selection(tuple(identifiers), field, per_query=per_query).queries()
    assert sorted(selected(catalogue, queries)) == in_versions(identifiers, 1, 2)


@given(identifiers=_IDENTIFIERS, per_query=st.integers(1, 5))
@example(identifiers=OPERATORS, per_query=500)
def test_with_the_version_clause_they_select_the_latest_of_them_alone(identifiers: list[str], per_query: int) -> None:
    catalogue = catalogue_of(set(identifiers).union(*map(near_misses, identifiers)))
    queries = Selection(tuple(identifiers), "providerId", latest_only=True, per_query=per_query).queries()
    assert sorted(selected(catalogue, queries)) == in_versions(identifiers, 2)


@given(absent=_IDENTIFIERS)
def test_of_identifiers_that_the_archive_does_not_have_nothing_is_selected(absent: list[str]) -> None:
    like_them = set().union(*map(near_misses, absent)) - set(absent)
    assert selected(catalogue_of(like_them), Selection(tuple(absent), "providerId").queries()) == []


@pytest.mark.parametrize("form", ["{}", 'x\\{}"'], ids=["alone", "between a backslash and a quote"])
def test_each_character_of_the_basic_plane_means_itself_and_no_other(form: str) -> None:
    identifiers = [form.format(character) for character in BASIC_PLANE]
    assert len(set(identifiers)) == 0x10000 - len(SURROGATES)
    catalogue = catalogue_of(identifiers)
    for start in range(3):  # so that a capital letter is asked for without its small one, which is 32 further on
        asked = identifiers[start::3]
        queries = Selection(tuple(asked), "providerId", latest_only=True, per_query=500).queries()
        assert sorted(selected(catalogue, queries)) == in_versions(asked, 2)


@given(text=st.text(_CHARACTERS | st.just("\n"), max_size=60), per_order=st.integers(1, 4))
@example(text="\n".join(OPERATORS), per_order=3)
def test_what_is_pasted_is_ordered_exactly_as_it_was_kept(text: str, per_order: int) -> None:
    draft = Draft(pasted=text)
    kept = draft.identifiers().identifiers
    catalogue = catalogue_of(set(kept).union(*map(near_misses, kept)))
    requests = compose(draft, "providerId", per_query=2, per_order=per_order).requests
    queries = [query for request in requests for query in request.queries]
    assert sorted(selected(catalogue, queries)) == in_versions(kept, 1, 2)
