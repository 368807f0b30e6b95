"""Fixtures of the page tests: the app through its frame, against a demo archive over HTTP."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.demo.server import Served
from components.regards.settings import Account, Archive, Guests
from components.ui.sign_in import gate
from tests.conftest import Offer

FRAME = Path(__file__).parents[2] / "pages" / "main.py"


@pytest.fixture(autouse=True)
def _no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody exchanges tickets for cookies here, so the pages do not wait for it."""
    monkeypatch.setattr(gate, "_LONGEST_EXCHANGE", 0.0)


@pytest.fixture
def offered(demo: Served, offer: Offer, tmp_path: Path) -> Archive:
    accounts = (Account(each.username, each.password) for each in demo.accounts)
    archive = Archive(
        name="Demo archive",
        url=demo.url,
        project=demo.project,
        guests=Guests(accounts.__next__),
        poll_every=0.05,
        delivery_folder=str(tmp_path),
        first_way="folder",
        checked_at_once=0,  # at a click; compose/test_automatic_check.py is about the other way
    )
    offer(archive)
    return archive


@pytest.fixture
def new_session(offered: Archive) -> Callable[[], AppTest]:
    """A function that opens the desk in a new browser session."""
    assert offered.guests
    return lambda: AppTest.from_file(str(FRAME), default_timeout=60).run()


@pytest.fixture
def stranger(new_session: Callable[[], AppTest]) -> AppTest:
    """A browser session without a login."""
    return new_session()


@pytest.fixture
def visitor(stranger: AppTest) -> AppTest:
    """A browser session on Compose, signed in to the demo archive."""
    return press(stranger, "Try the demo archive")


@pytest.fixture
def customer(visitor: AppTest) -> AppTest:
    """A signed-in browser session with one submitted order."""
    visitor.text_area[0].input("my_product_id_1").run()
    press(visitor, "Submit order")
    visitor.session_state["desk"].submission().result(60)
    return visitor.run()


def press(app: AppTest, label: str) -> AppTest:
    [button] = [each for each in app.button if each.label == label]
    return button.click().run()


@pytest.fixture
def click() -> Callable[[AppTest, str], AppTest]:
    """A function that clicks the button with a label."""
    return press
