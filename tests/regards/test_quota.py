"""How many files of data a user may still download (contract G)."""

import json

import pytest

from components.demo.archive import Scenario
from components.regards import quota
from components.regards.errors import NoAnswer, UnexpectedReply
from components.regards.quota import UNLIMITED, Quota
from tests.regards.scripted_server import reply, scripted_server, web_page
from tests.regards.served_demo import NEIGHBOUR, USER, ServedDemo


def test_without_a_limit_nothing_is_left_to_count(coded_or_documented: ServedDemo) -> None:
    limits = quota.read(coded_or_documented.connection())
    assert limits == Quota(UNLIMITED, 0, UNLIMITED)
    assert limits.left is None


def test_a_limit_is_the_users_own(served_demo: ServedDemo) -> None:
    served_demo.demo.set_scenario(USER, Scenario.QUOTA)
    mine, theirs = (quota.read(served_demo.connection(name)) for name in (USER, NEIGHBOUR))
    assert mine == Quota(5, 0, UNLIMITED)
    assert theirs == Quota(UNLIMITED, 0, UNLIMITED)


@pytest.mark.parametrize(
    ("most", "done", "left"),
    [
        pytest.param(10, 0, 10, id="none used"),
        pytest.param(10, 9, 1, id="nearly all used"),
        pytest.param(10, 10, 0, id="all used"),
        pytest.param(10, 12, 0, id="lowered after use"),
        pytest.param(0, 0, 0, id="none allowed"),
        pytest.param(-1, 12, None, id="unlimited"),
    ],
)
def test_what_is_left_is_what_was_not_used(most: int, done: int, left: int | None) -> None:
    assert Quota(most, done, UNLIMITED).left == left


def test_one_question_is_asked_of_the_service_that_regards_own_pages_ask() -> None:
    answer = {"email": "me", "maxQuota": 10, "rateLimit": 2, "currentQuota": 3, "currentRate": 1}
    with scripted_server(reply(200, answer)) as server:
        assert quota.read(server.connection()) == Quota(most=10, done=3, at_once=2)
        assert [str(each) for each in server.requests] == ["GET /api/v1/rs-access-project/quota/current"]


@pytest.mark.parametrize("answer", [{"email": "me"}, {}, {"email": "me", "maxQuota": None}], ids=str)
def test_when_the_storage_is_down_the_limits_are_unknown_and_not_unlimited(answer: object) -> None:
    with scripted_server(reply(200, answer)) as server:
        assert quota.read(server.connection()) is None


def test_an_archive_without_content_tells_no_limits() -> None:
    with scripted_server(reply(204)) as server:
        assert quota.read(server.connection()) is None


def test_what_the_archive_leaves_out_is_none_used_and_no_limit_at_once() -> None:
    with scripted_server(reply(200, {"maxQuota": 10})) as server:
        assert quota.read(server.connection()) == Quota(10, 0, UNLIMITED)


@pytest.mark.parametrize("answer", [[1], "unlimited", 7], ids=str)
def test_what_is_no_object_says_nothing_of_limits(answer: object) -> None:
    with scripted_server(reply(200, json.dumps(answer))) as server, pytest.raises(UnexpectedReply):
        quota.read(server.connection())


def test_an_outage_says_nothing_of_limits() -> None:
    with scripted_server(web_page(504)) as server, pytest.raises(NoAnswer):
        quota.read(server.connection())
