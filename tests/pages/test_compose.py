"""Compose: from what a user types to an order, once."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.archive import Scenario
from components.demo.server import Served
from components.regards.submission import Granted

Click = Callable[[AppTest, str], AppTest]
SCENES = Path(__file__).parents[2] / "components" / "demo" / "data"


def paste(app: AppTest, text: str) -> AppTest:
    return app.text_area[0].input(text).run()


def said(app: AppTest) -> str:
    """Everything on the page that is text."""
    groups = (app.text, app.markdown, app.warning, app.error, app.info, app.success, app.caption)
    return "\n".join(element.value for group in groups for element in group)


def can_submit(app: AppTest) -> bool:
    [button] = [each for each in app.button if each.label == "Submit order"]
    return not button.disabled


def submit(app: AppTest, click: Click) -> object:
    """Click on Submit, wait for the verdict, and draw it."""
    click(app, "Submit order")
    outcome = app.session_state["desk"].submission().result(20)
    app.run()
    return outcome


def test_nothing_typed_yet_says_what_to_do(visitor: AppTest) -> None:
    assert "Paste product identifiers" in said(visitor)
    assert not can_submit(visitor)


def test_both_real_lists_are_211_identifiers_in_two_queries(visitor: AppTest) -> None:
    names = [(SCENES / name).read_text() for name in ("sentinel2-scenes.txt", "landsat8-scenes.txt")]
    paste(visitor, "".join(names).replace("\n", "\r\n"))
    assert "211 identifiers" in said(visitor)
    assert len(json.loads(visitor.code[0].value)["queries"]) == 2


def test_doubles_are_counted_and_shown_with_their_lines(visitor: AppTest) -> None:
    paste(visitor, "A\nB\nA")
    assert "2 identifiers · 1 doubled (ordered once)" in said(visitor)
    [row] = visitor.dataframe[0].value.to_dict("records")
    assert row == {"Where": "line 3", "Text": "A", "Why": "It stands in line 1 already."}


def test_only_rejected_items_are_explained_and_stay(visitor: AppTest) -> None:
    paste(visitor, "A\x01B")
    assert "None of the 1 items can be an identifier" in said(visitor)
    assert not can_submit(visitor)
    assert visitor.text_area[0].value == "A\x01B"


def test_a_long_paste_becomes_a_file_that_can_be_removed(visitor: AppTest, click: Click) -> None:
    paste(visitor, "\n".join(f"PRODUCT_{number:06}" for number in range(10_000)) + "\n" * 60_000)
    assert visitor.text_area[0].value == ""
    assert "pasted text (210.0 kB)" not in said(visitor)
    assert "10,000 identifiers" in said(visitor)
    click(visitor, "Remove")
    assert "Paste product identifiers" in said(visitor)


def test_30_megabytes_of_text_are_refused_in_a_sentence_and_the_rest_stays(visitor: AppTest) -> None:
    visitor.text_input[-1].input(r".*\.csv").run()
    paste(visitor, "A_PRODUCT\n" * 3_000_000)
    assert "more text than a list of identifiers may hold (16 MB)" in said(visitor)
    assert not can_submit(visitor)
    assert visitor.text_input[-1].value == r".*\.csv"


def test_too_many_identifiers_for_one_order_are_refused_in_a_sentence(visitor: AppTest) -> None:
    paste(visitor, "\n".join(str(number) for number in range(10_001)))
    assert "up to 10,000 identifiers and this list has 10,001" in said(visitor)


def test_a_file_is_read_beside_what_was_pasted(visitor: AppTest) -> None:
    paste(visitor, "A")
    visitor.file_uploader[0].upload("names.csv", b"B;C", "text/csv").run()
    assert "3 identifiers" in said(visitor)


def test_a_binary_file_is_refused_in_a_sentence_and_the_rest_stays(visitor: AppTest) -> None:
    paste(visitor, "A")
    visitor.file_uploader[0].upload("names.txt", b"\x89PNG\r\n\x1a\n\0\0", "text/plain").run()
    assert "This file is not plain text." in said(visitor)
    assert "1 identifier" in said(visitor)


def test_a_blank_expression_is_never_sent(visitor: AppTest) -> None:
    visitor.radio[0].set_value("expressions").run()
    visitor.text_area[0].input("  \n ").run()
    assert "A blank one would order the whole catalogue" in said(visitor)
    assert not can_submit(visitor)


def test_a_file_name_expression_that_java_refuses_cannot_be_sent(visitor: AppTest) -> None:
    paste(visitor, "A")
    visitor.text_input[-1].input("*.nc").run()
    assert "“*” at position 1 has nothing before it to repeat." in said(visitor)
    assert not can_submit(visitor)


def test_what_is_sent_is_what_was_shown_to_the_letter(visitor: AppTest, demo: Served, click: Click) -> None:
    paste(visitor, "my_product_id_1\nmy_product_id_2")
    shown = visitor.code[0].value
    assert isinstance(submit(visitor, click), Granted)
    [request] = demo.archive.requests.of("POST", "/user/orders/apply")
    assert request.body == shown.encode()


@pytest.mark.parametrize("identifier", ["my_product_id_1", "NO_SUCH_PRODUCT"], ids=["granted", "refused"])
def test_the_second_half_of_a_double_click_changes_nothing(
    visitor: AppTest, demo: Served, click: Click, identifier: str
) -> None:
    paste(visitor, identifier)
    desk, shown, key = visitor.session_state["desk"], visitor.code[0].value, visitor.session_state["desk"].draft_key
    submit(visitor, click)
    desk.click(shown, key)
    visitor.run()
    desk.submission().result(20)
    assert len(demo.archive.requests.of("POST", "/user/orders/apply")) == 1


def test_an_edit_that_comes_with_the_click_is_not_submitted_unseen(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    paste(visitor, "my_product_id_1")
    visitor.text_area[0].input("my_product_id_2")
    click(visitor, "Submit order")
    assert "nothing was sent" in said(visitor)
    assert not demo.archive.requests.of("POST", "/user/orders/apply")


def test_the_verdict_says_the_number_and_offers_to_follow(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1")
    outcome = submit(visitor, click)
    assert isinstance(outcome, Granted)
    assert [message.value for message in visitor.success] == [f"Order {outcome.order_id} is accepted."]
    click(visitor, f"Follow order {outcome.order_id}")
    assert [title.value for title in visitor.title] == [f"Order {outcome.order_id}"]


def test_another_order_begins_with_empty_fields(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1")
    submit(visitor, click)
    click(visitor, "Compose another order")
    assert visitor.text_area[0].value == ""


def test_a_refused_order_says_why_and_keeps_what_was_typed(visitor: AppTest, click: Click) -> None:
    paste(visitor, "NO_SUCH_PRODUCT")
    submit(visitor, click)
    assert "The archive refused the request." in said(visitor)
    assert "EmptySelectionException" in "".join(block.value for block in visitor.code)
    assert "Nothing was ordered." in said(visitor)
    assert visitor.text_area[0].value == "NO_SUCH_PRODUCT"


def test_maintenance_is_said_and_keeps_what_was_typed(visitor: AppTest, demo: Served, click: Click) -> None:
    paste(visitor, "my_product_id_1")
    demo.archive.scenario = Scenario.MAINTENANCE
    submit(visitor, click)
    assert "The archive is closed for maintenance." in said(visitor)
    assert visitor.text_area[0].value == "my_product_id_1"


def test_a_lost_verdict_leads_to_the_order_that_was_created(visitor: AppTest, demo: Served, click: Click) -> None:
    paste(visitor, "my_product_id_1")
    demo.archive.scenario = Scenario.GATEWAY_TIMEOUT
    demo.archive.gateway_patience = 0
    submit(visitor, click)
    assert "The archive's answer got lost" in said(visitor)
    assert any(button.label.startswith("Follow order ") for button in visitor.button)
    assert len(demo.archive.requests.of("POST", "/user/orders/apply")) == 1


def test_after_a_refusal_the_same_can_be_submitted_again(visitor: AppTest, demo: Served, click: Click) -> None:
    paste(visitor, "NO_SUCH_PRODUCT")
    submit(visitor, click)
    submit(visitor, click)
    assert len(demo.archive.requests.of("POST", "/user/orders/apply")) == 2


def fill_basket(app: AppTest) -> None:
    """Put a product into the basket, as REGARDS' own pages do."""
    selection = {"engineType": "legacy", "searchParameters": {"q": ['productId:"my_product_id_2"']}}
    connection = app.session_state["desk"].connection
    connection.send("POST", "rs-order/order/basket/selection", json.dumps(selection))


