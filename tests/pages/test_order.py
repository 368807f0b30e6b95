"""One order, or several together: what the archive says of them, their files in a folder, and the receipt."""

import hashlib
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.accounts.tokens import Tokens
from components.demo.archive import Fault, Scenario
from components.demo.files import content
from components.demo.server import Served
from components.desk import leases
from components.desk.leases import Leases
from components.desk.orders.deliveries import Deliveries
from components.desk.orders.followed_orders import FollowedOrders
from components.desk.polling import Reading
from components.desk.shared_state import shared
from components.desk.submissions import Click
from components.order import basket_request
from components.order.data_types import DataType
from components.order.draft import Draft
from components.order.file_name import NameForm
from components.order.request import OrderRequest
from components.regards.delivery.engine import Phase
from components.regards.orders import order_files
from components.regards.orders.actions import Action
from components.regards.orders.order_files import ConnectedArchive
from components.regards.orders.orders import apply
from components.regards.settings import Archive
from components.regards.sign_in.ways import Way
from components.regards.submission import submission
from tests.clocks import Clock
from tests.conftest import Offer
from tests.ui.draw_block import browser_parts, file_rows, links, text_of_page, tiles

Press = Callable[[AppTest, str], AppTest]
NewSession = Callable[[], AppTest]

PATIENCE = 60  # seconds
FIVE_PARTS = "my_product_id_1\nPROD_1\nALL_NINE_TYPES\nTWO_VERSIONS\nTIDE_GAUGE_1"
"""Products of five datasets, so five suborders, of which the archive works on two at a time; six files."""
TWO_FILES = "my_product_id_1\nmy_product_id_2"
BRING = "Bring all files into this folder"
ORDER_MISSING = "Order the missing one"
REPEAT = "Repeat it on the archive"
LONG = 60_000  # seconds after which an order of five suborders has expired: 14 hours and what is left of another
ALL_HERE = "Every file is here and verified."
"""The message at the end of a delivery."""
ALL_VERIFIED = "arrived and are verified."
"""The head of the page at the end."""
NOT_ALL = "not everything came: see the receipt."
"""The message at the end of a delivery that brought less."""


@pytest.fixture
def clock(demo: Served) -> Clock:
    """The archive's clock, which stands still until the test advances it."""
    demo.archive.clock = clock = Clock(demo.archive.clock())
    return clock


@pytest.fixture(autouse=True)
def _nothing_goes_on(offered: object) -> Iterator[None]:
    """No delivery outlives its test."""
    assert offered
    yield
    wait_for_deliveries()


@pytest.fixture
def new_tab(visitor: AppTest, new_session: NewSession, monkeypatch: pytest.MonkeyPatch) -> NewSession:
    """A function that opens the desk in another tab of the same browser, or after a refresh."""
    cookie = shared().kept_logins.seal(visitor.session_state["desk"].login)

    def open_tab() -> AppTest:
        with monkeypatch.context() as browser:
            browser.setattr("components.ui.session._cookie", lambda: cookie)
            return new_session()

    return open_tab


def wait_for_deliveries() -> None:
    for thread in [each for each in threading.enumerate() if each.name == "delivery"]:
        thread.join(PATIENCE)
        assert not thread.is_alive()


class Sum(NamedTuple):
    """The numbers of a receipt."""

    ordered: int
    delivered: int
    failed: int
    left_out: int


def the_sum(app: AppTest) -> Sum:
    """The sum of the receipt on the page, after a check that it adds up."""
    form = re.compile(
        r"([\d,]+) files? ordered = ([\d,]+) delivered and verified \+ ([\d,]+) failed \+ ([\d,]+) (?:left|still)"
    )
    [found] = [match for text in app.text if (match := form.match(text.value))]
    numbers = Sum(*(int(number.replace(",", "")) for number in found.groups()))
    assert numbers.ordered == numbers.delivered + numbers.failed + numbers.left_out
    return numbers


def look(app: AppTest, until: Callable[[], bool]) -> AppTest:
    """Draw the page repeatedly, as its timer does, until another thread has made a condition true."""
    deadline = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < deadline, text_of_page(app)
        app.run()
        assert not app.exception
        the_sum(app)
    return app


def look_for(app: AppTest, words: str) -> AppTest:
    return look(app, lambda: words in text_of_page(app))


def submit(app: AppTest, pasted: str, **more: Any) -> tuple[int, ...]:  # noqa: ANN401 - parts of a draft
    """Submit an order as the page does, and return the numbers of the granted orders."""
    desk = app.session_state["desk"]
    desk.begin_draft(Draft(pasted=pasted, **more))
    desk.click(Click(desk.composition().bodies, desk.draft_key, confirmed=True))
    desk.act_on_click()
    granted: tuple[int, ...] = desk.submission().result(PATIENCE).granted
    return granted


