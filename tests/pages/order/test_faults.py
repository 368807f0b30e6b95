"""Faults of the archive, of the network and of the desk while files are brought."""

import shutil
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.accounts.tokens import Tokens
from components.demo.archive import Fault, Scenario
from components.demo.server import Served
from components.regards.orders.order_files import ConnectedArchive
from tests.clocks import Clock
from tests.pages.order.steps import (
    ALL_HERE,
    BRING,
    FIVE_PARTS,
    NOT_ALL,
    PATIENCE,
    TWO_FILES,
    Press,
    announced,
    click_once_offered,
    deliver_two_files,
    downloads,
    labels,
    look,
    look_for,
    missing,
    on_disk,
    order,
    quoted,
    the_sum,
    username,
)
from tests.ui.draw_block import text_of_page


def test_a_used_up_quota_stops_the_delivery_with_the_words_of_the_archive(
    visitor: AppTest, demo: Served, click: Press, tmp_path: Path
) -> None:
    demo.archive.scenario = Scenario.QUOTA
    order_id = order(visitor, FIVE_PARTS)
    click(visitor, BRING)
    look_for(visitor, "Wait before you download more")
    look_for(visitor, "A download limit is reached: 5 of 6 files verified. Continue when the archive allows more.")
    assert [each.proto.type for each in visitor.button if each.label == "Continue"] == ["secondary"]
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


@pytest.mark.parametrize(("pasted", "is_there"), [("my_product_id_2", False), (TWO_FILES, True)], ids=["all", "one"])
def test_where_the_archive_can_provide_none_of_the_files_no_way_to_get_them_is_offered(
    visitor: AppTest, demo: Served, pasted: str, is_there: bool
) -> None:
    demo.archive.faults["my_product_id_2.csv"] = Fault.LOST
    order(visitor, pasted)
    look(visitor, lambda: "Cannot be provided" in text_of_page(visitor))
    look(visitor, lambda: (BRING in labels(visitor)) is is_there)
    assert ("so there is nothing to fetch" in text_of_page(visitor)) is not is_there


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
    [delivery] = visitor.session_state["following"][1].into_folder.deliveries
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
    look(visitor, lambda: "No files are listed yet" not in text_of_page(visitor))  # the page reads on its own
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
