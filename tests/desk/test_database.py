"""The database of what survives the process: its connections."""

import gc

import pytest
from sqlalchemy import Engine, create_engine

from components.desk import database
from components.desk.database import IN_MEMORY, Database


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
