"""Submission by way of the basket: it is filled, its files are chosen, and it becomes the order (contract C.9, D)."""

import json
from collections.abc import Sequence
from datetime import timedelta

import pytest

from components.demo.archive import Scenario
from components.order import basket_request
from components.order.basket_request import BasketRequest
from components.order.data_types import DataType
from components.order.request import OrderRequest
from components.regards.errors import (
    Maintenance,
    NoAnswer,
    NoRight,
    Refused,
    RegardsError,
    SessionOver,
    UnexpectedReply,
)
from components.regards.http.connection import Connection
from components.regards.orders import order_files, orders
from components.regards.submission import basket
from components.regards.submission.submission import (
    BasketInUse,
    Granted,
    Journal,
    NotOrdered,
    Outcome,
    Unknown,
    Unseen,
    submit,
    submit_all,
)
from components.regards.unseen import Part
from tests.regards.scripted_server import Answer, AtOnce, ConnectionFault, reply, scripted_server, short_name, web_page
from tests.regards.served_demo import USER, ServedDemo

ONE = 'providerId:"my_product_id_1"'
TWO = 'providerId:"my_product_id_2"'
NOTHING = 'providerId:"NO_SUCH"'
FOREIGN = 'providerId:"my_product_id_3"'

BASKET = "/rs-order/order/basket"
SELECT = f"{BASKET}/selection"
ORDERS = "/rs-order/user/orders"
RAWDATA = (DataType.RAWDATA,)


def through_basket(
    *queries: str, data_types: tuple[DataType, ...] = (), file_name: str = "", label: str = "Fjords", page: str = ""
) -> BasketRequest:
    return basket_request.compose(OrderRequest(queries, data_types, file_name), label, page)


def put(served_demo: ServedDemo, query: str) -> None:
    """Put something into the user's basket, as REGARDS' own pages do."""
    body = {"engineType": "legacy", "searchParameters": {"q": [query]}}
    served_demo.connection().send("POST", SELECT[1:], json.dumps(body))


def changes(served_demo: ServedDemo) -> list[tuple[str, str]]:
    """The requests that may change something, as method and path, without the sign-ins."""
    return [
        (each.method, each.path.removeprefix("/api/v1"))
        for each in served_demo.demo.requests
        if each.method != "GET" and "rs-order" in each.path
    ]


def products(served_demo: ServedDemo, connection: Connection, order_id: int) -> set[str]:
    order = served_demo.finished(connection, order_id)
    return {file.product for file in order_files.files(connection, order)}


# Against the demo archive


def test_the_basket_becomes_the_order_and_each_body_is_sent_once_and_to_the_letter(
    coded_or_documented: ServedDemo,
) -> None:
    connection = coded_or_documented.connection()
    asked = through_basket(ONE, TWO, data_types=RAWDATA, label="Fjords été", page="https://o.example/order?label=F")
    outcome = submit(connection, asked)
    assert isinstance(outcome, Granted)
    sent = [each for each in coded_or_documented.demo.requests if each.method in {"POST", "PUT"}][1:]
    assert [each.body for each in sent] == [
        *(body.encode() for body in asked.selections),
        asked.filters.encode(),
        asked.order.encode(),
    ]
    assert basket.read(connection) is None
    assert coded_or_documented.posts() == 0  # no apply