def open_order(app: AppTest, *order_ids: object) -> AppTest:
    app.query_params["id"] = ",".join(map(str, order_ids))
    return app.switch_page("order.py").run()


def order(app: AppTest, pasted: str, **more: Any) -> int:  # noqa: ANN401 - as above
    """Submit one order and open its page."""
    [order_id] = submit(app, pasted, **more)
    open_order(app, order_id)
    return order_id


def order_elsewhere(app: AppTest, pasted: str) -> int:
    """Submit an order with another program, open its page, and return its number."""
    desk = app.session_state["desk"]
    desk.begin_draft(Draft(pasted=pasted))
    [body] = desk.composition().bodies
    order_id = apply(desk.connection, body)
    open_order(app, order_id)
    return order_id


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def click_once_offered(app: AppTest, click: Press, label: str) -> None:
    """Click on a button that another thread lets appear."""
    look(app, lambda: label in labels(app))
    click(app, label)


def deliver_two_files(app: AppTest, clock: Clock, click: Press) -> int:
    """Order six files and wait until the delivery has brought the first two; return the number of the order."""
    order_id = order(app, FIVE_PARTS)
    clock.advance(2)
    look(app, lambda: BRING in labels(app))
    click(app, BRING)
    look(app, lambda: the_sum(app).delivered == 2)
    return order_id


def announced(demo: Served, order_id: int) -> dict[str, str]:
    """Name and MD5 of each file of an order, from the archive."""
    files = demo.archive.lifecycle.orders[order_id].files()
    return {each.file.filename: content.checksum(each.source.urn, each.file) for each in files}


def on_disk(root: Path) -> dict[str, str]:
    """Name and MD5 of the files in the folders of orders, without the internal files of the desk."""
    found = [path for path in root.rglob("*") if path.is_file() and ".order-desk" not in path.parts]
    return {path.name: hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest() for path in found}


def username(app: AppTest) -> str:
    return str(app.session_state["desk"].login.username)


def progress(app: AppTest) -> str:
    """The lines that say how far deliveries are."""
    return "\n".join(text.value for text in app.text if " verified · " in text.value)


def downloads(demo: Served) -> list[str]:
    return [each.path for each in demo.archive.requests if "/rs-order/orders/files/" in each.path]


def quoted(app: AppTest) -> str:
    """All texts in code blocks: requests, folders, messages of the archive."""
    return "\n".join(code.value for code in app.code)


def missing(app: AppTest) -> Mapping[str, str]:
    """The files that the receipt names as not delivered, with the reasons."""
    tables = [each.value for each in app.dataframe if "Outcome" in each.value]
    return {row["File"]: row["Reason"] for table in tables for row in table.to_dict("records")}


# The order


def test_what_was_asked_is_shown_with_the_order(customer: AppTest) -> None:
    [made] = customer.session_state["desk"].submitted_orders
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
    [made] = customer.session_state["desk"].submitted_orders
    other = new_session()
    click(other, "Try the demo archive")
    open_order(other, made.order_id)
    assert "Your account may not see or do this." in other.error[0].value
    assert not file_rows(other)


def test_an_order_that_does_not_exist_is_said(visitor: AppTest) -> None:
    open_order(visitor, 987654)
    assert "The archive does not have this, or no longer has it." in visitor.error[0].value


# A delivery into the folder


def test_every_file_comes_into_the_users_folder_as_announced(
    visitor: AppTest, demo: Served, click: Press, tmp_path: Path
) -> None:
    order_id = order(visitor, FIVE_PARTS)
    click(visitor, BRING)
    look_for(visitor, ALL_HERE)
    look_for(visitor, ALL_VERIFIED)
    assert on_disk(tmp_path / "Demo archive" / "demo" / username(visitor)) == announced(demo, order_id)
    assert the_sum(visitor) == (6, 6, 0, 0)
    assert len(downloads(demo)) == 6


def test_what_another_replica_delivers_is_said_and_is_continued_here_once_that_one_has_stopped(
    visitor: AppTest, clock: Clock, click: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "FRESH", 0.0)
    desk, state = visitor.session_state["desk"], shared()
    other = Deliveries(Leases(state.guest_order_book.database))
    order_id = order(visitor, FIVE_PARTS)
    clock.advance(2)
    FollowedOrders(desk, (order_id,), replace(state, guest_deliveries=other)).deliver()
    look_for(visitor, f"Another server of this desk is bringing the files of order {order_id} into your folder.")
    assert not {BRING, "Continue"} & set(labels(visitor))
    delivery = other.find(desk.account, order_id)
    assert delivery
    look(visitor, lambda: delivery.progress().verified == 2)
    other.stop(PATIENCE)
    look_for(visitor, f"A delivery of order {order_id} was broken off")
    assert "2 of 6 files verified" in text_of_page(visitor)
    click(visitor, "Continue")
    assert state.guest_deliveries.runs(desk.account, order_id)
    click_once_offered(visitor, click, "Cancel the delivery")


