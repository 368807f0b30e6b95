"""One order while a page follows it: its files are listed again only if they may have changed."""

from types import SimpleNamespace
from typing import Any

import pytest

from components.desk.orders.followed_order import FollowedOrder
from components.regards.errors import Missing, NoAnswer, RegardsError
from components.regards.orders import order_files, records
from components.regards.orders.actions import possible
from components.regards.orders.records import Order, OrderFile
from tests.ui.draw_block import file, order

PATIENCE = 60.0  # seconds
NOT_THERE = Missing("The archive does not have this, or no longer has it.")


class Archive:
    """What it says of an order, and how often it was asked for the list of the files."""

    def __init__(self) -> None:
        self.order = order(status="RUNNING", files=2)
        self.files = [file(1), file(2, "PENDING")]
        self.tells_number = True
        self.lists = self.reads = 0
        self.denies_order = False
        self.list_fails_with: RegardsError | None = None

    def read(self, _connection: object, _order_id: int) -> Order:
        self.reads += 1
        if self.denies_order:
            raise NOT_THERE
        return self.order

    def list(self, _connection: object, _order: Order) -> tuple[OrderFile, ...]:
        self.lists += 1
        if self.list_fails_with:
            raise self.list_fails_with
        return tuple(self.files)

    def are_still_available(self, _connection: object, _order_id: int, file_ids: frozenset[int]) -> bool:
        tells = self.tells_number and not self.list_fails_with
        return tells and file_ids == {each.file_id for each in self.files if each.available}


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> Archive:
    made = Archive()
    monkeypatch.setattr(order_files, "order", made.read)
    monkeypatch.setattr(order_files, "files", made.list)
    monkeypatch.setattr(order_files, "are_still_available", made.are_still_available)
    return made


@pytest.fixture
def followed(archive: Archive) -> FollowedOrder:
    """An order that was read and listed."""
    assert archive
    settings = SimpleNamespace(name="Archive", poll_every=3600.0, delivery_mode=None)
    desk: Any = SimpleNamespace(login=SimpleNamespace(archive=settings), connection=None)
    return read_again(FollowedOrder(desk, 54, None))


def read_again(followed: FollowedOrder) -> FollowedOrder:
    for reading in (followed.order, followed._listing):  # noqa: SLF001 - a page would wait for its turn
        reading.renew()
        reading.take(PATIENCE)
    return followed


def states(followed: FollowedOrder) -> list[str]:
    return [each.state for each in followed.files or ()]


def test_while_nothing_changes_the_files_are_listed_once(followed: FollowedOrder, archive: Archive) -> None:
    before = followed.files
    read_again(read_again(followed))
    assert archive.lists == 1
    assert followed.files is before
    assert followed.known


def test_they_are_listed_again_when_one_becomes_ready(followed: FollowedOrder, archive: Archive) -> None:
    archive.files[1] = file(2)
    assert states(read_again(followed)) == ["AVAILABLE", "AVAILABLE"]


def test_they_are_listed_again_when_one_was_downloaded_elsewhere_and_the_order_says_nothing(
    followed: FollowedOrder, archive: Archive
) -> None:
    archive.files[0] = file(1, "DOWNLOADED")
    assert states(read_again(followed)) == ["DOWNLOADED", "PENDING"]


def test_they_are_listed_again_when_the_order_says_something_else(followed: FollowedOrder, archive: Archive) -> None:
    archive.order = order(status="RUNNING", files=2, files_in_error=1)
    archive.files[1] = file(2, "ERROR")
    assert states(read_again(followed)) == ["AVAILABLE", "ERROR"]


def test_they_are_listed_each_time_where_the_number_of_available_files_is_not_told(
    followed: FollowedOrder, archive: Archive
) -> None:
    archive.tells_number = False
    before = followed.files
    read_again(followed)
    assert archive.lists == 2
    assert followed.files is before


def test_they_are_listed_each_time_where_the_order_is_not_shown(followed: FollowedOrder, archive: Archive) -> None:
    archive.order = records.unseen_order(54, more=True)
    read_again(read_again(followed))
    assert archive.lists == 3


def test_what_no_number_tells_is_seen_some_looks_later(followed: FollowedOrder, archive: Archive) -> None:
    archive.files[1] = file(2, "DOWNLOAD_ERROR")
    looks = 0
    while states(read_again(followed)) == ["AVAILABLE", "PENDING"]:
        looks += 1
    assert looks == 10


# A list that is denied: the order may be gone


def list_again(followed: FollowedOrder) -> FollowedOrder:
    followed._listing.renew()  # noqa: SLF001 - a page would wait for its turn
    followed._listing.take(PATIENCE)  # noqa: SLF001
    return followed


def offered(followed: FollowedOrder) -> bool:
    """Whether a page may offer an action on the order."""
    assert followed.latest
    return bool(possible(followed.latest))


def test_of_an_order_whose_files_are_denied_nothing_is_offered_until_it_was_read_again(
    followed: FollowedOrder, archive: Archive
) -> None:
    assert offered(followed)
    archive.list_fails_with = NOT_THERE
    assert not offered(list_again(followed))
    assert followed.unsettled
    followed.order.take(PATIENCE)  # nobody had to ask for it
    assert archive.reads == 2
    assert offered(followed)
    assert not followed.unsettled


def test_an_order_whose_files_are_denied_because_it_was_deleted_is_known_to_be_so_at_once(
    followed: FollowedOrder, archive: Archive
) -> None:
    archive.list_fails_with, archive.denies_order = NOT_THERE, True
    list_again(followed).order.take(PATIENCE)
    assert followed.latest
    assert followed.latest.status == "DELETED"
    assert not offered(followed)
    assert not followed.unsettled


def test_an_outage_of_the_list_denies_nothing(followed: FollowedOrder, archive: Archive) -> None:
    archive.list_fails_with = NoAnswer("The archive did not answer in time.")
    assert offered(list_again(followed))
    assert archive.reads == 1


def test_a_list_that_is_never_shown_tells_nothing_of_the_order_after_the_first_time(
    followed: FollowedOrder, archive: Archive
) -> None:
    archive.list_fails_with = NOT_THERE
    list_again(followed).order.take(PATIENCE)
    assert offered(list_again(followed))
    assert archive.reads == 2
