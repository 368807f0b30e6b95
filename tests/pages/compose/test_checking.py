"""Compose: what the catalogue says of an order."""

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.archive import Scenario
from components.demo.server import Served
from tests.pages.compose.steps import SCENES, Click, can_submit, check, fill_basket, paste, submit, text_of_page


def test_the_sentence_beside_submit_counts_what_the_check_found(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1\nNO_SUCH_PRODUCT\nORPHAN_1")
    assert "You will order 3 products from" in text_of_page(visitor)
    assert "You will order 1 of the 3 products in your list from" in check(visitor, click)


@pytest.mark.parametrize(
    ("expressions", "words"),
    [
        ('productId:"A"', "the products that 1 query finds from"),
        ('productId:"A"\nproductId:"B"', "the products that 2 queries find from"),
    ],
)
def test_the_sentence_beside_submit_counts_searches(visitor: AppTest, expressions: str, words: str) -> None:
    visitor.radio[0].set_value("expressions").run()
    visitor.text_area[0].input(expressions).run()
    assert f"You will order {words} Demo archive" in text_of_page(visitor)


def test_a_check_offers_the_latest_version_alone(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1\nTWO_VERSIONS")
    check(visitor, click)
    click(visitor, "Order the latest version only")
    assert visitor.session_state["desk"].draft.latest_only
    assert "several versions" not in check(visitor, click)


def test_a_check_says_that_all_is_well(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1\nmy_product_id_2")
    assert "Both identifiers were found." in check(visitor, click)
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


def test_of_an_order_that_would_be_refused_nothing_is_counted(visitor: AppTest, click: Click) -> None:
    visitor.radio[0].set_value("expressions").run()
    visitor.text_area[0].input("productId:(").run()
    check(visitor, click)
    assert [each.value for each in visitor.metric] == ["–", "–", "–"]
    assert "Files by dataset and data type" not in [each.label for each in visitor.expander]


def test_an_expression_that_finds_nothing_is_not_said_to_be_marked_in_the_form(visitor: AppTest, click: Click) -> None:
    visitor.radio[0].set_value("expressions").run()
    visitor.text_area[0].input('productId:"NO_SUCH_PRODUCT"').run()
    page = check(visitor, click)
    assert not can_submit(visitor)
    assert "Nothing can be ordered like this: what the catalogue says is shown below." in page
    assert "where it is marked" not in page


def test_a_list_that_the_archive_would_refuse_for_one_of_its_queries_is_not_promised(
    visitor: AppTest, click: Click
) -> None:
    unknown = [f"NO_SUCH_{number}" for number in range(200)]  # the second query is of one of them alone
    paste(visitor, "\n".join(["my_product_id_1", *unknown]))
    page = check(visitor, click)
    assert "One query of this request names nothing that may be ordered" in page
    assert "You will order" not in page
    assert not can_submit(visitor)
    click(visitor, "Keep only the one that can be delivered")
    assert can_submit(visitor)


def test_a_list_with_something_to_order_in_each_query_is_promised(visitor: AppTest, click: Click) -> None:
    unknown = [f"NO_SUCH_{number}" for number in range(198)]
    paste(visitor, "\n".join(["my_product_id_1", *unknown, "my_product_id_2"]))
    assert "You will order 2 of the 200 products in your list from" in check(visitor, click)
    assert can_submit(visitor)


def test_of_names_that_are_all_unknown_no_other_data_types_are_proposed(visitor: AppTest, click: Click) -> None:
    paste(visitor, "NO_SUCH_PRODUCT")
    page = check(visitor, click)
    assert "unknown, or closed to your account" in page
    assert "No file of these data types would come." not in page


def test_the_reason_that_a_remark_leaves_to_the_check_is_shown_by_it(visitor: AppTest, click: Click) -> None:
    visitor.radio[0].set_value("expressions").run()
    visitor.text_area[0].input("AND productId:A").run()
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
