"""What the archive shows of an order whose verdict got lost (contract C.1, K.5)."""

import pytest

from components.regards.errors import NoAnswer
from components.regards.orders.poll_intervals import AFTER_LOST_ANSWER
from components.regards.orders.records import Order
from components.regards.submission import lost_verdict
from components.regards.submission.lost_verdict import LOOKED_FOR, MOST_COMPARED, ONE_LOOK, Looking
from components.regards.submission.submission import Journal, Unknown, submit
from tests.clocks import Clock
from tests.regards.scripted_server import AtOnce, ConnectionFault, ScriptedServer, reply, scripted_server, web_page

BODY = '{"queries": ["a"]}'
EMPTY_BASKET = reply(204)
FULL_BASKET = reply(200, {"content": {"datasetSelections": [{"datasetLabel": "L2", "filesCount": 3}]}, "links": []})
LOST = NoAnswer("Lost.")


def order(number: int, label: str = "Generated order 2026-02-03T09:05:07Z") -> Order:
    return Order(number, label, "RUNNING", 0, None, None, 0, False, (), None)


def listed(*numbers: int) -> bytes:
    label = "Generated order 2026-02-03T09:05:07Z"
    return reply(200, {"content": [{"content": {"id": n, "label": label}, "links": []} for n in numbers]})


def looked(orders: bytes) -> AtOnce:
    """What is looked at before an order is sent."""
    return AtOnce(basket=EMPTY_BASKET, orders=orders)


class Told(Journal):
    """The steps of a search."""

    def __init__(self) -> None:
        self.steps: list[Looking] = []

    def looking(self, looking: Looking) -> None:
        self.steps.append(looking)


def lost(server: ScriptedServer, clock: Clock, seconds_a_look: float = 0.0) -> tuple[Unknown, Told]:
    """Lose a verdict; each look takes so many seconds of the clock beside the pauses."""
    told = Told()
    outcome = submit(
        server.connection(),
        BODY,
        journal=told,
        wait=lambda pause: clock.advance(pause + seconds_a_look),
        now=clock,
    )
    assert isinstance(outcome, Unknown)
    return outcome, told


# What has appeared


def test_an_order_with_a_new_number_has_appeared() -> None:
    assert lost_verdict.appeared({7}, [order(8), order(7)]) == (order(8),)


def test_an_order_that_was_there_before_has_not() -> None:
    assert lost_verdict.appeared({7, 8}, [order(8), order(7)]) == ()


def test_an_order_that_was_not_submitted_by_apply_has_not() -> None:
    assert lost_verdict.appeared({7}, [order(8, "Order of 2026/02/03 at 09:05:07")]) == ()


def test_an_old_order_that_comes_into_view_because_others_were_deleted_has_not() -> None:
    before = range(20, 20 + MOST_COMPARED)
    assert lost_verdict.appeared(before, [order(19)]) == ()


def test_an_order_before_the_oldest_of_a_list_that_was_not_full_has() -> None:
    before = range(20, 20 + MOST_COMPARED - 1)
    assert lost_verdict.appeared(before, [order(19)]) == (order(19),)


# One look


def test_a_look_shows_the_orders_and_what_lies_in_the_basket() -> None:
    with scripted_server(listed(8, 7), FULL_BASKET) as server:
        sight = lost_verdict.look(server.connection())
    assert [each.order_id for each in sight.orders or ()] == [8, 7]
    assert sight.basket
    assert sight.basket.files == 3


def test_a_look_where_the_basket_may_not_be_read_shows_the_orders() -> None:
    with scripted_server(listed(8), reply(403, {"messages": ["role"]})) as server:
        assert lost_verdict.look(server.connection()).basket is None


def test_a_look_where_the_orders_are_not_shown_is_no_empty_list() -> None:
    with scripted_server(reply(404), FULL_BASKET) as server:
        sight = lost_verdict.look(server.connection())
    assert sight.orders is None
    assert sight.basket


def test_a_look_is_not_repeated() -> None:
    with scripted_server(web_page(502), listed(8)) as server:
        with pytest.raises(NoAnswer):
            lost_verdict.look(server.connection())
        assert len(server.requests) == 1


# A search


def test_a_search_ends_in_time_even_if_each_look_waits_for_its_whole_time() -> None:
    clock = Clock()
    with scripted_server(looked(listed(7)), web_page(504), web_page(504)) as server:
        began = clock()
        lost(server, clock, seconds_a_look=ONE_LOOK)
    assert clock() - began <= LOOKED_FOR + ONE_LOOK


def test_a_search_goes_on_for_most_of_its_time_where_looks_are_answered_at_once() -> None:
    clock = Clock()
    with scripted_server(looked(listed(7)), web_page(504), listed(7)) as server:
        began = clock()
        lost(server, clock)
    assert LOOKED_FOR - max(AFTER_LOST_ANSWER) <= clock() - began <= LOOKED_FOR


def test_a_search_tells_each_look_and_its_end() -> None:
    clock = Clock()
    end = clock() + LOOKED_FOR
    with scripted_server(looked(listed(7)), web_page(504), web_page(504), listed(7), listed(8, 7)) as server:
        outcome, told = lost(server, clock)
    assert told.steps == [
        Looking(outcome.cause, end),
        Looking(outcome.cause, end, 1, listed=False),
        Looking(outcome.cause, end, 2, listed=True),
    ]


def test_between_two_looks_there_are_fifteen_seconds_at_most() -> None:
    assert max(AFTER_LOST_ANSWER) <= 15


def test_a_silent_archive_is_waited_for_as_long_as_one_look_may_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lost_verdict, "ONE_LOOK", 0.05)
    with scripted_server(ConnectionFault.SILENCE) as server, pytest.raises(NoAnswer):
        lost_verdict.look(server.connection())
