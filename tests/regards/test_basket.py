"""The basket in the archive: reading and emptying it."""

import pytest

from components.regards import basket, orders
from components.regards.errors import NoAnswer, Refused, UnexpectedReply
from tests.regards.scripted_server import reply, scripted, web_page
from tests.regards.served_demo import NEIGHBOUR, Visit, request


def leave_something(visit: Visit, username: str) -> None:
    """Fill the basket by a refused order: the results of its first query stay there (contract C.1)."""
    with pytest.raises(Refused):
        orders.apply(visit.connection(username), request('providerId:"my_product_id_1"', 'providerId:"NO_SUCH"'))


def test_a_new_user_has_nothing_in_the_basket(both_manners: Visit) -> None:
    assert basket.read(both_manners.connection()) is None


def test_what_lies_in_the_basket_is_counted(both_manners: Visit) -> None:
    leave_something(both_manners, NEIGHBOUR)
    lying = basket.read(both_manners.connection(NEIGHBOUR))
    assert lying is not None
    assert (lying.datasets, lying.products, lying.files) == (("Examples of the public guide",), 1, 2)
    assert lying.size > 0


def test_a_basket_belongs_to_one_user(visit: Visit) -> None:
    leave_something(visit, NEIGHBOUR)
    assert basket.read(visit.connection()) is None


def test_an_emptied_basket_is_empty(both_manners: Visit) -> None:
    leave_something(both_manners, NEIGHBOUR)
    basket.empty(both_manners.connection(NEIGHBOUR))
    assert basket.read(both_manners.connection(NEIGHBOUR)) is None


def test_an_empty_basket_can_be_emptied(both_manners: Visit) -> None:
    connection = both_manners.connection()
    basket.empty(connection)
    assert basket.read(connection) is None


@pytest.mark.parametrize("status", [200, 204])
def test_both_answers_to_emptying_are_accepted(status: int) -> None:
    with scripted(reply(status)) as script:
        basket.empty(script.connection())
        assert [str(each) for each in script.asked] == ["DELETE /api/v1/rs-order/order/basket"]


def test_an_outage_is_never_an_empty_basket() -> None:
    with scripted(web_page(504)) as script, pytest.raises(NoAnswer):
        basket.read(script.connection())


def test_a_web_page_is_never_an_empty_basket() -> None:
    with scripted(web_page(200)) as script, pytest.raises(UnexpectedReply):
        basket.read(script.connection())
