"""What was ordered here outlives the process, stays with its account, and survives a database that fails."""

import logging
import os
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from components.desk.intents import Intent
from components.desk.order_book import IN_MEMORY, Entry, OrderBook, SubmittedOrder
from tests import postgresql

NOON = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)
Open = Callable[..., OrderBook]


def order(order_id: int, *, minute: int = 0, batch: str = "b1") -> SubmittedOrder:
    return SubmittedOrder(order_id, f'{{"q": {order_id}}}', NOON + timedelta(minutes=minute), f"r{order_id}", batch)


@pytest.fixture
def open_book() -> Iterator[Open]:
    opened = []

    def open_at(address: str, **how: Callable[[], float]) -> OrderBook:
        opened.append(OrderBook(address, **how))
        return opened[-1]

    yield open_at
    for each in opened:
        each.close()


@pytest.fixture(params=["memory", "file", "postgresql"])
def book(request: pytest.FixtureRequest, tmp_path: Path, open_book: Open) -> OrderBook:
    match request.param:
        case "memory":
            return open_book(IN_MEMORY)
        case "file":
            return open_book(f"sqlite:///{tmp_path}/orders.db")
    return open_book(request.getfixturevalue("new_postgresql")())


def test_an_order_is_found_as_it_was_submitted(book: OrderBook) -> None:
    book.add("ada", order(54))
    assert book.find("ada", 54) == order(54)


def test_an_intent_takes_the_place_of_its_own_state_and_of_no_other_batch(book: OrderBook) -> None:
    mine = Intent("key", "mine", NOON, 2, before=frozenset())
    assert book.intents.put("ada", mine)
    assert book.intents.put("ada", later := replace(mine, accepted=1))
    assert not book.intents.put("ada", replace(mine, batch="other"))
    assert book.intents.find("ada", "key") == later
    assert book.intents.put("bert", replace(mine, batch="other"))


def test_an_order_of_a_number_that_was_not_submitted_here_is_not_found(book: OrderBook) -> None:
    book.add("ada", order(54))
    assert book.find("ada", 55) is None


def test_another_account_sees_nothing_of_it(book: OrderBook) -> None:
    book.add("ada", order(54))
    assert book.find("bob", 54) is None
    assert book.newest("bob", 9) == ()
    assert book.batch("bob", 54) == ()


def test_the_newest_orders_come_first_and_no_more_than_wanted(book: OrderBook) -> None:
    for number, minute in ((1, 0), (3, 2), (2, 2), (4, 1)):
        book.add("ada", order(number, minute=minute))
    assert [entry.order_id for entry in book.newest("ada", 3)] == [3, 2, 4]


def test_an_entry_says_when_and_with_which_others_an_order_was_submitted(book: OrderBook) -> None:
    book.add("ada", order(54, batch="b7"))
    assert book.newest("ada", 1) == (Entry(54, NOON, "b7"),)


def test_orders_that_were_submitted_together_are_one_batch(book: OrderBook) -> None:
    for number, batch in ((3, "b1"), (1, "b1"), (2, "b2")):
        book.add("ada", order(number, batch=batch))
    book.add("bob", order(4, batch="b1"))
    assert book.batch("ada", 1) == (1, 3)
    assert book.batch("ada", 2) == (2,)
    assert book.batch("ada", 4) == ()


def test_times_of_any_zone_are_kept_to_the_microsecond_in_utc(book: OrderBook) -> None:
    there = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))
    book.add("ada", SubmittedOrder(54, "{}", there, "", ""))
    [entry] = book.newest("ada", 1)
    assert (entry.submitted_at, entry.submitted_at.utcoffset()) == (NOON, timedelta(0))


def test_a_number_that_an_archive_gives_again_means_the_new_order(book: OrderBook) -> None:
    book.add("ada", order(54, batch="old"))
    book.add("ada", order(54, minute=1, batch="new"))
    assert book.find("ada", 54) == order(54, minute=1, batch="new")