def test_no_folder_is_offered_where_the_settings_name_none(visitor: AppTest) -> None:
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, archive=replace(desk.login.archive, delivery_folder="")))
    order(visitor, TWO_FILES)
    assert BRING not in labels(visitor)
    assert "With a program" in visitor.radio(key="way").options


@pytest.mark.parametrize(
    ("way", "variable", "name"),
    [
        (Way.PASSWORD, "REGARDS_PASSWORD", "password"),
        (Way.PROVIDER, "REGARDS_TOKEN", "token"),
        (Way.TOKEN, "REGARDS_TOKEN", "token"),
    ],
)
def test_the_program_asks_for_what_its_user_has(visitor: AppTest, way: Way, variable: str, name: str) -> None:
    order_id = order(visitor, TWO_FILES)
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, way=way))
    open_order(visitor, order_id)
    visitor.radio(key="way").set_value("With a program").run()
    told = " ".join(each.value for each in visitor.markdown)
    assert f"It holds no {name}: it asks for yours, or takes it from the variable `{variable}`." in told
    assert ("An identity provider" in told) is (way == Way.PROVIDER)
    assert ("started again with another token" in told) is (name == "token")


def zips(app: AppTest) -> list[tuple[str, str]]:
    """The links to ZIPs, with their kind: the primary one stands at the head of the page."""
    found = [each.proto for each in app.get("link_button") if "ZIP" in each.proto.label]
    return [(each.label, each.type) for each in found]


def test_the_browser_comes_first_where_the_operator_says_so_and_the_folder_last(visitor: AppTest, click: Press) -> None:
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, archive=replace(desk.login.archive, first_way="browser")))
    order(visitor, TWO_FILES)
    look_for(visitor, "All 2 files are ready.")
    assert zips(visitor) == [("Download what is available as ZIP (2)", "primary")]
    assert visitor.radio(key="way").options == ["Through your browser", "With a program", "Into a folder"]
    visitor.radio(key="way").set_value("Into a folder").run()
    click(visitor, BRING)
    look_for(visitor, ALL_HERE)


def test_the_browser_comes_first_where_it_runs_on_another_machine(visitor: AppTest) -> None:
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, archive=replace(desk.login.archive, first_way="")))
    order(visitor, TWO_FILES)  # the tests have no browser, so none on this machine
    assert visitor.radio(key="way").options[0] == "Through your browser"


def test_a_folder_on_the_users_own_machine_comes_first_and_is_called_so(
    visitor: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("components.ui.session.browser_is_here", lambda: True)
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, archive=replace(desk.login.archive, first_way="")))
    order(visitor, TWO_FILES)
    assert visitor.radio(key="way").options[0] == "Into a folder"
    assert BRING in labels(visitor)
    assert "The folder on this computer: /" in text_of_page(visitor)
    assert "passes away" not in text_of_page(visitor)


def test_a_folder_that_passes_away_with_the_demo_says_so(visitor: AppTest) -> None:
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, archive=replace(desk.login.archive, folder_passes=True)))
    order(visitor, TWO_FILES)
    assert "This folder passes away when the demo is stopped" in text_of_page(visitor)


def test_both_clicks_of_a_double_click_begin_one_delivery(visitor: AppTest, demo: Served) -> None:
    order(visitor, FIVE_PARTS)
    following = visitor.session_state["following"][1]
    following.deliver()
    following.deliver()
    look_for(visitor.run(), ALL_HERE)
    assert len(downloads(demo)) == 6


def test_a_delivery_shows_how_far_it_is_is_paused_goes_on_is_cancelled_and_continued(
    visitor: AppTest, demo: Served, clock: Clock, click: Press, tmp_path: Path
) -> None:
    order_id = order(visitor, FIVE_PARTS)
    clock.advance(2)
    look_for(visitor, "goes on until the order ends")
    click(visitor, BRING)
    look(visitor, lambda: the_sum(visitor).delivered == 2)
    look_for(visitor, "The archive is preparing the next files")
    assert "2 of 6 files verified" in progress(visitor)

    click_once_offered(visitor, click, "Pause the delivery")
    look_for(visitor, "The delivery is paused.")
    clock.advance(2)
    look_for(visitor, "You paused the delivery: 2 of 6 files verified.")
    assert len(downloads(demo)) == 2

    click_once_offered(visitor, click, "Go on")
    look(visitor, lambda: the_sum(visitor).delivered == 5)
    click_once_offered(visitor, click, "Cancel the delivery")
    look_for(visitor, "You cancelled this delivery. What is verified stays in the folder.")
    assert len(on_disk(tmp_path)) == the_sum(visitor).delivered == 5

    clock.advance(2)
    click_once_offered(visitor, click, "Continue")
    look_for(visitor, ALL_HERE)
    assert on_disk(tmp_path) == announced(demo, order_id)
    assert len(downloads(demo)) == 6


