"""Submission: one request only, its result, and the basket afterwards (contract C.1, K.5)."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from components.demo.archive import Scenario
from components.demo.gates import Gate
from components.order.selection import Selection
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
from components.regards.orders.records import Order
from components.regards.submission import basket
from components.regards.submission.submission import (
    BasketInUse,
    Batch,
    Doubtful,
    Granted,
    Journal,
    NotOrdered,
    Outcome,
    Unchecked,
    Unknown,
    Unseen,
    check_and_submit,
    submit,
    submit_all,
)
from components.regards.unseen import Part
from tests.regards.scripted_server import (
    TOKEN,
    Answer,
    AtOnce,
    ConnectionFault,
    ScriptedServer,
    reply,
    scripted_server,
    short_name,
    web_page,
)
from tests.regards.served_demo import USER, ServedDemo, request

ONE = 'providerId:"my_product_id_1"'
NOTHING = 'providerId:"NO_SUCH"'

BODY = '{"queries":  ["providerId:\\"é\\""]}'
EMPTY_BASKET = reply(204)
FULL_BASKET = reply(200, {"content": {"datasetSelections": [{"datasetLabel": "L2", "filesCount": 3}]}, "links": []})
GRANTED = reply(200, {"content": {"status": "GRANTED", "orderId": 812}, "links": []})
NO_ORDER = reply(200, {"content": [], "metadata": {"totalPages": 0}})
CLOSED = reply(403)
ABSENT = reply(404)

LOOK_AT_BASKET = "GET /api/v1/rs-order/order/basket"
EMPTY_THE_BASKET = "DELETE /api/v1/rs-order/order/basket"
LIST = "GET /api/v1/rs-order/user/orders"
APPLY = "POST /api/v1/rs-order/user/orders/apply"


def looked(orders: Answer = NO_ORDER, basket: Answer = EMPTY_BASKET) -> AtOnce:
    """What is looked at before an order is sent."""
    return AtOnce(basket=basket, orders=orders)


def listed(*numbers: int, label: str = "Generated order 2026-02-03T09:05:07Z") -> bytes:
    """Write a list of orders of these numbers."""
    return reply(200, {"content": [{"content": {"id": n, "label": label}, "links": []} for n in numbers]})


def tried(
    server: ScriptedServer, looks: Sequence[float] = (), *, empty_basket: bool = False
) -> tuple[Outcome, list[float]]:
    """Submit, and return the outcome and the pauses."""
    pauses: list[float] = []
    outcome = submit(server.connection(), BODY, empty_basket=empty_basket, looks=looks, wait=pauses.append)
    return outcome, pauses


def calls(server: ScriptedServer) -> list[str]:
    return [str(each) for each in server.requests]


def numbers(found: tuple[Order, ...]) -> list[int]:
    return [order.order_id for order in found]


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


def leave_something(served_demo: ServedDemo) -> None:
    """Fill the user's basket by a refused order."""
    with pytest.raises(Refused):
        orders.apply(served_demo.connection(), request(ONE, NOTHING))
    served_demo.demo.requests.clear()


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


# No response

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


# Several orders, one after the other


def granted(number: int) -> bytes:
    return reply(200, {"content": {"status": "GRANTED", "orderId": number}, "links": []})


REFUSED = reply(422, {"messages": ["why"]})


def let_time_pass(served_demo: ServedDemo) -> None:
    """Advance the clock by 1 ms at each reading: two orders of the same time would have the same label."""

    def running() -> float:
        served_demo.clock.advance(0.001)
        return served_demo.clock()

    served_demo.demo.clock = running


def test_all_orders_of_a_batch_are_sent_in_order_and_their_numbers_told(coded_or_documented: ServedDemo) -> None:
    let_time_pass(coded_or_documented)
    connection = coded_or_documented.connection()
    bodies = [request(f'providerId:"my_product_id_{number}"') for number in (2, 1, 3)]
    batch = submit_all(connection, bodies)
    assert (len(batch.granted), batch.planned, batch.end) == (3, 3, None)
    sent = coded_or_documented.demo.requests.of("POST", "/user/orders/apply")
    assert [each.body for each in sent] == [body.encode() for body in bodies]
    assert numbers(orders.newest(connection)) == sorted(batch.granted, reverse=True)


def test_each_order_of_a_batch_holds_only_its_own(served_demo: ServedDemo) -> None:
    let_time_pass(served_demo)
    connection = served_demo.connection()
    batch = submit_all(connection, [request(ONE), request('providerId:"my_product_id_2"')])
    products = [
        {file.product for file in order_files.files(connection, served_demo.finished(connection, number))}
        for number in batch.granted
    ]
    assert products == [{"my_product_id_1"}, {"my_product_id_2"}]