def test_numbers_of_64_bits_and_any_text_are_kept(book: OrderBook) -> None:
    odd = SubmittedOrder(2**63 - 1, "月 \U0001f6f0 ' \" \\ ;--", NOON, "é" * 300_000, "b")
    book.add("ada|démo|ada@example.org", odd)
    assert book.find("ada|démo|ada@example.org", 2**63 - 1) == odd


def test_threads_may_use_it_at_once(book: OrderBook) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: book.add("ada", order(number)), range(40)))
        found = list(pool.map(lambda number: book.find("ada", number), range(40)))
    assert found == [order(number) for number in range(40)]


def test_orders_survive_the_process(database_address: str, open_book: Open) -> None:
    before = open_book(database_address)
    before.add("ada", order(54))
    before.close()
    assert open_book(database_address).find("ada", 54) == order(54)


def test_replicas_that_share_a_database_see_each_others_orders(database_address: str, open_book: Open) -> None:
    one, other = (open_book(database_address) for _ in range(2))
    one.add("ada", order(1))
    other.add("ada", order(2))
    assert one.batch("ada", 1) == other.batch("ada", 1) == (1, 2)


def test_a_book_in_memory_ends_with_it(open_book: Open) -> None:
    open_book(IN_MEMORY).add("ada", order(54))
    assert open_book(IN_MEMORY).find("ada", 54) is None


def test_the_folder_is_made_on_first_use_for_the_owner_alone(tmp_path: Path, open_book: Open) -> None:
    book, folder = open_book(f"sqlite:///{tmp_path}/desk/orders.db"), tmp_path / "desk"
    assert not folder.exists()
    book.add("ada", order(54))
    assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IRWXU
    assert os.listdir(folder) == ["orders.db"]  # noqa: PTH208 - the names alone


class _Outage:
    """A database that cannot be reached while a file stands where its folder should be."""

    def __init__(self, place: Path, open_book: Open) -> None:
        self.seconds = 0.0
        self._folder = place / "desk"
        self.address = f"sqlite:///{self._folder}/orders.db"
        self.book = open_book(self.address, now=lambda: self.seconds)
        self._folder.touch()

    def end(self) -> None:
        self._folder.unlink()


@pytest.fixture
def outage(tmp_path: Path, open_book: Open) -> _Outage:
    return _Outage(tmp_path, open_book)


def test_an_order_is_kept_in_memory_while_the_database_fails(outage: _Outage) -> None:
    outage.book.add("ada", order(1))
    outage.book.add("ada", order(2))
    assert outage.book.find("ada", 1) == order(1)
    assert outage.book.batch("ada", 2) == (1, 2)
    assert [entry.order_id for entry in outage.book.newest("ada", 9)] == [2, 1]


def test_an_outage_is_logged_and_not_with_every_question(outage: _Outage, caplog: pytest.LogCaptureFixture) -> None:
    outage.book.add("ada", order(54))
    outage.book.find("ada", 54)
    [line] = caplog.records
    assert "kept in memory" in line.message
    assert line.levelno == logging.ERROR


def test_a_database_that_failed_is_tried_again_after_ten_seconds(outage: _Outage) -> None:
    outage.book.add("ada", order(54))
    outage.end()
    outage.seconds = 9.9
    outage.book.find("ada", 54)
    assert not Path(outage.address.removeprefix("sqlite:///")).exists()
    outage.seconds = 10.0
    outage.book.find("ada", 54)
    assert Path(outage.address.removeprefix("sqlite:///")).exists()


def test_what_was_kept_in_memory_is_written_once_the_database_works(outage: _Outage, open_book: Open) -> None:
    outage.book.add("ada", order(1))
    outage.end()
    outage.seconds = 60
    outage.book.add("ada", order(2))
    assert outage.book.batch("ada", 1) == open_book(outage.address).batch("ada", 1) == (1, 2)


