"""One order: what the archive says of it, and what is said where it cannot be read."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.archive import Scenario
from components.demo.server import Served
from components.order import basket_request
from components.order.data_types import DataType
from components.order.file_name import NameForm
from components.order.request import OrderRequest
from components.regards.submission import submission
from tests.pages.order.steps import (
    ALL_VERIFIED,
    BRING,
    FIVE_PARTS,
    TWO_FILES,
    NewSession,
    Press,
    labels,
    look,
    look_for,
    open_order,
    order,
    quoted,
    submit,
)
from tests.pages.waiting import until
from tests.ui.draw_block import file_rows, links, text_of_page


def test_what_was_asked_is_shown_with_the_order(customer: AppTest) -> None:
    [made] = customer.session_state["desk"].ordered_here.newest()
    open_order(customer, made.order_id)
    assert '"productId:\\"my_product_id_1\\""' in quoted(customer)


@pytest.mark.parametrize("address", ["", "x", "-1", "١", "9" * 30])
def test_an_address_without_a_number_is_said(visitor: AppTest, address: str) -> None:
    open_order(visitor, address)
    assert [warning.value for warning in visitor.warning] == ["This address names no order. Choose one from your list."]


def through_basket(app: AppTest, label: str) -> int:
    """Make an order of this name by way of the basket; gives its number."""
    asked = basket_request.compose(OrderRequest(('providerId:"my_product_id_1"',)), label)
    outcome = submission.submit(app.session_state["desk"].connection, asked)
    assert isinstance(outcome, submission.Granted)
    return outcome.order_id


def test_an_address_with_a_name_opens_the_order_of_this_name(visitor: AppTest) -> None:
    numbers = [through_basket(visitor, label) for label in ("Fjords", "Été & mer")]
    visitor.switch_page("order.py")
    visitor.query_params["label"] = "Été & mer"
    visitor.run()
    assert [title.value for title in visitor.title] == [f"Order {numbers[1]}"]


def test_an_address_with_an_unknown_name_opens_none(visitor: AppTest) -> None:
    through_basket(visitor, "Fjords")
    visitor.switch_page("order.py")
    visitor.query_params["label"] = "fjords"
    visitor.run()
    assert [warning.value for warning in visitor.warning] == ["None of your newest orders has this name:"]
    assert "fjords" in [text.value for text in visitor.text]


def test_where_the_list_fails_a_name_is_not_said_to_be_unknown(visitor: AppTest, demo: Served) -> None:
    demo.archive.scenario = Scenario.FIREWALL
    visitor.switch_page("order.py")
    visitor.query_params["label"] = "Fjords"
    visitor.run()
    assert visitor.error
    assert not visitor.warning


def test_somebody_elses_order_is_said_and_shows_nothing(
    customer: AppTest, new_session: NewSession, click: Press
) -> None:
    [made] = customer.session_state["desk"].ordered_here.newest()
    other = new_session()
    click(other, "Try the demo archive")
    open_order(other, made.order_id)
    until(other, lambda: len(other.error) > 0)
    assert "Your account may not see or do this." in other.error[0].value
    assert not file_rows(other)


def test_an_order_that_does_not_exist_is_said(visitor: AppTest) -> None:
    open_order(visitor, 987654)
    until(visitor, lambda: len(visitor.error) > 0)
    assert "The archive does not have this, or no longer has it." in visitor.error[0].value
    assert "The archive shows you no order of this number." in text_of_page(visitor)
    assert "My orders" in [label for label, _ in links(visitor)]


def test_an_order_that_can_be_shown_leads_to_no_other(visitor: AppTest) -> None:
    order(visitor, TWO_FILES)
    assert "My orders" not in [label for label, _ in links(visitor)]


# A delivery into the folder


def test_nothing_is_offered_on_an_order_that_cannot_be_read(visitor: AppTest, demo: Served) -> None:
    [order_id] = submit(visitor, TWO_FILES)
    demo.archive.scenario = Scenario.FIREWALL
    open_order(visitor, order_id)
    assert visitor.error
    assert not {"Order the missing ones", "Receipt as CSV", BRING} & set(labels(visitor))


# Single files and pictures


def test_where_nothing_is_missing_nothing_is_offered_to_be_ordered_again(visitor: AppTest, click: Press) -> None:
    order(visitor, TWO_FILES)
    click(visitor, BRING)
    look_for(visitor, ALL_VERIFIED)
    assert "Order the missing ones" not in labels(visitor)


def test_compose_the_same_again_drafts_the_same(visitor: AppTest, click: Press) -> None:
    order(visitor, FIVE_PARTS, data_types=(DataType.QUICKLOOK,), name_form=NameForm.EXPRESSION, name_expression=".*png")
    asked = visitor.session_state["desk"].draft
    visitor.session_state["desk"].begin_draft()
    click(visitor.run(), "Compose the same again")
    assert visitor.title[0].value == "Compose order"
    assert visitor.session_state["desk"].draft == replace(asked, field="productId")  # the demo archive's, of then
    assert "Submit order" in labels(visitor)


def test_the_address_keeps_the_order_while_the_same_is_composed_again(visitor: AppTest, click: Press) -> None:
    order_id = order(visitor, TWO_FILES)
    click(visitor, "Compose the same again")
    assert visitor.query_params["id"] == str(order_id)
    assert visitor.query_params["draft"] == visitor.session_state["desk"].tab
    visitor.switch_page("order.py").run()
    assert visitor.title[0].value == f"Order {order_id}"


# Faults, in words, and what is verified stays


def test_an_order_that_could_not_be_read_at_first_is_looked_for_until_it_can(
    visitor: AppTest, demo: Served, click: Press
) -> None:
    [order_id] = submit(visitor, TWO_FILES)
    demo.archive.scenario = Scenario.FIREWALL
    open_order(visitor, order_id)
    assert visitor.error
    demo.archive.scenario = None
    click(visitor, "Look now")
    look(visitor, lambda: BRING in labels(visitor))
    assert not visitor.error
    assert "Look now" not in labels(visitor)


def test_an_order_that_does_not_exist_is_not_looked_for_again(visitor: AppTest) -> None:
    open_order(visitor, 987654)
    assert not visitor.session_state["following"][1].ticks


def test_an_order_that_the_archive_cannot_show_yet_is(visitor: AppTest, demo: Served) -> None:
    [order_id] = submit(visitor, TWO_FILES)
    demo.archive.scenario = Scenario.FIREWALL
    open_order(visitor, order_id)
    assert visitor.session_state["following"][1].ticks


def test_before_its_files_are_listed_nothing_is_said_of_them(visitor: AppTest, demo: Served) -> None:
    [order_id] = submit(visitor, TWO_FILES)
    with demo.archive.hold("/rs-order/orders/{order}/dataset/{task}/files"):
        open_order(visitor, order_id)
        assert "2 not fetched" not in drawn(visitor)
    look(visitor, lambda: "2 ready" in drawn(visitor))


def drawn(app: AppTest) -> str:
    """The bar, and the words below it."""
    return "".join(each.proto.body for each in app.get("html"))
