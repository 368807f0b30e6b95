"""The gallery: nothing is fetched without the user's click, and what has come stands in its tile."""

from collections.abc import Iterable, Mapping, Sequence

import pytest
from streamlit.testing.v1 import AppTest

from components.desk.kept_quicklooks import KeptQuicklooks
from components.regards.errors import RegardsError
from components.regards.orders.quicklooks import quicklook_of
from components.regards.orders.records import OrderFile
from components.regards.pictures import NoPicture, Picture, Quicklook
from components.ui.elements import gallery
from components.ui.order import quicklooks
from tests.regards.orders.test_quicklooks import quicklook_file
from tests.ui.draw_block import draw, file, text_of_page, tiles

MANY = [file(number, data_type="QUICKLOOK_SD") for number in range(2 * quicklooks.A_PAGE + 1)]


def key(number: int) -> str:
    return quicklook_of(file(number)).key


class Kept(KeptQuicklooks):
    """Pictures that are there, on their way or failed as the test says."""

    def __init__(
        self, there: Iterable[int] = (), coming: Iterable[int] = (), failed: Mapping[int, RegardsError] | None = None
    ) -> None:
        super().__init__()
        self.there, self.coming = set(map(key, there)), set(map(key, coming))
        self.failed = {key(number): error for number, error in (failed or {}).items()}

    def picture(self, key: str) -> Picture | None:
        return Picture("a.png", "image/png", b"") if key in self.there else None

    def is_coming(self, quicklook: Quicklook) -> bool:
        return quicklook.key in self.coming

    def problem(self, quicklook: Quicklook) -> RegardsError | None:
        return self.failed.get(quicklook.key)


Clicks = list[Sequence[Quicklook]]


def address(of: Quicklook) -> str:
    return f"./to/{of.address}"


def drawn(files: Sequence[OrderFile], kept: Kept | None = None, clicks: Clicks | None = None) -> AppTest:
    pictures, noted = kept or Kept(), [] if clicks is None else clicks
    return draw(lambda: quicklooks.show_quicklooks(files, pictures, noted.append, address))


def buttons(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_first_there_is_a_button_and_what_a_click_on_it_means() -> None:
    clicks: Clicks = []
    app = drawn([quicklook_file()], clicks=clicks)
    assert buttons(app) == ["Show the quicklook"]
    assert "no longer in the ZIP" in app.caption[0].value
    assert [tile["address"] for tile in tiles(app)] == [""]
    assert clicks == []


def test_where_the_zip_no_longer_holds_it_nothing_is_said_of_the_zip() -> None:
    app = drawn([quicklook_file(state="DOWNLOADED")])
    assert buttons(app) == ["Show the quicklook"]
    assert not app.caption


def test_a_click_asks_for_what_is_missing_on_this_page_alone() -> None:
    clicks: Clicks = []
    app = drawn(MANY, Kept(there=[0, 1], coming=[2]), clicks)
    assert buttons(app) == ["Show these 9 quicklooks"]
    app.button[0].click().run()
    assert clicks == [[quicklook_of(each) for each in MANY[3 : quicklooks.A_PAGE]]]


def test_pictures_come_a_page_at_a_time() -> None:
    app = drawn(MANY)
    assert [tile["name"] for tile in tiles(app)] == [each.name for each in MANY[: quicklooks.A_PAGE]]
    app.session_state["page gallery 3"] = 3
    app.run()
    assert [tile["name"] for tile in tiles(app)] == [MANY[-1].name]
    assert "25 to 25 of 25" in text_of_page(app)


def test_what_has_come_is_shown_what_is_coming_is_said_and_the_rest_is_offered() -> None:
    app = drawn(MANY[:3], Kept(there=[0], coming=[1]))
    assert [(tile["address"], tile["coming"]) for tile in tiles(app)] == [
        ("./to/rs-order/orders/files/0", False),
        ("", True),
        ("", False),
    ]


def test_where_all_have_come_nothing_is_offered() -> None:
    app = drawn(MANY[:2], Kept(there=[0, 1]))
    assert not app.button
    assert not app.caption


def test_one_that_comes_while_the_page_is_drawn_is_not_missed() -> None:
    class Late(Kept):
        def problem(self, quicklook: Quicklook) -> RegardsError | None:
            """The last thing that a tile looks for: the picture comes a moment after the tile was drawn."""
            if self.coming:
                self.there, self.coming = self.coming, set()
                self.revision += 1
            return super().problem(quicklook)

    app = drawn(MANY[:1], Late(coming=[0]))
    assert [(tile["address"], tile["coming"]) for tile in tiles(app)] == [("./to/rs-order/orders/files/0", False)]


def test_a_picture_that_cannot_be_shown_is_a_sentence_and_another_try() -> None:
    app = drawn([quicklook_file()], Kept(failed={1: NoPicture("It is broken.", "no\u202e such tape")}))
    assert [tile["problem"] for tile in tiles(app)] == ["It is broken. The archive says: “no  such tape”"]
    assert buttons(app) == ["Show the quicklook"]


@pytest.mark.parametrize(
    ("clicked", "asked"), [(key(1), [1]), (key(0), []), (key(2), []), ("", []), (f"['{key(1)}']", []), ("../x", [])]
)
def test_a_click_on_a_tile_asks_for_its_picture_and_for_nothing_else(
    monkeypatch: pytest.MonkeyPatch, clicked: str, asked: list[int]
) -> None:
    clicks: Clicks = []
    answers = iter([clicked])
    monkeypatch.setattr(gallery, "_GALLERY", lambda _key, _data: next(answers, ""))
    drawn(MANY[:2], Kept(there=[0]), clicks)
    assert [each.key for wanted in clicks for each in wanted] == list(map(key, asked))
