"""The message at new orders: it goes when there is something else to say."""

import pytest
from streamlit.testing.v1 import AppTest

from components.desk.orders.situation import Kind
from components.ui import way_to_order
from components.ui.order import arrival
from tests.ui.draw_block import draw


def arrived(kind: Kind, failed: int = 0, shown: int = 54) -> AppTest:
    """The page of an order to which the user was led as order 54."""

    def block() -> None:
        way_to_order.note_arrival((54,))
        arrival.show_arrival((shown,), kind, failed)

    return draw(block)


def messages(app: AppTest) -> list[str]:
    return [each.value for each in app.success]


@pytest.mark.parametrize("kind", [Kind.READING, Kind.PREPARING, Kind.SOME_READY, Kind.ALL_READY])
def test_an_order_is_said_to_be_accepted_while_it_is_under_way(kind: Kind) -> None:
    assert messages(arrived(kind)) == ["Order 54 is accepted."]


@pytest.mark.parametrize("kind", [Kind.DELIVERING, Kind.VERIFIED, Kind.INCOMPLETE, Kind.NOTHING_CAME, Kind.DELETED])
def test_it_is_not_once_something_became_of_it(kind: Kind) -> None:
    assert messages(arrived(kind)) == []


def test_it_is_not_once_a_file_has_failed() -> None:
    assert messages(arrived(Kind.ALL_READY, failed=1)) == []


def test_it_is_not_on_the_page_of_another_order() -> None:
    assert messages(arrived(Kind.PREPARING, shown=55)) == []


def test_what_has_gone_does_not_come_back() -> None:
    def block() -> None:
        way_to_order.note_arrival((54,))
        for kind in (Kind.INCOMPLETE, Kind.PREPARING):
            arrival.show_arrival((54,), kind, 0)

    assert messages(draw(block)) == []
