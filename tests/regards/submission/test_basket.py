"""The basket in the archive: reading and emptying it."""

import pytest

from components.regards.errors import NoAnswer, Refused, UnexpectedReply
from components.regards.orders import orders
from components.regards.submission import basket
from tests.regards.scripted_server import reply, scripted_server, web_page
from tests.regards.served_demo import NEIGHBOUR, ServedDemo, request


def leave_something(served_demo: ServedDemo, username: str) -> None:
    """Fill the basket by a refused order: the results of its first query stay there (contract C.1)."""
    with pytest.raises(Refused):
        orders.apply(served_demo.connection(username), request('providerId:"my_product_id_1"', 'providerId:"NO_SUCH"'))


def test_a_new_user_has_nothing_in_the_basket(coded_or_documented: ServedDemo) -> None:
    assert basket.read(coded_or_documented.connection()) is None


def test_what_lies_in_the_basket_is_counted(coded_or_documented: ServedDemo) -> None:
    leave_something(coded_or_documented, NEIGHBOUR)
    lying = basket.read(coded_or_documented.connection(NEIGHBOUR))
    assert lying is not None
    assert (lying.datasets, lying.products, lying.files) == (("Examples of the public guide",), 1, 2)
    assert lying.size > 0


def test_a_basket_belongs_to_one_user(served_demo: ServedDemo) -> None:
    leave_something(served_demo, NEIGHBOUR)
    assert basket.read(served_demo.connection()) is None


def test_an_emptied_basket_is_empty(coded_or_documented: ServedDemo) -> None:
    leave_something(coded_or_documented, NEIGHBOUR)
    basket.empty(coded_or_documented.connection(NEIGHBOUR))
    assert basket.read(coded_or_documented.connection(NEIGHBOUR)) is None


def test_an_empty_basket_can_be_emptied(coded_or_documented: ServedDemo) -> None:
    connection = coded_or_documented.connection()
    basket.empty(connection)
    assert basket.read(connection) is None


@pytest.mark.parametrize("status", [200, 204])
def test_both_answers_to_emptying_are_accepted(status: int) -> None:
    with scripted_server(reply(status)) as server:
        basket.empty(server.connection())
        assert [str(each) for each in server.requests] == ["DELETE /api/v1/rs-order/order/basket"]


def test_an_outage_is_never_an_empty_basket() -> None:
    with scripted_server(web_page(504)) as server, pytest.raises(NoAnswer):
        basket.read(server.connection())


def test_a_web_page_is_never_an_empty_basket() -> None:
    with scripted_server(web_page(200)) as server, pytest.raises(UnexpectedReply):
        basket.read(server.connection())
