"""The bodies of an order by way of the basket, to the letter."""

import json
from collections.abc import Callable

import pytest

from components.order import basket_request
from components.order.data_types import DataType
from components.order.request import OrderRequest

LATEST = 'last:true AND (providerId:("PROD_A_001" OR "PROD_A_002"))'
CYCLES = 'platform:"Jason-3" AND cycle:[120 TO 130]'
REQUEST = OrderRequest((LATEST, CYCLES), (DataType.RAWDATA,), r".*\.nc")
PAGE = "https://orders.example.org/order?label=%C3%89t%C3%A9+2026"


def test_a_request_means_what_was_reviewed(body: Callable[[str], str]) -> None:
    composed = basket_request.compose(REQUEST, "Été 2026", PAGE)
    assert str(composed) == body("through-the-basket")


def test_each_query_is_a_body_of_its_own() -> None:
    bodies = basket_request.compose(REQUEST, "x").selections
    assert [json.loads(body)["searchParameters"]["q"] for body in bodies] == [[LATEST], [CYCLES]]


def test_a_request_for_any_file_has_no_choice_of_files() -> None:
    assert basket_request.compose(OrderRequest((LATEST,)), "x").filters == ""


def test_a_choice_by_name_alone_names_both_data_types_which_are_mandatory() -> None:
    filters = basket_request.compose(OrderRequest((LATEST,), file_name="a.*"), "x").filters
    assert json.loads(filters) == {"fileTypes": ["RAWDATA", "QUICKLOOK"], "fileNamePattern": "a.*"}


def test_a_choice_by_data_type_alone_names_no_pattern() -> None:
    filters = basket_request.compose(OrderRequest((LATEST,), (DataType.QUICKLOOK,)), "x").filters
    assert json.loads(filters) == {"fileTypes": ["QUICKLOOK"]}


@pytest.mark.parametrize(("page", "sent"), [("", {"label": "x"}), (PAGE, {"label": "x", "onSuccessUrl": PAGE})])
def test_the_archive_is_told_a_page_only_where_there_is_one(page: str, sent: dict[str, str]) -> None:
    assert json.loads(basket_request.compose(REQUEST, "x", page).order) == sent


def test_its_label_and_queries_can_be_read_again() -> None:
    composed = basket_request.compose(REQUEST, "Été 2026")
    assert (composed.label, composed.queries) == ("Été 2026", (LATEST, CYCLES))


@pytest.mark.parametrize("request_", [REQUEST, OrderRequest((LATEST,))], ids=["with filters", "without"])
def test_what_was_written_is_read_again_to_the_letter(request_: OrderRequest) -> None:
    composed = basket_request.compose(request_, "x", PAGE)
    assert basket_request.read(str(composed)) == composed


@pytest.mark.parametrize("text", [REQUEST.to_json(), "{}", ""])
def test_the_body_of_an_apply_is_none(text: str) -> None:
    assert basket_request.read(text) is None


def test_the_same_products_and_files_are_the_same_request_under_any_name() -> None:
    one, other = (str(basket_request.compose(REQUEST, label)) for label in ("one", "other"))
    assert basket_request.nameless(one) == basket_request.nameless(other)
    less = str(basket_request.compose(OrderRequest((LATEST,), (DataType.RAWDATA,), r".*\.nc"), "one"))
    assert basket_request.nameless(less) != basket_request.nameless(one)
    assert basket_request.nameless(REQUEST.to_json()) == REQUEST.to_json()