def test_what_was_kept_in_memory_is_written_once(tmp_path: Path, open_book: Open) -> None:
    seconds = [0.0]
    book = open_book(f"sqlite:///{tmp_path}/orders.db?timeout=0", now=lambda: seconds[0])
    elsewhere = sqlite3.connect(tmp_path / "orders.db", isolation_level=None)
    for kept, newer in ((order(54), order(54, minute=1)), (order(55), order(56))):
        elsewhere.execute("BEGIN EXCLUSIVE")  # an outage: the database answers nobody else
        book.add("ada", kept)
        elsewhere.execute("ROLLBACK")
        seconds[0] += 60
        book.add("ada", newer)
    elsewhere.close()
    assert book.find("ada", 54) == order(54, minute=1)
    assert book.batch("ada", 54) == (54, 55, 56)


def test_what_was_kept_in_memory_is_written_once_a_postgresql_lets_the_desk_in_again(
    new_postgresql: postgresql.New, open_book: Open
) -> None:
    seconds, address = [0.0], new_postgresql()
    book = open_book(address, now=lambda: seconds[0])
    book.add("ada", order(1))
    with postgresql.locked(address):
        book.add("ada", order(2))
        assert book.batch("ada", 2) == (2,)
    seconds[0] = 60
    assert book.batch("ada", 1) == open_book(address).batch("ada", 1) == (1, 2)


def test_replicas_that_make_the_same_row_at_once_meet_no_outage(
    database_address: str, open_book: Open, caplog: pytest.LogCaptureFixture
) -> None:
    both_have_looked, tries = threading.Barrier(2, timeout=60), []

    def write(session: Session) -> None:
        there = session.execute(text("SELECT account FROM chosen_fields")).all()
        tries.append(there)
        if not there:
            both_have_looked.wait()
            session.execute(text("INSERT INTO chosen_fields (account, field) VALUES ('ada', 'label')"))

    books = [open_book(database_address) for _ in range(2)]
    for book in books:
        book.find("ada", 54)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda book: book.database.change(write), books))
    assert tries == [[], [], [("ada",)]]
    assert not caplog.records


def test_the_end_of_an_outage_is_logged_once(outage: _Outage, caplog: pytest.LogCaptureFixture) -> None:
    outage.book.add("ada", order(54))
    outage.end()
    outage.seconds = 60
    caplog.set_level(logging.INFO)
    caplog.clear()
    outage.book.find("ada", 54)
    outage.book.find("ada", 54)
    told = [line.message for line in caplog.records if "works again" in line.message]
    assert told == ["The order book works again; changes written into it: 1"]


def test_of_what_was_written_anew_during_an_outage_the_latest_is_written_and_held(outage: _Outage) -> None:
    written: list[str] = []
    outage.book.database.change(lambda _: written.append("draft 1"), of="draft")
    outage.book.database.change(lambda _: written.append("order"))
    outage.book.database.change(lambda _: written.append("draft 2"), of="draft")
    outage.end()
    outage.seconds = 60
    written.clear()
    outage.book.find("ada", 54)
    assert written == ["order", "draft 2"]