def test_a_delivery_counts_as_paused_while_it_finishes_the_files_under_way(
    visitor: AppTest, demo: Served, clock: Clock, click: Press
) -> None:
    order_id = order(visitor, FIVE_PARTS)
    clock.advance(2)
    look_for(visitor, "Available: 2")
    names = [each.file.filename for each in demo.archive.lifecycle.orders[order_id].files()]
    with demo.archive.hold(*names) as gate:
        click_once_offered(visitor, click, BRING)
        assert gate.reached.wait(PATIENCE)
        click_once_offered(visitor, click, "Pause the delivery")
        look_for(visitor, "The delivery is paused once the files under way are here.")
        look_for(visitor, "You paused the delivery: 0 of 6 files verified.")
    look_for(visitor, "The delivery is paused.")
    click_once_offered(visitor, click, "Cancel the delivery")


# The receipt in any state


def test_the_sum_of_the_receipt_holds_from_the_first_moment_to_an_end_with_failures(
    visitor: AppTest, demo: Served, clock: Clock, click: Press
) -> None:
    demo.archive.faults["TIDE_GAUGE_1.csv"] = Fault.LOST
    order(visitor, FIVE_PARTS)
    assert "Being prepared" in text_of_page(visitor)
    assert the_sum(visitor) == (0, 0, 0, 0)
    clock.advance(1)
    look_for(visitor, "Running")
    assert the_sum(visitor) == (6, 0, 0, 6)
    clock.advance(1)
    look(visitor, lambda: BRING in labels(visitor))
    click(visitor, BRING)
    look(visitor, lambda: the_sum(visitor) == (6, 2, 0, 4))
    clock.advance(2)
    look(visitor, lambda: the_sum(visitor) == (6, 5, 0, 1))
    clock.advance(2)
    look_for(visitor, NOT_ALL)
    look_for(visitor, "5 of 6 files verified · 1 failed.")
    assert the_sum(visitor) == (6, 5, 1, 0)
    assert missing(visitor) == {"TIDE_GAUGE_1.csv": "The archive cannot provide this file."}


def test_what_an_order_had_not_brought_when_it_expired_is_named(
    visitor: AppTest, clock: Clock, click: Press, tmp_path: Path
) -> None:
    deliver_two_files(visitor, clock, click)
    clock.advance(LONG)
    look_for(visitor, NOT_ALL)
    look_for(visitor, "Expired with 4 files not fetched.")
    look(visitor, lambda: "Order them again" in labels(visitor))
    assert the_sum(visitor) == (6, 2, 0, 4)
    missed = {f"The order expired before this file was {what}." for what in ("ready", "downloaded")}
    assert set(missing(visitor).values()) <= missed
    assert len(on_disk(tmp_path)) == 2


def test_an_order_that_expired_unseen_is_counted_whole(visitor: AppTest, clock: Clock) -> None:
    [order_id] = submit(visitor, FIVE_PARTS)
    clock.advance(1)
    visitor.session_state["desk"].order_list.renew()  # the archive moves on when it is asked
    visitor.session_state["desk"].order_list.take(PATIENCE)
    clock.advance(LONG)
    open_order(visitor, order_id)
    assert "Expired" in text_of_page(visitor)
    assert the_sum(visitor) == (6, 0, 0, 6)


def test_of_an_order_that_expired_nothing_is_offered_that_cannot_be_had(
    visitor: AppTest, clock: Clock, click: Press
) -> None:
    deliver_two_files(visitor, clock, click)
    clock.advance(LONG)
    look_for(visitor, NOT_ALL)
    look_for(visitor, "The archive has dropped these files")
    offered = {"Look for more files", "Continue", "Download the program", "Pause", "Resume", "Retry the failed files"}
    assert not offered & set(labels(visitor))
    look(visitor, lambda: "Order them again" in labels(visitor))


