"""Brings a database up to the newest revision of the schema, when the desk starts.

A change of a table is a file in `versions`; the tables are as the revisions make them, never as the classes say.
Revisions only add: during an update replicas of two versions of the desk use one database, and an older desk may be
started again on a newer one. So what is added has a default, and nothing is renamed.
"""

import logging
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, inspect, text

log = logging.getLogger(__name__)

NEWEST: Final = "order_names"
"""The newest revision. A database that has it is not looked at by Alembic, whose import takes 0.1 s."""

_FOLDER: Final = Path(__file__).parent
_LOCK: Final = 0x6F72646572  # of PostgreSQL, any number that nothing else in the database uses


def upgrade(engine: Engine) -> None:
    """Bring a database up to the newest revision; one of a newer desk is left as it is.

    Replicas that start at once take turns. Raises what the driver raises; then nothing is changed.
    """
    with engine.connect() as connection:
        if _revision(connection) == NEWEST:
            return
        connection.rollback()
        _wait_for_turn(connection)
        _upgrade(connection)
        connection.commit()


def _revision(connection: Connection) -> str | None:
    """The revision of a database; None for a new one, or one of before there were revisions."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _wait_for_turn(connection: Connection) -> None:
    """Begin a transaction that no other replica begins meanwhile; other databases than these two have no such lock."""
    match connection.dialect.name:
        case "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        case "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - see NEWEST
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    found = _revision(connection)
    if found is None or found in known:
        command.upgrade(config, "head")
    else:
        log.warning("The order book is of a newer desk (revision %s); it is used as it is", found)
