"""Requests to the catalogue: the attribute of identifiers in a project, and searches by it (contract E)."""

import json
from dataclasses import replace

import pytest

from components.regards.catalogue import searches
from components.regards.catalogue.searches import Amount, Product, Summary
from components.regards.errors import NoAnswer, Refused, UnexpectedReply
from components.regards.http.connection import Connection
from tests.regards.scripted_server import TOKEN, reply, scripted_server, short_name, web_page
from tests.regards.served_demo import ServedDemo


def test_the_demo_archive_knows_the_attribute_of_the_public_guide(served_demo: ServedDemo) -> None:
    assert searches.identifier_field(served_demo.connection()) == "productId"


def test_the_probe_is_one_small_search_for_an_exact_value() -> None:
    with scripted_server(reply(200, {"content": [], "metadata": {"totalPages": 0}})) as server:
        assert searches.identifier_field(server.connection()) == "productId"
        (asked,) = server.requests
        assert str(asked) == "GET /api/v1/rs-catalog/engines/legacy/dataobjects/search"
        assert asked.query["q"].startswith('productId:"')
        assert asked.query["size"] == "1"


def test_where_the_attribute_is_unknown_the_one_that_always_exists_is_taken() -> None:
    with scripted_server(reply(400, {"messages": ["Unknown parameter : productId"]})) as server:
        assert searches.identifier_field(server.connection()) == "providerId"


def test_the_setting_decides_without_a_question() -> None:
    with scripted_server(reply(200, {"content": []})) as server:
        archive = replace(server.archive, identifier_field="properties.name")
        assert searches.identifier_field(Connection(archive, TOKEN)) == "properties.name"
        assert server.requests == []


def test_an_outage_says_nothing_of_the_attribute() -> None:
    with scripted_server(web_page(504)) as server, pytest.raises(NoAnswer):
        searches.identifier_field(server.connection())


# The attributes of a product

FEATURE = Product(
    {
        "providerId": "P",
        "label": "Granule",
        "version": 2,
        "properties": {
            "productId": "Q",
            "cycle": 12,
            "label": "inner",
            "processing": {"level": "L2", "deep": {"x": 1}},
        },
    },
    datasets=(),
)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("providerId", "P", id="always there"),
        pytest.param("version", 2, id="a number"),
        pytest.param("productId", "Q", id="of the data model, by its short name"),
        pytest.param("properties.productId", "Q", id="of the data model, by its full name"),
        pytest.param("processing.level", "L2", id="in a fragment"),
        pytest.param("properties.processing.level", "L2", id="in a fragment, by its full name"),
        pytest.param("level", "L2", id="in a fragment, by its short name"),
        pytest.param("x", 1, id="in a fragment of a fragment, by its short name"),
        pytest.param("processing.deep.x", 1, id="in a fragment of a fragment"),
        pytest.param("label", "Granule", id="what always exists goes before the data model"),
        pytest.param("productid", None, id="another case"),
        pytest.param("processing.mode", None, id="not in the fragment"),
        pytest.param("cycle.x", None, id="in what is no fragment"),
        pytest.param("nothing", None, id="nowhere"),
    ],
)
def test_an_attribute_is_found_by_any_of_its_names(field: str, value: object) -> None:
    assert FEATURE.value(field) == value


def test_a_product_without_dynamic_attributes_has_none() -> None:
    assert Product({"providerId": "P"}, ()).value("productId") is None


# Search


def test_a_search_gives_every_product_with_its_datasets(coded_or_documented: ServedDemo) -> None:
    found = list(searches.search(coded_or_documented.connection(), 'providerId:("my_product_id_1" OR "ORPHAN_1")'))
    datasets = {product.value("providerId"): product.datasets for product in found}
    assert set(datasets) == {"my_product_id_1", "ORPHAN_1"}
    assert datasets["ORPHAN_1"] == ()
    (dataset,) = datasets["my_product_id_1"]
    assert coded_or_documented.demo.catalogue.datasets[dataset].label == "Examples of the public guide"


def test_a_search_over_several_pages_gives_each_product_once(served_demo: ServedDemo) -> None:
    found = [product.value("id") for product in searches.search(served_demo.connection(), 'mission:"SWOT"')]
    assert len(found) == len(set(found)) == 1752  # three cycles of 584 passes
    assert len(served_demo.demo.requests.of("POST", "/complex/search")) == 4