def test_what_was_brought_before_the_order_expired_is_still_known_to_a_new_session(
    visitor: AppTest, clock: Clock, click: Press, new_tab: NewSession, offered: Archive, offer: Offer
) -> None:
    order_id = deliver_two_files(visitor, clock, click)
    click_once_offered(visitor, click, "Cancel the delivery")
    look_for(visitor, "You cancelled this delivery.")
    clock.advance(LONG)
    offer(offered)  # as after a new start of the desk
    later = open_order(new_tab(), order_id)
    look_for(later, "Expired")
    look(later, lambda: the_sum(later) == (6, 2, 0, 4))


def test_order_what_is_missing_drafts_the_missing_products_alone(visitor: AppTest, demo: Served, click: Press) -> None:
    demo.archive.faults["PROD_1.csv"] = Fault.LOST
    order(visitor, FIVE_PARTS)
    click(visitor, BRING)
    look(visitor, lambda: ORDER_MISSING in labels(visitor))
    click(visitor, ORDER_MISSING)
    assert visitor.title[0].value == "Compose order"
    assert visitor.text_area[0].value == "PROD_1"


def test_order_what_is_missing_answers_also_where_the_click_begins_a_new_reading(
    visitor: AppTest, demo: Served, click: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo.archive.faults["PROD_1.csv"] = Fault.LOST
    order(visitor, FIVE_PARTS)
    click(visitor, BRING)
    look(visitor, lambda: ORDER_MISSING in labels(visitor))
    monkeypatch.setattr(Reading, "renew_when_due", Reading.renew)  # as after a rest: everything is due
    click(visitor, ORDER_MISSING)
    assert visitor.title[0].value == "Compose order"


def test_a_delivery_that_cannot_read_the_order_leaves_what_is_verified_on_the_page(
    visitor: AppTest, demo: Served, click: Press, new_tab: NewSession
) -> None:
    order_id = order(visitor, TWO_FILES)
    click(visitor, BRING)
    look_for(visitor, ALL_VERIFIED)
    look(visitor, lambda: "Look for more files" in labels(visitor))
    demo.archive.scenario = Scenario.FIREWALL
    click_once_offered(visitor, click, "Look for more files")
    look_for(visitor, "The next try is in")
    assert the_sum(visitor) == (2, 2, 0, 0)
    assert "0 of 0" not in progress(visitor)
    assert "Order the missing ones" not in labels(visitor)
    click_once_offered(visitor, click, "Cancel the delivery")
    demo.archive.scenario = None
    tab = open_order(new_tab(), order_id)
    look_for(tab, ALL_VERIFIED)
    assert the_sum(tab) == (2, 2, 0, 0)


def test_nothing_is_offered_on_an_order_that_cannot_be_read(visitor: AppTest, demo: Served) -> None:
    [order_id] = submit(visitor, TWO_FILES)
    demo.archive.scenario = Scenario.FIREWALL
    open_order(visitor, order_id)
    assert visitor.error
    assert not {"Order the missing ones", "Receipt as CSV", BRING} & set(labels(visitor))


# Single files and pictures


def fetched(demo: Served) -> int:
    return sum("/orders/files/" in each.path for each in demo.archive.requests)


def test_each_ready_file_is_one_click_away(visitor: AppTest) -> None:
    order_id = order(visitor, TWO_FILES)
    look_for(visitor, "Available: 2")
    assert [row["File"] for row in file_rows(visitor)] == ["my_product_id_1.csv", "my_product_id_2.csv"]
    assert all(row[""].startswith(f"./orders/{order_id}/files/") for row in file_rows(visitor))


def test_quicklooks_are_fetched_at_a_click_and_never_before(visitor: AppTest, demo: Served, click: Press) -> None:
    order_id = order(visitor, TWO_FILES, data_types=(DataType.QUICKLOOK,))
    look_for(visitor, "Available: 2")
    assert [tile["address"] for tile in tiles(visitor)] == ["", ""]
    assert "no longer in the ZIP" in text_of_page(visitor)
    assert fetched(demo) == 0
    click_once_offered(visitor, click, "Show these 2 quicklooks")
    look(visitor, lambda: all(tile["address"] for tile in tiles(visitor)))
    assert all(tile["address"].startswith(f"./orders/{order_id}/quicklooks/") for tile in tiles(visitor))
    look_for(visitor, "Downloaded: 2")  # it is read again at once
    assert fetched(demo) == 2
    assert "no longer in the ZIP" not in text_of_page(visitor)


def test_pictures_are_still_there_after_a_refresh_while_a_page_is_open(
    visitor: AppTest, new_tab: NewSession, demo: Served, click: Press
) -> None:
    order_id = order(visitor, TWO_FILES, data_types=(DataType.QUICKLOOK,))
    click_once_offered(visitor, click, "Show these 2 quicklooks")
    look(visitor, lambda: all(tile["address"] for tile in tiles(visitor)))
    other = open_order(new_tab(), order_id)
    look(other, lambda: len(tiles(other)) == 2)
    assert all(tile["address"] for tile in tiles(other))
    assert fetched(demo) == 2


def test_pictures_are_given_up_when_their_user_signs_out(visitor: AppTest, click: Press) -> None:
    order_id = order(visitor, TWO_FILES, data_types=(DataType.QUICKLOOK,))
    click_once_offered(visitor, click, "Show these 2 quicklooks")
    look(visitor, lambda: all(tile["address"] for tile in tiles(visitor)))
    desk = visitor.session_state["desk"]
    account, files = desk.account, order_files.files(desk.connection, order_files.order(desk.connection, order_id))
    assert all(shared().quicklooks.of(account).picture(order_id, file.file_id) for file in files)
    click(visitor, "Sign out")
    assert not any(shared().quicklooks.of(account).picture(order_id, file.file_id) for file in files)


def test_an_order_without_pictures_has_no_gallery(visitor: AppTest) -> None:
    order(visitor, TWO_FILES, data_types=(DataType.RAWDATA,))
    look_for(visitor, "Available: 2")
    assert "Quicklooks" not in [each.value for each in visitor.subheader]


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
    assert visitor.session_state["desk"].draft == asked
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


def test_a_used_up_quota_stops_the_delivery_with_the_words_of_the_archive(
    visitor: AppTest, demo: Served, click: Press, tmp_path: Path
) -> None:
    demo.archive.scenario = Scenario.QUOTA
    order_id = order(visitor, FIVE_PARTS)
    click(visitor, BRING)
    look_for(visitor, "Stop downloading for now")
    assert f"Download quota reached for {username(visitor)}: 5 files at most." in quoted(visitor)
    look(visitor, lambda: the_sum(visitor).delivered == 5)
    assert len(downloads(demo)) == 6
    demo.archive.scenario = None
    click_once_offered(visitor, click, "Continue")
    look_for(visitor, ALL_HERE)
    assert on_disk(tmp_path) == announced(demo, order_id)
    assert len(downloads(demo)) == 7


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault.CORRUPT, "The checksum differs: the archive announced MD5"),
        (Fault.LOST, "The archive cannot provide this file."),
        (Fault.MISSING, "The archive does not have this, or no longer has it."),
    ],
)
def test_a_file_in_trouble_is_named_with_the_reason_and_the_others_come(
    visitor: AppTest, demo: Served, click: Press, tmp_path: Path, fault: Fault, sentence: str
) -> None:
    demo.archive.faults["my_product_id_2.csv"] = fault
    order(visitor, TWO_FILES)
    click(visitor, BRING)
    look_for(visitor, NOT_ALL)
    look_for(visitor, "1 of 2 files verified · 1 failed.")
    assert the_sum(visitor) == (2, 1, 1, 0)
    assert list(missing(visitor)) == ["my_product_id_2.csv"]
    assert missing(visitor)["my_product_id_2.csv"].startswith(sentence)
    assert list(on_disk(tmp_path)) == ["my_product_id_1.csv"]


