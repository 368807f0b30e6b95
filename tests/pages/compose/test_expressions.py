"""Compose: search expressions, and what is remarked on them."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.compose.steps import Click, can_submit, text_of_page


def test_a_blank_expression_is_never_sent(visitor: AppTest) -> None:
    visitor.radio[0].set_value("expressions").run()
    visitor.text_area[0].input("  \n ").run()
    assert "A blank one would order the whole catalogue" in text_of_page(visitor)
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
