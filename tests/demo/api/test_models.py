"""The attributes of the data models over HTTP (contract L.13)."""

from typing import Any

from tests.demo.small_archive import ApiClient

ATTRIBUTES = "/rs-dam/models/attributes"


def listed(client: ApiClient, **query: str) -> list[dict[str, Any]]:
    answer = client.get(ATTRIBUTES, params=query)
    assert answer.status_code == 200, answer.text
    content: list[dict[str, Any]] = answer.json()
    return content


def test_every_attribute_of_the_model_is_in_one_list_wrapped_and_sorted_by_name(client: ApiClient) -> None:
    found = [each["content"] for each in listed(client)]
    assert {each["jsonPath"] for each in found} == {f"properties.{path}" for path in client.archive.catalogue.model}
    assert [each["name"] for each in found] == sorted(each["name"] for each in found)


def test_an_attribute_in_a_fragment_has_its_path(client: ApiClient) -> None:
    [start] = [each["content"] for each in listed(client) if each["content"]["name"] == "start"]
    assert (start["fragment"], start["type"]) == ({"name": "acquisition"}, "DATE_ISO8601")
    assert start["jsonPath"] == "properties.acquisition.start"


def test_links_are_left_out_when_asked(client: ApiClient) -> None:
    assert all(each["links"] for each in listed(client))
    assert not any(each["links"] for each in listed(client, noLink="true"))


def test_everybody_may_read_them(anonymous_client: ApiClient) -> None:
    assert listed(anonymous_client, scope="demo")