def test_the_order_has_the_users_own_name_and_the_page_of_its_mail(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    outcome = submit(connection, through_basket(ONE, label="Fjords été", page="https://o.example/order?label=F"))
    assert isinstance(outcome, Granted)
    assert orders.read(connection, outcome.order_id).label == "Fjords été"
    assert served_demo.demo.lifecycle.orders[outcome.order_id].on_success_url == "https://o.example/order?label=F"


def test_the_order_lives_for_seven_days(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    outcome = submit(connection, through_basket(ONE))
    assert isinstance(outcome, Granted)
    order = served_demo.finished(connection, outcome.order_id)
    assert order.expires
    assert order.created
    assert timedelta(days=7) <= order.expires - order.created < timedelta(days=7, minutes=10)


def test_the_chosen_files_of_every_dataset_come_and_no_others(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    outcome = submit(connection, through_basket(ONE, TWO, data_types=RAWDATA, file_name=".*_1.*"))
    assert isinstance(outcome, Granted)
    order = served_demo.finished(connection, outcome.order_id)
    files = order_files.files(connection, order)
    assert {(file.product, file.data_type) for file in files} == {("my_product_id_1", "RAWDATA")}


def test_without_a_choice_of_files_no_filter_is_sent(served_demo: ServedDemo) -> None:
    submit(served_demo.connection(), through_basket(ONE))
    assert changes(served_demo) == [("POST", SELECT), ("POST", ORDERS)]


# Before anything is added


def test_nothing_is_added_while_something_else_lies_in_the_basket(coded_or_documented: ServedDemo) -> None:
    put(coded_or_documented, FOREIGN)
    coded_or_documented.demo.requests.clear()
    connection = coded_or_documented.connection()
    outcome = submit(connection, through_basket(ONE))
    assert isinstance(outcome, BasketInUse)
    assert outcome.basket.queries == {FOREIGN}
    assert not outcome.ours
    assert changes(coded_or_documented) == []


def test_the_basket_is_emptied_first_if_the_user_says_so(served_demo: ServedDemo) -> None:
    put(served_demo, FOREIGN)
    connection = served_demo.connection()
    outcome = submit(connection, through_basket(ONE), empty_basket=True)
    assert isinstance(outcome, Granted)
    assert products(served_demo, connection, outcome.order_id) == {"my_product_id_1"}


@pytest.mark.parametrize(("lying", "ours"), [([ONE], True), ([ONE, TWO], True), ([ONE, FOREIGN], False)], ids=str)
def test_what_an_interrupted_attempt_has_left_is_recognised_and_not_taken_along(
    served_demo: ServedDemo, lying: list[str], ours: bool
) -> None:
    for query in lying:
        put(served_demo, query)
    outcome = submit(served_demo.connection(), through_basket(ONE, TWO))
    assert isinstance(outcome, BasketInUse)
    assert outcome.ours is ours


def test_the_label_of_an_earlier_order_is_no_reason_to_stop_before_the_archive_says_so(
    served_demo: ServedDemo,
) -> None:
    connection = served_demo.connection()
    submit(connection, through_basket(ONE))
    outcome = submit(connection, through_basket(TWO))
    assert isinstance(outcome, NotOrdered)
    assert outcome.cause.server_message == "LABEL_NOT_UNIQUE_FOR_OWNER"
    assert "Choose another name" in outcome.cause.advice
    assert outcome.taken_out
    assert basket.read(connection) is None


# Refused in the middle


def refused(connection: Connection, asked: BasketRequest) -> NotOrdered:
    outcome = submit(connection, asked)
    assert isinstance(outcome, NotOrdered)
    assert isinstance(outcome.cause, Refused)
    assert basket.read(connection) is None
    assert orders.newest(connection) == ()
    return outcome


def test_a_query_that_finds_nothing_is_named_and_what_was_added_before_is_taken_out(
    coded_or_documented: ServedDemo,
) -> None:
    outcome = refused(coded_or_documented.connection(), through_basket(ONE, NOTHING))
    assert "nothing to order for query 2 of 2" in outcome.cause.what
    assert outcome.taken_out


def test_a_query_that_the_catalogue_refuses_is_told_in_its_words(served_demo: ServedDemo) -> None:
    outcome = refused(served_demo.connection(), through_basket(ONE, "no_such_field:1"))
    assert "no_such_field" in outcome.cause.server_message


def test_an_expression_that_java_does_not_know_is_refused_at_once(coded_or_documented: ServedDemo) -> None:
    outcome = refused(coded_or_documented.connection(), through_basket(ONE, data_types=RAWDATA, file_name="("))
    assert outcome.cause.server_message
    assert outcome.taken_out
    assert ("POST", ORDERS) not in changes(coded_or_documented)


@pytest.mark.parametrize("label", ["x" * 51, "🛰" * 26], ids=["51 characters", "52 units of Java"])
def test_a_label_that_is_too_long_is_refused_and_nothing_is_left(served_demo: ServedDemo, label: str) -> None:
    outcome = refused(served_demo.connection(), through_basket(ONE, label=label))
    assert outcome.cause.server_message == "TOO_MANY_CHARACTERS_IN_LABEL"
    assert "shorter" in outcome.cause.advice


class Meanwhile(Journal):
    """Does something as soon as the first product lies in the basket."""

    def __init__(self, served_demo: ServedDemo, query: str) -> None:
        self._served_demo = served_demo
        self._query = query

    def sending(self, _position: int, _before: frozenset[int] | None, step: int = 0, _steps: int = 1) -> None:
        if step == 1:
            self._served_demo.clock.advance(1)  # each selection has a date of its own
            put(self._served_demo, self._query)
            self._served_demo.clock.advance(1)


def test_what_somebody_adds_meanwhile_is_not_ordered_and_stays(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    outcome = submit(connection, through_basket(ONE, TWO), journal=Meanwhile(served_demo, FOREIGN))
    assert isinstance(outcome, BasketInUse)
    assert not outcome.ours
    left = basket.read(connection)
    assert left
    assert left.queries == {FOREIGN}
    assert orders.newest(connection) == ()


def test_a_refusal_takes_out_its_own_alone(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    outcome = submit(connection, through_basket(ONE, NOTHING), journal=Meanwhile(served_demo, FOREIGN))
    assert isinstance(outcome, NotOrdered)
    assert outcome.taken_out
    left = basket.read(connection)
    assert left
    assert left.queries == {FOREIGN}


# Told on the way


class Steps(Journal):
    """The steps that were told, and how many requests had been sent before each."""

    def __init__(self, served_demo: ServedDemo) -> None:
        self._served_demo = served_demo
        self.told: list[tuple[int, int, int, int]] = []

    def sending(self, position: int, _before: frozenset[int] | None, step: int = 0, steps: int = 1) -> None:
        self.told.append((position, step, steps, len(changes(self._served_demo))))


@pytest.mark.parametrize(
    ("data_types", "told"),
    [
        ((), [(0, 0, 3, 0), (0, 1, 3, 1), (0, 2, 3, 2)]),
        (RAWDATA, [(0, 0, 4, 0), (0, 1, 4, 1), (0, 2, 4, 2), (0, 3, 4, 3)]),
    ],
    ids=["any file", "a choice"],
)
def test_each_step_is_told_before_it_is_sent(
    served_demo: ServedDemo, data_types: tuple[DataType, ...], told: list[tuple[int, int, int, int]]
) -> None:
    steps = Steps(served_demo)
    submit(served_demo.connection(), through_basket(ONE, TWO, data_types=data_types), journal=steps)
    assert steps.told == told


# A lost verdict


def lost(served_demo: ServedDemo, asked: BasketRequest) -> Unknown:
    outcome = submit(served_demo.connection(), asked, wait=served_demo.clock.advance, now=served_demo.clock)
    assert isinstance(outcome, Unknown)
    return outcome


def test_an_order_that_was_made_behind_a_504_is_found_by_its_name(served_demo: ServedDemo) -> None:
    served_demo.demo.gateway_timeout = 0
    connection = served_demo.connection()
    orders.apply(connection, OrderRequest((TWO,)).to_json())
    served_demo.demo.set_scenario(USER, Scenario.GATEWAY_TIMEOUT)
    outcome = lost(served_demo, through_basket(ONE))
    assert isinstance(outcome.cause, NoAnswer)
    assert [order.label for order in outcome.candidates] == ["Fjords"]
    assert changes(served_demo).count(("POST", ORDERS)) == 1


EMPTY_BASKET = reply(204)
NO_ORDER = reply(200, {"content": [], "metadata": {"totalPages": 0}})
ITEM = {"date": "2026-02-03T09:05:07.1Z", "selectionRequest": {"searchParameters": {"q": [ONE]}}}
FILLED = reply(200, {"content": {"datasetSelections": [{"id": 3, "itemsSelections": [ITEM]}]}})


def looked(orders: Answer = NO_ORDER, basket: Answer = EMPTY_BASKET) -> AtOnce:
    """What is looked at before an order is sent."""
    return AtOnce(basket=basket, orders=orders)


def listed(**labels: str) -> bytes:
    """A list of orders, by `_` and number."""
    items = [{"content": {"id": int(number[1:]), "label": label}} for number, label in labels.items()]
    return reply(200, {"content": items})


def tried(*answers: Answer | AtOnce, looks: Sequence[float] = (), blindly: bool = False) -> tuple[Outcome, list[str]]:
    """Submit, and give the outcome and the requests without their common beginning."""
    with scripted_server(*answers) as server:
        outcome = submit(server.connection(), through_basket(ONE), blindly=blindly, looks=looks, wait=lambda _: None)
        return outcome, [str(each).replace("/api/v1/rs-order", "") for each in server.requests]


LOOK, LIST, ADD, MAKE, EMPTY = (
    "GET /order/basket",
    "GET /user/orders",
    "POST /order/basket/selection",
    "POST /user/orders",
    "DELETE /order/basket",
)


@pytest.mark.parametrize(
    "answer",
    [web_page(504), web_page(200), reply(500, {"messages": ["why"]}), reply(200, {}), ConnectionFault.HANG_UP],
    ids=short_name,
)
def test_without_a_verdict_the_order_is_looked_for_and_nothing_is_sent_again(answer: Answer) -> None:
    outcome, calls = tried(looked(), FILLED, answer, listed(_8="Fjords"), looks=[0])
    assert isinstance(outcome, Unknown)
    assert [order.order_id for order in outcome.candidates] == [8]
    assert calls == [LOOK, LIST, ADD, MAKE, LIST]


@pytest.mark.parametrize("label", ["Generated order 2026-02-03T09:05:07Z", "Fjords (1 of 2)", "fjords"])
def test_an_order_of_another_name_is_no_candidate(label: str) -> None:
    outcome, _ = tried(looked(), FILLED, web_page(504), listed(_8=label), looks=[0])
    assert isinstance(outcome, Unknown)
    assert outcome.candidates == ()


def test_an_order_that_was_never_made_stays_unknown_and_the_basket_is_left_alone() -> None:
    outcome, calls = tried(looked(), FILLED, web_page(504), NO_ORDER, looks=[0, 1])
    assert isinstance(outcome, Unknown)
    assert outcome.candidates == ()
    assert calls == [LOOK, LIST, ADD, MAKE, LIST, LIST]


@pytest.mark.parametrize("answer", [web_page(504), web_page(200), ConnectionFault.HANG_UP], ids=short_name)
def test_an_answer_that_gets_lost_while_the_basket_is_filled_has_ordered_nothing(answer: Answer) -> None:
    outcome, calls = tried(looked(), answer, FILLED, EMPTY_BASKET, looks=[0])
    assert isinstance(outcome, NotOrdered)
    assert isinstance(outcome.cause, NoAnswer | UnexpectedReply)
    assert outcome.taken_out
    assert calls == [LOOK, LIST, ADD, LOOK, EMPTY]


# Turned away


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (reply(204), Refused),
        (web_page(515), Maintenance),
        (reply(401), SessionOver),
        (reply(422, {"messages": ["LABEL_NOT_UNIQUE_FOR_OWNER"]}), Refused),
    ],
    ids=["no basket", "maintenance", "session over", "label"],
)
def test_a_basket_that_makes_no_order_is_emptied_and_nothing_is_looked_for(
    answer: bytes, cause: type[RegardsError]
) -> None:
    outcome, calls = tried(looked(), FILLED, answer, FILLED, EMPTY_BASKET, looks=[0])
    assert isinstance(outcome, NotOrdered)
    assert type(outcome.cause) is cause
    assert outcome.taken_out
    assert calls == [LOOK, LIST, ADD, MAKE, LOOK, EMPTY]


def test_what_cannot_be_taken_out_is_said_to_be_left() -> None:
    outcome, _ = tried(looked(), FILLED, reply(422, {"messages": ["why"]}), web_page(504))
    assert isinstance(outcome, NotOrdered)
    assert outcome.cause.server_message == "why"
    assert outcome.taken_out is False


CLOSED = reply(403, {"messages": ["role too low"]})


@pytest.mark.parametrize(
    ("answers", "asked"),
    [((looked(basket=CLOSED),), [LOOK, LIST]), ((looked(), CLOSED), [LOOK, LIST, ADD])],
    ids=["to look at", "to add to"],
)
def test_a_basket_that_is_closed_to_the_user_is_told_with_what_to_do(
    answers: tuple[Answer | AtOnce, ...], asked: list[str]
) -> None:
    outcome, calls = tried(*answers)
    assert isinstance(outcome, NotOrdered)
    assert isinstance(outcome.cause, NoRight)
    assert "orders through your basket" in outcome.cause.advice
    assert outcome.taken_out is None
    assert calls == asked


def test_a_basket_that_vanishes_on_the_way_is_not_called_closed() -> None:
    filtered = through_basket(ONE, data_types=RAWDATA)
    with scripted_server(looked(), FILLED, reply(404), EMPTY_BASKET) as server:
        outcome = submit(server.connection(), filtered)
    assert isinstance(outcome, NotOrdered)
    assert "orders through your basket" not in outcome.cause.advice
    assert outcome.taken_out


def test_a_list_of_orders_that_is_closed_is_asked_about_as_for_an_apply() -> None:
    outcome, _ = tried(looked(CLOSED))
    assert outcome == Unseen((Part.ORDERS,))
    outcome, _ = tried(looked(CLOSED), FILLED, reply(201, {"content": {"id": 9}}), blindly=True)
    assert outcome == Granted(9)


def test_a_basket_that_does_not_tell_its_queries_can_be_ordered() -> None:
    silent = reply(200, {"content": {"datasetSelections": [{"id": 3, "filesCount": 2}]}})
    outcome, _ = tried(looked(), silent, reply(201, {"content": {"id": 9}}))
    assert outcome == Granted(9)


POLYGON = {
    "date": "2026-02-03T09:06:00Z",
    "selectionRequest": {"searchParameters": {"g": ["POLYGON((0 0,1 0,1 1,0 0))"]}},
}


def filled_with(*items: object) -> bytes:
    return reply(200, {"content": {"datasetSelections": [{"id": 3, "itemsSelections": items}]}})


def test_what_was_chosen_without_a_query_is_anothers_and_stays() -> None:
    both = filled_with(ITEM, POLYGON)
    outcome, calls = tried(looked(), both, both, reply(200, {"content": {}}))
    assert isinstance(outcome, BasketInUse)
    assert not outcome.ours
    assert calls == [LOOK, LIST, ADD, LOOK, "DELETE /order/basket/dataset/3/2026-02-03T09%3A05%3A07.1Z"]


@pytest.mark.parametrize(("content", "ours"), [(FILLED, True), (filled_with(ITEM, POLYGON), False)])
def test_a_basket_is_called_this_very_order_if_nothing_else_lies_there(content: bytes, ours: bool) -> None:
    outcome, _ = tried(looked(basket=content))
    assert isinstance(outcome, BasketInUse)
    assert outcome.ours is ours


# Several orders, one after the other


def test_a_batch_goes_through_the_basket_one_after_the_other(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    asked = [through_basket(ONE, label="Fjords (1 of 2)"), through_basket(TWO, label="Fjords (2 of 2)")]
    batch = submit_all(connection, asked)
    assert (len(batch.granted), batch.end) == (2, None)
    found = [products(served_demo, connection, number) for number in batch.granted]
    assert found == [{"my_product_id_1"}, {"my_product_id_2"}]
