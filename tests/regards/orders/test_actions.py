"""Actions on an order: offered if the archive allows them, sent once, and the messages of refusals."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from components.demo.archive import Fault
from components.regards.errors import (
    Blocked,
    Maintenance,
    Missing,
    NoAnswer,
    NoRight,
    RegardsError,
    SessionOver,
    UnexpectedReply,
)
from components.regards.http.connection import Connection
from components.regards.orders import actions, order_files, orders, records
from components.regards.orders.actions import Action, ActionRefused, possible
from components.regards.orders.records import DatasetTask, Order
from components.regards.orders.statuses import FileState, OrderStatus
from tests.regards.scripted_server import ConnectionFault, reply, scripted_server, web_page
from tests.regards.served_demo import NEIGHBOUR, ServedDemo, request

ONE = 'providerId:"my_product_id_1"'
TASK = DatasetTask(1, "Ocean", 1, 1, 1)
DONE = OrderStatus.DONE
DONE_WITH_WARNING = OrderStatus.DONE_WITH_WARNING
FAILED, EXPIRED, PAUSED = OrderStatus.FAILED, OrderStatus.EXPIRED, OrderStatus.PAUSED
PENDING, RUNNING, DELETED = OrderStatus.PENDING, OrderStatus.RUNNING, OrderStatus.DELETED

Call = Callable[[Connection, int], object]
CALLS: list[tuple[Call, str]] = [
    (actions.pause, "PUT /api/v1/rs-order/user/orders/pause/54"),
    (actions.resume, "PUT /api/v1/rs-order/user/orders/resume/54"),
    (actions.retry, "PUT /api/v1/rs-order/user/orders/54/retry"),
    (actions.restart, "POST /api/v1/rs-order/user/orders/54/restart"),
    (actions.delete, "DELETE /api/v1/rs-order/user/orders/54"),
]


def order(status: str, *links: str, tasks: tuple[DatasetTask, ...] = (TASK,)) -> Order:
    """An order with these links in addition to those of every order."""
    return replace(
        records.order({"id": 54, "status": status}), tasks=tasks, links=frozenset({"self", "list", "download", *links})
    )


def without_links(status: str) -> Order:
    return replace(order(status), links=None)


def answer(status: str, *links: str) -> bytes:
    rels = [{"rel": link, "href": "http://elsewhere.example/"} for link in ("self", *links)]
    return reply(200, {"content": {"id": 54, "status": status}, "links": rels})


# What is offered


@pytest.mark.parametrize(
    ("links", "offered"),
    [
        ("pause", {Action.PAUSE, Action.CANCEL}),
        ("resume delete", {Action.RESUME, Action.DELETE}),
        ("delete", {Action.DELETE}),
        ("restart delete", {Action.RESTART, Action.DELETE}),
        ("restart retry delete", {Action.RESTART, Action.RETRY, Action.DELETE}),
        ("", set()),
        ("remove", set()),
    ],
)
@pytest.mark.parametrize("status", [RUNNING, DONE, "ARCHIVING"])
def test_what_the_links_name_is_offered_for_any_status(status: str, links: str, offered: set[Action]) -> None:
    assert set(possible(order(status, *links.split()))) == offered


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        (PENDING, {Action.PAUSE, Action.CANCEL}),
        (RUNNING, {Action.PAUSE, Action.CANCEL}),
        (PAUSED, {Action.RESUME, Action.DELETE}),
        (DONE, {Action.RESTART, Action.DELETE}),
        (DONE_WITH_WARNING, {Action.RESTART, Action.RETRY, Action.DELETE}),
        (FAILED, {Action.RESTART, Action.RETRY, Action.DELETE}),
        (EXPIRED, {Action.DELETE}),
        (DELETED, set()),
        (OrderStatus.ERROR, set()),
        ("ARCHIVING", set()),
    ],
)
def test_without_links_the_status_says_what_is_offered(status: str, offered: set[Action]) -> None:
    assert set(possible(without_links(status))) == offered


def test_a_failed_order_without_files_is_not_retried_though_its_links_say_so() -> None:
    assert Action.RETRY not in possible(order(FAILED, "retry", "restart", tasks=()))
    assert Action.RETRY in possible(order(FAILED, "retry", "restart"))
    assert Action.RETRY in possible(order(DONE_WITH_WARNING, "retry", "restart", tasks=()))


# What is sent


@pytest.mark.parametrize(("act", "asked"), CALLS)
def test_each_action_has_its_own_address(act: Call, asked: str) -> None:
    with scripted_server(reply(200, {"id": 55, "status": "PENDING"})) as server:
        act(server.connection(), 54)
        assert [str(each) for each in server.requests] == [asked]


@pytest.mark.parametrize("act", [act for act, _ in CALLS if act is not actions.restart])
def test_an_empty_answer_is_a_success(act: Call) -> None:
    with scripted_server(reply(200)) as server:
        act(server.connection(), 54)


@pytest.mark.parametrize("trick", [ConnectionFault.HANG_UP, reply(502), reply(504)], ids=["hangs up", "502", "504"])
@pytest.mark.parametrize(("act", "asked"), CALLS)
def test_no_action_is_sent_twice(act: Call, asked: str, trick: bytes | ConnectionFault) -> None:
    with scripted_server(trick) as server:
        with pytest.raises(NoAnswer):
            act(server.connection(), 54)
        assert [str(each) for each in server.requests] == [asked]


@pytest.mark.parametrize("body", [{"content": {"id": 55, "status": "PENDING"}}, {"id": 55, "status": "PENDING"}])
def test_a_restart_gives_the_number_of_the_new_order(body: object) -> None:
    with scripted_server(reply(201, body)) as server:
        assert actions.restart(server.connection(), 54) == 55
        assert json.loads(server.requests[0].body) == {}


@pytest.mark.parametrize(
    ("lost", "cause"),
    [(ConnectionFault.HANG_UP, NoAnswer), (reply(500), UnexpectedReply), (reply(201), UnexpectedReply)],
)
def test_after_a_restart_without_an_answer_the_user_is_told_to_look_first(
    lost: bytes | ConnectionFault, cause: type[RegardsError]
) -> None:
    with scripted_server(lost) as server, pytest.raises(cause) as error:
        actions.restart(server.connection(), 54)
    assert "may exist nevertheless" in error.value.advice


@pytest.mark.parametrize(
    "lost", [ConnectionFault.HANG_UP, reply(504), reply(500)], ids=["connection reset", "504", "500"]
)
@pytest.mark.parametrize("act", [act for act, _ in CALLS if act is not actions.restart])
def test_after_an_action_without_an_answer_the_user_looks_at_the_order_before_anything_else(
    act: Call, lost: bytes | ConnectionFault
) -> None:
    with scripted_server(lost) as server, pytest.raises(RegardsError) as error:
        act(server.connection(), 54)
    assert error.value.advice == "Look at the order first: the archive may have done it."


def test_after_an_action_that_a_firewall_refused_nothing_is_said_to_be_done() -> None:
    with scripted_server(web_page(403)) as server, pytest.raises(RegardsError) as error:
        actions.pause(server.connection(), 54)
    assert "may have done it" not in error.value.advice


def test_after_a_restart_that_a_firewall_refused_no_new_order_is_said_to_exist() -> None:
    with scripted_server(web_page(403)) as server, pytest.raises(Blocked) as error:
        actions.restart(server.connection(), 54)
    assert error.value.advice == Blocked.advice


@pytest.mark.parametrize("action", [each for each in Action if each is not Action.RESTART])
def test_after_any_other_action_the_same_order_is_looked_at(action: Action) -> None:
    with scripted_server(answer(PAUSED, "resume", "delete")) as server:
        assert actions.perform(server.connection(), 54, action) == 54


def test_after_a_restart_the_new_order_is_looked_at() -> None:
    with scripted_server(reply(201, {"id": 55, "status": "PENDING"})) as server:
        assert actions.perform(server.connection(), 54, Action.RESTART) == 55


# Against the demo archive


def test_a_paused_order_stands_still_until_it_is_resumed(coded_or_documented: ServedDemo) -> None:
    connection = coded_or_documented.connection()
    order_id = running(coded_or_documented, connection)
    actions.pause(connection, order_id)
    coded_or_documented.clock.advance(600)
    assert orders.read(connection, order_id).status == PAUSED
    actions.resume(connection, order_id)
    assert coded_or_documented.finished(connection, order_id).status == DONE


def test_files_in_error_come_with_a_retry(coded_or_documented: ServedDemo) -> None:
    coded_or_documented.demo.faults["my_product_id_1.csv"] = Fault.LOST_ONCE
    connection = coded_or_documented.connection()
    before = coded_or_documented.ordered(connection, ONE)
    assert (before.status, before.files_in_error) == (DONE_WITH_WARNING, 1)
    actions.retry(connection, before.order_id)
    coded_or_documented.clock.advance(600)
    after = orders.read(connection, before.order_id)
    assert (after.status, after.files_in_error) == (DONE, 0)
    assert {file.state for file in order_files.files(connection, after)} == {FileState.AVAILABLE}


def test_a_restart_makes_an_order_of_the_same_files(coded_or_documented: ServedDemo) -> None:
    connection = coded_or_documented.connection()
    first = coded_or_documented.ordered(connection, ONE)
    order_id = actions.restart(connection, first.order_id)
    assert order_id != first.order_id
    second = coded_or_documented.finished(connection, order_id)
    assert (second.files, second.size) == (first.files, first.size)


def test_a_deleted_order_is_no_longer_listed(coded_or_documented: ServedDemo) -> None:
    connection = coded_or_documented.connection()
    kept, gone = (coded_or_documented.ordered(connection, ONE).order_id for _ in range(2))
    actions.delete(connection, gone)
    assert [each.order_id for each in orders.newest(connection)] == [kept]


def test_what_the_archive_offers_is_what_it_then_allows(served_demo: ServedDemo) -> None:
    connection = served_demo.connection()
    order_id = running(served_demo, connection)
    assert possible(orders.read(connection, order_id)) == (Action.PAUSE, Action.CANCEL)
    actions.pause(connection, order_id)
    assert Action.RESUME not in possible(orders.read(connection, order_id))  # its jobs are still stopping
    with pytest.raises(ActionRefused):
        actions.resume(connection, order_id)
    served_demo.clock.advance(60)
    assert Action.RESUME in possible(orders.read(connection, order_id))
    actions.resume(connection, order_id)


def test_somebody_elses_order_is_refused_in_words(coded_or_documented: ServedDemo) -> None:
    order_id = coded_or_documented.ordered(coded_or_documented.connection(NEIGHBOUR), ONE).order_id
    connection = coded_or_documented.connection()
    with pytest.raises(ActionRefused, match="belongs to another user"):
        actions.delete(connection, order_id)
    assert orders.newest(connection) == ()  # and the session goes on


def test_an_unknown_order_is_missing(coded_or_documented: ServedDemo) -> None:
    with pytest.raises(Missing):
        actions.pause(coded_or_documented.connection(), 987_654)


# Cancelling


def test_a_running_order_is_cancelled(coded_or_documented: ServedDemo) -> None:
    connection = coded_or_documented.connection()
    order_id = running(coded_or_documented, connection)
    actions.cancel(connection, order_id, wait=coded_or_documented.clock.advance)
    assert orders.read(connection, order_id).status == DELETED


def test_an_order_that_is_pending_without_end_is_cancelled(coded_or_documented: ServedDemo) -> None:
    connection = coded_or_documented.connection()
    filters = {"dataTypes": ["RAWDATA"], "filenameRegExp": "("}
    order_id = orders.apply(connection, request(ONE, filters=filters))
    coded_or_documented.clock.advance(1800)
    actions.cancel(connection, order_id, wait=coded_or_documented.clock.advance)
    assert orders.read(connection, order_id).status == DELETED


def test_an_order_that_the_archive_sets_running_after_the_pause_is_paused_again() -> None:
    waits: list[float] = []
    script_of_archive = [
        answer(PENDING, "pause"),
        reply(200),
        answer(RUNNING, "pause"),
        reply(200),
        answer(PAUSED),
        answer(PAUSED, "delete"),
        reply(200),
    ]
    with scripted_server(*script_of_archive) as server:
        actions.cancel(server.connection(), 54, pauses=(1, 2, 3, 4), wait=waits.append)
        assert [each.method for each in server.requests] == ["GET", "PUT", "GET", "PUT", "GET", "GET", "DELETE"]
    assert waits == [1, 2, 3]


def test_an_order_that_ends_before_it_is_paused_is_deleted_all_the_same() -> None:
    refusal = reply(401, {"messages": ["ORDER_MUST_BE_PENDING_OR_RUNNING"]})
    with scripted_server(answer(RUNNING, "pause"), refusal, answer(DONE, "delete", "restart"), reply(200)) as server:
        actions.cancel(server.connection(), 54, wait=lambda _: None)
        assert [each.method for each in server.requests] == ["GET", "PUT", "GET", "DELETE"]


def test_an_order_that_somebody_deleted_meanwhile_counts_as_cancelled() -> None:
    with scripted_server(answer(RUNNING, "pause"), reply(200), answer(DELETED)) as server:
        actions.cancel(server.connection(), 54, wait=lambda _: None)
        assert server.of("DELETE") == []


def test_an_order_that_never_stops_is_given_up_within_a_minute_or_so() -> None:
    waits: list[float] = []
    with scripted_server(answer(RUNNING, "pause")) as server:
        with pytest.raises(ActionRefused, match="not stopped work"):
            actions.cancel(server.connection(), 54, wait=waits.append)
        assert server.of("DELETE") == []
    assert 30 <= sum(waits) <= 90


def test_an_archive_that_closes_after_the_pause_is_not_said_to_have_changed_nothing() -> None:
    with (
        scripted_server(answer(RUNNING, "pause"), reply(200), reply(515)) as server,
        pytest.raises(Maintenance) as error,
    ):
        actions.cancel(server.connection(), 54, wait=lambda _: None)
    assert error.value.advice.startswith("The order was asked to pause")


def test_an_archive_that_is_closed_before_the_pause_has_changed_nothing() -> None:
    with scripted_server(reply(515)) as server, pytest.raises(Maintenance) as error:
        actions.cancel(server.connection(), 54, wait=lambda _: None)
    assert error.value.advice == Maintenance.advice


def test_an_order_of_somebody_else_is_not_asked_about_again_and_again() -> None:
    refusal = reply(401, {"messages": ["USER_NOT_ALLOWED_TO_MANAGE_ORDER"]})
    with scripted_server(answer(RUNNING, "pause"), refusal) as server:
        with pytest.raises(ActionRefused):
            actions.cancel(server.connection(), 54, wait=lambda _: None)
        assert len(server.requests) == 2


# Refusals


@pytest.mark.parametrize(
    ("act", "code", "what"),
    [
        (actions.pause, "ORDER_MUST_BE_PENDING_OR_RUNNING", "can be paused"),
        (actions.resume, "ORDER_MUST_BE_PAUSED", "can be resumed"),
        (
            actions.delete,
            "ORDER_MUST_BE_DONE_OR_DONE_WITH_WARNING_OR_PAUSED_OR_FAILED_OR_EXPIRED",
            "cannot be deleted",
        ),
        (actions.restart, "ORDER_MUST_BE_DONE_OR_DONE_WITH_WARNING_OR_FAILED", "can be ordered again"),
        (actions.retry, "ORDER_MUST_BE_DONE_WITH_WARNING_OR_FAILED", "nothing to retry"),
        (actions.retry, "ORDER_HAS_PROCESSING", "processes the files"),
        (actions.pause, "USER_NOT_ALLOWED_TO_MANAGE_ORDER", "belongs to another user"),
        (actions.restart, "BASKET_NOT_FOUND", "no longer holds what was selected"),
        (actions.pause, "ORDER_IS_ON_HOLIDAY", "does not allow this now"),
    ],
)
def test_each_refusal_has_a_sentence_of_its_own_beside_the_archives_word(act: Call, code: str, what: str) -> None:
    with scripted_server(reply(401, {"messages": [code]})) as server, pytest.raises(ActionRefused) as error:
        act(server.connection(), 54)
    assert what in error.value.what
    assert error.value.server_message == code
    assert error.value.advice


@pytest.mark.parametrize("act", [act for act, _ in CALLS])
def test_a_401_without_a_code_is_a_lost_session(act: Call) -> None:
    with (
        scripted_server(reply(401, {"messages": ["Full authentication is required"]})) as server,
        pytest.raises(SessionOver),
    ):
        act(server.connection(), 54)


@pytest.mark.parametrize("act", [act for act, _ in CALLS])
def test_a_role_that_is_too_low_is_no_right(act: Call) -> None:
    with scripted_server(reply(403, {"messages": ["Access denied"]})) as server, pytest.raises(NoRight):
        act(server.connection(), 54)


def running(served_demo: ServedDemo, connection: Connection) -> int:
    """Order a product and wait until the archive works on it."""
    order_id = orders.apply(connection, request(ONE))
    served_demo.clock.advance(5)
    assert orders.read(connection, order_id).status == RUNNING
    return order_id
