"""Every file of an order into a folder, and the other ways to bring them."""

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.server import Served
from components.desk import leases
from components.desk.leases import Leases
from components.desk.orders.deliveries import Deliveries
from components.desk.orders.followed_orders import FollowedOrders
from components.desk.shared_state import shared
from components.regards.orders import order_files
from components.regards.sign_in.ways import Way
from tests.clocks import Clock
from tests.pages.order.steps import (
    ALL_HERE,
    ALL_VERIFIED,
    BRING,
    FIVE_PARTS,
    PATIENCE,
    TWO_FILES,
    Press,
    announced,
    click_once_offered,
    downloads,
    labels,
    look,
    look_for,
    on_disk,
    open_order,
    order,
    progress,
    the_sum,
    username,
)
from tests.ui.draw_block import text_of_page


def test_every_file_comes_into_the_users_folder_as_announced(
    visitor: AppTest, demo: Served, click: Press, tmp_path: Path
) -> None:
    order_id = order(visitor, FIVE_PARTS)
    click(visitor, BRING)
    look_for(visitor, ALL_HERE)
    look_for(visitor, ALL_VERIFIED)
    files = announced(demo, order_id)
    assert on_disk(tmp_path / "Demo archive" / "demo" / username(visitor)) == files
    [told] = [each.value for each in visitor.code if each.value.startswith(str(tmp_path))]
    assert {each.name for each in Path(told).iterdir()} == {*files, ".order-desk"}
    assert "Look for more files" not in labels(visitor)  # none can come
    assert the_sum(visitor) == (6, 6, 0, 0)
    assert len(downloads(demo)) == 6


def test_where_every_file_came_nothing_more_is_looked_for_also_if_an_identifier_is_without_files(
    visitor: AppTest, click: Press
) -> None:
    order(visitor, f"{TWO_FILES}\nNO_SUCH_PRODUCT")
    click(visitor, BRING)
    look_for(visitor, ALL_HERE)
    look_for(visitor, "2 of 2 files verified · 1 identifier without any file.")
    assert "Look for more files" not in labels(visitor)


def test_what_came_through_the_browser_can_still_be_brought_into_the_folder(visitor: AppTest, click: Press) -> None:
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, archive=replace(desk.login.archive, first_way="browser")))
    order_id = order(visitor, TWO_FILES)
    look_for(visitor, "Both files are ready.")
    for file in order_files.files(desk.connection, order_files.order(desk.connection, order_id)):
        shared().browser_downloads.prove(desk.account, file, "MD5")
    look_for(visitor, ALL_VERIFIED)
    visitor.radio(key="way").set_value("Into a folder").run()
    click_once_offered(visitor, click, BRING)
    look_for(visitor, ALL_HERE)


def test_what_another_replica_delivers_is_said_and_is_continued_here_once_that_one_has_stopped(
    visitor: AppTest, clock: Clock, click: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "FRESH", 0.0)
    desk, state = visitor.session_state["desk"], shared()
    other = Deliveries(Leases(state.guest_order_book.database))
    order_id = order(visitor, FIVE_PARTS)
    clock.advance(2)
    FollowedOrders(desk, (order_id,), replace(state, guest_deliveries=other)).into_folder.deliver()
    look_for(visitor, f"Another server of this desk is bringing the files of order {order_id} into your folder")
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
    look_for(visitor, "Both files are ready.")
    assert zips(visitor) == [("Download what is ready as ZIP (2)", "primary")]
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
    following.into_folder.deliver()
    following.into_folder.deliver()
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


def test_a_delivery_after_a_download_through_the_browser_counts_what_it_brings_itself(
    visitor: AppTest, demo: Served, click: Press
) -> None:
    order_id = order(visitor, TWO_FILES)
    look_for(visitor, "Both files are ready.")
    account = visitor.session_state["desk"].account
    for file in visitor.session_state["following"][1].files(order_id):
        shared().browser_downloads.prove(account, file, "MD5")
    with demo.archive.hold(*announced(demo, order_id)) as gate:
        click_once_offered(visitor, click, BRING)
        assert gate.reached.wait(PATIENCE)
        look_for(visitor, "The files come into the folder by themselves: 0 of 2 files verified.")
    look_for(visitor, ALL_HERE)


def test_a_delivery_counts_as_paused_while_it_finishes_the_files_under_way(
    visitor: AppTest, demo: Served, clock: Clock, click: Press
) -> None:
    order_id = order(visitor, FIVE_PARTS)
    clock.advance(2)
    look_for(visitor, "Ready: 2")
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
