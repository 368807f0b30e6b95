"""What an archive holds."""

import pytest

from components.regards.catalogue import holdings
from components.regards.catalogue.holdings import Holding
from components.regards.errors import Refused
from tests.regards.scripted_server import reply, scripted_server
from tests.regards.served_demo import ServedDemo


def test_each_dataset_comes_with_its_numbers_the_largest_first(served_demo: ServedDemo) -> None:
    held = holdings.read(served_demo.connection())
    assert (held[0].dataset, held[0].products) == ("Sentinel-2 L1C, Norway, April 2020", 2_271)
    assert [each.products for each in held] == sorted((each.products for each in held), reverse=True)
    assert all(each.files and each.size for each in held)


def test_products_are_counted_once_although_each_data_type_counts_them_all() -> None:
    types = {"RAWDATA": {"filesCount": 3, "filesSize": 30}, "QUICKLOOK_SD": {"filesCount": 2, "filesSize": 4}}
    summary = {"documentsCount": 3, "subSummariesMap": {"URN": {"documentsCount": 3, "fileTypesSummaryMap": types}}}
    datasets = {"content": [{"content": {"id": "URN", "label": "Scenes"}}], "metadata": {"totalPages": 1}}
    with scripted_server(reply(200, summary), reply(200, datasets)) as server:
        assert holdings.read(server.connection()) == (Holding("Scenes", 3, 5, 34),)


def test_an_empty_catalogue_takes_one_question() -> None:
    with scripted_server(reply(200, {"documentsCount": 0, "subSummariesMap": {}})) as server:
        assert holdings.read(server.connection()) == ()
        assert len(server.requests) == 1


def test_an_archive_that_does_not_tell_is_an_error_and_no_empty_catalogue() -> None:
    with scripted_server(reply(400, {"messages": ["no"]})) as server, pytest.raises(Refused):
        holdings.read(server.connection())
