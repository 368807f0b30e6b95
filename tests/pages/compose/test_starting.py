"""Compose: what an empty form offers."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.archive import Scenario
from components.demo.server import Served
from components.order.draft import By, Draft
from tests.pages.compose.steps import name_filter, paste, text_of_page

Click = Callable[[AppTest, str], AppTest]
PATIENCE = 60  # seconds


@pytest.fixture
def visitor(visitor: AppTest) -> AppTest:
    """A visitor of an archive with two examples."""
    examples = {"A list": Draft(pasted="A\nB"), "A search": Draft(By.EXPRESSIONS, expressions='productId:"A"')}
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, archive=replace(desk.login.archive, examples=examples)))
    return visitor.run()


def labels(app: AppTest) -> list[str]:
    return [each.label for each in app.button]


def test_an_example_is_filled_in_at_one_click_and_the_choice_of_files_stays(visitor: AppTest, click: Click) -> None:
    name_filter(visitor, ".nc", "ends with")
    click(visitor, "A list")
    assert visitor.text_area[0].value == "A\nB"
    assert "A search" not in labels(visitor)
    assert visitor.session_state["desk"].draft.file_name_expression() == r".*\.nc"


def test_a_search_is_an_example_too(visitor: AppTest, click: Click) -> None:
    click(visitor, "A search")
    assert visitor.radio[0].value == "expressions"
    assert visitor.text_area[0].value == 'productId:"A"'


def test_examples_go_once_something_is_typed_and_come_back(visitor: AppTest) -> None:
    paste(visitor, "A")
    assert "A list" not in labels(visitor)
    paste(visitor, "")
    assert "A list" in labels(visitor)


def test_an_empty_form_tells_what_the_archive_holds(visitor: AppTest) -> None:
    visitor.session_state["desk"].holdings.take(PATIENCE)
    assert "16 datasets with products that you may order:" in text_of_page(visitor.run())
    paste(visitor, "A")
    assert "16 datasets" not in text_of_page(visitor)


def test_an_archive_that_does_not_tell_what_it_holds_is_no_trouble(visitor: AppTest, demo: Served) -> None:
    desk = visitor.session_state["desk"]
    desk.holdings.take(PATIENCE)
    desk.holdings.value = None
    demo.archive.scenario = Scenario.MAINTENANCE
    desk.holdings.renew()
    desk.holdings.take(PATIENCE)
    visitor.run()
    assert desk.holdings.error
    assert not [*visitor.warning, *visitor.error]


def test_a_fresh_start_empties_the_form_and_can_be_taken_back(visitor: AppTest, click: Click) -> None:
    name_filter(visitor, ".nc", "ends with")
    click(visitor, "A list")
    click(visitor, "Start over")
    assert visitor.text_area[0].value == ""
    assert visitor.session_state["desk"].draft == Draft()
    assert {"A list", "A search"} <= set(labels(visitor))
    assert "What you had before is kept." in text_of_page(visitor)
    click(visitor, "Bring it back")
    assert visitor.text_area[0].value == "A\nB"
    assert visitor.session_state["desk"].draft.file_name_expression() == r".*\.nc"


def test_an_empty_form_offers_no_fresh_start(visitor: AppTest, click: Click) -> None:
    assert "Start over" not in labels(visitor)
    paste(visitor, "A")
    assert "Start over" in labels(visitor)
    click(visitor, "Start over")
    assert "Start over" not in labels(visitor)


def test_what_is_typed_together_with_the_click_is_not_lost(visitor: AppTest, click: Click) -> None:
    paste(visitor, "A")
    visitor.text_area[0].input("A\nB")
    click(visitor, "Start over")
    click(visitor, "Bring it back")
    assert visitor.text_area[0].value == "A\nB"
