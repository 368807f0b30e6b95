"""Faults of the archive and of the desk: what the user reads, and what the archive holds afterwards.

Rows that have a test elsewhere are named here and not tested twice.

====================================  ==================================================================
Fault                                 Test
====================================  ==================================================================
connection reset, slow or cut body    regards/http/test_connection.py, regards/delivery/test_outages.py
silence, hang                         regards/http/test_connection.py: a_silent_archive_…
504, created                          pages/compose/test_submitting.py: a_lost_verdict_leads_to_the_order_…
504, created late or not created      pages/test_unsettled.py, desk/submissions/test_unsettled.py
web page, 200, in a delivery          pages/order/test_faults.py: an_outage_in_the_middle_…
401, 403, 500 at expiry               regards/http/test_connection.py: the_archive_may_answer_a_dead_token_…
token refused early, 401, 403, 500    pages/test_sign_in.py: a_token_that_the_archive_refuses_before_…
515                                   pages/compose/test_submitting.py: maintenance_is_said_…
429                                   pages/order/test_faults.py: a_used_up_quota_stops_…
truncated ZIP, NOTICE in a ZIP        regards/delivery/test_unpacking.py
desk killed in submit                 desk/submissions/test_kill.py
desk killed in delivery               regards/delivery/test_restart.py
two tabs, F5 in a delivery            pages/order/test_tabs.py: a_second_tab_and_a_refresh_…
two tabs with one draft               desk/test_desk.py: two_tabs_with_one_draft_submit_it_once
double click                          pages/compose/test_submitting.py, pages/order/test_delivery.py
web page or 515 after “Repeat”         below
wrong checksum                        below
archive restarted, orders lost        below
F5 at each moment of a submission     below
web page, 200 and 403, on Submit      below
web page in place of the verdict      below
slow headers                          below, security/test_endless_answers.py: bytes_that_trickle_in
====================================  ==================================================================
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from starlette.responses import HTMLResponse, Response
from streamlit.testing.v1 import AppTest

from components.demo.api import gateway
from components.demo.api.calls import Call, Endpoint
from components.demo.archive import Fault, Scenario
from components.demo.server import Served
from components.desk.shared_state import shared
from components.desk.submissions import Click
from components.order.draft import Draft
from components.regards.http import answer_limits, read_retries
from components.regards.orders.orders import apply
from components.regards.sign_in.login import Login
from components.regards.submission import lost_verdict
from tests.conftest import Offer
from tests.pages.conftest import FRAME
from tests.pages.waiting import until
from tests.regards.scripted_server import TOKEN, Endless, scripted_server
from tests.ui.draw_block import text_of_page

Press = Callable[[AppTest, str], AppTest]


def open_order(app: AppTest, pasted: str) -> int:
    """Submit one order and open its page once the archive is done with it."""
    desk = app.session_state["desk"]
    desk.begin_draft(Draft(pasted=pasted))
    desk.click(Click(desk.composition().bodies, desk.draft_key, confirmed=True))
    desk.act_on_click()
    [order_id] = desk.submission().result(60).granted
    app.query_params["id"] = str(order_id)
    app.switch_page("order.py").run()
    until(app, lambda: f":red[Delete order {order_id}]" in labels(app))
    return int(order_id)


def open_elsewhere(app: AppTest, pasted: str) -> int:
    """Submit an order with another program, and open its page once the archive is done with it."""
    desk = app.session_state["desk"]
    desk.begin_draft(Draft(pasted=pasted))
    [body] = desk.composition().bodies
    order_id = apply(desk.connection, body)
    app.query_params["id"] = str(order_id)
    app.switch_page("order.py").run()
    until(app, lambda: REPEAT in labels(app))
    return order_id


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


REPEAT = "Repeat it on the archive"
NEW_ORDER = "A new order may exist nevertheless. Look at your list of orders before you order again."


@pytest.mark.parametrize(
    ("scenario", "read", "perhaps"),
    [
        (Scenario.FIREWALL, NEW_ORDER, True),
        (Scenario.FIREWALL_403, "It is not the archive that refused", False),
        (Scenario.MAINTENANCE, "Nothing was changed. Try again later.", False),
    ],
)
def test_an_order_whose_repeating_failed_says_what_is_known_and_is_not_sent_again(
    visitor: AppTest, demo: Served, click: Press, scenario: Scenario, read: str, perhaps: bool
) -> None:
    order_id = open_elsewhere(visitor, "my_product_id_1")
    demo.archive.scenario = scenario
    said = text_of_page(click(visitor, REPEAT))
    latest = visitor.session_state["following"][1].latest_action(order_id)
    assert latest.outcome.exception(60)
    said += text_of_page(visitor.run())
    assert read in said
    assert (NEW_ORDER in said) is perhaps
    demo.archive.scenario = None
    until(visitor, lambda: REPEAT in labels(visitor))
    assert list(demo.archive.lifecycle.orders) == [order_id]


def test_a_file_with_a_wrong_checksum_is_named_and_the_badge_is_not_green(
    visitor: AppTest, demo: Served, click: Press
) -> None:
    demo.archive.faults["my_product_id_2.csv"] = Fault.CORRUPT
    open_order(visitor, "my_product_id_1\nmy_product_id_2")
    click(visitor, "Bring all files into this folder")
    until(visitor, lambda: "not everything came" in text_of_page(visitor))
    until(visitor, lambda: "1 delivered and verified + 1 failed" in text_of_page(visitor))
    until(visitor, lambda: ":orange-badge[Done]" in [each.value for each in visitor.markdown])
    until(visitor, lambda: "Order the missing one" in labels(visitor))  # once the files are listed again
    assert "1 file: The checksum differs" in text_of_page(visitor)


# An archive that restarts and has lost its orders


def lose_orders(demo: Served) -> None:
    for order in tuple(demo.archive.lifecycle.orders.values()):
        demo.archive.lifecycle.remove(order)


def test_an_order_that_the_archive_has_lost_offers_only_what_is_possible_and_keeps_what_arrived(
    visitor: AppTest, demo: Served, click: Press
) -> None:
    open_order(visitor, "my_product_id_1\nmy_product_id_2")
    with demo.archive.hold("my_product_id_2.csv") as gate:
        click(visitor, "Bring all files into this folder")
        assert gate.reached.wait(60)
        lose_orders(demo)
    until(visitor, lambda: "The archive does not have this, or no longer has it." in text_of_page(visitor))
    until(visitor, lambda: "2 delivered and verified + 0 failed + 0 left out" in text_of_page(visitor))
    until(visitor, lambda: {REPEAT, ":red[Delete order 1]"}.isdisjoint(labels(visitor)))
    assert "Compose the same again" in labels(visitor)
    until(visitor, lambda: "Expires in" not in text_of_page(visitor))  # the order itself was read again
    visitor.switch_page("orders.py").run()
    until(visitor, lambda: "Order 1 is submitted and will be listed in a moment." in text_of_page(visitor))


def test_after_the_archive_has_lost_its_orders_a_new_one_is_submitted_once(visitor: AppTest, demo: Served) -> None:
    open_order(visitor, "my_product_id_1")
    lose_orders(demo)
    order_id = open_order(visitor, "my_product_id_2")
    assert list(demo.archive.lifecycle.orders) == [order_id]


# F5 at each moment of a submission

SUMMARY = "/rs-catalog/complex/search/summary"
BASKET = "/rs-order/order/basket"
LIST = "/rs-order/user/orders"
APPLY = "/rs-order/user/orders/apply"


@pytest.fixture
def refresh(visitor: AppTest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], AppTest]:
    """A function that opens the visitor's page again, as F5 does, with the cookie and the address."""
    cookie = shared().kept_logins.seal(visitor.session_state["desk"].login)

    def open_again() -> AppTest:
        with monkeypatch.context() as browser:
            browser.setattr("components.ui.session._cookie", lambda: cookie)
            again = AppTest.from_file(str(FRAME), default_timeout=60)
            for name, value in visitor.query_params.items():
                again.query_params[name] = value
            return again.run()

    return open_again