def test_a_search_that_finds_nothing_asks_once(served_demo: ServedDemo) -> None:
    assert list(searches.search(served_demo.connection(), 'providerId:"NO_SUCH"')) == []
    assert len(served_demo.demo.requests.of("POST", "/complex/search")) == 1


def test_a_wrong_search_is_refused_with_the_words_of_the_catalogue(served_demo: ServedDemo) -> None:
    with pytest.raises(Refused) as refusal:
        list(searches.search(served_demo.connection(), "no_such_field:1"))
    assert "no_such_field" in refusal.value.server_message


def a_page(*names: str, pages: int) -> bytes:
    features = [
        {"content": {"providerId": name, "tags": ["a", "URN:AIP:DATASET:p:1:V1"]}, "links": []} for name in names
    ]
    return reply(200, {"content": features, "metadata": {"totalPages": pages}})


def test_pages_are_asked_for_one_after_the_other_by_post_with_the_query_to_the_letter() -> None:
    query = 'providerId:"é \\\\"'
    with scripted_server(a_page("A", pages=2), a_page("B", pages=2)) as server:
        found = list(searches.search(server.connection(), query))
        bodies = [json.loads(each.body) for each in server.requests]
    assert found == [
        Product({"providerId": name, "tags": ["a", "URN:AIP:DATASET:p:1:V1"]}, ("URN:AIP:DATASET:p:1:V1",))
        for name in "AB"
    ]
    assert {str(each) for each in server.requests} == {"POST /api/v1/rs-catalog/complex/search"}
    assert [body.pop("page") for body in bodies] == [0, 1]
    assert bodies[0] == bodies[1]
    assert bodies[0]["requests"] == [{"engineType": "legacy", "searchParameters": {"q": [query]}}]


def test_features_may_be_flat_and_pages_counted_in_the_documented_way() -> None:
    flat = reply(200, {"content": [{"providerId": "A"}], "page": {"totalPages": 1}})
    with scripted_server(flat) as server:
        assert list(searches.search(server.connection(), "a:1")) == [Product({"providerId": "A"}, ())]


def test_where_pages_are_not_counted_a_full_one_is_followed_by_the_next() -> None:
    full, short = (
        reply(200, {"content": [{"providerId": f"{count}-{n}"} for n in range(count)]}) for count in (500, 3)
    )
    with scripted_server(full, short) as server:
        assert len(list(searches.search(server.connection(), "a:1"))) == 503
        assert len(server.requests) == 2


def test_an_outage_on_a_later_page_is_no_end_of_the_list() -> None:
    with scripted_server(a_page("A", pages=2), web_page(504)) as server, pytest.raises(NoAnswer):
        list(searches.search(server.connection(), "a:1"))


# Summaries


def test_a_summary_counts_what_all_queries_find_once_and_again_for_each_dataset(served_demo: ServedDemo) -> None:
    twice = next(each.provider_id for each in served_demo.demo.catalogue.products.values() if len(each.datasets) > 1)
    one, two = 'providerId:"PROD_1"', f'providerId:("PROD_1" OR "{twice}")'
    summary = searches.summarise(served_demo.connection(), [one, two])
    assert (summary.products, summary.placed) == (2, 3)


def test_what_is_in_no_dataset_is_counted_and_placed_nowhere(served_demo: ServedDemo) -> None:
    assert searches.summarise(served_demo.connection(), ['providerId:"ORPHAN_1"']) == Summary(1, 0, ())


def test_what_may_only_be_looked_at_is_not_counted(served_demo: ServedDemo) -> None:
    query = 'providerId:"COMMERCIAL_1"'
    assert searches.summarise(served_demo.connection(), [query]) == Summary(0, 0, ())
    assert searches.summarise(served_demo.connection("staff@demo.example"), [query]).products == 1


def test_no_query_sums_up_everything(served_demo: ServedDemo) -> None:
    assert searches.summarise(served_demo.connection(), ()).products > 2_000


