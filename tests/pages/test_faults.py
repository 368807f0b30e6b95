"""Faults of the archive and of the desk: what the user reads, and what the archive holds afterwards.

Rows that have a test elsewhere are named here and not tested twice. Still without a row: an archive that restarts, and
F5 at each moment of a submission.

====================================  ==================================================================
Fault                                 Test
====================================  ==================================================================
connection reset, slow or cut body    regards/http/test_connection.py, regards/delivery/test_faults.py
silence, hang                         regards/http/test_connection.py: a_silent_archive_…
504, created                          pages/test_compose.py: a_lost_verdict_leads_to_the_order_…
504, created late or not created      pages/test_unsettled.py, desk/submissions/test_unsettled.py
web page, 200, in a delivery          pages/test_order.py: an_outage_in_the_middle_…
401, 403, 500 at expiry               regards/http/test_connection.py: the_archive_may_answer_a_dead_token_…
token refused early                   regards/test_session.py: a_read_is_repeated_with_a_token_…
515                                   pages/test_compose.py: maintenance_is_said_…
429                                   pages/test_order.py: a_used_up_quota_stops_…
truncated ZIP, NOTICE in a ZIP        regards/delivery/test_unpacking.py
desk killed in submit                 desk/submissions/test_kill.py
desk killed in delivery               regards/delivery/test_restart.py
two tabs, F5 in a delivery            pages/test_order.py: a_second_tab_and_a_refresh_…
two tabs with one draft               desk/test_desk.py: two_tabs_with_one_draft_submit_it_once
double click                          pages/test_compose.py, pages/test_order.py
web page or 515 after “Repeat”         below
wrong checksum                        below
====================================  ==================================================================
"""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.archive import Fault, Scenario
from components.demo.server import Served
from components.desk.submissions import Click
from components.order.draft import Draft
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
    until(app, lambda: "Repeat this order" in labels(app))
    return int(order_id)


def until(app: AppTest, true: Callable[[], bool]) -> None:
    """Draw the page as its timer does, until the work of another thread shows."""
    for _ in range(600):
        if true():
            return
        app.run()
    raise AssertionError(text_of_page(app))


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


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
    order_id = open_order(visitor, "my_product_id_1")
    demo.archive.scenario = scenario
    said = text_of_page(click(visitor, "Repeat this order"))
    latest = visitor.session_state["following"][1].latest_action(order_id)
    assert latest.outcome.exception(60)
    said += text_of_page(visitor.run())
    assert read in said
    assert (NEW_ORDER in said) is perhaps
    demo.archive.scenario = None
    until(visitor, lambda: "Repeat this order" in labels(visitor))
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
    assert "1 file arrived otherwise than the archive announced." in text_of_page(visitor)
    assert "Order what is missing" in labels(visitor)
