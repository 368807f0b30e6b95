"""Fixtures of the tests of the order page."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.server import Served
from components.desk.shared_state import shared
from tests.clocks import Clock
from tests.pages.order.steps import NewSession, wait_for_deliveries


@pytest.fixture
def clock(demo: Served) -> Clock:
    """The archive's clock, which stands still until the test advances it."""
    demo.archive.clock = clock = Clock(demo.archive.clock())
    return clock


@pytest.fixture(autouse=True)
def _nothing_goes_on(offered: object) -> Iterator[None]:
    """No delivery outlives its test."""
    assert offered
    yield
    wait_for_deliveries()


@pytest.fixture
def new_tab(visitor: AppTest, new_session: NewSession, monkeypatch: pytest.MonkeyPatch) -> NewSession:
    """A function that opens the desk in another tab of the same browser, or after a refresh."""
    cookie = shared().kept_logins.seal(visitor.session_state["desk"].login)

    def open_tab() -> AppTest:
        with monkeypatch.context() as browser:
            browser.setattr("components.ui.session._cookie", lambda: cookie)
            return new_session()

    return open_tab
