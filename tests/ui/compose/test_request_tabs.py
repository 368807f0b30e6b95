"""The request three ways, as drawn."""

from streamlit.testing.v1 import AppTest

from components.order import basket_request
from components.order.basket_request import BasketRequest
from components.order.data_types import DataType
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


def through_basket(name: str) -> BasketRequest:
    return basket_request.compose(OrderRequest(('providerId:"A"', "b:2"), (DataType.RAWDATA,)), name)


def test_through_the_basket_the_requests_stand_in_their_order_and_to_the_letter() -> None:
    asked = through_basket("Fjords")
    app = draw(lambda: request_tabs.show_request(ARCHIVE, "project1", (BODY,), (asked,), "draft"))
    first, second = asked.selections
    assert app.code[0].value == (
        f"POST rs-order/order/basket/selection\n{first}\n\n"
        f"POST rs-order/order/basket/selection\n{second}\n\n"
        "PUT rs-order/order/basket/dataset/{number of each dataset in the basket}/updateFileFilters\n"
        f"{asked.filters}\n\n"
        f"POST rs-order/user/orders\n{asked.order}"
    )
    assert app.code[1].value == curl_script(ARCHIVE, "project1", [BODY]).strip()
    said = " ".join(each.value for each in app.markdown)
    assert said.count("It orders in one call, without your basket") == 2


def test_an_apply_is_not_said_to_go_another_way() -> None:
    assert "basket" not in " ".join(each.value for each in drawn(BODY).markdown)


def test_of_several_orders_through_the_basket_one_is_looked_at() -> None:
    asked = tuple(map(through_basket, ["Fjords (1 of 2)", "Fjords (2 of 2)"]))
    app = draw(lambda: request_tabs.show_request(ARCHIVE, "project1", (BODY, BODY), asked, "draft"))
    assert "(1 of 2)" in app.code[0].value
    app.selectbox[0].select(1).run()
    assert "(2 of 2)" in app.code[0].value


def test_several_orders_are_said_to_go_out_in_turn() -> None:
    said = " ".join(each.value for each in drawn(BODY, BODY).markdown)
    assert said.count("Both orders, one after the other.") == 2


def test_a_long_request_is_shortened_in_the_middle_and_says_so() -> None:
    long = OrderRequest(("x" * 100_000,)).to_json()
    app = drawn(long)
    assert all(len(code.value) < 40_000 for code in app.code)
    assert len(app.caption) == 3


def test_what_a_shortened_request_lacks_is_said_before_it_and_the_whole_is_offered_there() -> None:
    app = drawn(OrderRequest(("x" * 100_000,)).to_json())
    for tab in app.tabs:
        kinds = [each.type for each in tab if each.type in {"caption", "download_button", "code"}]
        assert kinds == ["caption", "download_button", "code"]
