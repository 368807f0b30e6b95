"""What Compose and My orders say of an order whose verdict never came."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.archive import Scenario
from components.demo.server import Served
from components.desk import intents
from components.desk.desk import Desk
from components.desk.intents import Intent
from components.desk.leases import Leases
from components.desk.shared_state import shared
from components.order.draft import Draft
from components.order.files import recipe
from components.regards.orders import orders
from tests.pages.conftest import press

Click = Callable[[AppTest, str], AppTest]
PAGES = ["compose.py", "orders.py"]
REQUEST = '{"queries":["providerId:\\"my_product_id_1\\""]}'
LONG_AGO = timedelta(minutes=10)
JUST_NOW = timedelta(0)
APPLY = "/user/orders/apply"


@pytest.fixture
def for_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Orders may appear for a day after their request: no test races the three minutes."""
    monkeypatch.setattr(intents, "MAY_APPEAR", 86_400.0)


def text_of_page(app: AppTest) -> str:
    groups = (app.text, app.markdown, app.warning, app.error, app.info, app.success)
    return "\n".join(element.value for group in groups for element in group)


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def desk_of(app: AppTest) -> Desk:
    desk: Desk = app.session_state["desk"]
    return desk


def was_sent(
    app: AppTest, ago: timedelta = LONG_AGO, lost: str = "", accepted: int = 0, planned: int = 1, key: str = "key"
) -> None:
    """Leave behind what a desk leaves that was killed after it had sent a request."""
    draft = Draft(pasted="my_product_id_1\nmy_product_id_2"[: 15 * planned + planned - 1])
    shared().order_book_of(desk_of(app).login.archive).intents.put(
        desk_of(app).account,
        Intent(
            key,
            "batch",
            datetime.now(UTC) - ago,
            planned,
            accepted,
            frozenset(),
            lost,
            REQUEST,
            recipe.write(draft),
            part_size=1,
        ),
    )


def opened(app: AppTest, page: str) -> AppTest:
    """Open a page and let it look at the archive."""
    app.switch_page(page).run()
    desk_of(app).unsettled.sight.take(60)
    return app.run()


def finished(app: AppTest) -> AppTest:
    """Wait for the result of the submission, and draw it."""
    submission = desk_of(app).submission()
    assert submission
    submission.result(60)
    return app.run()


@pytest.mark.parametrize("page", PAGES)
def test_an_order_that_has_appeared_is_told_and_can_be_followed(visitor: AppTest, page: str) -> None:
    was_sent(visitor)
    number = orders.apply(desk_of(visitor).connection, REQUEST)
    opened(visitor, page)
    said = f"An order was on its way when the desk stopped. Order {number} has appeared since."
    assert said in text_of_page(visitor)
    press(visitor, f"Follow order {number}")
    assert [title.value for title in visitor.title] == [f"Order {number}"]
    asked = desk_of(visitor).ordered_here.asked(number)
    assert asked
    assert asked.request_json == REQUEST
    assert "when the desk stopped" not in text_of_page(opened(visitor, page))


@pytest.mark.parametrize("page", PAGES)
def test_of_one_that_another_replica_submits_the_result_is_awaited_and_nothing_is_offered(
    visitor: AppTest, page: str
) -> None:
    was_sent(visitor, accepted=1, planned=2)
    desk = desk_of(visitor)
    other = Leases(shared().order_book_of(desk.login.archive).database)
    other.take([f"submission key {desk.account}"])
    opened(visitor, page)
    said = "An order of yours is being submitted. It was begun by another server of this desk, or before a restart"
    assert said in text_of_page(visitor)
    assert "when the desk stopped" not in text_of_page(visitor)
    assert not {"Forget it", "Keep what was not sent"} & set(labels(visitor))


@pytest.mark.parametrize("page", PAGES)
def test_an_order_that_has_not_appeared_can_be_shown_again_and_is_not_sent_by_itself(
    visitor: AppTest, demo: Served, page: str
) -> None:
    was_sent(visitor)
    opened(visitor, page)
    said = "when the desk stopped. No order has appeared since. Most likely it was not ordered."
    assert said in text_of_page(visitor)
    press(visitor, "Show this order again")
    assert visitor.text_area[0].value == "my_product_id_1"
    assert not demo.archive.requests.of("POST", APPLY)


