"""Compose: from what a user types to an order, once."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.archive import Scenario
from components.demo.server import Served
from components.desk.submissions import Click as Clicked
from components.order.data_types import DataType
from components.order.draft import Draft
from components.order.file_name import NameFilter, NameForm
from components.order.files import recipe
from components.order.identifiers import Form, Reading
from components.regards.submission.submission import Batch

Click = Callable[[AppTest, str], AppTest]
SCENES = Path(__file__).parents[2] / "components" / "demo" / "data"


BY_NAME = NameFilter(NameForm.EXPRESSION, r".*\.png")


def paste(app: AppTest, text: str) -> AppTest:
    return app.text_area[0].input(text).run()


def field(app: AppTest, label: str) -> Any:  # noqa: ANN401 - a widget of Streamlit
    [found] = [each for each in app.text_input if each.label == label]
    return found


def text_of_page(app: AppTest) -> str:
    """Everything on the page that is text."""
    groups = (app.text, app.markdown, app.warning, app.error, app.info, app.success, app.caption)
    return "\n".join(element.value for group in groups for element in group)


def can_submit(app: AppTest) -> bool:
    [button] = [each for each in app.button if each.label == "Submit order"]
    return not button.disabled


def shown_request(app: AppTest) -> str:
    """The request that the page shows, below what the catalogue says."""
    [shown] = [block.value for block in app.code if block.value.startswith("{")]
    return str(shown)


def submit(app: AppTest, click: Click, button: str = "Submit order") -> Batch:
    """Click Submit, wait for the result, and draw it."""
    click(app, button)
    batch: Batch = app.session_state["desk"].submission().result(60)
    app.run()
    return batch


def check(app: AppTest, click: Click) -> str:
    """Check with the catalogue, wait for the result, and return the text of the page."""
    click(app, "Check with the catalogue")
    app.session_state["desk"].check().future.exception(20)
    return text_of_page(app.run())


def test_nothing_typed_yet_says_what_to_do_and_scolds_nobody(visitor: AppTest) -> None:
    assert "Paste product identifiers" in text_of_page(visitor)
    assert not can_submit(visitor)
    assert not [*visitor.warning, *visitor.error]
    assert "0 identifiers" not in text_of_page(visitor)


def test_what_is_wrong_is_marked_at_its_field(visitor: AppTest) -> None:
    paste(visitor, "A\x01B")
    page = text_of_page(visitor)
    assert page.count("None of the 1 items can be an identifier") == 1
    assert "Nothing can be ordered before the form is put right where it is marked." in page


def test_the_sentence_beside_submit_counts_what_the_check_found(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1\nNO_SUCH_PRODUCT\nORPHAN_1")
    assert "You will order 3 products in 1 query" in text_of_page(visitor)
    assert "You will order 1 of the 3 products in your list, in 1 query" in check(visitor, click)


def test_a_check_offers_the_latest_version_alone(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1\nTWO_VERSIONS")
    check(visitor, click)
    click(visitor, "Order the latest version only")
    assert visitor.session_state["desk"].draft.latest_only
    assert "several versions" not in check(visitor, click)


def test_maintenance_does_not_offer_to_submit_all_the_same(visitor: AppTest, demo: Served, click: Click) -> None:
    paste(visitor, "my_product_id_1")
    demo.archive.scenario = Scenario.MAINTENANCE
    submit(visitor, click)
    assert "Submit all the same" not in [button.label for button in visitor.button]
    assert can_submit(visitor)
    assert text_of_page(visitor).count("The archive is closed for maintenance.") == 1


def test_both_real_lists_are_211_identifiers_in_two_queries(visitor: AppTest) -> None:
    names = [(SCENES / name).read_text() for name in ("sentinel2-scenes.txt", "landsat8-scenes.txt")]
    paste(visitor, "".join(names).replace("\n", "\r\n"))
    assert "211 identifiers" in text_of_page(visitor)
    [body] = visitor.session_state["desk"].composition().bodies
    assert len(json.loads(body)["queries"]) == 2
    shown = shown_request(visitor)
    assert "characters are not shown here" in shown
    assert body.startswith(shown.partition("\n\n…")[0])


def test_doubles_are_counted_and_shown_with_their_lines(visitor: AppTest) -> None:
    paste(visitor, "A\nB\nA")
    assert "2 identifiers from a list, one identifier a line; 1 doubled." in text_of_page(visitor)
    [row] = visitor.dataframe[0].value.to_dict("records")
    assert row == {"Where": "line 3", "Text": "A", "Why": "It stands in line 1 already."}


def test_only_rejected_items_are_explained_and_stay(visitor: AppTest) -> None:
    paste(visitor, "A\x01B")
    assert "None of the 1 items can be an identifier" in text_of_page(visitor)
    assert not can_submit(visitor)
    assert visitor.text_area[0].value == "A\x01B"


def test_a_long_paste_becomes_a_file_that_can_be_removed(visitor: AppTest, click: Click) -> None:
    paste(visitor, "\n".join(f"PRODUCT_{number:06}" for number in range(10_000)) + "\n" * 60_000)
    assert visitor.text_area[0].value == ""
    assert "pasted text (210.0 kB)" not in text_of_page(visitor)
    assert "10,000 identifiers" in text_of_page(visitor)
    click(visitor, "Remove")
    assert "Paste product identifiers" in text_of_page(visitor)


def test_30_megabytes_of_text_are_refused_in_a_sentence_and_the_rest_stays(visitor: AppTest) -> None:
    name_filter(visitor, r".*\.csv")
    paste(visitor, "A_PRODUCT\n" * 3_000_000)
    assert "longer than a list of identifiers may be (16 MB)" in text_of_page(visitor)
    assert not can_submit(visitor)
    assert field(visitor, "File name").value == r".*\.csv"


def test_more_identifiers_than_one_order_carries_become_several_orders(visitor: AppTest) -> None:
    paste(visitor, "\n".join(str(number) for number in range(2_001)))
    assert "You will order 2,001 products in 11 queries, as 2 orders" in text_of_page(visitor)


def test_as_many_as_one_order_carries_stay_one_order(visitor: AppTest) -> None:
    paste(visitor, "\n".join(str(number) for number in range(2_000)))
    assert "You will order 2,000 products in 10 queries from" in text_of_page(visitor)


def test_a_file_is_read_beside_what_was_pasted(visitor: AppTest) -> None:
    paste(visitor, "A")
    visitor.file_uploader[0].upload("names.csv", b"B;C", "text/csv").run()
    assert "3 identifiers" in text_of_page(visitor)


def test_a_binary_file_is_refused_in_a_sentence_and_the_rest_stays(visitor: AppTest) -> None:
    paste(visitor, "A")
    visitor.file_uploader[0].upload("names.txt", b"\x89PNG\r\n\x1a\n\0\0", "text/plain").run()
    assert "This file is not plain text." in text_of_page(visitor)
    assert "1 identifier" in text_of_page(visitor)


def test_a_blank_expression_is_never_sent(visitor: AppTest) -> None:
    visitor.radio[0].set_value("expressions").run()
    visitor.text_area[0].input("  \n ").run()
    assert "A blank one would order the whole catalogue" in text_of_page(visitor)
    assert not can_submit(visitor)


def test_a_file_name_expression_that_java_refuses_cannot_be_sent(visitor: AppTest) -> None:
    paste(visitor, "A")
    name_filter(visitor, "*.nc")
    assert "“*” at position 1 has nothing before it to repeat." in text_of_page(visitor)
    assert not can_submit(visitor)


def test_what_is_sent_is_what_was_shown_to_the_letter(visitor: AppTest, demo: Served, click: Click) -> None:
    paste(visitor, "my_product_id_1\nmy_product_id_2")
    shown = shown_request(visitor)
    assert len(submit(visitor, click).granted) == 1
    [request] = demo.archive.requests.of("POST", "/user/orders/apply")
    assert request.body == shown.encode()


def test_the_second_half_of_a_double_click_changes_nothing(visitor: AppTest, demo: Served, click: Click) -> None:
    paste(visitor, "my_product_id_1")
    desk = visitor.session_state["desk"]
    bodies, key = desk.composition().bodies, desk.draft_key
    submit(visitor, click)
    desk.click(Clicked(bodies, key))
    visitor.switch_page("compose.py").run()
    assert desk.submission() is None
    assert len(demo.archive.requests.of("POST", "/user/orders/apply")) == 1


def test_the_second_half_of_a_double_click_after_a_refusal_changes_nothing(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    paste(visitor, "NO_SUCH_PRODUCT")
    desk = visitor.session_state["desk"]
    bodies, key = desk.composition().bodies, desk.draft_key
    check(visitor, click)
    submit(visitor, click)
    desk.click(Clicked(bodies, key, confirmed=True))
    visitor.run()
    desk.submission().result(60)
    assert len(demo.archive.requests.of("POST", "/user/orders/apply")) == 1


def test_an_edit_that_comes_with_the_click_is_not_submitted_unseen(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    paste(visitor, "my_product_id_1")
    visitor.text_area[0].input("my_product_id_2")
    click(visitor, "Submit order")
    assert "nothing was sent" in text_of_page(visitor)
    assert not demo.archive.requests.of("POST", "/user/orders/apply")


def test_who_waits_for_the_verdict_is_led_to_the_order_which_says_it_there(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1")
    [order_id] = submit(visitor, click).granted
    assert [title.value for title in visitor.title] == [f"Order {order_id}"]
    assert [message.value for message in visitor.success] == [f"Order {order_id} is accepted."]
    visitor.switch_page("orders.py").run()
    visitor.query_params["id"] = str(order_id)
    visitor.switch_page("order.py").run()
    assert not visitor.success


def test_who_goes_back_from_the_order_finds_empty_fields_and_is_not_led_away_again(
    visitor: AppTest, click: Click
) -> None:
    paste(visitor, "my_product_id_1")
    submit(visitor, click)
    visitor.switch_page("compose.py").run()
    assert [title.value for title in visitor.title] == ["Compose order"]
    assert visitor.text_area[0].value == ""


def test_who_has_left_the_page_meanwhile_finds_the_verdict_there_and_is_not_led_away(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    paste(visitor, "my_product_id_1")
    with demo.archive.hold("/rs-order/user/orders/apply"):
        click(visitor, "Submit order")
        visitor.switch_page("archives.py").run()
    [order_id] = visitor.session_state["desk"].submission().result(60).granted
    visitor.switch_page("compose.py").run()
    assert [message.value for message in visitor.success] == [f"Order {order_id} is accepted."]
    visitor.run()
    click(visitor, f"Follow order {order_id}")
    assert [title.value for title in visitor.title] == [f"Order {order_id}"]
    visitor.switch_page("compose.py").run()
    assert visitor.text_area[0].value == ""


def test_who_comes_back_while_the_order_is_on_its_way_waits_for_it_again(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    paste(visitor, "my_product_id_1")
    with demo.archive.hold("/rs-order/user/orders/apply"):
        click(visitor, "Submit order")
        visitor.switch_page("archives.py").run()
        visitor.switch_page("compose.py").run()
        assert "Submitting your order." in text_of_page(visitor)
    [order_id] = visitor.session_state["desk"].submission().result(60).granted
    assert [title.value for title in visitor.run().title] == [f"Order {order_id}"]


def test_a_draft_begun_after_the_verdict_is_not_lost_when_the_order_is_opened(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    paste(visitor, "my_product_id_1")
    with demo.archive.hold("/rs-order/user/orders/apply"):
        click(visitor, "Submit order")
        visitor.switch_page("archives.py").run()
    [order_id] = visitor.session_state["desk"].submission().result(60).granted
    visitor.switch_page("compose.py").run()
    click(visitor, "Compose another order")
    paste(visitor, "my_product_id_2")
    visitor.query_params["id"] = str(order_id)
    visitor.switch_page("order.py").run()
    visitor.switch_page("compose.py").run()
    assert visitor.text_area[0].value == "my_product_id_2"


def test_what_the_catalogue_doubts_is_not_sent_before_the_user_has_seen_it(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    paste(visitor, "my_product_id_1\nNO_SUCH_PRODUCT")
    submit(visitor, click)
    assert "1 of 2 identifiers were found. 1 is unknown, or closed to your account" in text_of_page(visitor)
    assert "NO_SUCH_PRODUCT" in [block.value for block in visitor.code]
    assert not demo.archive.requests.of("POST", "/user/orders/apply")


def test_what_the_catalogue_doubts_is_sent_when_the_user_says_so(visitor: AppTest, demo: Served, click: Click) -> None:
    paste(visitor, "my_product_id_1\nNO_SUCH_PRODUCT")
    submit(visitor, click)
    assert len(submit(visitor, click, "Submit all the same").granted) == 1
    assert len(demo.archive.requests.of("POST", "/user/orders/apply")) == 1


def test_only_what_was_found_is_ordered_with_one_more_click(visitor: AppTest, demo: Served, click: Click) -> None:
    paste(visitor, "my_product_id_1\nNO_SUCH_PRODUCT\nORPHAN_1")
    submit(visitor, click)
    click(visitor, "Keep only the one that can be delivered")
    assert len(submit(visitor, click).granted) == 1
    [request] = demo.archive.requests.of("POST", "/user/orders/apply")
    assert json.loads(request.body)["queries"] == ['productId:"my_product_id_1"']


def test_an_order_of_the_whole_catalogue_asks_for_a_word_more(visitor: AppTest, demo: Served, click: Click) -> None:
    visitor.radio[0].set_value("expressions").run()
    visitor.text_area[0].input("*").run()
    check(visitor, click)
    submit(visitor, click)
    assert "covers the whole catalogue" in text_of_page(visitor)
    assert not demo.archive.requests.of("POST", "/user/orders/apply")


def test_a_refused_order_says_why_and_keeps_what_was_typed(visitor: AppTest, click: Click) -> None:
    paste(visitor, "NO_SUCH_PRODUCT")
    check(visitor, click)
    submit(visitor, click)
    assert "The archive refused the request." in text_of_page(visitor)
    assert "EmptySelectionException" in "".join(block.value for block in visitor.code)
    assert "Nothing was ordered." in text_of_page(visitor)
    assert visitor.text_area[0].value == "NO_SUCH_PRODUCT"


def test_a_refusal_in_the_middle_of_a_batch_says_what_is_ordered_and_keeps_the_rest(
    visitor: AppTest, click: Click
) -> None:
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, archive=replace(desk.login.archive, identifiers_per_order=2)))
    paste(visitor, "my_product_id_1\nmy_product_id_2\nUNKNOWN_1\nUNKNOWN_2\nmy_product_id_3")
    check(visitor, click)
    batch = submit(visitor, click)
    assert (len(batch.granted), batch.planned) == (1, 3)
    assert f"1 of 3 orders are accepted: {batch.granted[0]}." in text_of_page(visitor)
    assert "2 of 5 products are ordered, 3 are not." in text_of_page(visitor)
    click(visitor, "Keep what was not ordered")
    assert "3 identifiers" in text_of_page(visitor)


def test_a_batch_is_submitted_in_order(visitor: AppTest, demo: Served, click: Click) -> None:
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, archive=replace(desk.login.archive, identifiers_per_order=2)))
    paste(visitor, "my_product_id_1\nmy_product_id_2\nmy_product_id_3")
    batch = submit(visitor, click)
    first, last = batch.granted
    assert [message.value for message in visitor.success] == [f"All 2 orders are accepted: {first}, {last}."]
    assert [title.value for title in visitor.title] == [f"2 orders, {first} to {last}"]
    bodies = [json.loads(request.body)["queries"] for request in demo.archive.requests.of("POST", "/user/orders/apply")]
    assert bodies == [['productId:("my_product_id_1" OR "my_product_id_2")'], ['productId:"my_product_id_3"']]


def test_maintenance_is_said_and_keeps_what_was_typed(visitor: AppTest, demo: Served, click: Click) -> None:
    paste(visitor, "my_product_id_1")
    demo.archive.scenario = Scenario.MAINTENANCE
    submit(visitor, click)
    assert "The archive is closed for maintenance." in text_of_page(visitor)
    assert visitor.text_area[0].value == "my_product_id_1"


def test_a_lost_verdict_leads_to_the_order_that_was_created(visitor: AppTest, demo: Served, click: Click) -> None:
    paste(visitor, "my_product_id_1")
    demo.archive.scenario = Scenario.GATEWAY_TIMEOUT
    demo.archive.gateway_timeout = 0
    submit(visitor, click)
    assert "The archive's answer got lost" in text_of_page(visitor)
    assert any(button.label.startswith("Follow order ") for button in visitor.button)
    assert len(demo.archive.requests.of("POST", "/user/orders/apply")) == 1


def test_after_a_refusal_the_same_can_be_submitted_again(visitor: AppTest, demo: Served, click: Click) -> None:
    paste(visitor, "NO_SUCH_PRODUCT")
    check(visitor, click)
    submit(visitor, click)
    submit(visitor, click, "Submit order")
    assert len(demo.archive.requests.of("POST", "/user/orders/apply")) == 2


def fill_basket(app: AppTest) -> None:
    """Add a product to the basket, as the web pages of REGARDS do."""
    selection = {"engineType": "legacy", "searchParameters": {"q": ['productId:"my_product_id_2"']}}
    connection = app.session_state["desk"].connection
    connection.send("POST", "rs-order/order/basket/selection", json.dumps(selection))


def test_a_basket_in_use_is_said_and_nothing_is_sent(visitor: AppTest, demo: Served, click: Click) -> None:
    fill_basket(visitor)
    paste(visitor, "my_product_id_1")
    submit(visitor, click)
    assert "Your basket on the archive already holds" in text_of_page(visitor)
    assert not demo.archive.requests.of("POST", "/user/orders/apply")


def test_a_basket_in_use_is_emptied_when_the_user_says_so(visitor: AppTest, demo: Served, click: Click) -> None:
    fill_basket(visitor)
    paste(visitor, "my_product_id_1")
    submit(visitor, click)
    assert len(submit(visitor, click, "Empty the basket and submit").granted) == 1
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


def test_a_check_says_that_all_is_well(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1\nmy_product_id_2")
    assert "All 2 identifiers were found." in check(visitor, click)
    assert [metric.value for metric in visitor.metric][:2] == ["2", "2"]


@pytest.mark.parametrize(
    ("identifier", "sentence"),
    [
        ("ORPHAN_1", "In no dataset: the archive would accept these and never deliver them."),
        ("TWO_VERSIONS", "There are several versions of these"),
        (
            "SWOT_L2_LR_SSH_Expert_003_001_20230831T230347_20230831T235514_PIC0_01",
            "REGARDS delivers them once for each",
        ),
    ],
)
def test_a_check_names_what_needs_a_look(visitor: AppTest, click: Click, identifier: str, sentence: str) -> None:
    paste(visitor, f"my_product_id_1\n{identifier}")
    assert sentence in check(visitor, click)
    assert identifier in [block.value for block in visitor.code]


def test_a_check_says_what_lies_in_the_basket(visitor: AppTest, click: Click) -> None:
    fill_basket(visitor)
    paste(visitor, "my_product_id_1")
    assert "Your basket on the archive already holds" in check(visitor, click)


def test_a_check_says_that_the_quota_does_not_suffice(visitor: AppTest, demo: Served, click: Click) -> None:
    demo.archive.scenario = Scenario.QUOTA
    paste(visitor, "\n".join((SCENES / "landsat8-scenes.txt").read_text().split()[:6]))
    assert "You will not be able to download them all." in check(visitor, click)


def test_a_check_names_the_expression_that_would_have_the_order_refused_and_stops_submit(
    visitor: AppTest, click: Click
) -> None:
    visitor.radio[0].set_value("expressions").run()
    visitor.text_area[0].input('productId:"my_product_id_1"\nproductId:"NO_SUCH"').run()
    assert can_submit(visitor)
    assert "The whole order would be refused because of this expression" in check(visitor, click)
    assert 'productId:"NO_SUCH"' in [block.value for block in visitor.code]
    assert not can_submit(visitor)


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ('providerId:"LC08_L2SP_223081_20200714_20200912_02_T1"', "Map. Footprints of 1 product,"),
        ('productId:"my_product_id_1"', ""),
    ],
    ids=["with a place", "without"],
)
def test_what_an_expression_finds_is_shown_on_a_map_if_it_has_a_place(
    visitor: AppTest, click: Click, expression: str, words: str
) -> None:
    visitor.radio[0].set_value("expressions").run()
    visitor.text_area[0].input(expression).run()
    check(visitor, click)
    maps = [chart.proto.alt for chart in visitor.get("vega_lite_chart")]
    assert [each.partition(" between")[0] for each in maps] == ([words] if words else [])


def test_what_the_remarks_on_an_expression_explain_is_not_said_again_by_the_check(
    visitor: AppTest, click: Click
) -> None:
    visitor.radio[0].set_value("expressions").run()
    visitor.text_area[0].input('productId:"my_product_id_1"\nproductId:("A" "B")').run()
    assert "Expression 2: the archive would refuse this." in text_of_page(visitor)
    assert not can_submit(visitor)
    page = check(visitor, click)
    assert "The archive would refuse this order because of 1 expression." in page
    assert "The whole order would be refused because of this expression" not in page


def test_the_reason_that_a_remark_leaves_to_the_check_is_shown_by_it(visitor: AppTest, click: Click) -> None:
    visitor.radio[0].set_value("expressions").run()
    visitor.text_area[0].input("productId:(").run()
    assert "“Check with the catalogue” shows the reason." in text_of_page(visitor)
    page = check(visitor, click)
    assert "The whole order would be refused because of this expression" in page
    assert "The archive says:" in page


def test_a_catalogue_that_cannot_answer_is_said_and_the_order_can_go_all_the_same(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    paste(visitor, "my_product_id_1")
    demo.archive.scenario = Scenario.FIREWALL
    submit(visitor, click)
    assert "a web page instead of data" in text_of_page(visitor)
    demo.archive.scenario = None
    assert len(submit(visitor, click, "Submit all the same").granted) == 1


def test_an_edit_takes_the_answer_of_the_catalogue_away(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1")
    check(visitor, click)
    paste(visitor, "my_product_id_2")
    assert "The identifier was found." not in text_of_page(visitor)


def test_a_recipe_with_a_long_file_name_expression_is_shown_with_the_limit(visitor: AppTest) -> None:
    long = Draft(pasted="A").with_filter(NameFilter(NameForm.EXPRESSION, "(a|b)*" * 2_200))
    visitor.file_uploader[0].upload("recipe.json", recipe.write(long).encode(), "application/json").run()
    assert "It has 13,200 characters, and up to 2,000 can be judged. Shorten it." in text_of_page(visitor)
    assert not can_submit(visitor)


@pytest.mark.parametrize("text", ["(" * 1_000_000, "a:1\n" * 250_000], ids=["one line", "many lines"])
def test_a_megabyte_of_search_expressions_is_refused_with_the_limit(visitor: AppTest, text: str) -> None:
    visitor.radio[0].set_value("expressions").run()
    visitor.text_area[0].input(text).run()
    assert "The search expressions have 1,000,000 characters. Up to 200,000 can be read." in text_of_page(visitor)
    assert not can_submit(visitor)


def test_a_search_expression_that_the_archive_would_refuse_is_explained_and_fixed(
    visitor: AppTest, click: Click
) -> None:
    visitor.radio[0].set_value("expressions").run()
    visitor.text_area[0].input('productId:("my_product_id_1" "my_product_id_2")').run()
    assert "Expression 1: the archive would refuse this." in text_of_page(visitor)
    click(visitor, "Fix it")
    assert visitor.text_area[0].value == 'productId:("my_product_id_1" OR "my_product_id_2")'
    assert "the archive would refuse this" not in text_of_page(visitor)


def test_a_fix_leaves_the_other_expressions_alone(visitor: AppTest, click: Click) -> None:
    visitor.radio[0].set_value("expressions").run()
    visitor.text_area[0].input('datatype:"type1"\nproductId:PROD_1').run()
    click(visitor, "Fix it")
    assert visitor.text_area[0].value == 'datatype:"type1"\nproductId:"PROD_1"'


@pytest.mark.parametrize("faults", [20, 21])
def test_the_remarks_on_many_expressions_are_cut_off(visitor: AppTest, faults: int) -> None:
    visitor.radio[0].set_value("expressions").run()
    visitor.text_area[0].input("productId:A\n" * faults).run()
    assert len([button for button in visitor.button if button.label == "Fix it"]) == 20
    assert ("These are the first 20 remarks." in text_of_page(visitor)) is (faults > 20)


TABLE = "scene,cloud,providerId\nfirst,10,A\nsecond,20,B\n"


def other_readings(app: AppTest) -> Any:  # noqa: ANN401 - a radio or a selectbox
    """The field behind “Read it otherwise”, which is opened."""
    app.session_state[f"otherwise {app.session_state['desk'].draft_key}"] = True
    app.run()
    [field] = [each for each in (*app.radio, *app.selectbox) if each.label == "Read it as"]
    return field


def test_in_a_table_the_identifier_column_is_chosen(visitor: AppTest) -> None:
    paste(visitor, TABLE)
    assert "2 identifiers from the column “providerId” of a table; 1 title line left out." in text_of_page(visitor)
    assert '"A\\" OR \\"B' in shown_request(visitor)


def test_another_column_of_a_table_can_be_chosen(visitor: AppTest) -> None:
    paste(visitor, TABLE)
    other_readings(visitor).set_value(Reading(Form.TABLE, ",", 0, titled=True)).run()
    assert any('"first\\" OR \\"second' in code.value for code in visitor.code)


def test_a_choice_that_an_edit_leaves_no_room_for_is_not_shown_as_taken(visitor: AppTest) -> None:
    paste(visitor, TABLE)
    other_readings(visitor).set_value(Reading(Form.TABLE, ",", 0, titled=True)).run()
    visitor.session_state[f"otherwise {visitor.session_state['desk'].draft_key}"] = False
    visitor.run()
    paste(visitor, "X_1\nX_2\nX_3")
    assert other_readings(visitor).value.form is Form.LIST


def test_a_choice_that_still_fits_is_kept_through_an_edit(visitor: AppTest) -> None:
    paste(visitor, TABLE)
    other_readings(visitor).set_value(Reading(Form.TABLE, ",", 0, titled=True)).run()
    visitor.session_state[f"otherwise {visitor.session_state['desk'].draft_key}"] = False
    visitor.run()
    paste(visitor, TABLE + "third,30,C\n")
    assert "3 identifiers from the column “scene” of a table" in text_of_page(visitor)
    assert other_readings(visitor).value == Reading(Form.TABLE, ",", 0, titled=True)


def test_a_table_can_be_declared_to_be_none(visitor: AppTest) -> None:
    paste(visitor, TABLE)
    other_readings(visitor).set_value(Reading(Form.LIST)).run()
    assert "9 identifiers" in text_of_page(visitor)


def test_a_recipe_that_is_dropped_composes_the_same_order_again(visitor: AppTest) -> None:
    kept = recipe.write(Draft(pasted="A\nB", data_types=(DataType.QUICKLOOK,)).with_filter(BY_NAME))
    visitor.file_uploader[0].upload("recipe.json", kept.encode(), "application/json").run()
    assert visitor.text_area[0].value == "A\nB"
    assert visitor.multiselect[0].value == ["QUICKLOOK"]
    assert field(visitor, "File name").value == r".*\.png"


def test_a_recipe_of_a_newer_kind_is_refused_in_a_sentence_and_the_rest_stays(visitor: AppTest) -> None:
    paste(visitor, "A")
    newer = json.dumps({"format": recipe.FORMAT, "version": "2.0"})
    visitor.file_uploader[0].upload("recipe.json", newer.encode(), "application/json").run()
    assert "This file cannot be used." in text_of_page(visitor)
    assert visitor.text_area[0].value == "A"


def test_a_list_dropped_beside_search_expressions_is_not_passed_over(visitor: AppTest) -> None:
    visitor.radio[0].set_value("expressions").run()
    visitor.file_uploader[0].upload("names.txt", b"A\nB", "text/plain").run()
    assert visitor.radio[0].value == "identifiers"
    assert "2 identifiers" in text_of_page(visitor)


def name_filter(app: AppTest, text: str, form: str = "expression") -> None:
    [forms] = [each for each in app.radio if each.label == "Take files by name"]
    forms.set_value(form).run()
    field(app, "File name").input(text).run()


@pytest.mark.parametrize(
    ("form", "expression"), [("starts with", r"a\.b.*"), ("contains", r".*a\.b.*"), ("ends with", r".*a\.b")]
)
def test_a_simple_name_filter_builds_the_expression(visitor: AppTest, form: str, expression: str) -> None:
    paste(visitor, "A")
    name_filter(visitor, "a.b", form)
    assert json.loads(shown_request(visitor))["filters"]["filenameRegExp"] == expression


def change_form(app: AppTest, form: str) -> str | None:
    """Choose another form of the name filter; gives the text in its field, None where there is none."""
    [forms] = [each for each in app.radio if each.label == "Take files by name"]
    forms.set_value(form).run()
    return next((each.value for each in app.text_input if each.label == "File name"), None)


def test_any_file_is_taken_at_first_and_needs_no_field(visitor: AppTest) -> None:
    [forms] = [each for each in visitor.radio if each.label == "Take files by name"]
    assert (forms.value, forms.options[0], forms.options[-1]) == ("any", "any file", "matches an expression")
    assert not [each for each in visitor.text_input if each.label == "File name"]


def test_going_over_to_an_expression_shows_what_the_simple_filter_built(visitor: AppTest) -> None:
    name_filter(visitor, ".csv", "ends with")
    assert change_form(visitor, "expression") == r".*\.csv"
    assert change_form(visitor, "ends with") == ".csv"


def test_an_expression_is_never_taken_as_a_text_and_comes_back(visitor: AppTest) -> None:
    paste(visitor, "A")
    name_filter(visitor, ".*_B0[234]")
    assert change_form(visitor, "ends with") == ""
    assert "filenameRegExp" not in shown_request(visitor)
    assert change_form(visitor, "any") is None
    assert change_form(visitor, "expression") == ".*_B0[234]"


def test_a_text_stays_when_another_simple_form_is_chosen(visitor: AppTest) -> None:
    name_filter(visitor, "B04", "contains")
    assert change_form(visitor, "starts with") == "B04"
    assert change_form(visitor, "any") is None
    assert change_form(visitor, "contains") == "B04"


def test_what_was_typed_together_with_the_choice_of_another_form_is_read(visitor: AppTest) -> None:
    name_filter(visitor, "B04", "contains")
    [field] = [each for each in visitor.text_input if each.label == "File name"]
    field.input("B03")
    assert change_form(visitor, "expression") == ".*B03.*"


@pytest.mark.parametrize(
    ("form", "typed", "sentence", "expression"),
    [
        ("expression", "*.nc", "You probably mean: ends with .nc", r".*\.nc"),
        ("expression", "*.{nc,h5}", "You probably mean: ends with .nc, .h5", r".*(?:\.nc|\.h5)"),
        ("expression", "GSM", "You probably mean: contains GSM", ".*GSM.*"),
        ("ends with", r".*\.nc", "You probably mean: ends with .nc", r".*\.nc"),
        (
            "contains",
            "*B0[234]*.jp2",
            r"You probably mean: matches an expression .*B0[234].*\.jp2",
            r".*B0[234].*\.jp2",
        ),
    ],
)
def test_a_pattern_of_another_tool_is_corrected_with_one_click(
    visitor: AppTest, click: Click, form: str, typed: str, sentence: str, expression: str
) -> None:
    paste(visitor, "A")
    name_filter(visitor, typed, form)
    assert sentence in text_of_page(visitor)
    click(visitor, "Use that")
    assert json.loads(shown_request(visitor))["filters"]["filenameRegExp"] == expression
    assert "You probably mean" not in text_of_page(visitor)


def test_a_corrected_expression_does_not_come_back(visitor: AppTest, click: Click) -> None:
    name_filter(visitor, "*.{nc,h5}")
    click(visitor, "Use that")
    assert change_form(visitor, "expression") == r".*(?:\.nc|\.h5)"


def test_the_bench_shows_what_the_filter_takes_of_the_real_names(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1\nmy_product_id_2")
    check(visitor, click)
    name_filter(visitor, "id_1", "contains")
    assert "Of the files found, 1 would be taken and 1 left out." in text_of_page(visitor)


def test_the_first_real_names_are_shown_without_typing_each_taken_or_left_out(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1\nmy_product_id_2")
    check(visitor, click)
    assert "my_product_id_1.csv\nmy_product_id_2.csv" in [block.value for block in visitor.code]
    name_filter(visitor, "_2", "contains")
    blocks = [block.value for block in visitor.code]
    assert blocks.index("my_product_id_2.csv") < blocks.index("my_product_id_1.csv")  # taken, left out
    assert [each.value for each in visitor.markdown if each.value in {"Taken:", "Left out:"}] == ["Taken:", "Left out:"]
    assert [metric.value for metric in visitor.metric][:2] == ["2", "1"]


def test_names_can_be_pasted_to_try_a_filter(visitor: AppTest) -> None:
    paste(visitor, "A")
    name_filter(visitor, ".nc", "ends with")
    [names] = [each for each in visitor.text_area if each.label == "File names"]
    names.input("a.nc\nb.nc\nc.csv").run()
    assert "Of these names, 2 would be taken and 1 left out." in text_of_page(visitor)


def test_a_filter_that_takes_nothing_is_not_submitted_before_the_user_says_so(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1")
    check(visitor, click)
    name_filter(visitor, "nothing like it", "contains")
    assert not can_submit(visitor)
    [sure] = [each for each in visitor.checkbox if each.label == "Submit it all the same"]
    sure.check().run()
    assert can_submit(visitor)


def test_a_filter_that_takes_nothing_is_a_doubt_also_without_a_check_by_hand(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    paste(visitor, "my_product_id_1")
    name_filter(visitor, "nothing like it", "contains")
    submit(visitor, click)
    assert "No file that the catalogue knows of passes the name filter." in text_of_page(visitor)
    assert not demo.archive.requests.of("POST", "/user/orders/apply")


def test_what_may_have_been_ordered_is_not_offered_again(visitor: AppTest, demo: Served, click: Click) -> None:
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, archive=replace(desk.login.archive, identifiers_per_order=1)))
    paste(visitor, "my_product_id_1\nmy_product_id_2")
    demo.archive.scenario = Scenario.GATEWAY_TIMEOUT
    demo.archive.gateway_timeout = 0
    submit(visitor, click)
    click(visitor, "Keep what was not ordered")
    assert visitor.text_area[0].value == "my_product_id_2"


def test_a_click_that_meets_an_expired_session_is_not_acted_on_after_the_next_sign_in(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    paste(visitor, "my_product_id_1")
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, life=0.0))
    click(visitor, "Submit order")
    click(visitor, "Sign in")
    assert [title.value for title in visitor.title] == ["Compose order"]
    assert not demo.archive.requests.of("POST", "/user/orders/apply")


def test_a_recipe_with_half_a_character_is_refused_in_a_sentence(visitor: AppTest) -> None:
    paste(visitor, "A")
    content = json.dumps({"queries": ["x:\ud800"]}).encode()
    visitor.file_uploader[0].upload("order.json", content, "application/json").run()
    assert "half a character" in text_of_page(visitor)
    assert visitor.text_area[0].value == "A"


def name_field(app: AppTest) -> Any:  # noqa: ANN401 - a widget of Streamlit
    return field(app, "Name (optional)")


def test_the_field_for_a_name_shows_the_one_by_default(visitor: AppTest) -> None:
    paste(visitor, "A\nB")
    assert name_field(visitor).value == ""
    assert re.fullmatch(r"2 products, \d+ [A-Z][a-z]{2} \d\d:\d\d", name_field(visitor).placeholder)


def test_the_name_by_default_counts_what_the_check_has_found(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1\nNO_SUCH_PRODUCT\nORPHAN_1")
    assert name_field(visitor).placeholder.startswith("3 products, ")
    check(visitor, click)
    assert name_field(visitor).placeholder.startswith("1 product, ")


def test_the_name_by_default_counts_what_was_asked_where_nothing_was_found(visitor: AppTest, click: Click) -> None:
    paste(visitor, "NO_SUCH_PRODUCT\nNOR_THIS")
    check(visitor, click)
    assert name_field(visitor).placeholder.startswith("2 products, ")


def test_an_order_is_shown_under_its_own_name_as_text(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1")
    name_field(visitor).input("*Norway*\u202e, ![](http://x)").run()
    [order_id] = submit(visitor, click).granted
    visitor.query_params["id"] = str(order_id)
    visitor.switch_page("order.py").run()
    assert "*Norway* , ![](http://x)" in [text.value for text in visitor.text]


def test_a_name_that_comes_with_the_click_is_taken_and_the_order_sent_once(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    paste(visitor, "my_product_id_1")
    name_field(visitor).input("Norway, April")
    granted = submit(visitor, click).granted
    assert [each.name for each in visitor.session_state["desk"].entries(granted)] == ["Norway, April"]
    assert len(demo.archive.requests.of("POST", "/user/orders/apply")) == 1
