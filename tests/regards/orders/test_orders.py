"""Orders in the archive: exact requests, lists and readings, with responses as in the code and as documented."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from components.regards.errors import (
    ArchiveFailed,
    Maintenance,
    Missing,
    NoAnswer,
    NoRight,
    Refused,
    RegardsError,
    UnexpectedReply,
)
from components.regards.orders import order_files, orders
from components.regards.orders.statuses import OrderStatus
from tests.regards.scripted_server import ConnectionFault, reply, scripted_server, short_name, web_page
from tests.regards.served_demo import NEIGHBOUR, USER, ServedDemo, request

ONE = 'providerId:"my_product_id_1"'
GRANTED = {"status": "GRANTED", "orderId": 812, "correlationId": "web-7f3c2a"}


def test_a_body_is_sent_to_the_letter_and_once(coded_or_documented: ServedDemo) -> None:
    body = '{\n  "queries" : ["providerId:\\"my_product_id_1\\""],\t"correlationId":"é東京" } '
    orders.apply(coded_or_documented.connection(), body)
    (asked,) = coded_or_documented.demo.requests.of("POST", "/user/orders/apply")
    assert (asked.body, asked.user) == (body.encode(), USER)


def test_a_granted_order_has_a_number_by_which_it_is_found(coded_or_documented: ServedDemo) -> None:
    connection = coded_or_documented.connection()
    order_id = orders.apply(connection, request(ONE))
    order = orders.read(connection, order_id)
    assert order.order_id == order_id
    assert order.label.startswith("Generated order ")
    assert order.created == datetime.fromtimestamp(coded_or_documented.clock.now, UTC)


def test_an_order_is_pending_at_first_and_does_not_expire_yet(coded_or_documented: ServedDemo) -> None:
    connection = coded_or_documented.connection()
    order = orders.read(connection, orders.apply(connection, request(ONE)))
    assert (order.status, order.moving, order.percent, order.expires) == (OrderStatus.PENDING, True, 0, None)


def test_an_order_comes_to_its_end(coded_or_documented: ServedDemo) -> None:
    order = coded_or_documented.ordered(coded_or_documented.connection(), ONE)
    assert (order.status, order.percent, order.files, order.files_in_error) == (OrderStatus.DONE, 100, 2, 0)
    assert [task.dataset for task in order.tasks] == ["Examples of the public guide"]
    assert order.expires is not None
    assert order.waiting_for_user


def test_an_order_says_what_may_be_done_with_it(served_demo: ServedDemo) -> None:
    order = served_demo.ordered(served_demo.connection(), ONE)
    assert order.links is not None
    assert {"download", "delete"} <= order.links
    assert "pause" not in order.links


def test_an_order_without_files_is_done_with_a_warning(coded_or_documented: ServedDemo) -> None:
    filters = {"dataTypes": ["RAWDATA", "QUICKLOOK"], "filenameRegExp": "nothing is called so"}
    order = coded_or_documented.ordered(coded_or_documented.connection(), ONE, filters=filters)
    assert (order.status, order.files) == (OrderStatus.DONE_WITH_WARNING, 0)


def test_an_order_that_never_gets_beyond_pending_is_said_to_move(served_demo: ServedDemo) -> None:
    filters = {"dataTypes": ["RAWDATA"], "filenameRegExp": "("}
    order_id = orders.apply(served_demo.connection(), request(ONE, filters=filters))
    served_demo.clock.advance(24 * 3600)
    order = orders.read(served_demo.connection(), order_id)
    assert (order.status, order.moving, order.expires) == (OrderStatus.PENDING, True, None)


def test_orders_are_listed_newest_first(coded_or_documented: ServedDemo) -> None:
    connection = coded_or_documented.connection()
    numbers = []
    for _ in range(3):
        numbers.append(orders.apply(connection, request(ONE)))
        coded_or_documented.clock.advance(1)
    assert [order.order_id for order in orders.newest(connection)] == numbers[::-1]
    assert [order.order_id for order in orders.newest(connection, most=2)] == numbers[:0:-1]


def test_nobody_sees_the_orders_of_others_in_a_list(served_demo: ServedDemo) -> None:
    orders.apply(served_demo.connection(NEIGHBOUR), request(ONE))
    assert orders.newest(served_demo.connection()) == ()


def test_somebody_elses_order_is_no_right(coded_or_documented: ServedDemo) -> None:
    order_id = orders.apply(coded_or_documented.connection(NEIGHBOUR), request(ONE))
    with pytest.raises(NoRight):
        orders.read(coded_or_documented.connection(), order_id)


def test_an_order_that_does_not_exist_is_missing(coded_or_documented: ServedDemo) -> None:
    order_id = orders.apply(coded_or_documented.connection(), request(ONE))
    with pytest.raises(Missing):
        orders.read(coded_or_documented.connection(), order_id + 1)


# The examples of the public guide "Create Order REST", as written there

FOUR = "productId:(my_product_id_1 OR my_product_id_2 OR my_product_id_3 OR my_product_id_4)"


def both(*names: str) -> set[str]:
    """The data file and the quicklook of each product."""
    return {name + ending for name in names for ending in (".csv", ".png")}


@pytest.mark.parametrize(
    ("query", "more", "expected"),
    [
        ("productId:my_product_identifier", {}, both("my_product_identifier")),
        (FOUR, {}, both(*(f"my_product_id_{number}" for number in range(1, 5)))),
        ("datatype:type1", {}, both(*(f"my_product_id_{number}" for number in range(1, 4)))),
        (
            "datatype:type1",
            {"filters": {"dataTypes": ["QUICKLOOK"]}},
            {f"my_product_id_{number}.png" for number in range(1, 4)},
        ),
    ],
)
def test_the_examples_of_the_public_guide_end_with_the_right_files(
    coded_or_documented: ServedDemo, query: str, more: dict[str, object], expected: set[str]
) -> None:
    connection = coded_or_documented.connection()
    order = coded_or_documented.ordered(connection, query, **more)
    assert order.status == OrderStatus.DONE
    names = Counter(file.name for file in order_files.files(connection, order))
    assert names == Counter(expected)


# Refusals


@pytest.mark.parametrize(
    ("queries", "words", "error_type"),
    [
        (['providerId:"NO_SUCH"'], "EmptySelectionException:", "EMPTY_ORDER"),
        ([ONE, 'providerId:"NO_SUCH"'], "EmptySelectionException:", "EMPTY_ORDER"),
        (["providerId:(A B)"], "CatalogSearchException:", "INTERNAL_ERROR"),
        (["no_such_attribute:1"], "CatalogSearchException:", "INTERNAL_ERROR"),
    ],
)
def test_a_refused_order_says_why(
    coded_or_documented: ServedDemo, queries: list[str], words: str, error_type: str
) -> None:
    with pytest.raises(Refused) as error:
        orders.apply(coded_or_documented.connection(), request(*queries))
    assert error.value.server_message.startswith(words)
    assert error.value.error_type == error_type


@pytest.mark.parametrize(
    "body",
    [
        request(),
        request(ONE, filters={"dataTypes": []}),
        request(ONE, filters={"datatypes": ["RAWDATA"]}),
        request(ONE, correlationId="x" * 101),
        request(ONE, correlationId="x" * 256),
    ],
    ids=["no query", "no data type", "the documented spelling", "too long for the database", "too long"],
)
def test_an_invalid_order_says_why(coded_or_documented: ServedDemo, body: str) -> None:
    connection = coded_or_documented.connection()
    with pytest.raises(Refused) as error:
        orders.apply(connection, body)
    assert error.value.server_message
    assert error.value.error_type == ""
    assert orders.newest(connection) == ()


def test_the_longest_correlation_identifier_is_granted(served_demo: ServedDemo) -> None:
    assert orders.apply(served_demo.connection(), request(ONE, correlationId="x" * 100))


# What else the archive may answer to an order


@pytest.mark.parametrize("status", [200, 201, 202])
@pytest.mark.parametrize("body", [GRANTED, {"content": GRANTED, "links": []}], ids=["flat", "wrapped"])
def test_any_success_that_is_granted_counts(status: int, body: object) -> None:
    with scripted_server(reply(status, body)) as server:
        assert orders.apply(server.connection(), "{}") == 812
        assert [str(each) for each in server.requests] == ["POST /api/v1/rs-order/user/orders/apply"]


def test_a_verdict_may_say_nothing_more() -> None:
    with scripted_server(reply(200, {"status": "FAILED", "message": None, "errorType": None})) as server:
        with pytest.raises(Refused) as error:
            orders.apply(server.connection(), "{}")
        assert (error.value.server_message, error.value.error_type) == ("", "")


@pytest.mark.parametrize("verdict", ["FAILED", "DENIED"])
@pytest.mark.parametrize("status", [200, 400, 422])
def test_a_verdict_is_read_for_any_status(verdict: str, status: int) -> None:
    body = {"content": {"status": verdict, "message": "No: why", "errorType": "EMPTY_ORDER"}, "links": []}
    with scripted_server(reply(status, body)) as server, pytest.raises(Refused) as error:
        orders.apply(server.connection(), "{}")
    assert (error.value.server_message, error.value.error_type) == ("No: why", "EMPTY_ORDER")


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (reply(200, {"content": {"status": "GRANTED"}}), UnexpectedReply),
        (reply(200, {"content": {"status": "GRANTED", "orderId": "812"}}), UnexpectedReply),
        (reply(200, {"content": {"status": "POSTPONED", "orderId": 812}}), UnexpectedReply),
        (reply(200, {"content": {"orderId": 812}}), UnexpectedReply),
        (reply(200), UnexpectedReply),
        (reply(204), UnexpectedReply),
        (web_page(200), UnexpectedReply),
        (reply(500, {"messages": ["NullPointerException"]}), ArchiveFailed),
        (reply(200, GRANTED)[:-4], NoAnswer),
        (web_page(502), NoAnswer),
        (web_page(503), NoAnswer),
        (web_page(504), NoAnswer),
        (ConnectionFault.HANG_UP, NoAnswer),
        (web_page(515), Maintenance),
        (reply(403, {"messages": ["Access denied"]}), NoRight),
    ],
    ids=short_name,
)
def test_without_a_verdict_an_order_is_neither_granted_nor_refused(
    answer: bytes | ConnectionFault, cause: type[RegardsError]
) -> None:
    with scripted_server(answer) as server:
        with pytest.raises(RegardsError) as error:
            orders.apply(server.connection(), "{}")
        assert type(error.value) is cause
        assert len(server.requests) == 1


def test_an_order_is_waited_for_longer_than_the_gateway_and_its_proxies_do() -> None:
    assert orders.APPLY_TIMEOUT >= 75


@pytest.mark.parametrize(
    "answer", [web_page(504), web_page(200), reply(200, {"messages": []}), reply(200)], ids=short_name
)
def test_an_outage_is_never_an_empty_list_of_orders(answer: bytes) -> None:
    with scripted_server(answer) as server, pytest.raises((NoAnswer, UnexpectedReply)):
        orders.newest(server.connection())
