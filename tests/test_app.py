"""What the server does when it starts and when it stops."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any, cast

import pytest

import app
from components.desk.shared_state import shared
from components.desk.submissions.progress import Progress, Stopping
from components.regards.delivery.engine import Delivery

PATIENCE = 60  # seconds


class Endless:
    """A delivery that goes on until it is broken off."""

    def __init__(self) -> None:
        self.broken_off = Event()

    def run(self) -> None:
        assert self.broken_off.wait(PATIENCE)

    def break_off(self) -> None:
        self.broken_off.set()


def live(meanwhile: Callable[[], None]) -> None:
    """Start the server, do something, and stop it."""

    async def start_and_stop() -> None:
        async with app.lifespan(app.app):
            await asyncio.to_thread(meanwhile)

    with ThreadPoolExecutor(1) as thread:  # Playwright keeps an event loop running in that of the tests
        thread.submit(asyncio.run, start_and_stop()).result(PATIENCE)


@pytest.fixture(autouse=True)
def order_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ORDER_DESK_ORDER_BOOK", f"sqlite:///{tmp_path}/orders.db")
    monkeypatch.setenv("ORDER_DESK_DEMO", "off")
    return tmp_path / "orders.db"


def test_the_order_book_is_up_to_date_before_the_first_user_comes(order_book: Path) -> None:
    seen = []
    live(lambda: seen.append(order_book.stat().st_size > 0))
    assert seen == [True]


def test_a_server_that_stops_breaks_deliveries_off_and_sends_nothing_more() -> None:
    delivery, progress = Endless(), Progress()
    work: Any = lambda: delivery.broken_off.wait(PATIENCE)  # noqa: E731 - a stand-in for a submission

    def begin() -> None:
        shared().deliveries.start("ada", [54], lambda _: cast("Delivery", delivery))
        shared().submissions.submit("ada", "draft", work, progress)

    live(begin)
    assert delivery.broken_off.is_set()
    with pytest.raises(Stopping):
        progress.check()