def test_shown_again_and_submitted_it_is_ordered_once_and_told_no_more(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    was_sent(visitor)
    opened(visitor, "compose.py")
    press(visitor, "Show this order again")
    click(visitor, "Submit order")
    finished(visitor)
    assert "is accepted" in text_of_page(visitor)
    assert len(demo.archive.requests.of("POST", APPLY)) == 1


def test_an_order_that_appears_before_it_is_submitted_again_is_shown_and_nothing_is_sent(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    was_sent(visitor)
    opened(visitor, "compose.py")
    press(visitor, "Show this order again")
    number = orders.apply(desk_of(visitor).connection, REQUEST)
    click(visitor, "Submit order")
    finished(visitor)
    assert "Nothing was sent, because an order has appeared that may be your earlier one." in text_of_page(visitor)
    desk_of(visitor).unsettled.sight.take(60)
    visitor.run()
    assert f"Order {number} has appeared since." in text_of_page(visitor)
    assert len(demo.archive.requests.of("POST", APPLY)) == 1


@pytest.mark.usefixtures("for_a_day")
def test_while_an_order_may_still_appear_the_page_goes_on_looking_and_offers_nothing_to_send(visitor: AppTest) -> None:
    was_sent(visitor, JUST_NOW)
    opened(visitor, "compose.py")
    said = text_of_page(visitor)
    assert "No order has appeared so far. Perhaps it was not ordered; perhaps the archive still works on it." in said
    assert "This page goes on looking for " in said
    assert "Show this order again" not in labels(visitor)


@pytest.mark.usefixtures("for_a_day")
def test_products_in_the_basket_tell_that_it_was_most_likely_not_ordered(visitor: AppTest) -> None:
    selection = {"engineType": "legacy", "searchParameters": {"q": ['productId:"my_product_id_2"']}}
    desk_of(visitor).connection.send("POST", "rs-order/order/basket/selection", json.dumps(selection))
    was_sent(visitor, JUST_NOW)
    opened(visitor, "compose.py")
    said = text_of_page(visitor)
    assert "Products lie in your basket, which was empty before" in said
    assert "Most likely it was not ordered. This page goes on looking" in said


def test_a_verdict_that_got_lost_is_not_told_as_a_stop_of_the_desk(visitor: AppTest) -> None:
    was_sent(visitor, lost="The gateway gave up.")
    opened(visitor, "compose.py")
    said = text_of_page(visitor)
    assert (
        "The gateway gave up. The order was sent once, and its verdict got lost. No order has appeared since." in said
    )
    assert "when the desk stopped" not in said


@pytest.mark.parametrize("page", PAGES)
def test_a_forgotten_one_is_told_no_more(visitor: AppTest, page: str) -> None:
    was_sent(visitor)
    opened(visitor, page)
    press(visitor, "Forget it")
    assert "when the desk stopped" not in text_of_page(visitor)


def test_the_rest_of_a_request_can_be_kept_alone(visitor: AppTest) -> None:
    was_sent(visitor, planned=2)
    opened(visitor, "orders.py")
    assert "0 of the 2 orders of this request are accepted. The rest was not sent." in text_of_page(visitor)
    press(visitor, "Keep what was not sent")
    assert visitor.text_area[0].value == "my_product_id_2"
    assert "Keep what was not sent" not in labels(opened(visitor, "compose.py"))


def test_of_the_request_that_compose_shows_the_rest_is_offered_in_one_place(visitor: AppTest) -> None:
    desk = desk_of(visitor)
    desk.take_over(replace(desk.login, archive=replace(desk.login.archive, identifiers_per_order=1)))
    visitor.text_area[0].input("my_product_id_1\nmy_product_id_2").run()
    was_sent(visitor, planned=2, key=desk.submission_key)
    opened(visitor, "compose.py")
    assert [label for label in labels(visitor) if label.startswith("Keep")] == ["Keep what was not ordered"]
    press(visitor, "Keep what was not ordered")
    assert visitor.text_area[0].value == "my_product_id_2"
    assert "An order was on its way when the desk stopped." in text_of_page(opened(visitor, "compose.py"))
    assert [label for label in labels(visitor) if label.startswith("Keep")] == []


def test_an_archive_that_cannot_be_read_is_said_and_is_no_absence(visitor: AppTest, demo: Served) -> None:
    was_sent(visitor)
    demo.archive.scenario = Scenario.FIREWALL
    opened(visitor, "compose.py")
    said = text_of_page(visitor)
    assert "The desk looks for it in the list of your orders." in said
    assert "No order has appeared" not in said
