"""The request three ways, as drawn."""

from streamlit.testing.v1 import AppTest

from components.order.request import OrderRequest
from components.regards.scripts import curl_script, python_script
from components.regards.settings import Archive
from components.ui.compose import request_tabs
from tests.ui.draw_block import draw

ARCHIVE = Archive("CNES", "https://regards.example", "project1")
BODY = OrderRequest(('providerId:"A"',)).to_json()


def drawn(*bodies: str) -> AppTest:
    return draw(lambda: request_tabs.show_request(ARCHIVE, "project1", bodies, bodies, "draft"))


def test_the_three_tabs_hold_the_same_request() -> None:
    app = drawn(BODY)
    assert [tab.label for tab in app.tabs] == ["JSON", "curl", "Python"]
    assert [code.value for code in app.code] == [
        BODY,
        curl_script(ARCHIVE, "project1", [BODY]).strip(),
        python_script(ARCHIVE, "project1", [BODY]).strip(),
    ]
    assert [button.label for button in app.download_button] == [
        "Download the request",
        "Download the curl script",
        "Download the Python script",
    ]
    assert not app.caption


def test_several_orders_are_said_to_go_out_in_turn() -> None:
    said = " ".join(each.value for each in drawn(BODY, BODY).markdown)
    assert said.count("All 2 orders, one after the other.") == 2


def test_a_long_request_is_shortened_in_the_middle_and_says_so() -> None:
    long = OrderRequest(("x" * 100_000,)).to_json()
    app = drawn(long)
    assert all(len(code.value) < 40_000 for code in app.code)
    assert len(app.caption) == 3