@pytest.mark.parametrize("fault", [Fault.TRUNCATED, Fault.UNREACHABLE])
def test_a_file_whose_download_breaks_has_not_failed_but_is_still_to_come(
    visitor: AppTest, demo: Served, click: Press, tmp_path: Path, fault: Fault
) -> None:
    demo.archive.faults["my_product_id_2.csv"] = fault
    order(visitor, TWO_FILES)
    click(visitor, BRING)
    look_for(visitor, "Nothing has arrived since")
    assert the_sum(visitor) == (2, 1, 0, 1)
    demo.archive.faults.clear()
    look_for(visitor, "Every file is here and verified.")
    assert len(on_disk(tmp_path)) == 2


def test_when_the_session_ends_the_password_is_asked_on_the_page_and_then_the_delivery_goes_on_by_itself(
    visitor: AppTest, demo: Served, clock: Clock, click: Press, tmp_path: Path
) -> None:
    order_id = deliver_two_files(visitor, clock, click)
    demo.archive.tokens = Tokens()  # the archive takes no token of before any more
    clock.advance(10)
    deadline = time.monotonic() + PATIENCE
    while visitor.run().title[0].value != "Sign in again":
        assert time.monotonic() < deadline
    [delivery] = visitor.session_state["following"][1].deliveries
    assert len(on_disk(tmp_path)) == delivery.progress().verified == 2
    click(visitor, "Sign in")  # the demo archive fills in the password
    assert visitor.title[0].value == f"Order {order_id}"
    look(visitor, lambda: the_sum(visitor).delivered == 5)
    clock.advance(10)
    look_for(visitor, ALL_HERE)
    assert on_disk(tmp_path) == announced(demo, order_id)
    assert len(downloads(demo)) == 6


