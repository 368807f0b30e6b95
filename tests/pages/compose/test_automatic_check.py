"""Compose: short lists are checked with the catalogue without a click, politely."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.archive import Scenario
from components.demo.server import Served
from components.desk.shared_state import shared
from components.regards.catalogue.checking import Cancelled
from components.regards.submission.submission import Batch
from tests.pages.compose.steps import can_submit, paste, text_of_page
from tests.pages.conftest import FRAME

Click = Callable[[AppTest, str], AppTest]
SEARCH = "/rs-catalog/complex/search"
PATIENCE = 60  # seconds
MOST = 3


@pytest.fixture
def visitor(visitor: AppTest) -> AppTest:
    """A visitor of an archive where lists of up to three identifiers are checked by themselves."""
    desk = visitor.session_state["desk"]
    desk.take_over(replace(desk.login, archive=replace(desk.login.archive, checked_at_once=MOST)))
    return visitor


def answered(app: AppTest) -> str:
    """Wait for the check that has begun by itself, and return the text of the page."""
    app.session_state["desk"].draft_check.current().future.exception(PATIENCE)
    return text_of_page(app.run())


def names(most: int = MOST) -> str:
    return "\n".join(f"my_product_id_{number + 1}" for number in range(most))


def submit(app: AppTest, click: Click) -> Batch:
    click(app, "Submit order")
    batch: Batch = app.session_state["desk"].submission().result(PATIENCE)
    app.run()
    return batch


def test_a_short_list_is_checked_without_a_click(visitor: AppTest) -> None:
    paste(visitor, names())
    assert "identifiers were found." in answered(visitor)


def test_a_longer_list_waits_for_a_click(visitor: AppTest, demo: Served, click: Click) -> None:
    paste(visitor, names(MOST + 1))
    assert visitor.session_state["desk"].draft_check.current() is None
    assert not demo.archive.requests.of("POST", SEARCH)
    click(visitor, "Check with the catalogue")
    assert "identifiers were found." in answered(visitor)


def test_an_expression_waits_for_a_click(visitor: AppTest) -> None:
    visitor.radio[0].set_value("expressions").run()
    visitor.text_area[0].input('productId:"my_product_id_1"').run()
    assert visitor.session_state["desk"].draft_check.current() is None


def test_an_edit_cancels_the_check_and_the_next_one_begins_when_that_has_ended(visitor: AppTest, demo: Served) -> None:
    with demo.archive.hold(SEARCH) as gate:
        paste(visitor, "my_product_id_1")
        assert gate.reached.wait(PATIENCE)
        first = visitor.session_state["desk"].draft_check.current()
        paste(visitor, "my_product_id_2")
        second = visitor.session_state["desk"].draft_check.current()
        assert second is not first
        assert len(demo.archive.requests.of("POST", SEARCH)) == 0  # the first is held, the second was not sent
        gate.open()
        assert isinstance(first.future.exception(PATIENCE), Cancelled)
    assert "The identifier was found." in answered(visitor)


def test_an_archive_in_maintenance_is_not_asked_again_without_a_click(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    demo.archive.scenario = Scenario.MAINTENANCE
    paste(visitor, "my_product_id_1")
    assert "The archive is closed for maintenance." in answered(visitor)
    asked = len(demo.archive.requests.of("POST", SEARCH))
    paste(visitor, "my_product_id_2")
    assert visitor.session_state["desk"].draft_check.current() is None
    assert "it is not asked by itself" in text_of_page(visitor)
    assert len(demo.archive.requests.of("POST", SEARCH)) == asked
    demo.archive.scenario = None
    click(visitor, "Check with the catalogue")
    assert "The identifier was found." in answered(visitor)


def test_an_archive_that_refused_a_submission_in_maintenance_is_not_asked_by_itself(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    paste(visitor, "my_product_id_1")
    answered(visitor)
    visitor.session_state["desk"].begin_draft()
    demo.archive.scenario = Scenario.MAINTENANCE
    paste(visitor.run(), names(MOST + 1))
    submit(visitor, click)
    paste(visitor, "my_product_id_2")
    assert visitor.session_state["desk"].draft_check.current() is None


def test_after_a_refused_submission_a_click_asks_the_catalogue_again(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    demo.archive.scenario = Scenario.MAINTENANCE
    paste(visitor, names(MOST + 1))
    submit(visitor, click)
    demo.archive.scenario = None
    with demo.archive.hold(SEARCH) as gate:
        click(visitor, "Check with the catalogue")
        assert gate.reached.wait(PATIENCE)
        visitor.run()
        gate.open()
        assert "identifiers were found." in answered(visitor)


def test_submit_does_not_wait_for_a_check_and_takes_its_place(visitor: AppTest, demo: Served, click: Click) -> None:
    with demo.archive.hold(SEARCH) as gate:
        paste(visitor, "my_product_id_1")
        assert gate.reached.wait(PATIENCE)
        check = visitor.session_state["desk"].draft_check.current()
        assert can_submit(visitor)
        click(visitor, "Submit order")
        gate.open()
        assert len(visitor.session_state["desk"].submission().result(PATIENCE).granted) == 1
    assert isinstance(check.future.exception(PATIENCE), Cancelled)
    assert len(demo.archive.requests.of("POST", "/user/orders/apply")) == 1


def test_what_a_submission_found_is_shown_in_the_place_of_the_check(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    with demo.archive.hold(SEARCH) as gate:
        paste(visitor, "my_product_id_1\nNO_SUCH_PRODUCT")
        assert gate.reached.wait(PATIENCE)
        click(visitor, "Submit order")
        gate.open()
        visitor.session_state["desk"].submission().result(PATIENCE)
    page = text_of_page(visitor.run())
    assert "Nothing was sent yet. Look at what the catalogue says below." in page
    assert page.count("1 of 2 identifiers were found.") == 1
    assert not demo.archive.requests.of("POST", "/user/orders/apply")


def test_a_check_survives_a_change_of_page(visitor: AppTest, demo: Served) -> None:
    paste(visitor, "my_product_id_1")
    answered(visitor)
    asked = len(demo.archive.requests.of("POST", SEARCH))
    visitor.switch_page("orders.py").run()
    visitor.switch_page("compose.py").run()
    assert "The identifier was found." in text_of_page(visitor)
    assert len(demo.archive.requests.of("POST", SEARCH)) == asked


def test_a_check_survives_a_refresh(visitor: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    paste(visitor, "my_product_id_1")
    answered(visitor)
    cookie = shared().kept_logins.seal(visitor.session_state["desk"].login)
    monkeypatch.setattr("components.ui.session._cookie", lambda: cookie)
    refreshed = AppTest.from_file(str(FRAME), default_timeout=PATIENCE)
    refreshed.query_params["draft"] = visitor.session_state["desk"].tab
    refreshed.run()
    assert refreshed.session_state["desk"] is not visitor.session_state["desk"]
    assert refreshed.session_state["desk"].draft_check.current() is visitor.session_state["desk"].draft_check.current()
    assert "The identifier was found." in text_of_page(refreshed)


def test_a_check_that_met_the_end_of_the_session_is_made_again_after_the_next_sign_in(
    visitor: AppTest, demo: Served, click: Click
) -> None:
    desk = visitor.session_state["desk"]
    with demo.archive.hold(SEARCH) as gate:
        paste(visitor, "my_product_id_1")
        assert gate.reached.wait(PATIENCE)
        desk.take_over(replace(desk.login, life=0.0))
        gate.open()
        assert desk.draft_check.current().future.exception(PATIENCE)
    visitor.run()
    click(visitor, "Sign in")
    assert "The identifier was found." in answered(visitor)
