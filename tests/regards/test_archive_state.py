"""What is observed of an archive, and said of it."""

from dataclasses import replace
from email.utils import formatdate

import pytest

from components.demo.archive import Scenario
from components.demo.server import Served
from components.regards.archive_state import Observation, of_account, of_archive
from components.regards.http.connection import Connection
from components.regards.settings import Archive, OrderThrough
from components.regards.sign_in.login import Login
from tests.regards.scripted_server import TOKEN, Answer, reply, scripted_server, web_page

NOW = 1_790_000_000.0
NOBODY = {"content": [], "metadata": {"totalPages": 1}}


def observed(*answers: Answer) -> dict[str, Observation]:
    with scripted_server(*answers) as server:
        return {each.what: each for each in of_archive(server.archive, lambda: NOW)}


def test_a_running_archive_is_reachable(demo: Served) -> None:
    states = {each.what: each.good for each in of_archive(Archive("Demo", demo.url, demo.project))}
    assert (states["Reachable"], states["Clock"]) == (True, True)


def test_an_archive_that_is_down_is_not_reachable_and_nothing_else_is_said_of_it() -> None:
    [state] = of_archive(Archive("Down", "http://127.0.0.1:9", "project1"))
    assert (state.what, state.good) == ("Reachable", False)


def test_a_firewall_is_told_from_the_archive() -> None:
    state = observed(web_page(403, "Request Rejected"))["Reachable"]
    assert not state.good
    assert "firewall" in state.found
    assert "Request Rejected" in state.found


def test_a_list_of_providers_that_is_closed_is_no_fault() -> None:
    states = observed(reply(403, {"messages": ["no"]}))
    assert states["Reachable"].good
    assert states["Ways in"].good is None


def test_the_providers_are_named() -> None:
    page = {**NOBODY, "content": [{"content": {"name": "CNES SSO", "authUrl": "https://sso.example.org"}, "links": []}]}
    assert observed(reply(200, page))["Ways in"].found == "Password, CNES SSO, a token."


@pytest.mark.parametrize("off_by", [0, 59, -59])
def test_a_clock_that_is_less_than_a_minute_off_agrees(off_by: float) -> None:
    assert observed(reply(200, NOBODY, Date=formatdate(NOW + off_by, usegmt=True)))["Clock"].good


@pytest.mark.parametrize(("off_by", "words"), [(61, "61 seconds ahead of"), (-3_600, "3,600 seconds behind")])
def test_a_clock_that_is_off_is_told_with_its_side(off_by: float, words: str) -> None:
    state = observed(reply(200, NOBODY, Date=formatdate(NOW + off_by, usegmt=True)))["Clock"]
    assert state.good is False
    assert words in state.found


@pytest.mark.parametrize("headers", [{}, {"Date": "yesterday"}, {"Date": "Mon, 01 Jan 99999999 00:00:00 GMT"}])
def test_a_clock_that_is_not_told_is_no_fault(headers: dict[str, str]) -> None:
    assert observed(reply(200, NOBODY, **headers))["Clock"].good is None


def test_what_a_user_may_look_at_is_told(signed_in: Login) -> None:
    states = {each.what: each for each in of_account(signed_in.connection())}
    assert list(states) == ["Catalogue", "Basket", "Orders", "Download quota"]
    assert all(each.good for each in states.values())


def test_what_is_closed_to_a_user_is_no_fault() -> None:
    with scripted_server(reply(403, {"messages": ["role too low"]})) as server:
        assert [each.good for each in of_account(server.connection())] == [None] * 4


def test_the_way_through_the_basket_is_told_and_needs_the_basket(demo: Served) -> None:
    archive = Archive("Demo", demo.url, demo.project)
    through = replace(archive, order_through=OrderThrough.BASKET)
    assert "Way of orders" not in [each.what for each in of_archive(archive)]
    assert "Through the user's basket" in {each.what: each for each in of_archive(through)}["Way of orders"].found
    with scripted_server(reply(403, {"messages": ["role too low"]})) as server:
        connection = Connection(replace(server.archive, order_through=OrderThrough.BASKET), TOKEN)
        states = {each.what: each for each in of_account(connection)}
    assert [what for what, each in states.items() if each.good is False] == ["Basket"]
    assert "orders through your basket" in states["Basket"].found


def test_a_fault_is_told_in_the_archives_words(signed_in: Login, demo: Served) -> None:
    demo.archive.scenario = Scenario.FIREWALL
    assert [each.good for each in of_account(signed_in.connection())] == [False] * 4
