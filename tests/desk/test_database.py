"""The database of what survives the process: its connections."""

import gc

import pytest
from sqlalchemy import Engine, select

from components.desk.database import IN_MEMORY, Database


def test_a_database_that_nobody_closes_is_closed_with_its_last_user(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[Engine] = []
    dispose = Engine.dispose

    def watched(engine: Engine) -> None:
        closed.append(engine)
        dispose(engine)

    monkeypatch.setattr(Engine, "dispose", watched)
    database = Database(IN_MEMORY)
    assert database.read(lambda session: session.scalar(select(1))) == 1
    assert not closed
    del database
    gc.collect()
    assert len(closed) == 2, "the database, and the memory that stands in for it"
