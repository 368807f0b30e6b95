"""Submission: one request only, its verdict, and the basket afterwards (contract C.1, K.5)."""

import pytest

from components.demo.archive import Scenario
from components.regards.errors import (
    Blocked,
    Maintenance,
    NoAnswer,
    NoRight,
    Refused,
    RegardsError,
    SessionOver,
    UnexpectedReply,
    Unreachable,
)
from components.regards.http.connection import Connection
from components.regards.orders import order_files, orders
from components.regards.submission import basket
from components.regards.submission.submission import BasketInUse, Granted, NotOrdered, Unknown, Unseen, submit
from components.regards.unseen import Part
from tests.regards.scripted_server import TOKEN, AtOnce, ConnectionFault, reply, scripted_server, short_name, web_page
from tests.regards.served_demo import USER, ServedDemo, request
from tests.regards.submission.answers import (
    ABSENT,
    APPLY,
    BODY,
    CLOSED,
    EMPTY_THE_BASKET,
    FULL_BASKET,
    GRANTED,
    LIST,
    LOOK_AT_BASKET,
    NOTHING,
    ONE,
    calls,
    leave_something,
    listed,
    looked,
    numbers,
    tried,
)

# Against the demo archive


def test_an_order_is_sent_once_and_to_the_letter(coded_or_documented: ServedDemo) -> None:
    connection = coded_or_documented.connection()
    text = f'{request(ONE)[:-1]},\n "correlationId" : "é東京"}}\n'
    outcome = submit(connection, text)
    assert isinstance(outcome, Granted)
    (asked,) = coded_or_documented.demo.requests.of("POST", "/user/orders/apply")
    assert (asked.body, asked.user) == (text.encode(), USER)
    assert numbers(orders.newest(connection)) == [outcome.order_id]


def test_a_refused_order_leaves_nothing_in_the_basket(coded_or_documented: ServedDemo) -> None:
    connection = coded_or_documented.connection()
    outcome = submit(connection, request(ONE, NOTHING))
    assert isinstance(outcome, NotOrdered)
    assert isinstance(outcome.cause, Refused)
    assert outcome.cause.error_type == "EMPTY_ORDER"
    assert basket.read(connection) is None
    assert (orders.newest(connection), coded_or_documented.posts()) == ((), 1)


