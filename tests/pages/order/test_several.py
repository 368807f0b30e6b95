"""Several orders of one request, on one page."""

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.server import Served
from tests.pages.order.steps import (
    ALL_HERE,
    BRING,
    Press,
    announced,
    labels,
    look,
    look_for,
    on_disk,
    open_order,
    submit,
    the_sum,
)
from tests.pages.waiting import until
from tests.ui.draw_block import links


@pytest.fixture
def batch(visitor: AppTest) -> tuple[int, ...]:
    """Two orders of one request, three files in all."""
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, archive=replace(desk.login.archive, identifiers_per_order=2)))
    return submit(visitor, "my_product_id_1\nmy_product_id_2\nmy_product_id_3")


def test_orders_of_one_request_are_delivered_together(
    visitor: AppTest, demo: Served, click: Press, batch: tuple[int, ...], tmp_path: Path
) -> None:
    open_order(visitor, *batch)
    click(visitor, BRING)
    look_for(visitor, ALL_HERE)
    look(visitor, lambda: the_sum(visitor) == (3, 3, 0, 0))
    assert on_disk(tmp_path) == announced(demo, batch[0]) | announced(demo, batch[1])
    assert "Compose the same again" in labels(visitor)


def test_an_order_leads_to_those_of_the_same_request(visitor: AppTest, batch: tuple[int, ...]) -> None:
    open_order(visitor, batch[1])
    assert ("This is one of 2 orders of one request: follow them all", "id=1%2C2") in links(visitor)


def test_of_several_orders_the_one_that_is_not_there_is_named(visitor: AppTest, batch: tuple[int, ...]) -> None:
    open_order(visitor, *batch, 987654)
    until(visitor, lambda: len(visitor.error) > 0)
    assert "Order 987654: The archive does not have this, or no longer has it." in visitor.error[0].value