def test_the_next_order_is_sent_once_the_one_before_was_granted() -> None:
    with scripted_server(looked(), granted(7), looked(), granted(8)) as server:
        assert submit_all(server.connection(), [BODY, BODY]) == Batch((7, 8), 2)
        assert calls(server) == [LOOK_AT_BASKET, LIST, APPLY] * 2


def test_a_batch_of_nothing_sends_nothing() -> None:
    with scripted_server(EMPTY_BASKET) as server:
        assert submit_all(server.connection(), []) == Batch((), 0)
        assert calls(server) == []


def test_each_order_is_noted_as_soon_as_it_is_granted(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    noted: list[tuple[int, Outcome, int]] = []

    class Notes(Journal):
        def ended(self, position: int, outcome: Outcome) -> None:
            noted.append((position, outcome, served_demo.posts()))

    batch = submit_all(connection, [request(ONE), request(NOTHING), request(ONE)], journal=Notes())
    assert noted == [(0, Granted(batch.granted[0]), 1), (1, batch.end, 2)]


def test_a_batch_stops_at_the_first_refusal_and_says_what_is_ordered(served_demo: ServedDemo) -> None:
    let_time_pass(served_demo)
    connection = served_demo.connection()
    batch = submit_all(connection, [request(ONE), request(NOTHING), request('providerId:"my_product_id_2"')])
    assert (len(batch.granted), batch.planned) == (1, 3)
    assert isinstance(batch.end, NotOrdered)
    assert served_demo.posts() == 2
    assert numbers(orders.newest(connection)) == list(batch.granted)
    assert basket.read(connection) is None


def test_a_batch_whose_first_order_is_refused_has_ordered_nothing() -> None:
    with scripted_server(looked(), REFUSED, reply(204)) as server:
        batch = submit_all(server.connection(), [BODY, BODY])
        assert batch.granted == ()
        assert isinstance(batch.end, NotOrdered)
        assert calls(server) == [LOOK_AT_BASKET, LIST, APPLY, EMPTY_THE_BASKET]


def test_a_batch_stops_when_something_comes_into_the_basket() -> None:
    with scripted_server(looked(), granted(7), looked(basket=FULL_BASKET)) as server:
        batch = submit_all(server.connection(), [BODY, "{}"])
        assert batch.granted == (7,)
        assert isinstance(batch.end, BasketInUse)
        assert len(server.of("POST")) == 1


def test_a_batch_stops_when_nobody_knows_whether_an_order_was_made() -> None:
    answers: list[Answer | AtOnce] = [looked(), granted(7), looked(listed(7)), web_page(504), listed(8, 7)]
    with scripted_server(*answers) as server:
        batch = submit_all(server.connection(), [BODY, BODY, BODY])
        assert (batch.granted, batch.planned) == ((7,), 3)
        assert isinstance(batch.end, Unknown)
        assert numbers(batch.end.candidates) == [8]
        assert len(server.of("POST")) == 2


def test_a_batch_empties_the_basket_before_the_first_order_only() -> None:
    with scripted_server(looked(), granted(7), looked(), granted(8)) as server:
        assert submit_all(server.connection(), [BODY, BODY], empty_basket=True).granted == (7, 8)
        assert calls(server) == [EMPTY_THE_BASKET, LIST, APPLY, LOOK_AT_BASKET, LIST, APPLY]


# Checked, then submitted

RAWDATA = ("RAWDATA",)


def checked_and_submitted(served_demo: ServedDemo, *identifiers: str, empty_basket: bool = False) -> Batch:
    """Check and order identifiers, each in an order of its own."""
    selection = Selection(identifiers, "providerId")
    bodies = [request(*part.queries()) for part in selection.split(1)]
    return check_and_submit(served_demo.connection(), bodies, selection, RAWDATA, empty_basket=empty_basket)


def test_what_the_catalogue_does_not_doubt_is_ordered(coded_or_documented: ServedDemo) -> None:
    let_time_pass(coded_or_documented)
    batch = checked_and_submitted(coded_or_documented, "my_product_id_1", "my_product_id_2")
    assert (len(batch.granted), batch.planned, batch.end) == (2, 2, None)
    assert numbers(orders.newest(coded_or_documented.connection())) == sorted(batch.granted, reverse=True)


@pytest.mark.parametrize("doubt", ["NO_SUCH", "ORPHAN_1", "CALIBRATION_1"])
def test_of_what_the_catalogue_doubts_nothing_is_sent(served_demo: ServedDemo, doubt: str) -> None:
    batch = checked_and_submitted(served_demo, "my_product_id_1", doubt)
    assert (batch.granted, batch.planned) == ((), 2)
    assert isinstance(batch.end, Doubtful)
    assert doubt in batch.end.result.unknown + batch.end.result.unplaced
    assert batch.end.result.orderable == ("my_product_id_1",)
    assert served_demo.posts() == 0


def test_an_order_beyond_the_quota_is_not_sent(served_demo: ServedDemo) -> None:
    let_time_pass(served_demo)
    served_demo.demo.set_scenario(USER, Scenario.QUOTA)
    fitting, exceeding = (tuple(f"TIDE_GAUGE_{n}" for n in range(1, count + 1)) for count in (5, 6))
    assert isinstance(checked_and_submitted(served_demo, *exceeding).end, Doubtful)
    assert served_demo.posts() == 0
    assert checked_and_submitted(served_demo, *fitting).end is None


@pytest.mark.parametrize("expression", ["*", NOTHING, "no_such_field:1"], ids=["everything", "nothing", "refused"])
def test_expressions_that_the_catalogue_doubts_are_not_sent(served_demo: ServedDemo, expression: str) -> None:
    selection = Selection(expressions=(ONE, expression))
    batch = check_and_submit(served_demo.connection(), [request(ONE, expression)], selection, RAWDATA)
    assert isinstance(batch.end, Doubtful)
    assert served_demo.posts() == 0


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (web_page(504), NoAnswer),
        (web_page(200), UnexpectedReply),
        (web_page(403), Blocked),
        (web_page(515), Maintenance),
    ],
    ids=short_name,
)
def test_when_the_catalogue_cannot_answer_nothing_is_sent(answer: bytes, cause: type[RegardsError]) -> None:
    with scripted_server(answer) as server:
        batch = check_and_submit(server.connection(), [BODY, BODY], Selection(("A",), "providerId"), ())
        assert isinstance(batch.end, Unchecked)
        assert type(batch.end.cause) is cause
        assert (batch.granted, batch.planned) == ((), 2)
        assert calls(server) == ["POST /api/v1/rs-catalog/complex/search"]