def test_a_basket_in_use_is_said_and_nothing_is_sent(visitor: AppTest, demo: Served, click: Click) -> None:
    fill_basket(visitor)
    paste(visitor, "my_product_id_1")
    submit(visitor, click)
    assert "Your basket on the archive already holds" in said(visitor)
    assert not demo.archive.requests.of("POST", "/user/orders/apply")


def test_a_basket_in_use_is_emptied_when_the_user_says_so(visitor: AppTest, demo: Served, click: Click) -> None:
    fill_basket(visitor)
    paste(visitor, "my_product_id_1")
    submit(visitor, click)
    click(visitor, "Empty the basket and submit")
    assert isinstance(visitor.session_state["desk"].submission().result(20), Granted)
    [order] = visitor.session_state["desk"].submitted_orders
    assert "my_product_id_2" not in order.request_json
    assert len(demo.archive.requests.of("POST", "/user/orders/apply")) == 1


def test_what_was_typed_is_there_again_after_a_look_at_another_page(visitor: AppTest) -> None:
    paste(visitor, "A\nB")
    visitor.multiselect[0].set_value(["QUICKLOOK"]).run()
    visitor.switch_page("orders.py").run()
    visitor.switch_page("compose.py").run()
    assert visitor.text_area[0].value == "A\nB"
    assert visitor.multiselect[0].value == ["QUICKLOOK"]
