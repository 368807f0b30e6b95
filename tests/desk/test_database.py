"""The database of what survives the process: its connections."""

import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from components.desk import database
from components.desk.database import IN_MEMORY, Database
from components.desk.order_book import OrderBook
from tests.clocks import Clock
from tests.desk.test_order_book import order


def test_a_database_that_nobody_closes_is_closed_with_its_last_user(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Engine] = []
    closed: set[Engine] = set()
    dispose = Engine.dispose

    def make(*args: object, **options: object) -> Engine:
        made.append(create_engine(*args, **options))  # type: ignore[call-overload]  # as it was called
        return made[-1]

    def close(engine: Engine) -> None:
        closed.add(engine)
        dispose(engine)

    monkeypatch.setattr(database, "create_engine", make)
    monkeypatch.setattr(Engine, "dispose", close)
    used = Database(IN_MEMORY)
    assert len(made) == 2, "the database, and the memory that stands in for it"
    assert closed.isdisjoint(made)
    del used
    gc.collect()
    assert closed >= set(made)


def test_of_many_that_ask_a_database_that_hangs_one_alone_waits_for_its_time_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    askers, tries = threading.Barrier(5), list[Engine]()

    def hang(engine: Engine) -> None:
        tries.append(engine)
        raise TimeoutError

    class Standing(float):
        """The time of a clock that stands still; all askers have found that it is time before one of them goes on."""

        def __ge__(self, other: float) -> bool:
            is_time = super().__ge__(other)
            askers.wait(60)
            return is_time

    monkeypatch.setattr(database, "upgrade", hang)
    with (
        closing(Database(f"sqlite:///{tmp_path}/orders.db", lambda: Standing(0))) as asked,
        ThreadPoolExecutor(5) as threads,
    ):
        answers = [threads.submit(asked.read, lambda _: "answer") for _ in range(5)]
        assert [each.result(60) for each in answers] == ["answer"] * 5
    assert len(tries) == 1


def test_a_database_that_lost_its_tables_gets_them_again_with_what_was_noted_meanwhile(database_address: str) -> None:
    clock = Clock()
    with closing(OrderBook(database_address, clock)) as book:
        book.add("ada", order(1))
        engine = create_engine(database_address)
        with engine.begin() as emptied:
            for table in (*database.Table.metadata.tables, "alembic_version"):
                emptied.execute(text(f"DROP TABLE {table}"))
        book.add("ada", order(2))
        assert not book.database.works()
        clock.advance(60)
        assert book.database.works()
        with engine.connect() as found:
            assert found.scalars(text("SELECT order_id FROM submitted_orders")).all() == [2]
        engine.dispose()


def test_a_text_that_no_database_holds_is_no_failure_of_the_database(database_address: str) -> None:
    half = "ada\ud800"  # of a surrogate pair; it has no UTF-8
    with closing(OrderBook(database_address, Clock())) as book:
        with pytest.raises(UnicodeError):
            book.add(half, order(1))
        book.add("ada", order(2))
        assert book.database.works()
        assert book.find("ada", 2)
