"""The gallery of quicklooks: where the focus goes when what was pressed is gone."""

import pytest

from components.regards.orders.quicklooks import quicklook_of
from components.ui.elements import focus, gallery
from tests.ui.draw_block import draw, file
from tests.ui.order.test_quicklooks import Kept, address

SHOWN = [quicklook_of(file(1))]


@pytest.fixture
def moves(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the focus is led to the gallery for, by each drawing that leads it there."""
    found: list[str] = []
    monkeypatch.setattr(focus, "move_to_container", lambda _place, once: found.append(once))
    return found


def test_a_gallery_takes_the_focus_once_for_each_time_that_its_pictures_are_asked_for(moves: list[str]) -> None:
    app = draw(lambda: gallery.show_gallery(SHOWN, Kept(), lambda _: None, address, "here"))
    assert moves == []
    app.button[0].click().run()
    assert len(moves) == 1
    app.run()
    assert len(moves) == 1
    app.button[0].click().run()
    assert len(moves) == 2


def test_while_pictures_come_each_drawing_leads_the_focus_there_for_the_one_click(moves: list[str]) -> None:
    kept = Kept()
    app = draw(lambda: gallery.show_gallery(SHOWN, kept, lambda _: kept.coming.add(SHOWN[0].key), address, "here"))
    app.button[0].click().run()
    app.run()  # a browser may leave out a drawing that another one follows at once
    kept.coming.clear()
    kept.there.add(SHOWN[0].key)
    app.run()
    assert len(moves) == 3
    assert len(set(moves)) == 1
    app.run()
    assert len(moves) == 3


def test_a_gallery_takes_no_focus_for_pictures_that_were_asked_for_in_another(moves: list[str]) -> None:
    shown = ["here"]
    app = draw(lambda: gallery.show_gallery(SHOWN, Kept(), lambda _: shown.append("there"), address, shown[-1]))
    app.button[0].click().run()
    assert shown == ["here", "there"]
    assert moves == []