def test_a_change_that_the_database_refuses_after_an_outage_keeps_no_other_from_it(
    outage: _Outage, open_book: Open, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[Session] = []

    def refused(session: Session) -> None:
        asked.append(session)
        if len(asked) > 1:  # the memory that stands in has taken it
            raise OverflowError

    outage.book.database.change(refused)
    outage.book.add("ada", order(1))
    outage.end()
    outage.seconds = 60
    assert outage.book.find("ada", 1) == open_book(outage.address).find("ada", 1) == order(1)
    assert "the database refuses it" in caplog.text


def test_an_order_whose_writing_was_never_confirmed_is_there_once(outage: _Outage, open_book: Open) -> None:
    outage.book.add("ada", order(54))
    outage.end()
    open_book(outage.address).add("ada", order(54))  # it had been written, and only the word of it got lost
    outage.seconds = 60
    assert outage.book.newest("ada", 9) == (Entry(54, NOON, "b1"),)


def test_what_users_ask_for_stays_out_of_the_log(
    tmp_path: Path, open_book: Open, caplog: pytest.LogCaptureFixture
) -> None:
    book = open_book(f"sqlite:///{tmp_path}/orders.db")
    book.add("ada", order(54))
    (tmp_path / "orders.db").write_text("this is no database")
    book.add("confidential", order(55))
    assert caplog.records
    assert "confidential" not in caplog.text


# Beside the orders


def test_a_book_of_an_older_desk_is_opened_and_goes_on(tmp_path: Path, open_book: Open) -> None:
    """Its file has one table, as it was made before there were others."""
    with closing(sqlite3.connect(tmp_path / "orders.db", isolation_level=None)) as old:
        old.execute(
            "CREATE TABLE submitted_orders (account VARCHAR NOT NULL, order_id BIGINT NOT NULL, submitted_at DATETIME "
            "NOT NULL, batch VARCHAR NOT NULL, request_json VARCHAR NOT NULL, recipe VARCHAR NOT NULL, "
            "PRIMARY KEY (account, order_id))"
        )
        old.execute("INSERT INTO submitted_orders VALUES ('ada', 54, '2026-11-23 12:00:00.123456', 'b1', '{}', 'r')")
    book = open_book(f"sqlite:///{tmp_path}/orders.db")
    assert book.find("ada", 54) == SubmittedOrder(54, "{}", NOON, "r", "b1")
    assert book.newest("ada", 9) == (Entry(54, NOON, "b1"),)
    book.intents.put("ada", Intent("key", "b2", NOON, 1))
    assert book.intents.find("ada", "key") == Intent("key", "b2", NOON, 1)


def test_what_was_forgotten_during_an_outage_stays_forgotten(outage: _Outage, open_book: Open) -> None:
    outage.end()
    outage.book.intents.put("ada", Intent("key", "b", NOON, 1))
    elsewhere = sqlite3.connect(outage.address.removeprefix("sqlite:///"), isolation_level=None)
    elsewhere.execute("ALTER TABLE intents RENAME TO away")  # an outage
    outage.book.intents.forget("ada", "key")
    elsewhere.execute("ALTER TABLE away RENAME TO intents")
    elsewhere.close()
    outage.seconds = 60
    assert outage.book.intents.find("ada", "key") is None
    assert open_book(outage.address).intents.find("ada", "key") is None


def test_an_order_and_what_is_left_of_its_intent_are_written_together(book: OrderBook) -> None:
    intent = Intent("key", "b1", NOON, 2, before=frozenset({53}))
    book.intents.put("ada", intent)
    book.add("ada", order(54), intent.after_acceptance())
    assert book.find("ada", 54) == order(54)
    assert book.intents.find("ada", "key") == Intent("key", "b1", NOON, 2, accepted=1)


def test_the_orders_of_a_batch_are_told_in_the_order_of_their_acceptance(book: OrderBook) -> None:
    for number, minute in ((9, 0), (8, 1)):
        book.add("ada", order(number, minute=minute))
    book.add("ada", order(7, batch="b2"))
    assert book.in_batch("ada", "b1") == (9, 8)


NAMED = replace(order(54), name="Norway, April", products=67)


def test_the_name_of_an_order_and_its_number_of_products_are_kept(tmp_path: Path, open_book: Open) -> None:
    address = f"sqlite:///{tmp_path}/orders.db"
    before = open_book(address)
    before.add("ada", NAMED)
    before.close()
    book = open_book(address)
    assert book.find("ada", 54) == NAMED
    assert book.newest("ada", 1) == book.entries("ada", [54]) == (Entry(54, NOON, "b1", "Norway, April", 67),)


def test_the_entries_of_some_orders_are_those_of_the_account_alone(book: OrderBook) -> None:
    book.add("ada", order(55))
    book.add("ada", NAMED)
    book.add("ada", order(56))
    book.add("bob", order(57))
    assert [entry.order_id for entry in book.entries("ada", [55, 54, 57, 58])] == [54, 55]


def test_a_number_that_an_archive_gives_again_takes_no_name_over(book: OrderBook) -> None:
    book.add("ada", NAMED)
    book.add("ada", order(54, minute=1))
    [entry] = book.entries("ada", [54])
    assert (entry.name, entry.products) == ("", None)
