"""Compose: an order is sent once, as it was shown, and every end of it is told."""

import json
from dataclasses import replace

from streamlit.testing.v1 import AppTest

from components.demo.archive import Scenario
from components.demo.catalogue.catalogue import Catalogue
from components.demo.server import Served
from components.desk.submissions import Click as Clicked
from tests.pages.compose.steps import (
    Click,
    can_submit,
    check,
    fill_basket,
    insist,
    paste,
    shown_request,
    submit,
    text_of_page,
)


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
    insist(visitor)
    submit(visitor, click)
    desk.click(Clicked(bodies, key, confirmed=True))
    visitor.run()
    desk.submission().result(60)
    assert len(demo.archive.requests.of("POST", "/user/orders/apply")) == 1


def test_a_list_of_which_nothing_comes_is_not_submitted_before_the_user_says_so(visitor: AppTest, click: Click) -> None:
    paste(visitor, "NO_SUCH_PRODUCT")
    assert "Nothing in your list can be delivered." in check(visitor, click)
    assert not can_submit(visitor)
    insist(visitor)
    assert can_submit(visitor)
    paste(visitor, "NO_SUCH_PRODUCT\nmy_product_id_1")
    check(visitor, click)
    assert can_submit(visitor)


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


def test_what_the_page_showed_before_submit_draws_no_more(visitor: AppTest, demo: Served, click: Click) -> None:
    def fragments() -> set[str]:
        return set(visitor._fragment_storage._fragments)  # noqa: SLF001 - Streamlit tells it nowhere else

    paste(visitor, "my_product_id_1")
    before = fragments()
    with demo.archive.hold("/complex/search"):
        click(visitor, "Check with the catalogue")
        of_the_check = fragments() - before
        assert of_the_check
        click(visitor, "Submit order")
        assert "Submitting your order." in text_of_page(visitor)
        assert not of_the_check & fragments()
    visitor.session_state["desk"].submission().result(60)


def test_what_the_catalogue_doubts_is_not_sent_before_the_user_has_seen_it(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    paste(visitor, "my_product_id_1\nNO_SUCH_PRODUCT")
    submit(visitor, click)
    assert "1 of 2 identifiers were found. 1 is unknown or closed to your account" in text_of_page(visitor)
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
    whole = demo.archive.catalogue
    few = [each for each in whole.products.values() if each.provider_id.startswith("my_product_id_")]
    demo.archive.catalogue = Catalogue(whole.project, whole.datasets.values(), few)  # each check reads all names
    visitor.radio[0].set_value("expressions").run()
    visitor.text_area[0].input("*").run()
    check(visitor, click)
    submit(visitor, click)
    assert "covers the whole catalogue" in text_of_page(visitor)
    assert not demo.archive.requests.of("POST", "/user/orders/apply")


def test_a_refused_order_says_why_and_keeps_what_was_typed(visitor: AppTest, click: Click) -> None:
    paste(visitor, "NO_SUCH_PRODUCT")
    check(visitor, click)
    insist(visitor)
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
    [insist] = [each for each in visitor.checkbox if each.label == "Submit all the same"]
    insist.check().run()
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
    assert [message.value for message in visitor.success] == [f"Both orders are accepted: {first}, {last}."]
    assert [title.value for title in visitor.title] == [f"Orders {first} and {last}"]
    bodies = [json.loads(request.body)["queries"] for request in demo.archive.requests.of("POST", "/user/orders/apply")]
    assert bodies == [['productId:("my_product_id_1" OR "my_product_id_2")'], ['productId:"my_product_id_3"']]


def test_maintenance_is_said_and_keeps_what_was_typed(visitor: AppTest, demo: Served, click: Click) -> None:
    paste(visitor, "my_product_id_1")
    demo.archive.scenario = Scenario.MAINTENANCE
    submit(visitor, click)
    assert "The archive is closed for maintenance." in text_of_page(visitor)
    assert visitor.text_area[0].value == "my_product_id_1"


def test_maintenance_does_not_offer_to_submit_all_the_same(visitor: AppTest, demo: Served, click: Click) -> None:
    paste(visitor, "my_product_id_1")
    demo.archive.scenario = Scenario.MAINTENANCE
    submit(visitor, click)
    assert "Submit all the same" not in [button.label for button in visitor.button]
    assert can_submit(visitor)
    assert text_of_page(visitor).count("The archive is closed for maintenance.") == 1


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
    insist(visitor)
    submit(visitor, click)
    submit(visitor, click, "Submit order")
    assert len(demo.archive.requests.of("POST", "/user/orders/apply")) == 2


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
    [number] = submit(visitor, click, "Empty the basket and submit").granted
    order = visitor.session_state["desk"].ordered_here.asked(number)
    assert "my_product_id_2" not in order.request_json
    assert len(demo.archive.requests.of("POST", "/user/orders/apply")) == 1


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
