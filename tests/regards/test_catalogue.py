"""By which attribute a project names its products (contract E.3)."""

from dataclasses import replace

import pytest

from components.regards import catalogue
from components.regards.errors import NoAnswer
from components.regards.wire import Connection
from tests.regards.scripted import TOKEN, reply, scripted, web_page
from tests.regards.visit import Visit


def test_the_demo_archive_knows_the_attribute_of_the_public_guide(visit: Visit) -> None:
    assert catalogue.identifier_field(visit.connection()) == "productId"


def test_the_probe_is_one_small_search_for_an_exact_value() -> None:
    with scripted(reply(200, {"content": [], "metadata": {"totalPages": 0}})) as script:
        assert catalogue.identifier_field(script.connection()) == "productId"
        (asked,) = script.asked
        assert str(asked) == "GET /api/v1/rs-catalog/engines/legacy/dataobjects/search"
        assert asked.query["q"].startswith('productId:"')
        assert asked.query["size"] == "1"


def test_where_the_attribute_is_unknown_the_one_that_always_exists_is_taken() -> None:
    with scripted(reply(400, {"messages": ["Unknown parameter : productId"]})) as script:
        assert catalogue.identifier_field(script.connection()) == "providerId"


def test_the_setting_decides_without_a_question() -> None:
    with scripted(reply(200, {"content": []})) as script:
        archive = replace(script.archive, identifier_field="properties.name")
        assert catalogue.identifier_field(Connection(archive, TOKEN)) == "properties.name"
        assert script.asked == []


def test_an_outage_says_nothing_of_the_attribute() -> None:
    with scripted(web_page(504)) as script, pytest.raises(NoAnswer):
        catalogue.identifier_field(script.connection())
