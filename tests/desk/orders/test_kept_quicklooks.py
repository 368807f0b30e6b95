"""The pictures that a user looked at last are kept."""

from components.desk.orders.kept_quicklooks import KeptQuicklooks
from components.regards.http.connection import Connection
from tests.regards.orders.test_quicklooks import PNG, quicklook, sending
from tests.ui import draw_block

PATIENCE = 60  # seconds


def refuse() -> Connection:
    raise AssertionError("nobody clicked")


def test_nothing_is_asked_without_a_click() -> None:
    reading = KeptQuicklooks(refuse).of(quicklook())
    assert (reading.value, reading.under_way) == (None, False)


def test_a_picture_that_was_fetched_is_kept() -> None:
    with sending(PNG) as server:
        kept = KeptQuicklooks(server.connection)
        kept.of(quicklook()).renew()
        kept.of(quicklook()).take(PATIENCE)
        assert kept.of(quicklook()).value
    assert len(server.requests) == 1


def test_only_the_last_pictures_are_kept() -> None:
    kept = KeptQuicklooks(refuse)
    first = kept.of(draw_block.file(0))
    for number in range(1, 4):
        kept.of(draw_block.file(number))
    assert kept.of(draw_block.file(0)) is first  # and now it is the latest
    for number in range(4, 7):
        kept.of(draw_block.file(number))
    assert kept.of(draw_block.file(0)) is first
    for number in range(7, 11):
        kept.of(draw_block.file(number))
    assert kept.of(draw_block.file(0)) is not first
