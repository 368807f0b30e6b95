"""The schema of the order book: its revisions make the tables that the code expects, once, from any earlier state."""

import logging
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text

import components.desk.shared_state  # noqa: F401 - with it all tables are known
from components.desk.database import Database, Table
from components.desk.migrations import upgrading
from components.desk.order_book import OrderBook, SubmittedOrder
from tests.conftest import ROOT

# Something of the name of the last table that the first revision makes, which is no table.
IN_THE_WAY = {
    "sqlite": ["CREATE TABLE other (field)", "CREATE INDEX chosen_fields ON other (field)"],
    "postgresql": ["CREATE TABLE other ()", "CREATE DOMAIN chosen_fields AS text"],
}
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ORDER = SubmittedOrder(54, "{}", NOON, "r", "b1")


@contextmanager
def reached(address: str) -> Iterator[Connection]:
    engine = create_engine(address)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def make(address: str) -> None:
    """What the start of the desk does."""
    with closing(Database(address)) as database:
        assert database.works()


def test_the_revisions_make_the_tables_as_the_code_expects_them(database_address: str) -> None:
    """A table or a column that is missing here needs a module in `components/desk/migrations/versions`."""
    make(database_address)
    with reached(database_address) as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_the_newest_revision_is_the_one_that_is_not_looked_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(upgrading.__file__).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [upgrading.NEWEST]


def test_a_database_that_is_up_to_date_is_left_alone(database_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make(database_address)
    monkeypatch.setitem(sys.modules, "alembic", None)  # an import would fail
    make(database_address)


def test_a_file_of_before_there_were_revisions_is_taken_over(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/orders.db"
    with reached(address) as connection:
        of_then = ("submitted_orders", "intents", "kept_drafts", "sign_outs", "chosen_fields")
        Table.metadata.create_all(connection, [Table.metadata.tables[name] for name in of_then])  # as the desk did
    with closing(OrderBook(address)) as book:
        book.add("ada", ORDER)
        assert book.database.works()
    with closing(sqlite3.connect(tmp_path / "orders.db")) as file:
        assert file.execute("SELECT version_num FROM alembic_version").fetchall() == [(upgrading.NEWEST,)]
        assert file.execute("SELECT account, order_id FROM submitted_orders").fetchall() == [("ada", 54)]


def test_a_revision_that_fails_changes_nothing(database_address: str) -> None:
    with reached(database_address) as connection:
        for statement in IN_THE_WAY[connection.dialect.name]:
            connection.execute(text(statement))
    with closing(Database(database_address)) as database:
        assert not database.works()
    with reached(database_address) as connection:
        assert inspect(connection).get_table_names() == ["other"]


def test_a_database_of_a_newer_desk_is_used_as_it_is(database_address: str, caplog: pytest.LogCaptureFixture) -> None:
    make(database_address)
    with reached(database_address) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'of tomorrow'"))
    with closing(OrderBook(database_address)) as book:
        book.add("ada", ORDER)
    with closing(OrderBook(database_address)) as book:
        assert book.find("ada", 54) == ORDER
    assert [line.levelno for line in caplog.records] == [logging.WARNING] * 2


def test_replicas_that_start_at_once_on_an_empty_database_take_turns(database_address: str) -> None:
    command = [sys.executable, "-m", "tests.desk.migrations.start", database_address]
    replicas = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
        for _ in range(2)
    ]
    for each in replicas:
        assert each.stdout
        assert each.stdout.readline()
    for each in replicas:
        assert each.stdin
        each.stdin.write("go\n")
        each.stdin.flush()
    for each in replicas:
        each.communicate(timeout=60)
    assert [each.returncode for each in replicas] == [0, 0]
    with reached(database_address) as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).all() == [(upgrading.NEWEST,)]
