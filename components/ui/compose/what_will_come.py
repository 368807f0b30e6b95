"""What an order would bring: in three numbers, and in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from components.order.basket_request import BasketRequest
from components.order.composition import Composition
from components.order.data_types import DataType
from components.order.draft import Draft
from components.order.file_name import NameFilter, NameForm
from components.order.name_filter import Judged
from components.regards.catalogue.checking import CheckResult
from components.regards.submission.submission import Request
from components.ui import formatting

_MOST_TEXTS: Final = 5  # of a name filter that are named in the sentence
_VERBS: Final = {
    NameForm.CONTAINS: "contain",
    NameForm.STARTS_WITH: "start with",
    NameForm.ENDS_WITH: "end with",
}


@dataclass(frozen=True, slots=True)
class Totals:
    """The products, files and bytes of an order, each None while it is not known."""

    products: int | None = None
    files: int | None = None
    size: int | None = None


def totals(
    composition: Composition, result: CheckResult | None, data_types: Sequence[DataType], judged: Judged | None
) -> Totals:
    """What an order would bring, as far as it is known.

    Args:
        composition: the requests.
        result: what the catalogue says of them, None before it has answered.
        data_types: those asked for, none for all.
        judged: what the name filter does to all files found; None without a filter, or if not all names are known.
    """
    if result is None:
        found = composition.identifiers
        return Totals(len(found.identifiers)) if found and found.identifiers else Totals()
    if result.failing:  # nothing would come: the archive would refuse the order
        return Totals()
    products = len(result.orderable) if composition.identifiers else result.products
    if judged:
        return Totals(products, len(judged.kept), sum(file.size or 0 for file in judged.kept))
    if not result.counted:
        return Totals(products)
    amounts = result.of(data_types)
    return Totals(products, sum(each.files for each in amounts), sum(each.size for each in amounts))


def show_totals(known: Totals) -> None:
    """The three numbers; a dash stands for what is not known."""
    with st.container(horizontal=True, gap="medium"):
        st.metric("Products", _number(known.products), width="content")
        st.metric("Files", _number(known.files), width="content")
        st.metric("Size", "–" if known.size is None else formatting.size(known.size), width="content")


def nothing_comes(composition: Composition, result: CheckResult | None) -> bool:
    """Whether the catalogue has nothing to deliver of the products that the user names."""
    return result is not None and composition.identifiers is not None and not result.orderable


def empty_queries(composition: Composition, result: CheckResult | None) -> int:
    """How many queries name nothing that may be ordered; for one of them the archive refuses its whole order (C.1)."""
    if result is None or composition.identifiers is None:
        return 0
    lacking = {*result.unknown, *result.fileless}
    queries = (query for part in composition.parts for query in part.split(part.per_query))
    return sum(lacking.issuperset(query.identifiers) for query in queries)


def why_refused(empty: int) -> str:
    """That the archive would refuse an order because of such queries."""
    many = f"{empty:,} queries of this request name" if empty > 1 else "One query of this request names"
    return (
        f"{many} nothing that may be ordered, and the archive refuses an order with such a query. Keep only what was "
        "found."
    )


def in_words(draft: Draft, composition: Composition, result: CheckResult | None, archive_name: str) -> str:
    """What submitting will do, in a sentence that counts what the catalogue knows, once it was asked."""
    if nothing_comes(composition, result):
        return "Nothing in your list can be delivered."
    failing = len(result.failing) if result else 0
    queries = sum(len(each.queries) for each in composition.requests) - failing
    orders = f", as {len(composition.requests)} orders" if len(composition.requests) > 1 else ""
    types = " and ".join(draft.data_types or DataType)
    names = _names(NameFilter(draft.name_form, draft.name_text, draft.any_case))
    products = _products(composition, result, queries)
    said = f"You will order {products}{orders} from {archive_name}: files of type {types}, {names}."
    return f"{said}{_nothing_for(composition, result)}"


def names_in_words(requests: Sequence[Request]) -> str:
    """What the orders will be called at the archive, by way of the basket; empty where the archive chooses."""
    labels = [request.label for request in requests if isinstance(request, BasketRequest)]
    if len(labels) > 1:
        return f"Their names on the archive: {labels[0]}, and so on."
    return f"Its name on the archive: {labels[0]}" if labels else ""


def _products(composition: Composition, result: CheckResult | None, queries: int) -> str:
    found = composition.identifiers
    if found is None:
        products = formatting.count(result.products, "product") if result else "products"
        return f"the {products} that {formatting.count(queries, 'query finds', 'queries find')}"
    listed = len(found.identifiers)
    coming = len(result.orderable) if result else listed
    products = formatting.count(listed, "product")
    if coming < listed:
        products = f"{coming:,} of the {products} in your list"
    return f"{products} ({queries:,} queries)" if queries > 1 else products


def _nothing_for(composition: Composition, result: CheckResult | None) -> str:
    """That the request also names products of which nothing will come."""
    if composition.identifiers is None or result is None:
        return ""
    listed = len(composition.identifiers.identifiers)
    lacking = listed - len(result.orderable)
    others = "the other one" if lacking == 1 else f"the other {lacking:,}"
    return f" The request names {formatting.every(listed)}, and nothing comes of {others}." if lacking else ""


def _names(name_filter: NameFilter) -> str:
    if not name_filter.expression():
        return "of any name"
    if name_filter.form is NameForm.EXPRESSION:
        return "whose names match your expression"
    texts = name_filter.texts
    listed = " or ".join(f"“{formatting.as_text(each)}”" for each in texts)
    named = listed if len(texts) <= _MOST_TEXTS else "one of your texts"
    case = ", in capital or small letters" if name_filter.any_case else ""
    return f"whose names {_VERBS[name_filter.form]} {named}{case}"


def _number(known: int | None) -> str:
    return "–" if known is None else f"{known:,}"
