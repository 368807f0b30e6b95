"""Compose: recipes that are dropped."""

import json

from streamlit.testing.v1 import AppTest

from components.order.data_types import DataType
from components.order.draft import Draft
from components.order.file_name import NameFilter, NameForm
from components.order.files import recipe
from tests.pages.compose.steps import can_submit, field, paste, text_of_page

BY_NAME = NameFilter(NameForm.EXPRESSION, r".*\.png")


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


def test_a_recipe_with_a_long_file_name_expression_is_shown_with_the_limit(visitor: AppTest) -> None:
    long = Draft(pasted="A").with_filter(NameFilter(NameForm.EXPRESSION, "(a|b)*" * 2_200))
    visitor.file_uploader[0].upload("recipe.json", recipe.write(long).encode(), "application/json").run()
    assert "It has 13,200 characters, and up to 2,000 can be judged. Shorten it." in text_of_page(visitor)
    assert not can_submit(visitor)


def test_a_recipe_with_half_a_character_is_refused_in_a_sentence(visitor: AppTest) -> None:
    paste(visitor, "A")
    content = json.dumps({"queries": ["x:\ud800"]}).encode()
    visitor.file_uploader[0].upload("order.json", content, "application/json").run()
    assert "half a character" in text_of_page(visitor)
    assert visitor.text_area[0].value == "A"
