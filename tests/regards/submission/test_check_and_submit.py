"""Checked with the catalogue, then submitted: what it doubts is not sent."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from components.demo.archive import Scenario
from components.demo.gates import Gate
from components.order.selection import Selection
from components.regards.errors import Blocked, Maintenance, NoAnswer, RegardsError, UnexpectedReply
from components.regards.orders import order_files, orders
from components.regards.submission import basket
from components.regards.submission.submission import BasketInUse, Batch, Doubtful, Unchecked, Unseen, check_and_submit
from components.regards.unseen import Part
from tests.regards.scripted_server import scripted_server, short_name, web_page
from tests.regards.served_demo import USER, ServedDemo, request
from tests.regards.submission.answers import (
    ABSENT,
    APPLY,
    BODY,
    CLOSED,
    EMPTY_BASKET,
    NOTHING,
    ONE,
    calls,
    leave_something,
    let_time_pass,
    numbers,
)

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