@pytest.mark.parametrize("moment", [SUMMARY, BASKET, LIST, APPLY])
def test_a_refresh_in_the_middle_of_a_submission_shows_it_and_sends_nothing_again(
    visitor: AppTest, demo: Served, click: Press, refresh: Callable[[], AppTest], moment: str
) -> None:
    visitor.text_area[0].input("my_product_id_1").run()
    with demo.archive.hold(moment) as gate:
        click(visitor, "Submit order")
        assert gate.reached.wait(60)
        again = refresh()
        assert "Submit order" not in [each.label for each in again.button if not each.disabled]
    until(again, lambda: again.title[0].value.startswith("Order "))
    assert len(demo.archive.lifecycle.orders) == 1
    assert len(demo.archive.requests.of("POST", APPLY)) == 1


def test_a_refresh_after_the_verdict_shows_the_verdict(
    visitor: AppTest, demo: Served, click: Press, refresh: Callable[[], AppTest]
) -> None:
    visitor.text_area[0].input("my_product_id_1").run()
    click(visitor, "Submit order")
    visitor.session_state["desk"].submission().result(60)
    again = refresh()
    until(again, lambda: any(label.startswith("Follow order") for label in labels(again)))
    assert len(demo.archive.requests.of("POST", APPLY)) == 1


# Something in front of the archive, or a slow answer


