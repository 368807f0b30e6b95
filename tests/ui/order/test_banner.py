"""The head of the page of an order."""

import re

from components.desk.orders.amounts import Amount, Share
from components.desk.orders.situation import Kind, Situation, Step
from components.regards.delivery.receipt import compose_receipt
from components.ui.order import banner
from components.ui.order.banner import Offer, show_banner
from tests.ui.draw_block import NOW, draw, text_of_page

READY = Situation(Kind.SOME_READY, "2 files are ready. The archive prepares the rest.", Step.GET)
DONE = Situation(Kind.VERIFIED, "Both files arrived and are verified.")


def widths(drawn: str) -> list[int]:
    return [int(width) for width in re.findall(r"flex:(\d+) 0 0", drawn)]


def test_the_sentence_is_a_heading_and_no_alert_so_that_its_numbers_may_change() -> None:
    app = draw(lambda: show_banner(READY, {Share.READY: Amount(2, 200)}))
    assert [each.value for each in app.header] == [READY.sentence]
    assert not [*app.error, *app.warning, *app.info, *app.success]


def test_every_kind_can_be_drawn() -> None:
    for kind in Kind:
        app = draw(lambda kind=kind: show_banner(Situation(kind, "A sentence."), {}))  # type: ignore[misc] # bound on purpose
        assert not app.exception


def test_a_click_takes_the_step() -> None:
    clicks: list[int] = []
    offer = Offer("Go on", ":material/play_arrow:", lambda: clicks.append(1))
    app = draw(lambda: show_banner(READY, {}, [offer]))
    app.button[0].click().run()
    assert clicks == [1]


def test_the_step_is_primary_unless_a_limit_says_to_wait() -> None:
    offer = Offer("Continue", ":material/play_arrow:", lambda: None)
    limited = Situation(Kind.LIMIT_REACHED, "A download limit is reached.", Step.GET)
    drawn = [draw(lambda where=where: show_banner(where, {}, [offer])) for where in (READY, limited)]  # type: ignore[misc] # bound on purpose
    assert [app.button[0].proto.type for app in drawn] == ["primary", "secondary"]


def test_an_address_is_a_link() -> None:
    app = draw(lambda: show_banner(READY, {}, [Offer("Download", ":material/folder_zip:", address="./files.zip")]))
    [link] = app.get("link_button")
    assert (link.proto.label, link.proto.url, link.proto.type) == ("Download", "./files.zip", "primary")
    assert not app.button


def test_the_receipt_stands_beside_it_only_where_there_is_one() -> None:
    receipt = compose_receipt([], "Archive", "project1", NOW)
    labels = [
        [each.proto.label for each in draw(lambda of=of: show_banner(DONE, {}, (), of)).get("download_button")]  # type: ignore[misc] # bound on purpose
        for of in (receipt, None)
    ]
    assert labels == [["Receipt as CSV", "Receipt as JSON"], []]


def test_why_the_archive_waits_is_said_where_it_does() -> None:
    waiting = Situation(Kind.WAITING_FOR_USER, "2 files are ready: get them, then the archive prepares the rest.")
    assert "at most two parts (suborders)" in text_of_page(draw(lambda: show_banner(waiting, {})))
    assert "at most two parts (suborders)" not in text_of_page(draw(lambda: show_banner(READY, {})))


def test_a_remark_is_text_and_no_markdown() -> None:
    app = draw(lambda: show_banner(READY, {}, remarks=["The folder: /a/*b*/[c](d)"]))
    assert [each.value for each in app.text] == ["The folder: /a/*b*/[c](d)"]


def test_the_bar_is_by_bytes_and_says_files_and_bytes_in_words() -> None:
    drawn = banner.bar({Share.VERIFIED: Amount(1, 300), Share.FAILED: Amount(2, 100)})
    assert widths(drawn) == [300, 100]
    assert 'aria-label="By bytes: 1 verified (300 bytes); 2 failed (100 bytes)"' in drawn
    assert drawn.count("<li>") == 2


def test_the_bar_is_by_files_where_the_archive_says_no_sizes() -> None:
    drawn = banner.bar({Share.VERIFIED: Amount(1, 0), Share.FAILED: Amount(2, 0)})
    assert widths(drawn) == [1, 2]
    assert 'aria-label="By files: 1 verified; 2 failed"' in drawn
