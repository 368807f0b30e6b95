"""Compose: some quicklooks of what was found, at a click and without an order."""

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.archive import Scenario
from components.demo.server import Served
from tests.desk.test_kept_quicklooks import await_all
from tests.pages.compose.steps import Click, check, paste, text_of_page
from tests.ui.draw_block import tiles

FIVE = "my_product_id_1\nmy_product_id_2\nmy_product_id_3\nmy_product_id_4\nmy_product_identifier"
MEANING = "To the archive each is a download"


def downloads(demo: Served) -> list[str]:
    return [each.path for each in demo.archive.requests if "/downloads/" in each.path]


def show(app: AppTest, click: Click, button: str) -> AppTest:
    """Click on the button, and draw the page once the archive has answered."""
    click(app, button)
    await_all()
    return app.run()


def labels(app: AppTest) -> list[str]:
    return [each.label for each in app.button if "quicklook" in each.label]


def test_four_of_what_was_found_are_shown_at_a_click_and_never_before(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    paste(visitor, FIVE)
    assert MEANING in check(visitor, click)
    assert (labels(visitor), tiles(visitor), downloads(demo)) == (["Show 4 quicklooks"], [], [])
    show(visitor, click, "Show 4 quicklooks")
    assert [tile["address"][:20] for tile in tiles(visitor)] == ["./orders/quicklooks/"] * 4
    assert len({tile["address"] for tile in tiles(visitor)}) == len(downloads(demo)) == 4
    assert labels(visitor) == []
    assert MEANING not in text_of_page(visitor)
    assert demo.archive.lifecycle.orders == {}


def test_by_search_expressions_too(visitor: AppTest, click: Click) -> None:
    visitor.radio[0].set_value("expressions").run()
    visitor.text_area[0].input('productId:"my_product_id_1"').run()
    check(visitor, click)
    assert len(tiles(show(visitor, click, "Show the quicklook"))) == 1


@pytest.mark.parametrize("found", ["PROD_1", "ORPHAN_1", "NO_SUCH_PRODUCT"])
def test_where_nothing_can_be_looked_at_nothing_is_offered(visitor: AppTest, click: Click, found: str) -> None:
    paste(visitor, found)
    assert MEANING not in check(visitor, click)
    assert (labels(visitor), tiles(visitor)) == ([], [])


def test_what_was_shown_stays_and_only_what_is_new_is_offered(visitor: AppTest, demo: Served, click: Click) -> None:
    paste(visitor, "my_product_id_1")
    check(visitor, click)
    show(visitor, click, "Show the quicklook")
    visitor.switch_page("orders.py").run()
    visitor.switch_page("compose.py").run()
    paste(visitor, "my_product_id_1\nmy_product_id_2")
    check(visitor, click)
    assert ([bool(tile["address"]) for tile in tiles(visitor)], labels(visitor)) == ([True], ["Show the quicklook"])
    assert len(downloads(demo)) == 1


def test_a_change_of_the_list_takes_them_away(visitor: AppTest, click: Click) -> None:
    paste(visitor, "my_product_id_1")
    check(visitor, click)
    show(visitor, click, "Show the quicklook")
    paste(visitor, "my_product_id_2")
    assert (labels(visitor), tiles(visitor)) == ([], [])


def test_a_click_changes_nothing_of_the_order(visitor: AppTest, demo: Served, click: Click) -> None:
    paste(visitor, "my_product_id_1")
    check(visitor, click)
    show(visitor, click, "Show the quicklook")
    click(visitor, "Submit order")
    visitor.session_state["desk"].submission().result(60)
    assert len(demo.archive.lifecycle.orders) == 1


def test_a_licence_is_told_and_never_accepted_in_the_users_name(visitor: AppTest, demo: Served, click: Click) -> None:
    paste(visitor, FIVE)
    check(visitor, click)
    demo.archive.scenario = Scenario.LICENCE
    [tile] = tiles(show(visitor, click, "Show 4 quicklooks"))
    assert tile["problem"] == "The archive wants you to accept a licence first, in its own interface."
    assert labels(visitor) == ["Show 4 quicklooks"]
    assert len(downloads(demo)) == 1
    assert not [each for each in demo.archive.requests if "acceptLicense" in str(each)]
    demo.archive.scenario = None
    assert [bool(tile["address"]) for tile in tiles(show(visitor, click, "Show 4 quicklooks"))] == [True] * 4
