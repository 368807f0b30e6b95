"""Several orders of one request, one after the other."""

from components.regards.orders import order_files, orders
from components.regards.submission import basket
from components.regards.submission.submission import (
    BasketInUse,
    Batch,
    Granted,
    Journal,
    NotOrdered,
    Outcome,
    Unknown,
    submit_all,
)
from tests.regards.scripted_server import Answer, AtOnce, reply, scripted_server, web_page
from tests.regards.served_demo import ServedDemo, request
from tests.regards.submission.answers import (
    APPLY,
    BODY,
    EMPTY_BASKET,
    EMPTY_THE_BASKET,
    FULL_BASKET,
    LIST,
    LOOK_AT_BASKET,
    NOTHING,
    ONE,
    calls,
    let_time_pass,
    listed,
    looked,
    numbers,
)


def granted(number: int) -> bytes:
    return reply(200, {"content": {"status": "GRANTED", "orderId": number}, "links": []})


REFUSED = reply(422, {"messages": ["why"]})


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
    noted: list[tuple[Outcome, int]] = []

    class Notes(Journal):
        def ended(self, outcome: Outcome) -> None:
            noted.append((outcome, served_demo.posts()))

    batch = submit_all(connection, [request(ONE), request(NOTHING), request(ONE)], journal=Notes())
    assert noted == [(Granted(batch.granted[0]), 1), (batch.end, 2)]


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