@pytest.mark.parametrize(
    ("scenario", "read"),
    [
        (Scenario.FIREWALL, "Something in front of the archive answered with a web page"),
        (Scenario.FIREWALL_403, "A firewall in front of the archive refused this."),
    ],
)
def test_a_web_page_on_submit_orders_nothing_and_keeps_what_was_typed(
    visitor: AppTest, demo: Served, click: Press, scenario: Scenario, read: str
) -> None:
    visitor.text_area[0].input("my_product_id_1").run()
    with demo.archive.hold(BASKET) as gate:
        click(visitor, "Submit order")
        assert gate.reached.wait(60)
        demo.archive.scenario = scenario
    visitor.session_state["desk"].submission().result(60)
    page = text_of_page(visitor.run())
    assert read in page
    assert "Nothing was ordered." in page
    assert visitor.text_area[0].value == "my_product_id_1"
    assert demo.archive.lifecycle.orders == {}


def send_pages_for_verdicts(monkeypatch: pytest.MonkeyPatch, status: int, *, made: bool) -> None:
    """Let the answer to an order be a web page, whether the archive has made the order or not."""
    answered = gateway._answered  # noqa: SLF001 - a proxy stands in front of all endpoints

    def answer(endpoint: Endpoint, call: Call) -> Response:
        if not endpoint.path.endswith("/apply"):
            return answered(endpoint, call)
        if made:
            answered(endpoint, call)
        return HTMLResponse("<html><title>Request Rejected</title></html>", status)

    monkeypatch.setattr(gateway, "_answered", answer)


@pytest.mark.parametrize(
    ("verdict", "read"),
    [
        ((200, True), "The archive's answer got lost, but your list of orders shows what has appeared since."),
        ((200, False), "Your order was sent once, and no verdict came back."),
        ((403, False), "A firewall in front of the archive refused this."),
    ],
)
def test_a_web_page_in_place_of_the_verdict_doubles_nothing(
    visitor: AppTest, demo: Served, click: Press, monkeypatch: pytest.MonkeyPatch, verdict: tuple[int, bool], read: str
) -> None:
    status, made = verdict
    monkeypatch.setattr(lost_verdict, "LOOKED_FOR", 60.0 if made else 0.0)
    send_pages_for_verdicts(monkeypatch, status, made=made)
    visitor.text_area[0].input("my_product_id_1").run()
    click(visitor, "Submit order")
    visitor.session_state["desk"].submission().result(60)
    page = text_of_page(visitor.run())
    assert read in page
    assert ("Nothing was ordered." in page) is (status == 403)
    assert any(label.startswith("Follow order") for label in labels(visitor)) is made
    assert any("Request Rejected" in each.value for each in visitor.code) is not made
    visitor.run()
    assert len(demo.archive.lifecycle.orders) == made
    assert len(demo.archive.requests.of("POST", APPLY)) == 1


DRIPPING = Endless(b"HTTP/1.1 200 OK\r\nX-Long: ", b"a", 0.02)  # its headers come a byte at a time and never end


@pytest.fixture
def dripping(offer: Offer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], AppTest]]:
    """A function that opens the page of a user whose archive lets the headers of each answer drip."""
    monkeypatch.setattr(answer_limits, "_TIMES", 0.002)  # of the time-out: 0.15 s for a whole answer
    monkeypatch.setattr(read_retries, "PAUSES", (0.0, 0.0))
    with scripted_server(DRIPPING) as server:
        archive = replace(server.archive, checked_at_once=0)
        offer(archive)
        cookie = shared().kept_logins.seal(
            Login(archive, archive.project, "ada", "REGISTERED_USER", TOKEN, time.time(), 3_600.0)
        )
        monkeypatch.setattr("components.ui.session._cookie", lambda: cookie)
        yield lambda: AppTest.from_file(str(FRAME), default_timeout=60).run()
        assert [each for each in server.of("POST") if each.path.endswith("/apply")] == []


SLOW = "“Scripted” did not answer in time."


def test_headers_that_drip_on_submit_order_nothing_and_are_said(dripping: Callable[[], AppTest], click: Press) -> None:
    app = dripping()
    app.text_area[0].input("my_product_id_1").run()
    click(app, "Submit order")
    app.session_state["desk"].submission().result(60)
    page = text_of_page(app.run())
    assert SLOW in page
    assert "Nothing was ordered." in page
    assert app.text_area[0].value == "my_product_id_1"


def test_headers_that_drip_are_no_empty_list_of_orders(dripping: Callable[[], AppTest]) -> None:
    app = dripping().switch_page("orders.py").run()
    until(app, lambda: SLOW in text_of_page(app))
    assert "You have no orders yet." not in text_of_page(app)


def test_headers_that_drip_at_the_sign_in_are_said_and_the_login_stays(
    dripping: Callable[[], AppTest], click: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("components.ui.session._cookie", lambda: "")
    app = dripping()
    fields = {field.label: field for field in app.text_input}
    fields["Login"].input("ada")
    fields["Password"].input("secret")
    click(app, "Sign in")
    until(app, lambda: SLOW in text_of_page(app))
    assert [field.value for field in app.text_input if field.label == "Login"] == ["ada"]
