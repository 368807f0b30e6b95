"""A neighbour who reads the order book's file, and an order number that no database can hold."""

import logging
import stat
from contextlib import closing
from pathlib import Path

import pytest

from components.desk.order_book import OrderBook


@pytest.mark.parametrize("exists", [False, True])
def test_only_its_owner_reads_the_file(tmp_path: Path, *, exists: bool) -> None:
    file = tmp_path / "state" / "orders.db"
    if exists:
        file.parent.mkdir(mode=0o700)
        file.touch(mode=0o644)
    with closing(OrderBook(f"sqlite:///{file}")) as book:
        book.find("ada", 54)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_number_outside_64_bits_is_no_outage(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with closing(OrderBook(f"sqlite:///{tmp_path / 'orders.db'}")) as book:
        assert book.find("ada", 2**63 - 1) is None
        caplog.set_level(logging.INFO)
        with pytest.raises(OverflowError):
            book.find("ada", 2**63)
        assert book.find("ada", 54) is None
    assert not caplog.records