def test_a_summary_is_not_bound_to_100_queries(served_demo: ServedDemo) -> None:
    queries = [f'providerId:"TIDE_GAUGE_{number}"' for number in range(1, 102)]
    assert searches.summarise(served_demo.connection(), queries).products == 10


def test_a_wrong_query_has_the_summary_refused_with_the_words_of_the_catalogue(served_demo: ServedDemo) -> None:
    with pytest.raises(Refused) as refusal:
        searches.summarise(served_demo.connection(), ['providerId:"PROD_1"', "no_such_field:1"])
    assert "no_such_field" in refusal.value.server_message


def counted(files: int, size: int) -> dict[str, int]:
    return {"filesCount": files, "filesSize": size}


def test_a_summary_is_read_as_the_contract_shows_it() -> None:
    part = {
        "documentsCount": 2,
        "filesCount": 4,
        "fileTypesSummaryMap": {
            "RAWDATA": counted(3, 30),
            "RAWDATA_ref": counted(1, 10),
            "RAWDATA_!ref": counted(2, 20),
            "QUICKLOOK_SD": counted(1, 5),
            "QUICKLOOK_SD_!ref": counted(1, 5),
            "QUICKLOOK_HD": counted(0, 0),
            "THUMBNAIL": counted(9, 9),
        },
    }
    answer = {"documentsCount": 3, "filesCount": 5, "fileTypesSummaryMap": {}, "subSummariesMap": {"D1": part}}
    with scripted_server(reply(200, answer)) as server:
        assert searches.summarise(server.connection(), ["a:1", "b:2"]) == Summary(
            products=3,
            placed=2,
            amounts=(
                Amount("D1", products=2, data_type="RAWDATA", files=3, size=30, charged=2),
                Amount("D1", products=2, data_type="QUICKLOOK_SD", files=1, size=5, charged=0),
            ),
        )
        (asked,) = server.requests
    assert str(asked) == "POST /api/v1/rs-catalog/complex/search/summary"
    body = json.loads(asked.body)
    assert body["dataTypes"] == ["RAWDATA", "QUICKLOOK_SD", "QUICKLOOK_MD", "QUICKLOOK_HD"]
    assert [each["searchParameters"]["q"] for each in body["requests"]] == [["a:1"], ["b:2"]]


@pytest.mark.parametrize(
    "answer",
    [
        [],
        "all",
        7,
        {},
        {"documentsCount": 2},
        {"documentsCount": 2, "subSummariesMap": []},
        {"documentsCount": "two", "subSummariesMap": {}},
        {"documentsCount": -1, "subSummariesMap": {}},
        {"documentsCount": 10**18, "subSummariesMap": {}},
        {"documentsCount": 2, "subSummariesMap": {"D": 7}},
        {"documentsCount": 2, "subSummariesMap": {"D": {"fileTypesSummaryMap": []}}},
        {"documentsCount": 2, "subSummariesMap": {"D": {"fileTypesSummaryMap": {"RAWDATA": {"filesCount": "x"}}}}},
    ],
    ids=str,
)
def test_what_is_no_summary_is_never_an_empty_one(answer: object) -> None:
    with scripted_server(reply(200, json.dumps(answer))) as server, pytest.raises(UnexpectedReply):
        searches.summarise(server.connection(), ["a:1"])


@pytest.mark.parametrize("answer", [reply(204), web_page(200)], ids=short_name)
def test_no_answer_at_all_is_never_an_empty_summary(answer: bytes) -> None:
    with scripted_server(answer) as server, pytest.raises(UnexpectedReply):
        searches.summarise(server.connection(), ["a:1"])


# Datasets


def test_datasets_have_labels_and_only_those_that_the_user_may_see(coded_or_documented: ServedDemo) -> None:
    mine, staff = (
        set(searches.dataset_labels(coded_or_documented.connection(name)).values())
        for name in ("user@demo.example", "staff@demo.example")
    )
    assert {"Tide gauges", "TIDE GAUGES", "Commercial imagery, to look at"} < mine
    assert staff - mine == {"Calibration, for staff"}


def test_labels_are_found_by_the_identifier_that_products_name(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    (product,) = searches.search(connection, 'providerId:"my_product_id_1"')
    (dataset,) = product.datasets
    assert searches.dataset_labels(connection)[dataset] == "Examples of the public guide"
