"""The body of an order request, to the letter."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.order.data_types import DataType
from components.order.request import OrderRequest

LATEST = 'last:true AND (providerId:("PROD_A_001" OR "PROD_A_002"))'
REQUESTS = {
    "guide-one-product": OrderRequest(("productId:my_product_identifier",)),
    "guide-metadata-quicklooks": OrderRequest(("datatype:type1",), (DataType.QUICKLOOK,)),
    "two-expressions": OrderRequest(("datatype:type1", 'platform:"Jason-3" AND cycle:[120 TO 130]')),
    "latest-only": OrderRequest((LATEST,)),
    "latest-raw-data-by-name": OrderRequest((LATEST,), (DataType.RAWDATA,), r".*\.nc"),
    "file-name-only": OrderRequest(('providerId:"PROD_A_001"',), file_name=r".*\.nc"),
}


@pytest.mark.parametrize(("name", "request_"), REQUESTS.items(), ids=REQUESTS)
def test_a_request_means_what_was_reviewed(name: str, request_: OrderRequest, body: Callable[[str], str]) -> None:
    assert json.loads(request_.to_json()) == json.loads(body(name))


@pytest.mark.parametrize(("name", "request_"), REQUESTS.items(), ids=REQUESTS)
def test_the_text_that_is_sent_is_the_text_to_show(
    name: str, request_: OrderRequest, body: Callable[[str], str]
) -> None:
    assert request_.to_json() == body(name)


@pytest.mark.parametrize("data_types", [(DataType.RAWDATA,), (DataType.QUICKLOOK,), tuple(DataType)], ids=str)
def test_the_data_types_asked_for_are_sent(data_types: tuple[DataType, ...]) -> None:
    sent = json.loads(OrderRequest(("a:1",), data_types).to_json())
    assert sent["filters"] == {"dataTypes": [str(kind) for kind in data_types]}


def test_without_data_types_and_file_name_there_are_no_filters() -> None:
    assert json.loads(OrderRequest(("a:1",)).to_json()) == {"queries": ["a:1"]}


def test_a_file_name_alone_is_sent_with_both_data_types() -> None:
    sent = json.loads(OrderRequest(("a:1",), file_name="x").to_json())
    assert sent["filters"] == {"dataTypes": ["RAWDATA", "QUICKLOOK"], "filenameRegExp": "x"}


def test_raw_data_and_quicklooks_are_all_that_can_be_asked_for() -> None:
    assert {str(kind) for kind in DataType} == {"RAWDATA", "QUICKLOOK"}


def test_a_request_without_query_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="at least one query"):
        OrderRequest(())


@pytest.mark.parametrize("blank", ["", " ", "\t", "\r\n", "\xa0", "\u3000"], ids=ascii)
def test_a_blank_query_cannot_be_made_even_beside_a_good_one(blank: str) -> None:
    with pytest.raises(ValueError, match="whole catalogue"):
        OrderRequest(("a:1", blank))


def test_a_request_of_100_queries_can_be_made() -> None:
    assert len(json.loads(OrderRequest(("a:1",) * 100).to_json())["queries"]) == 100


def test_a_request_of_101_queries_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="up to 100 queries, not 101"):
        OrderRequest(("a:1",) * 101)


def test_letters_of_every_script_are_shown_as_themselves() -> None:
    assert '"scène:\\"月\\""' in OrderRequest(('scène:"月"',)).to_json()


_WORDS = st.text(st.characters(codec="utf-8"))


@given(st.lists(_WORDS.filter(str.strip), min_size=1, max_size=5), _WORDS.filter(bool))
def test_any_text_arrives_as_it_was_meant(queries: list[str], file_name: str) -> None:
    sent = OrderRequest(tuple(queries), file_name=file_name).to_json().encode()
    assert json.loads(sent)["queries"] == queries
    assert json.loads(sent)["filters"]["filenameRegExp"] == file_name
