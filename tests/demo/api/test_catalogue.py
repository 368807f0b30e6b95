"""Searching, previewing and reading the catalogue over HTTP (contract E)."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from components.demo.catalogue.catalogue import Catalogue
from components.demo.catalogue.products import ORDERABLE
from tests.demo.small_archive import LAND, OCEAN, USER, ApiClient, ids

CATALOG = "/rs-catalog"
SEARCH = f"{CATALOG}/engines/legacy/dataobjects/search"
NewClient = Callable[[str | None], ApiClient]


def found(client: ApiClient, query: str, **more: Any) -> list[str]:  # noqa: ANN401 - parameters of a query
    answer = client.get(SEARCH, params={"q": query, "size": 100, **more})
    assert answer.status_code == 200, answer.text
    return [each["content"]["providerId"] for each in answer.json()["content"]]


def summary(client: ApiClient, *queries: str, types: list[str] | None = None) -> dict[str, Any]:
    requests = [{"engineType": "legacy", "searchParameters": {"q": [query]}} for query in queries]
    body: dict[str, object] = {"requests": requests}
    if types is not None:
        body["dataTypes"] = types
    answer = client.post(f"{CATALOG}/complex/search/summary", json=body)
    assert answer.status_code == 200, answer.text
    content: dict[str, Any] = answer.json()
    return content


FOUR = sorted(each.value for each in ORDERABLE)


# Search


def test_a_feature_has_the_fields_of_the_contract_and_one_explicit_null(client: ApiClient) -> None:
    page = client.get(SEARCH, params={"q": ids("LAND_1")}).json()
    assert page["metadata"] == {"size": 20, "totalElements": 1, "totalPages": 1, "number": 0}
    feature = page["content"][0]["content"]
    (file,) = feature.pop("files")["RAWDATA"]
    assert feature == {
        "type": "Feature",
        "id": "URN:AIP:DATA:demo:LAND_1:V1",
        "virtualId": "URN:AIP:DATA:demo:LAND_1:LAST",
        "providerId": "LAND_1",
        "entityType": "DATA",
        "label": "LAND_1",
        "model": "Granule",
        "version": 1,
        "last": True,
        "creationDate": "2026-01-05T08:30:00Z",
        "lastUpdate": "2026-01-05T08:30:00Z",
        "tags": [LAND.urn],
        "geometry": None,
        "properties": {"productId": "LAND_1"},
    }
    assert file["uri"].endswith(f"/downloads/{feature['id']}/files/{file['checksum']}")


def test_without_a_query_there_is_everything_that_one_may_see(client: ApiClient, new_client: NewClient) -> None:
    names = found(client, "")
    assert "SECRET_1" not in names
    assert "SECRET_1" in found(new_client("staff@demo.example"), "")
    assert "LOOK_1" in names


def test_t56_what_is_not_there_and_what_one_may_not_see_are_both_simply_absent(client: ApiClient) -> None:
    assert found(client, ids("LAND_1", "SECRET_1", "NOT_THERE")) == ["LAND_1"]


def test_who_belongs_to_no_group_gets_an_empty_page_and_no_error(new_client: NewClient) -> None:
    assert found(new_client("newcomer@demo.example"), "") == []


def test_without_the_right_to_the_data_the_science_files_are_missing(client: ApiClient, new_client: NewClient) -> None:
    def types(visitor: ApiClient) -> list[str]:
        feature = visitor.get(SEARCH, params={"q": ids("LOOK_1")}).json()["content"][0]["content"]
        return list(feature["files"])

    assert types(client) == ["QUICKLOOK_SD"]
    assert types(new_client("staff@demo.example")) == ["RAWDATA", "QUICKLOOK_SD"]


def test_t12_without_quotes_a_value_is_only_contained(client: ApiClient) -> None:
    assert found(client, "providerId:ocean_1") == ["OCEAN_1"]
    assert len(found(client, "providerId:OCEAN")) == 8
    assert found(client, 'providerId:"OCEAN"') == []


def test_t11_in_most_projects_productid_is_an_unknown_attribute(client: ApiClient) -> None:
    assert found(client, 'productId:"LAND_1"') == ["LAND_1"]
    client.archive.catalogue = Catalogue("demo", (LAND,), (), model={})
    assert client.get(SEARCH, params={"q": 'productId:"LAND_1"'}).status_code == 400
    refused = client.apply('productId:"LAND_1"')
    assert (refused.status_code, refused.json()["content"]["errorType"]) == (422, "INTERNAL_ERROR")


def test_t13_a_space_between_terms_is_refused(client: ApiClient) -> None:
    assert client.get(SEARCH, params={"q": 'providerId:("LAND_1" "LAND_2")'}).status_code == 400
    assert found(client, ids("LAND_1", "LAND_2")) == ["LAND_1", "LAND_2"]


def test_t14_and_does_not_bind_tighter_than_or(client: ApiClient) -> None:
    one, two, three = (ids(name) for name in ("LAND_1", "LAND_2", "OCEAN_1"))
    assert found(client, f"({one} AND {two}) OR {three}") == ["OCEAN_1"]
    assert found(client, f"{one} AND {two} OR {three}") == ["OCEAN_1", "LAND_1", "LAND_2"]


def test_t15_a_question_mark_stands_for_no_character(client: ApiClient) -> None:
    assert found(client, "providerId:LAND_?") == []
    assert client.get(SEARCH, params={"q": "*:*"}).status_code == 400


def test_t16_all_versions_are_meant_unless_the_last_is_asked_for(client: ApiClient) -> None:
    assert found(client, ids("VERSIONS")) == ["VERSIONS", "VERSIONS"]
    assert found(client, f"last:true AND ({ids('VERSIONS')})") == ["VERSIONS"]


@pytest.mark.parametrize("query", ["unknown:1", "a b", "providerId:(", "*:*", "   "])
def test_a_bad_query_is_a_400_with_the_reason_that_apply_hides(client: ApiClient, query: str) -> None:
    answer = client.get(SEARCH, params={"q": query})
    assert answer.status_code == 400
    assert answer.json()["messages"][0]


def test_an_unknown_attribute_to_sort_by_or_to_count_is_a_500_instead(client: ApiClient) -> None:
    assert client.get(SEARCH, params={"sort": "unknown,asc"}).status_code == 500
    assert client.get(SEARCH, params={"facets": "unknown"}).status_code == 500
    assert found(client, ids("LAND_1", "OCEAN_1"), sort="providerId,asc") == ["LAND_1", "OCEAN_1"]
    assert found(client, ids("LAND_1", "OCEAN_1"), sort="providerId,desc") == ["OCEAN_1", "LAND_1"]


def test_pages_together_hold_everything_once(client: ApiClient) -> None:
    pages = [found(client, "providerId:OCEAN", page=page, size=3) for page in range(4)]
    assert [len(each) for each in pages] == [3, 3, 2, 0]
    assert len({name for page in pages for name in page}) == 8


def test_one_product_and_the_datasets_can_be_read(client: ApiClient) -> None:
    legacy = f"{CATALOG}/engines/legacy"
    product = client.get(f"{legacy}/dataobjects/URN:AIP:DATA:demo:LAND_1:V1")
    assert product.json()["content"]["providerId"] == "LAND_1"
    assert client.get(f"{legacy}/dataobjects/URN:AIP:DATA:demo:SECRET_1:V1").status_code == 404
    labels = [each["content"]["label"] for each in client.get(f"{legacy}/datasets/search").json()["content"]]
    assert "Ocean L2" in labels
    assert "For staff" not in labels
    inside = client.get(f"{legacy}/datasets/{LAND.urn}/dataobjects/search", params={"q": ids("COAST_1", "OCEAN_1")})
    assert [each["content"]["providerId"] for each in inside.json()["content"]] == ["COAST_1"]


# Complex search


def complex_search(client: ApiClient, *queries: str, **more: Any) -> Any:  # noqa: ANN401 - JSON
    requests = [{"engineType": "legacy", "searchParameters": {"q": [query]}} for query in queries]
    return client.post(f"{CATALOG}/complex/search", json={"requests": requests, **more})


def test_several_searches_give_each_product_once(client: ApiClient) -> None:
    answer = complex_search(client, ids("LAND_1"), ids("LAND_1", "LAND_2"), page=0, size=1)
    assert answer.json()["metadata"] == {"size": 1, "totalElements": 2, "totalPages": 2, "number": 0}
    assert [each["content"]["providerId"] for each in answer.json()["content"]] == ["LAND_1"]


def test_no_search_at_all_finds_everything(client: ApiClient) -> None:
    assert complex_search(client).json()["metadata"]["totalElements"] == len(found(client, ""))


@pytest.mark.parametrize(("count", "status"), [(100, 200), (101, 422)])
def test_a_hundred_searches_are_allowed(client: ApiClient, count: int, status: int) -> None:
    assert complex_search(client, *[ids("LAND_1")] * count).status_code == status


def test_the_preview_is_not_limited_to_a_hundred(client: ApiClient) -> None:
    assert summary(client, *[ids("LAND_1")] * 101)["documentsCount"] == 1


@pytest.mark.parametrize("body", [{}, {"requests": None}, {"requests": [{"searchParameters": {}}]}])
def test_a_search_without_its_parts_is_a_422(client: ApiClient, body: dict[str, object]) -> None:
    assert client.post(f"{CATALOG}/complex/search", json=body).status_code == 422


def test_the_anonymous_may_search_but_not_preview(anonymous_client: ApiClient) -> None:
    body = {"requests": [{"engineType": "legacy", "searchParameters": {"q": [ids("LAND_1")]}}]}
    for path, status in (("complex/search", 200), ("complex/search/summary", 403)):
        answer = anonymous_client.post(f"{CATALOG}/{path}", params={"scope": "demo"}, json=body)
        assert answer.status_code == status


# Preview


def test_a_preview_is_not_wrapped_and_splits_external_from_stored(client: ApiClient) -> None:
    assert summary(client, ids("EXTERNAL_1", "LAND_1"), types=FOUR) == {
        "documentsCount": 2,
        "filesCount": 2,
        "filesSize": 800,
        "fileTypesSummaryMap": {
            "RAWDATA": {"filesCount": 2, "filesSize": 800},
            "RAWDATA_ref": {"filesCount": 1, "filesSize": 400},
            "RAWDATA_!ref": {"filesCount": 1, "filesSize": 400},
        },
        "subSummariesMap": {
            "URN:AIP:DATASET:demo:Kept elsewhere:V1": part(1, external=1),
            LAND.urn: part(1, external=0),
        },
    }


def part(files: int, external: int) -> dict[str, object]:
    return {
        "documentsCount": files,
        "filesCount": files,
        "filesSize": 400 * files,
        "fileTypesSummaryMap": {
            "RAWDATA": {"filesCount": files, "filesSize": 400 * files},
            "RAWDATA_ref": {"filesCount": external, "filesSize": 400 * external},
            "RAWDATA_!ref": {"filesCount": files - external, "filesSize": 400 * (files - external)},
        },
    }


def test_t48_without_types_all_nine_are_counted_and_the_preview_lies(client: ApiClient) -> None:
    assert summary(client, ids("OCEAN_1"))["filesCount"] == 3
    assert summary(client, ids("OCEAN_1"), types=FOUR)["filesCount"] == 2
    assert summary(client, ids("OCEAN_1"), types=["RAWDATA"])["filesCount"] == 1


def test_t48_what_will_be_ordered_is_the_sum_over_the_datasets(client: ApiClient) -> None:
    orphan = summary(client, ids("ORPHAN_1"), types=FOUR)
    assert (orphan["filesCount"], orphan["subSummariesMap"]) == (1, {})
    twice = summary(client, ids("COAST_1"), types=FOUR)
    assert twice["filesCount"] == 1
    assert {urn: each["filesCount"] for urn, each in twice["subSummariesMap"].items()} == {OCEAN.urn: 1, LAND.urn: 1}


def test_products_whose_data_one_may_not_read_do_not_count(client: ApiClient, new_client: NewClient) -> None:
    assert summary(client, ids("LOOK_1"))["documentsCount"] == 0
    assert summary(new_client("staff@demo.example"), ids("LOOK_1"))["documentsCount"] == 1


# Files straight from the catalogue


def address(product: str, file: dict[str, Any]) -> str:
    return f"{CATALOG}/downloads/URN:AIP:DATA:demo:{product}:V1/files/{file['checksum']}"


def test_a_file_can_be_fetched_by_its_checksum_and_charged(client: ApiClient) -> None:
    files = client.get(SEARCH, params={"q": ids("OCEAN_1")}).json()["content"][0]["content"]["files"]
    for kind in ("QUICKLOOK_SD", "RAWDATA"):
        file = files[kind][0]
        answer = client.get(address("OCEAN_1", file))
        assert answer.status_code == 200
        assert hashlib.md5(answer.content, usedforsecurity=False).hexdigest() == file["checksum"]
    user = client.archive.directory.get(USER)
    assert user
    assert (user.current_quota, user.current_rate) == (1, 0)
    user.max_quota = 1
    assert client.get(address("OCEAN_1", file)).status_code == 429


def test_but_no_file_that_one_may_not_read(client: ApiClient, new_client: NewClient) -> None:
    staff = new_client("staff@demo.example")
    files = staff.get(SEARCH, params={"q": ids("LOOK_1")}).json()["content"][0]["content"]["files"]
    science, quicklook = (address("LOOK_1", files[kind][0]) for kind in ("RAWDATA", "QUICKLOOK_SD"))
    assert [staff.get(each).status_code for each in (science, quicklook)] == [200, 200]
    assert [client.get(each).status_code for each in (science, quicklook)] == [404, 200]


def test_a_product_that_one_may_not_see_is_a_403_without_a_word(client: ApiClient, new_client: NewClient) -> None:
    """Contract E.4."""
    staff = new_client("staff@demo.example")
    files = staff.get(SEARCH, params={"q": ids("SECRET_1")}).json()["content"][0]["content"]["files"]
    secret = address("SECRET_1", files["RAWDATA"][0])
    assert staff.get(secret).status_code == 200
    answer = client.get(secret)
    assert (answer.status_code, answer.content) == (403, b"")
