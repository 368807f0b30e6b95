"""Quicklooks of products found: a button, and pictures only of what was asked for."""

from collections.abc import Sequence

from streamlit.testing.v1 import AppTest

from components.regards.errors import LimitReached
from components.regards.orders.quicklooks import quicklook_of
from components.regards.pictures import Quicklook
from components.ui.compose.catalogue import quicklooks
from tests.ui.draw_block import draw, file, tiles
from tests.ui.order.test_quicklooks import Clicks, Kept, address, buttons

FOUND = tuple(quicklook_of(file(number, data_type="QUICKLOOK_SD")) for number in range(4))


def drawn(found: Sequence[Quicklook], kept: Kept | None = None, clicks: Clicks | None = None) -> AppTest:
    pictures, noted = kept or Kept(), [] if clicks is None else clicks
    return draw(lambda: quicklooks.show_quicklooks(found, pictures, noted.append, address))


def test_first_there_is_a_button_alone_and_what_a_click_on_it_means() -> None:
    clicks: Clicks = []
    app = drawn(FOUND, clicks=clicks)
    assert buttons(app) == ["Show 4 quicklooks"]
    assert "To the archive each is a download" in app.caption[0].value
    assert (tiles(app), clicks) == ([], [])
    app.button[0].click().run()
    assert clicks == [list(FOUND)]


def test_where_there_are_none_nothing_is_shown() -> None:
    app = drawn(())
    assert [*app.button, *app.caption, *tiles(app)] == []


def test_one_is_not_several() -> None:
    assert buttons(drawn(FOUND[:1])) == ["Show the quicklook"]


def test_what_is_coming_and_what_has_come_have_a_place_and_nothing_is_offered_again() -> None:
    app = drawn(FOUND, Kept(there=[0, 1], coming=[2, 3]))
    assert [bool(tile["address"]) for tile in tiles(app)] == [True, True, False, False]
    assert [*app.button, *app.caption] == []


def test_what_did_not_come_is_a_sentence_and_what_was_not_tried_is_still_offered() -> None:
    app = drawn(FOUND, Kept(there=[0], failed={1: LimitReached("Enough.")}))
    assert [tile["problem"] for tile in tiles(app)] == ["", "Enough."]
    assert buttons(app) == ["Show 3 quicklooks"]