@pytest.mark.parametrize("closed", [CLOSED, ABSENT], ids=short_name)
def test_a_closed_catalogue_is_told_together_with_all_that_is_closed(closed: bytes) -> None:
    with scripted_server(closed, EMPTY_BASKET, closed) as server:
        batch = check_and_submit(server.connection(), [BODY], Selection(("A",), "providerId"), ())
        assert batch.end == Unseen((Part.CATALOGUE, Part.ORDERS))
        assert APPLY not in calls(server)


STEPS = [
    {"/rs-catalog/complex/search"},
    {
        "/rs-catalog/complex/search/summary",
        "/rs-catalog/engines/legacy/datasets/search",
        "/rs-access-project/quota/current",
        "/rs-order/order/basket",
    },
    {"/rs-order/order/basket", "/rs-order/user/orders"},
    {"/rs-order/user/orders/apply"},
]


def test_three_questions_at_most_are_asked_one_after_the_other_before_the_order_is_sent(
    served_demo: ServedDemo,
) -> None:
    """Those of a step are all asked before any of them is answered."""
    demo, selection = served_demo.demo, Selection(("my_product_id_1",), "providerId")
    connection = served_demo.connection()
    demo.requests.clear()
    demo.gates = held = {place: Gate() for place in STEPS[0]}
    with ThreadPoolExecutor(1) as elsewhere:
        submitted = elsewhere.submit(check_and_submit, connection, [request(ONE)], selection, RAWDATA)
        for places in [*STEPS[1:], set[str]()]:
            assert all(gate.reached.wait(60) for gate in held.values())
            demo.gates = coming = {place: Gate() for place in places}
            for gate in held.values():
                gate.open()
            held = coming
        assert submitted.result(60).end is None
    assert len(demo.requests) == sum(map(len, STEPS)) == 8


def test_a_field_that_the_catalogue_does_not_know_is_told_with_its_words(served_demo: ServedDemo) -> None:
    batch = check_and_submit(served_demo.connection(), [request(ONE)], Selection(("A",), "no_such_field"), RAWDATA)
    assert isinstance(batch.end, Unchecked)
    assert "no_such_field" in batch.end.cause.server_message
    assert served_demo.posts() == 0


def test_a_checked_order_leaves_a_full_basket_alone_unless_told(served_demo: ServedDemo) -> None:
    leave_something(served_demo)
    kept = checked_and_submitted(served_demo, "my_product_id_2")
    assert isinstance(kept.end, BasketInUse)
    assert (kept.granted, served_demo.posts()) == ((), 0)
    batch = checked_and_submitted(served_demo, "my_product_id_2", empty_basket=True)
    assert batch.end is None
    (number,) = batch.granted
    order = served_demo.finished(served_demo.connection(), number)
    assert {file.product for file in order_files.files(served_demo.connection(), order)} == {"my_product_id_2"}


def test_a_doubtful_order_empties_no_basket_in_any_case(served_demo: ServedDemo) -> None:
    leave_something(served_demo)
    batch = checked_and_submitted(served_demo, "NO_SUCH", "my_product_id_2", empty_basket=True)
    assert isinstance(batch.end, Doubtful)
    assert basket.read(served_demo.connection()) is not None
