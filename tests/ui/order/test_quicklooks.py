"""A quicklook is fetched on the user's click, and shown in place of the button."""

import threading
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from components.desk.polling import Reading
from components.regards.orders.quicklooks import NoPicture, Picture, read_picture
from components.regards.orders.records import OrderFile
from components.ui.order import quicklooks
from tests.regards.orders.test_quicklooks import quicklook
from tests.regards.scripted_server import ConnectionFault, scripted_server
from tests.ui import draw_block

PATIENCE = 60  # seconds


def drawn(file: OrderFile, read: Callable[[], Picture]) -> tuple[AppTest, Reading[Picture]]:
    reading = Reading(read)
    return draw_block.draw(lambda: quicklooks.show_picture(file, reading)), reading


def addresses(app: AppTest) -> list[str]:
    return [each.url for shown in app.get("image") for each in shown.proto.imgs]


def test_first_there_is_a_button_and_what_a_click_on_it_means() -> None:
    app, reading = drawn(quicklook(), lambda: Picture("data:image/png;base64,AA=="))
    assert [button.label for button in app.button] == ["Show the quicklook"]
    assert "no longer in the ZIP" in app.caption[0].value
    assert not reading.under_way


def test_where_the_zip_no_longer_holds_it_nothing_is_said_of_the_zip() -> None:
    app, _ = drawn(quicklook(state="DOWNLOADED"), lambda: Picture(""))
    assert [button.label for button in app.button] == ["Show the quicklook"]
    assert not app.caption


def test_after_the_click_the_picture_comes_in_place_of_the_button() -> None:
    going = threading.Event()

    def read() -> Picture:
        assert going.wait(PATIENCE)
        return Picture("data:image/png;base64,AA==")

    app, reading = drawn(quicklook(), read)
    app.button[0].click().run()
    assert "Fetching" in draw_block.text_of_page(app)
    assert not app.button
    going.set()
    reading.take(PATIENCE)
    app.run()
    assert addresses(app) == ["data:image/png;base64,AA=="]
    assert not app.button


def test_a_picture_that_cannot_be_shown_is_a_sentence_and_another_try() -> None:
    def read() -> Picture:
        raise NoPicture("It is broken.")

    app, reading = drawn(quicklook(), read)
    app.button[0].click().run()
    reading.take(PATIENCE)
    app.run()
    assert "It is broken. Download it" in app.error[0].value
    assert addresses(app) == []
    assert [button.label for button in app.button] == ["Show the quicklook"]


def test_a_connection_that_was_silent_is_a_sentence_too() -> None:
    with scripted_server(ConnectionFault.HANG_UP) as server:
        reading = Reading(lambda: read_picture(server.connection(), quicklook()))
        reading.renew()
        reading.take(PATIENCE)
    app = draw_block.draw(lambda: quicklooks.show_picture(quicklook(), reading))
    assert "broke" in app.error[0].value