def test_after_a_refused_order_the_next_one_takes_nothing_along(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    submit(connection, request(ONE, NOTHING))
    outcome = submit(connection, request('providerId:"my_product_id_2"'))
    assert isinstance(outcome, Granted)
    order = served_demo.finished(connection, outcome.order_id)
    assert {file.product for file in order_files.files(connection, order)} == {"my_product_id_2"}


def test_nothing_is_sent_while_something_lies_in_the_basket(coded_or_documented: ServedDemo) -> None:
    leave_something(coded_or_documented)
    connection = coded_or_documented.connection()
    outcome = submit(connection, request('providerId:"my_product_id_2"'))
    assert isinstance(outcome, BasketInUse)
    assert (outcome.basket.datasets, outcome.basket.files) == (("Examples of the public guide",), 2)
    assert coded_or_documented.posts() == 0
    assert basket.read(connection) == outcome.basket


def test_the_basket_is_emptied_first_if_the_user_says_so(coded_or_documented: ServedDemo) -> None:
    leave_something(coded_or_documented)
    connection = coded_or_documented.connection()
    outcome = submit(connection, request('providerId:"my_product_id_2"'), empty_basket=True)
    assert isinstance(outcome, Granted)
    order = coded_or_documented.finished(connection, outcome.order_id)
    assert {file.product for file in order_files.files(connection, order)} == {"my_product_id_2"}


def test_an_order_that_was_created_behind_a_504_is_found(served_demo: ServedDemo) -> None:
    served_demo.demo.gateway_timeout = 0
    connection = served_demo.connection()
    old = orders.apply(connection, request(ONE))
    served_demo.clock.advance(60)
    served_demo.demo.set_scenario(USER, Scenario.GATEWAY_TIMEOUT)
    outcome = submit(connection, request(ONE), wait=served_demo.clock.advance)
    assert isinstance(outcome, Unknown)
    assert isinstance(outcome.cause, NoAnswer)
    assert numbers(outcome.candidates) == [old + 1]
    assert served_demo.posts() == 2


def test_maintenance_orders_nothing(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    served_demo.demo.maintenance = True
    outcome = submit(connection, request(ONE))
    assert isinstance(outcome, NotOrdered)
    assert isinstance(outcome.cause, Maintenance)


def test_a_firewall_orders_nothing(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    served_demo.demo.set_scenario(USER, Scenario.FIREWALL)
    outcome = submit(connection, request(ONE))
    assert isinstance(outcome, NotOrdered)
    assert isinstance(outcome.cause, UnexpectedReply)
    assert served_demo.posts() == 0


# Before the order is sent


def test_the_basket_and_the_list_are_looked_at_before_the_one_post() -> None:
    with scripted_server(looked(), GRANTED) as server:
        assert tried(server) == (Granted(812), [])
        assert calls(server) == [LOOK_AT_BASKET, LIST, APPLY]
        assert server.requests[2].body == BODY.encode()


def test_a_basket_in_use_is_left_as_it_is() -> None:
    with scripted_server(looked(basket=FULL_BASKET)) as server:
        outcome, _ = tried(server)
        assert isinstance(outcome, BasketInUse)
        assert calls(server) == [LOOK_AT_BASKET, LIST]


def test_a_basket_that_may_go_is_emptied_and_not_looked_at() -> None:
    with scripted_server(looked(), GRANTED) as server:
        assert tried(server, empty_basket=True) == (Granted(812), [])
        assert calls(server) == [EMPTY_THE_BASKET, LIST, APPLY]


@pytest.mark.parametrize(
    "answer",
    [
        looked(basket=web_page(504)),
        looked(basket=web_page(200)),
        looked(basket=web_page(403)),
        looked(web_page(504)),
        looked(web_page(200)),
    ],
    ids=["basket: 504", "basket: firewall", "basket: firewall's 403", "list: 504", "list: firewall"],
)
def test_nothing_is_sent_to_an_archive_that_cannot_even_be_read(answer: AtOnce) -> None:
    with scripted_server(answer) as server:
        outcome, pauses = tried(server, looks=[0, 1])
        assert isinstance(outcome, NotOrdered)
        assert server.of("POST") == []
        assert pauses == []


@pytest.mark.parametrize(
    ("answer", "unseen"),
    [
        (looked(basket=CLOSED), (Part.BASKET,)),
        (looked(ABSENT), (Part.ORDERS,)),
        (looked(CLOSED, basket=ABSENT), (Part.BASKET, Part.ORDERS)),
    ],
    ids=["basket", "orders", "both"],
)
def test_what_cannot_be_looked_at_is_told_before_anything_is_sent(answer: AtOnce, unseen: tuple[Part, ...]) -> None:
    with scripted_server(answer) as server:
        assert tried(server)[0] == Unseen(unseen)
        assert server.of("POST") == []


def test_an_order_goes_out_blindly_if_the_user_says_so() -> None:
    with scripted_server(looked(ABSENT, basket=CLOSED), GRANTED) as server:
        assert submit(server.connection(), BODY, blindly=True) == Granted(812)
        assert calls(server) == [LOOK_AT_BASKET, LIST, APPLY]


def test_a_basket_that_can_be_seen_is_never_taken_along_blindly() -> None:
    with scripted_server(FULL_BASKET) as server:
        assert isinstance(submit(server.connection(), BODY, blindly=True), BasketInUse)


def test_a_lost_verdict_is_unknown_at_once_where_orders_are_not_shown() -> None:
    pauses: list[float] = []
    with scripted_server(looked(CLOSED), ConnectionFault.HANG_UP, listed(8)) as server:
        outcome = submit(server.connection(), BODY, blindly=True, looks=[0, 1], wait=pauses.append)
        assert isinstance(outcome, Unknown)
        assert outcome.candidates == ()
        assert calls(server) == [LOOK_AT_BASKET, LIST, APPLY]
        assert pauses == []


def test_nothing_is_sent_when_the_basket_cannot_be_emptied() -> None:
    with scripted_server(looked(basket=web_page(515))) as server:
        outcome, _ = tried(server, empty_basket=True)
        assert isinstance(outcome, NotOrdered)
        assert calls(server) == [EMPTY_THE_BASKET, LIST]


# Refused


def test_a_basket_that_could_not_be_looked_at_is_left_as_it_is_after_a_refusal() -> None:
    with scripted_server(looked(basket=CLOSED), reply(422, {"messages": ["why"]})) as server:
        assert isinstance(submit(server.connection(), BODY, blindly=True), NotOrdered)
        assert calls(server) == [LOOK_AT_BASKET, LIST, APPLY]


@pytest.mark.parametrize(
    "answer",
    [
        reply(422, {"content": {"status": "FAILED", "message": "why", "errorType": "EMPTY_ORDER"}, "links": []}),
        reply(422, {"messages": ["why"]}),
        reply(422, {"messages": ["ERROR: value too long for type character varying(100)"]}),
        reply(400, {"status": "FAILED", "message": "why"}),
        reply(200, {"content": {"status": "DENIED", "message": "why"}, "links": []}),
    ],
    ids=["refused", "validation", "database", "documented", "denied"],
)
def test_after_every_refusal_the_basket_is_emptied_and_nothing_looked_for(answer: bytes) -> None:
    with scripted_server(looked(), answer, reply(204)) as server:
        outcome, pauses = tried(server, looks=[0, 1])
        assert isinstance(outcome, NotOrdered)
        assert isinstance(outcome.cause, Refused)
        assert outcome.cause.server_message
        assert calls(server) == [LOOK_AT_BASKET, LIST, APPLY, EMPTY_THE_BASKET]
        assert pauses == []


def test_a_refusal_stays_one_when_the_basket_cannot_be_emptied() -> None:
    with scripted_server(looked(), reply(422, {"messages": ["why"]}), web_page(504)) as server:
        outcome, _ = tried(server)
        assert isinstance(outcome, NotOrdered)
        assert outcome.cause.server_message == "why"


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (web_page(515), Maintenance),
        (reply(403, {"messages": ["role"]}), NoRight),
        (web_page(403), Blocked),
        (reply(401), SessionOver),
    ],
    ids=short_name,
)
def test_an_order_that_was_turned_away_is_not_looked_for(answer: bytes, cause: type[RegardsError]) -> None:
    with scripted_server(looked(), answer) as server:
        outcome, pauses = tried(server, looks=[0, 1])
        assert isinstance(outcome, NotOrdered)
        assert type(outcome.cause) is cause
        assert (len(server.of("POST")), pauses) == (1, [])


def test_an_archive_that_vanishes_before_the_order_is_sent_has_not_ordered() -> None:
    with scripted_server(looked(), ConnectionFault.VANISH) as server:
        outcome, pauses = tried(server, looks=[0, 1])
        assert isinstance(outcome, NotOrdered)
        assert type(outcome.cause) is Unreachable
        assert (server.of("POST"), pauses) == ([], [])


def test_a_session_that_ends_before_the_order_is_sent_has_not_ordered() -> None:
    with scripted_server(looked(), GRANTED) as server:
        # The clock is looked at once before each of the three calls; the last look is one too late.
        instants = iter([0.0, 0.0])
        connection = Connection(server.archive, TOKEN, 10.0, lambda: next(instants, 10.0))
        outcome = submit(connection, BODY)
        assert isinstance(outcome, NotOrdered)
        assert type(outcome.cause) is SessionOver
        assert server.of("POST") == []
