"""The attributes of a project (contract E.3, L.13)."""

import pytest

from components.regards.catalogue import attributes
from components.regards.catalogue.attributes import FIXED, Attribute
from tests.regards.scripted_server import reply, scripted_server, short_name, web_page
from tests.regards.served_demo import ServedDemo

CITY = {"content": {"id": 1, "name": "City", "type": "STRING", "jsonPath": "properties.Contact.City"}, "links": []}
AGE = {"id": 2, "name": "Age", "type": "INTEGER", "jsonPath": "properties.Age"}


def test_the_fixed_attributes_and_those_of_the_models_are_told_wrapped_or_flat() -> None:
    with scripted_server(reply(200, [CITY, AGE])) as server:
        known = attributes.read(server.connection())
    assert known == (*FIXED, Attribute("properties.Contact.City", "STRING"), Attribute("properties.Age", "INTEGER"))


@pytest.mark.parametrize(
    "answer",
    [
        web_page(504),
        web_page(200),
        reply(403, {"messages": ["no"]}),
        reply(404),
        reply(401),
        reply(204),
        reply(200, []),
        reply(200, {"content": []}),
        reply(200, [1]),
        reply(200, [CITY, {"name": "Age"}]),
    ],
    ids=short_name,
)
def test_what_the_archive_does_not_tell_is_not_known(answer: bytes) -> None:
    with scripted_server(answer) as server:
        assert attributes.read(server.connection()) is None


def test_one_question_is_enough_and_no_links_are_asked_for(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    served_demo.demo.requests.clear()
    known = attributes.read(connection)
    [asked] = served_demo.demo.requests
    assert (asked.path, asked.query) == ("/api/v1/rs-dam/models/attributes", "noLink=true")
    assert known
    assert {"providerId", "properties.SceneID", "properties.processing.level"} <= {each.name for each in known}


def test_only_what_holds_one_text_may_hold_identifiers() -> None:
    assert Attribute("properties.SceneID", "STRING").is_text
    assert not Attribute("properties.cycle", "INTEGER").is_text
    assert not Attribute("properties.tags", "STRING_ARRAY").is_text
