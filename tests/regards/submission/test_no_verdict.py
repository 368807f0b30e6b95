"""An order without a verdict: it is looked for, and never sent again (contract C.1, K.5)."""

import pytest

from components.regards.submission.submission import Unknown
from tests.regards.scripted_server import Answer, ConnectionFault, reply, scripted_server, short_name, web_page
from tests.regards.submission.answers import APPLY, GRANTED, LIST, LOOK_AT_BASKET, calls, listed, looked, numbers, tried

LOST = [
    web_page(502),
    web_page(503),
    web_page(504),
    web_page(200),
    reply(200, {"content": {"status": "POSTPONED"}}),
    reply(200),
    reply(500, {"messages": ["NullPointerException"]}),
    GRANTED[:-9],
    ConnectionFault.HANG_UP,
    reply(200, b"[" * 100_000),
    reply(302, Location="/login"),
]


@pytest.mark.parametrize("lost", LOST, ids=short_name)
def test_without_a_verdict_the_order_is_looked_for_and_never_sent_again(lost: Answer) -> None:
    with scripted_server(looked(), lost, listed(812)) as server:
        outcome, _ = tried(server, looks=[0])
        assert isinstance(outcome, Unknown)
        assert numbers(outcome.candidates) == [812]
        assert calls(server) == [LOOK_AT_BASKET, LIST, APPLY, LIST]


def test_an_order_that_appears_late_is_waited_for() -> None:
    with scripted_server(looked(listed(7)), web_page(504), listed(7), listed(7), listed(8, 7)) as server:
        outcome, pauses = tried(server, looks=[0, 2, 5, 10])
        assert isinstance(outcome, Unknown)
        assert numbers(outcome.candidates) == [8]
        assert pauses == [0, 2, 5]


def test_an_order_that_never_appears_is_still_unknown() -> None:
    with scripted_server(looked(listed(7)), web_page(504), listed(7)) as server:
        outcome, pauses = tried(server, looks=[0, 2, 5])
        assert isinstance(outcome, Unknown)
        assert outcome.candidates == ()
        assert pauses == [0, 2, 5]
        assert len(server.of("POST")) == 1


def test_an_outage_while_looking_is_not_taken_for_absence() -> None:
    with scripted_server(looked(listed(7)), web_page(504), web_page(504), web_page(200), listed(8, 7)) as server:
        outcome, pauses = tried(server, looks=[0, 2, 5])
        assert isinstance(outcome, Unknown)
        assert numbers(outcome.candidates) == [8]
        assert pauses == [0, 2, 5]


def test_a_senseless_list_while_looking_is_not_taken_for_absence() -> None:
    nonsense = reply(200, {"content": [{"id": 8, "percentCompleted": "forty"}]})
    with scripted_server(looked(listed(7)), web_page(504), nonsense, listed(8, 7)) as server:
        outcome, _ = tried(server, looks=[0, 2])
        assert isinstance(outcome, Unknown)
        assert numbers(outcome.candidates) == [8]


def test_an_order_made_elsewhere_with_a_label_of_its_own_is_no_candidate() -> None:
    with scripted_server(looked(listed(7)), web_page(504), listed(8, 7, label="Order of 2026/02/03")) as server:
        outcome, _ = tried(server, looks=[0])
        assert isinstance(outcome, Unknown)
        assert outcome.candidates == ()


def test_when_several_orders_appear_all_are_candidates() -> None:
    with scripted_server(looked(listed(7)), web_page(504), listed(9, 8, 7)) as server:
        outcome, _ = tried(server, looks=[0])
        assert isinstance(outcome, Unknown)
        assert numbers(outcome.candidates) == [9, 8]


def test_an_order_of_a_moment_ago_is_no_candidate_even_if_the_list_is_long() -> None:
    many = range(30, 10, -1)
    with scripted_server(looked(listed(*many)), web_page(504), listed(31, *many[:-1])) as server:
        outcome, _ = tried(server, looks=[0])
        assert isinstance(outcome, Unknown)
        assert numbers(outcome.candidates) == [31]
