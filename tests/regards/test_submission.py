"""Submitting once: what was sent, what became of it, and what is left behind (contract C.1, K.5)."""

from collections.abc import Sequence

import pytest

from components.demo.archive import Scenario
from components.order.selection import Selection
from components.regards import basket, order_files, orders
from components.regards.errors import (
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
from components.regards.records import Order
from components.regards.submission import (
    BasketInUse,
    Batch,
    Doubtful,
    Granted,
    NotOrdered,
    Outcome,
    Unchecked,
    Unknown,
    check_and_submit,
    submit,
    submit_all,
)
from tests.regards.scripted_server import TOKEN, Answer, Script, Trick, in_short, reply, scripted, web_page
from tests.regards.served_demo import USER, Visit, request

ONE = 'providerId:"my_product_id_1"'
NOTHING = 'providerId:"NO_SUCH"'

BODY = '{"queries":  ["providerId:\\"é\\""]}'
EMPTY_BASKET = reply(204)
FULL_BASKET = reply(200, {"content": {"datasetSelections": [{"datasetLabel": "L2", "filesCount": 3}]}, "links": []})
GRANTED = reply(200, {"content": {"status": "GRANTED", "orderId": 812}, "links": []})
NO_ORDER = reply(200, {"content": [], "metadata": {"totalPages": 0}})

LOOK_AT_BASKET = "GET /api/v1/rs-order/order/basket"
EMPTY_THE_BASKET = "DELETE /api/v1/rs-order/order/basket"
LIST = "GET /api/v1/rs-order/user/orders"
APPLY = "POST /api/v1/rs-order/user/orders/apply"


def listed(*numbers: int, label: str = "Generated order 2026-02-03T09:05:07Z") -> bytes:
    """Write a list of orders of these numbers."""
    return reply(200, {"content": [{"content": {"id": n, "label": label}, "links": []} for n in numbers]})


def tried(script: Script, looks: Sequence[float] = (), *, empty_basket: bool = False) -> tuple[Outcome, list[float]]:
    """Submit, and give the outcome together with the pauses that were made."""
    pauses: list[float] = []
    outcome = submit(script.connection(), BODY, empty_basket=empty_basket, looks=looks, wait=pauses.append)
    return outcome, pauses


def calls(script: Script) -> list[str]:
    return [str(each) for each in script.asked]


def numbers(found: tuple[Order, ...]) -> list[int]:
    return [order.order_id for order in found]


# Against the demo archive


def test_an_order_is_sent_once_and_to_the_letter(both_manners: Visit) -> None:
    connection = both_manners.connection()
    text = f'{request(ONE)[:-1]},\n "correlationId" : "é東京"}}\n'
    outcome = submit(connection, text)
    assert isinstance(outcome, Granted)
    (asked,) = both_manners.demo.requests.of("POST", "/user/orders/apply")
    assert (asked.body, asked.user) == (text.encode(), USER)
    assert numbers(orders.newest(connection)) == [outcome.order_id]


def test_a_refused_order_leaves_nothing_in_the_basket(both_manners: Visit) -> None:
    connection = both_manners.connection()
    outcome = submit(connection, request(ONE, NOTHING))
    assert isinstance(outcome, NotOrdered)
    assert isinstance(outcome.cause, Refused)
    assert outcome.cause.error_type == "EMPTY_ORDER"
    assert basket.read(connection) is None
    assert (orders.newest(connection), both_manners.posts()) == ((), 1)


def test_after_a_refused_order_the_next_one_takes_nothing_along(visit: Visit) -> None:
    connection = visit.connection()
    submit(connection, request(ONE, NOTHING))
    outcome = submit(connection, request('providerId:"my_product_id_2"'))
    assert isinstance(outcome, Granted)
    order = visit.finished(connection, outcome.order_id)
    assert {file.product for file in order_files.files(connection, order)} == {"my_product_id_2"}


def leave_something(visit: Visit) -> None:
    """Fill the user's basket, by a refused order that nobody tidied up after."""
    with pytest.raises(Refused):
        orders.apply(visit.connection(), request(ONE, NOTHING))
    visit.demo.requests.clear()


def test_nothing_is_sent_while_something_lies_in_the_basket(both_manners: Visit) -> None:
    leave_something(both_manners)
    connection = both_manners.connection()
    outcome = submit(connection, request('providerId:"my_product_id_2"'))
    assert isinstance(outcome, BasketInUse)
    assert (outcome.basket.datasets, outcome.basket.files) == (("Examples of the public guide",), 2)
    assert both_manners.posts() == 0
    assert basket.read(connection) == outcome.basket


def test_the_basket_is_emptied_first_if_the_user_says_so(both_manners: Visit) -> None:
    leave_something(both_manners)
    connection = both_manners.connection()
    outcome = submit(connection, request('providerId:"my_product_id_2"'), empty_basket=True)
    assert isinstance(outcome, Granted)
    order = both_manners.finished(connection, outcome.order_id)
    assert {file.product for file in order_files.files(connection, order)} == {"my_product_id_2"}


def test_an_order_that_was_created_behind_a_504_is_found(visit: Visit) -> None:
    visit.demo.gateway_patience = 0
    connection = visit.connection()
    old = orders.apply(connection, request(ONE))
    visit.clock.advance(60)
    visit.demo.set_scenario(USER, Scenario.GATEWAY_TIMEOUT)
    outcome = submit(connection, request(ONE), wait=visit.clock.advance)
    assert isinstance(outcome, Unknown)
    assert isinstance(outcome.cause, NoAnswer)
    assert numbers(outcome.candidates) == [old + 1]
    assert visit.posts() == 2


def test_maintenance_orders_nothing(visit: Visit) -> None:
    connection = visit.connection()
    visit.demo.maintenance = True
    outcome = submit(connection, request(ONE))
    assert isinstance(outcome, NotOrdered)
    assert isinstance(outcome.cause, Maintenance)


def test_a_firewall_orders_nothing(visit: Visit) -> None:
    connection = visit.connection()
    visit.demo.set_scenario(USER, Scenario.FIREWALL)
    outcome = submit(connection, request(ONE))
    assert isinstance(outcome, NotOrdered)
    assert isinstance(outcome.cause, UnexpectedReply)
    assert visit.posts() == 0


# Before the order is sent


def test_the_basket_and_the_list_are_looked_at_before_the_one_post() -> None:
    with scripted(EMPTY_BASKET, NO_ORDER, GRANTED) as script:
        assert tried(script) == (Granted(812), [])
        assert calls(script) == [LOOK_AT_BASKET, LIST, APPLY]
        assert script.asked[2].body == BODY.encode()


def test_a_basket_in_use_is_left_as_it_is() -> None:
    with scripted(FULL_BASKET) as script:
        outcome, _ = tried(script)
        assert isinstance(outcome, BasketInUse)
        assert calls(script) == [LOOK_AT_BASKET]


def test_a_basket_that_may_go_is_emptied_and_not_looked_at() -> None:
    with scripted(reply(204), NO_ORDER, GRANTED) as script:
        assert tried(script, empty_basket=True) == (Granted(812), [])
        assert calls(script) == [EMPTY_THE_BASKET, LIST, APPLY]


@pytest.mark.parametrize(
    "answers",
    [[web_page(504)], [web_page(200)], [reply(403)], [EMPTY_BASKET, web_page(504)], [EMPTY_BASKET, web_page(200)]],
    ids=["basket: 504", "basket: firewall", "basket: 403", "list: 504", "list: firewall"],
)
def test_nothing_is_sent_to_an_archive_that_cannot_even_be_read(answers: list[Answer]) -> None:
    with scripted(*answers) as script:
        outcome, pauses = tried(script, looks=[0, 1])
        assert isinstance(outcome, NotOrdered)
        assert script.of("POST") == []
        assert pauses == []


def test_nothing_is_sent_when_the_basket_cannot_be_emptied() -> None:
    with scripted(web_page(515)) as script:
        outcome, _ = tried(script, empty_basket=True)
        assert isinstance(outcome, NotOrdered)
        assert calls(script) == [EMPTY_THE_BASKET]


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
    with scripted(EMPTY_BASKET, NO_ORDER, answer, reply(204)) as script:
        outcome, pauses = tried(script, looks=[0, 1])
        assert isinstance(outcome, NotOrdered)
        assert isinstance(outcome.cause, Refused)
        assert outcome.cause.server_message
        assert calls(script) == [LOOK_AT_BASKET, LIST, APPLY, EMPTY_THE_BASKET]
        assert pauses == []


def test_a_refusal_stays_one_when_the_basket_cannot_be_emptied() -> None:
    with scripted(EMPTY_BASKET, NO_ORDER, reply(422, {"messages": ["why"]}), web_page(504)) as script:
        outcome, _ = tried(script)
        assert isinstance(outcome, NotOrdered)
        assert outcome.cause.server_message == "why"


@pytest.mark.parametrize(
    ("answer", "cause"),
    [(web_page(515), Maintenance), (reply(403, {"messages": ["role"]}), NoRight), (reply(401), SessionOver)],
    ids=in_short,
)
def test_an_order_that_was_turned_away_is_not_looked_for(answer: bytes, cause: type[RegardsError]) -> None:
    with scripted(EMPTY_BASKET, NO_ORDER, answer) as script:
        outcome, pauses = tried(script, looks=[0, 1])
        assert isinstance(outcome, NotOrdered)
        assert type(outcome.cause) is cause
        assert (len(script.of("POST")), pauses) == (1, [])


def test_an_archive_that_vanishes_before_the_order_is_sent_has_not_ordered() -> None:
    with scripted(EMPTY_BASKET, NO_ORDER, Trick.VANISH) as script:
        outcome, pauses = tried(script, looks=[0, 1])
        assert isinstance(outcome, NotOrdered)
        assert type(outcome.cause) is Unreachable
        assert (script.of("POST"), pauses) == ([], [])


def test_a_session_that_ends_before_the_order_is_sent_has_not_ordered() -> None:
    with scripted(EMPTY_BASKET, NO_ORDER, GRANTED) as script:
        # The clock is looked at once before each of the three calls; the last look is one too late.
        instants = iter([0.0, 0.0])
        connection = Connection(script.archive, TOKEN, 10.0, lambda: next(instants, 10.0))
        outcome = submit(connection, BODY)
        assert isinstance(outcome, NotOrdered)
        assert type(outcome.cause) is SessionOver
        assert script.of("POST") == []


# No verdict

LOST = [
    web_page(502),
    web_page(503),
    web_page(504),
    web_page(200),
    reply(200, {"content": {"status": "POSTPONED"}}),
    reply(200),
    reply(500, {"messages": ["NullPointerException"]}),
    GRANTED[:-9],
    Trick.HANG_UP,
    reply(200, b"[" * 100_000),
    reply(302, Location="/login"),
]


@pytest.mark.parametrize("lost", LOST, ids=in_short)
def test_without_a_verdict_the_order_is_looked_for_and_never_sent_again(lost: Answer) -> None:
    with scripted(EMPTY_BASKET, NO_ORDER, lost, listed(812)) as script:
        outcome, _ = tried(script, looks=[0])
        assert isinstance(outcome, Unknown)
        assert numbers(outcome.candidates) == [812]
        assert calls(script) == [LOOK_AT_BASKET, LIST, APPLY, LIST]


def test_an_order_that_appears_late_is_waited_for() -> None:
    with scripted(EMPTY_BASKET, listed(7), web_page(504), listed(7), listed(7), listed(8, 7)) as script:
        outcome, pauses = tried(script, looks=[0, 2, 5, 10])
        assert isinstance(outcome, Unknown)
        assert numbers(outcome.candidates) == [8]
        assert pauses == [0, 2, 5]


def test_an_order_that_never_appears_is_still_unknown() -> None:
    with scripted(EMPTY_BASKET, listed(7), web_page(504), listed(7)) as script:
        outcome, pauses = tried(script, looks=[0, 2, 5])
        assert isinstance(outcome, Unknown)
        assert outcome.candidates == ()
        assert pauses == [0, 2, 5]
        assert len(script.of("POST")) == 1


def test_an_outage_while_looking_is_not_taken_for_absence() -> None:
    with scripted(EMPTY_BASKET, listed(7), web_page(504), web_page(504), web_page(200), listed(8, 7)) as script:
        outcome, pauses = tried(script, looks=[0, 2, 5])
        assert isinstance(outcome, Unknown)
        assert numbers(outcome.candidates) == [8]
        assert pauses == [0, 2, 5]


def test_a_senseless_list_while_looking_is_not_taken_for_absence() -> None:
    nonsense = reply(200, {"content": [{"id": 8, "percentCompleted": "forty"}]})
    with scripted(EMPTY_BASKET, listed(7), web_page(504), nonsense, listed(8, 7)) as script:
        outcome, _ = tried(script, looks=[0, 2])
        assert isinstance(outcome, Unknown)
        assert numbers(outcome.candidates) == [8]


def test_an_order_made_elsewhere_with_a_label_of_its_own_is_no_candidate() -> None:
    with scripted(EMPTY_BASKET, listed(7), web_page(504), listed(8, 7, label="Order of 2026/02/03")) as script:
        outcome, _ = tried(script, looks=[0])
        assert isinstance(outcome, Unknown)
        assert outcome.candidates == ()


def test_when_several_orders_appear_all_are_candidates() -> None:
    with scripted(EMPTY_BASKET, listed(7), web_page(504), listed(9, 8, 7)) as script:
        outcome, _ = tried(script, looks=[0])
        assert isinstance(outcome, Unknown)
        assert numbers(outcome.candidates) == [9, 8]


def test_an_order_of_a_moment_ago_is_no_candidate_even_if_the_list_is_long() -> None:
    many = range(30, 10, -1)
    with scripted(EMPTY_BASKET, listed(*many), web_page(504), listed(31, *many[:-1])) as script:
        outcome, _ = tried(script, looks=[0])
        assert isinstance(outcome, Unknown)
        assert numbers(outcome.candidates) == [31]


# Several orders, one after the other


def granted(number: int) -> bytes:
    return reply(200, {"content": {"status": "GRANTED", "orderId": number}, "links": []})


REFUSED = reply(422, {"messages": ["why"]})


def let_time_pass(visit: Visit) -> None:
    """Let a millisecond go by with each look at the clock: two orders of one instant would have the same label."""

    def running() -> float:
        visit.clock.advance(0.001)
        return visit.clock()

    visit.demo.clock = running


def test_all_orders_of_a_batch_are_sent_in_order_and_their_numbers_told(both_manners: Visit) -> None:
    let_time_pass(both_manners)
    connection = both_manners.connection()
    bodies = [request(f'providerId:"my_product_id_{number}"') for number in (2, 1, 3)]
    batch = submit_all(connection, bodies)
    assert (len(batch.granted), batch.planned, batch.end) == (3, 3, None)
    sent = both_manners.demo.requests.of("POST", "/user/orders/apply")
    assert [each.body for each in sent] == [body.encode() for body in bodies]
    assert numbers(orders.newest(connection)) == sorted(batch.granted, reverse=True)


def test_each_order_of_a_batch_holds_only_its_own(visit: Visit) -> None:
    let_time_pass(visit)
    connection = visit.connection()
    batch = submit_all(connection, [request(ONE), request('providerId:"my_product_id_2"')])
    products = [
        {file.product for file in order_files.files(connection, visit.finished(connection, number))}
        for number in batch.granted
    ]
    assert products == [{"my_product_id_1"}, {"my_product_id_2"}]


def test_the_next_order_is_sent_once_the_one_before_was_granted() -> None:
    with scripted(EMPTY_BASKET, NO_ORDER, granted(7), EMPTY_BASKET, NO_ORDER, granted(8)) as script:
        assert submit_all(script.connection(), [BODY, BODY]) == Batch((7, 8), 2)
        assert calls(script) == [LOOK_AT_BASKET, LIST, APPLY] * 2


def test_a_batch_of_nothing_sends_nothing() -> None:
    with scripted(EMPTY_BASKET) as script:
        assert submit_all(script.connection(), []) == Batch((), 0)
        assert calls(script) == []


def test_each_order_is_noted_as_soon_as_it_is_granted(visit: Visit) -> None:
    connection = visit.connection()
    noted: list[tuple[int, int, int]] = []
    bodies = [request(ONE), request(NOTHING), request(ONE)]
    batch = submit_all(connection, bodies, note=lambda *what: noted.append((*what, visit.posts())))
    assert noted == [(0, batch.granted[0], 1)]


def test_a_batch_stops_at_the_first_refusal_and_says_what_is_ordered(visit: Visit) -> None:
    let_time_pass(visit)
    connection = visit.connection()
    batch = submit_all(connection, [request(ONE), request(NOTHING), request('providerId:"my_product_id_2"')])
    assert (len(batch.granted), batch.planned) == (1, 3)
    assert isinstance(batch.end, NotOrdered)
    assert visit.posts() == 2
    assert numbers(orders.newest(connection)) == list(batch.granted)
    assert basket.read(connection) is None


def test_a_batch_whose_first_order_is_refused_has_ordered_nothing() -> None:
    with scripted(EMPTY_BASKET, NO_ORDER, REFUSED, reply(204)) as script:
        batch = submit_all(script.connection(), [BODY, BODY])
        assert batch.granted == ()
        assert isinstance(batch.end, NotOrdered)
        assert calls(script) == [LOOK_AT_BASKET, LIST, APPLY, EMPTY_THE_BASKET]


def test_a_batch_stops_when_something_comes_into_the_basket() -> None:
    with scripted(EMPTY_BASKET, NO_ORDER, granted(7), FULL_BASKET) as script:
        batch = submit_all(script.connection(), [BODY, "{}"])
        assert batch.granted == (7,)
        assert isinstance(batch.end, BasketInUse)
        assert batch.end.request_json == "{}"
        assert len(script.of("POST")) == 1


def test_a_batch_stops_when_nobody_knows_whether_an_order_was_made() -> None:
    answers = [EMPTY_BASKET, NO_ORDER, granted(7), EMPTY_BASKET, listed(7), web_page(504), listed(8, 7)]
    with scripted(*answers) as script:
        batch = submit_all(script.connection(), [BODY, BODY, BODY])
        assert (batch.granted, batch.planned) == ((7,), 3)
        assert isinstance(batch.end, Unknown)
        assert numbers(batch.end.candidates) == [8]
        assert len(script.of("POST")) == 2


def test_a_batch_empties_the_basket_before_the_first_order_only() -> None:
    with scripted(reply(204), NO_ORDER, granted(7), EMPTY_BASKET, NO_ORDER, granted(8)) as script:
        assert submit_all(script.connection(), [BODY, BODY], empty_basket=True).granted == (7, 8)
        assert calls(script) == [EMPTY_THE_BASKET, LIST, APPLY, LOOK_AT_BASKET, LIST, APPLY]


# Checked, then submitted

RAWDATA = ("RAWDATA",)


def checked_and_submitted(visit: Visit, *identifiers: str, empty_basket: bool = False) -> Batch:
    """Check and order identifiers, each in an order of its own."""
    selection = Selection(identifiers, "providerId")
    bodies = [request(*part.queries()) for part in selection.split(1)]
    return check_and_submit(visit.connection(), bodies, selection, RAWDATA, empty_basket=empty_basket)


def test_what_the_catalogue_does_not_doubt_is_ordered(both_manners: Visit) -> None:
    let_time_pass(both_manners)
    batch = checked_and_submitted(both_manners, "my_product_id_1", "my_product_id_2")
    assert (len(batch.granted), batch.planned, batch.end) == (2, 2, None)
    assert numbers(orders.newest(both_manners.connection())) == sorted(batch.granted, reverse=True)


@pytest.mark.parametrize("doubt", ["NO_SUCH", "ORPHAN_1", "CALIBRATION_1"])
def test_of_what_the_catalogue_doubts_nothing_is_sent(visit: Visit, doubt: str) -> None:
    batch = checked_and_submitted(visit, "my_product_id_1", doubt)
    assert (batch.granted, batch.planned) == ((), 2)
    assert isinstance(batch.end, Doubtful)
    assert doubt in batch.end.result.unknown + batch.end.result.unplaced
    assert batch.end.result.orderable == ("my_product_id_1",)
    assert visit.posts() == 0


def test_an_order_beyond_the_quota_is_not_sent(visit: Visit) -> None:
    let_time_pass(visit)
    visit.demo.set_scenario(USER, Scenario.QUOTA)
    fitting, exceeding = (tuple(f"TIDE_GAUGE_{n}" for n in range(1, count + 1)) for count in (5, 6))
    assert isinstance(checked_and_submitted(visit, *exceeding).end, Doubtful)
    assert visit.posts() == 0
    assert checked_and_submitted(visit, *fitting).end is None


@pytest.mark.parametrize("expression", ["*", NOTHING, "no_such_field:1"], ids=["everything", "nothing", "refused"])
def test_expressions_that_the_catalogue_doubts_are_not_sent(visit: Visit, expression: str) -> None:
    selection = Selection(expressions=(ONE, expression))
    batch = check_and_submit(visit.connection(), [request(ONE, expression)], selection, RAWDATA)
    assert isinstance(batch.end, Doubtful)
    assert visit.posts() == 0


@pytest.mark.parametrize(
    ("answer", "cause"),
    [(web_page(504), NoAnswer), (web_page(200), UnexpectedReply), (reply(403), NoRight), (web_page(515), Maintenance)],
    ids=in_short,
)
def test_when_the_catalogue_cannot_answer_nothing_is_sent(answer: bytes, cause: type[RegardsError]) -> None:
    with scripted(answer) as script:
        batch = check_and_submit(script.connection(), [BODY, BODY], Selection(("A",), "providerId"), ())
        assert isinstance(batch.end, Unchecked)
        assert type(batch.end.cause) is cause
        assert (batch.granted, batch.planned) == ((), 2)
        assert calls(script) == ["POST /api/v1/rs-catalog/complex/search"]


def test_a_field_that_the_catalogue_does_not_know_is_told_with_its_words(visit: Visit) -> None:
    batch = check_and_submit(visit.connection(), [request(ONE)], Selection(("A",), "no_such_field"), RAWDATA)
    assert isinstance(batch.end, Unchecked)
    assert "no_such_field" in batch.end.cause.server_message
    assert visit.posts() == 0


def test_a_checked_order_leaves_a_full_basket_alone_unless_told(visit: Visit) -> None:
    leave_something(visit)
    kept = checked_and_submitted(visit, "my_product_id_2")
    assert isinstance(kept.end, BasketInUse)
    assert (kept.granted, visit.posts()) == ((), 0)
    batch = checked_and_submitted(visit, "my_product_id_2", empty_basket=True)
    assert batch.end is None
    (number,) = batch.granted
    order = visit.finished(visit.connection(), number)
    assert {file.product for file in order_files.files(visit.connection(), order)} == {"my_product_id_2"}


def test_a_doubtful_order_empties_no_basket_whatever_was_told(visit: Visit) -> None:
    leave_something(visit)
    batch = checked_and_submitted(visit, "NO_SUCH", "my_product_id_2", empty_basket=True)
    assert isinstance(batch.end, Doubtful)
    assert basket.read(visit.connection()) is not None