def test_a_full_disk_is_said_before_anything_is_fetched_and_room_lets_it_go_on(
    visitor: AppTest, demo: Served, click: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    order(visitor, TWO_FILES)
    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**6, 10**6 - 1_000, 1_000))  # noqa: SLF001 - what it gives
        click(visitor, BRING)
        look_for(visitor, "0.0 MB free, but 0.0 MB of order")
        assert "The verified files stay. Free some space" in text_of_page(visitor)
        assert downloads(demo) == []
    click_once_offered(visitor, click, "Continue")
    look_for(visitor, ALL_HERE)


def test_a_delivery_that_a_fault_of_ours_broke_off_says_so_and_is_continued(
    visitor: AppTest, demo: Served, clock: Clock, click: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver_two_files(visitor, clock, click)
    with monkeypatch.context() as fault:
        fault.setattr(ConnectedArchive, "open_file", lambda *_: 1 / 0)
        clock.advance(2)
        look_for(visitor, "The desk itself broke this delivery off. What is verified stays: continue.")
    assert the_sum(visitor).delivered == 2
    click_once_offered(visitor, click, "Continue")
    look(visitor, lambda: the_sum(visitor).delivered == 5)
    clock.advance(2)
    look_for(visitor, ALL_HERE)
    assert len(downloads(demo)) == 6


def test_an_outage_in_the_middle_is_said_and_waited_out(
    visitor: AppTest, demo: Served, clock: Clock, click: Press
) -> None:
    deliver_two_files(visitor, clock, click)
    demo.archive.scenario = Scenario.FIREWALL
    look_for(visitor, "The next try is in")
    assert any("a web page instead of data" in warning.value for warning in visitor.warning)
    assert the_sum(visitor) == (6, 2, 0, 4)
    demo.archive.scenario = None
    clock.advance(2)
    look(visitor, lambda: the_sum(visitor).delivered == 5)
    clock.advance(2)
    look_for(visitor, ALL_HERE)


# What the user asks of the archive


def asked(demo: Served, method: str, path: str) -> int:
    """The number of requests to change an order."""
    return len(demo.archive.requests.of(method, path))


def test_an_order_is_paused_and_resumed(visitor: AppTest, demo: Served, clock: Clock, click: Press) -> None:
    order_id = order(visitor, FIVE_PARTS)
    clock.advance(1)
    look_for(visitor, "Running")
    click(visitor, "Pause")
    look_for(visitor, "The order is paused")
    clock.advance(1)  # only once its jobs have stopped it can be resumed
    look(visitor, lambda: "Resume the order" in labels(visitor))
    assert "Resume" not in labels(visitor)
    click(visitor, "Resume the order")
    look_for(visitor, "The archive brings the files together")
    assert asked(demo, "PUT", f"/pause/{order_id}") == asked(demo, "PUT", f"/resume/{order_id}") == 1


def test_an_order_is_cancelled_which_pauses_and_deletes_it(
    visitor: AppTest, demo: Served, clock: Clock, click: Press
) -> None:
    order_id = order(visitor, FIVE_PARTS)
    clock.advance(1)
    look_for(visitor, "Running")
    click(visitor, f":red[Cancel order {order_id}]")
    look_for(visitor, "The order is deleted")
    assert asked(demo, "PUT", f"/pause/{order_id}") == asked(demo, "DELETE", f"/orders/{order_id}") == 1
    assert the_sum(visitor) == (6, 0, 0, 6)


def test_an_order_that_has_ended_is_deleted(visitor: AppTest, demo: Served, click: Press) -> None:
    order_id = order(visitor, TWO_FILES)
    look(visitor, lambda: f":red[Delete order {order_id}]" in labels(visitor))
    click(visitor, f":red[Delete order {order_id}]")
    look_for(visitor, "The order is deleted")
    assert asked(demo, "DELETE", f"/orders/{order_id}") == 1


def test_what_failed_is_retried_and_a_delivery_brings_the_rest(
    visitor: AppTest, demo: Served, click: Press, tmp_path: Path
) -> None:
    demo.archive.faults["my_product_id_2.csv"] = Fault.LOST_ONCE
    order_id = order(visitor, TWO_FILES)
    click(visitor, BRING)
    look_for(visitor, NOT_ALL)
    look(visitor, lambda: "Retry the failed files" in labels(visitor))
    click(visitor, "Retry the failed files")
    look_for(visitor, "1 file is ready")
    click_once_offered(visitor, click, "Continue")
    look_for(visitor, ALL_HERE)
    assert on_disk(tmp_path) == announced(demo, order_id)


def test_an_order_made_elsewhere_is_repeated_on_the_archive_and_followed_in_place_of_the_old_one(
    visitor: AppTest, demo: Served, click: Press
) -> None:
    order_id = order_elsewhere(visitor, TWO_FILES)
    look(visitor, lambda: REPEAT in labels(visitor))
    assert "Compose the same again" not in labels(visitor)
    click(visitor, REPEAT)
    look(visitor, lambda: visitor.title[0].value == f"Order {order_id + 1}")
    assert asked(demo, "POST", f"/{order_id}/restart") == 1


def test_an_order_made_here_is_composed_again_and_not_repeated_blindly(visitor: AppTest) -> None:
    order(visitor, TWO_FILES)
    look_for(visitor, "All 2 files are ready.")
    assert "Compose the same again" in labels(visitor)
    assert REPEAT not in labels(visitor)


def test_a_refusal_is_said_in_words_and_is_no_lost_session(
    visitor: AppTest, demo: Served, clock: Clock, click: Press
) -> None:
    order_id = order(visitor, FIVE_PARTS)
    clock.advance(1)
    look_for(visitor, "Running")
    with demo.archive.moment() as now:
        demo.archive.lifecycle.pause(demo.archive.lifecycle.orders[order_id], now)  # in another browser
    click(visitor, "Pause")
    look_for(visitor, "Only an order that is being prepared or running can be paused.")
    assert "ORDER_MUST_BE_PENDING_OR_RUNNING" in quoted(visitor)
    look_for(visitor, "The order is paused")
    assert "Sign in again" not in text_of_page(visitor)


def test_both_clicks_of_a_double_click_are_one_request(visitor: AppTest, demo: Served) -> None:
    order_id = order_elsewhere(visitor, TWO_FILES)
    look(visitor, lambda: REPEAT in labels(visitor))
    following = visitor.session_state["following"][1]
    for _ in range(2):
        following.ask(order_id, Action.RESTART, after=None)
    look(visitor, lambda: visitor.title[0].value == f"Order {order_id + 1}")
    assert asked(demo, "POST", f"/{order_id}/restart") == 1


# Several orders


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


# Other tabs, other people


def test_a_second_tab_and_a_refresh_find_the_delivery_under_way(
    visitor: AppTest, clock: Clock, click: Press, new_tab: NewSession
) -> None:
    order_id = deliver_two_files(visitor, clock, click)
    tab = open_order(new_tab(), order_id)
    assert "2 of 6 files verified" in progress(tab)
    assert BRING not in labels(tab)
    click_once_offered(tab, click, "Pause the delivery")
    look_for(visitor, "The delivery is paused.")
    click_once_offered(visitor, click, "Cancel the delivery")
    look_for(tab, "You cancelled this delivery.")


def test_signing_out_ends_the_deliveries(visitor: AppTest, clock: Clock, click: Press) -> None:
    deliver_two_files(visitor, clock, click)
    [delivery] = visitor.session_state["following"][1].deliveries
    click(visitor, "Sign out")
    assert visitor.title[0].value == "Sign in"
    wait_for_deliveries()
    assert delivery.progress().phase is Phase.CANCELLED
    assert delivery.progress().verified == 2


def test_nobody_else_sees_anything_of_a_delivery(visitor: AppTest, click: Press, new_session: NewSession) -> None:
    order_id = order(visitor, TWO_FILES)
    click(visitor, BRING)
    look_for(visitor, ALL_HERE)
    other = click(new_session(), "Try the demo archive")
    open_order(other, order_id)
    assert "Your account may not see or do this." in text_of_page(other)
    assert "my_product_id" not in text_of_page(other) + quoted(other)
    assert progress(other) == ""


def test_nobody_else_gets_the_files_the_receipt_or_the_request_also_where_the_archive_forgets_owners(
    visitor: AppTest, demo: Served, click: Press, new_session: NewSession
) -> None:
    demo.archive.forgets_owners = True
    order_id = order(visitor, TWO_FILES)
    click(visitor, BRING)
    look_for(visitor, ALL_HERE)
    look(visitor, lambda: "Receipt as CSV" in [each.proto.label for each in visitor.get("download_button")])
    other = click(new_session(), "Try the demo archive")
    own = order(other, "TIDE_GAUGE_1")
    for address in ([order_id], [own, order_id]):
        open_order(other, *address)
        assert "Your account may not see or do this." in text_of_page(other)
        assert "my_product_id" not in text_of_page(other) + quoted(other) + str(browser_parts(other))
        assert not [each for each in other.get("download_button") if "Receipt" in each.proto.label]
        assert not [each for each in other.expander if f"order {order_id}" in each.label]
