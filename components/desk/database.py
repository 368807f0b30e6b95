"""The database of what survives the process, and what happens while it fails.

While it fails, memory takes its place: the archive goes on taking orders, so nobody must be told that they failed.
"""

import logging
import threading
import time
import weakref
from collections.abc import Callable, Hashable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy import URL, Engine, QueuePool, create_engine, make_url, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session

from components.desk.migrations.upgrading import upgrade

log = logging.getLogger(__name__)

IN_MEMORY: Final = "sqlite://"
"""The address of a database that ends with the process."""

_AWAITED: Final = "15"  # seconds that others may write a file before it counts as failed; 5 were too few on a busy disk

PAUSE: Final = 10.0
"""Seconds in which a database that failed is left alone: its time-outs would delay every page. Leases last longer."""

_FAULTY: Final = (OverflowError, DataError, UnicodeError)
"""Numbers outside 64 bits, texts without UTF-8: the question is wrong, the database works."""

_T = TypeVar("_T")


class Table(DeclarativeBase):
    """The base of all tables. Each is made, and changed, by a revision in `migrations`."""


class Database:
    """A database, which memory stands in for while it fails. Thread-safe.

    Args:
        address: as SQLAlchemy writes it; on first use the folder of a file is made, and the schema brought up to date.
        now: a clock in seconds.
    """

    def __init__(self, address: str, now: Callable[[], float] = time.monotonic) -> None:
        self._engine = _engine(address)
        self._now = now
        self._lock = threading.Lock()
        self._is_made = False
        self._again_at = now()
        self._meanwhile = _engine(IN_MEMORY)
        Table.metadata.create_all(self._meanwhile)
        self._missed: dict[Hashable, Callable[[Session], object]] = {}  # changes that the database does not have yet
        weakref.finalize(self, _close, self._engine, self._meanwhile)  # where nobody does; Python 3.13 warns of that

    def read(self, question: Callable[[Session], _T]) -> _T:
        """The answer of the database; while it fails, that of what was changed meanwhile."""
        return self._ask(question)

    def change(self, change: Callable[[Session], _T], of: Hashable = None) -> _T:
        """Make a change in one transaction, and give its answer.

        What the database misses is made again once it works. Twice must do no harm: whether a change that failed was
        made is not known. Changes with the same ``of`` replace each other: only the latest is made again.
        """
        return self._ask(change, object() if of is None else of)

    def attempt(self, change: Callable[[Session], _T]) -> _T:
        """Make a change in one transaction, and give its answer; one that the database misses is not made again."""
        return self._ask(change)

    def works(self) -> bool:
        """Whether it answers, and has the schema of this desk; one that has just failed is not asked again so soon."""
        self.read(lambda session: session.execute(select(1)))
        return self._is_made and not self.fails

    @property
    def fails(self) -> bool:
        """Whether it failed just now, so that memory stands in for it."""
        return self._now() < self._again_at

    def close(self) -> None:
        """Close all connections."""
        _close(self._engine, self._meanwhile)

    def _ask(self, question: Callable[[Session], _T], changed: Hashable = None) -> _T:
        if self._now() >= self._again_at:
            try:
                if self._is_ready():
                    return _transaction(self._engine, question)
            except _FAULTY:
                raise
            except Exception:  # a driver raises what it likes
                log.exception("The order book fails; until it works again, orders are kept in memory alone")
                self._leave_alone()
        with self._lock:
            answer = _transaction(self._meanwhile, question)
            if changed is not None:
                self._missed.pop(changed, None)  # so that the latest stands last
                self._missed[changed] = question
            return answer

    def _is_ready(self) -> bool:
        """Make the schema and the missed changes; False if another thread has found meanwhile that it fails."""
        with self._lock:
            if self.fails:  # else each thread that waited here would wait for its time-out in turn
                return False
            try:
                self._make()
                self._catch_up()
            except BaseException:
                self._leave_alone()
                raise
            return True

    def _leave_alone(self) -> None:
        self._again_at = self._now() + PAUSE
        self._is_made = False  # it may come back without its tables

    def _make(self) -> None:
        if self._is_made:
            return
        if _is_in_memory(self._engine.url):
            Table.metadata.create_all(self._engine)
        else:
            _make_file(self._engine.url)
            upgrade(self._engine)
        self._is_made = True

    def _catch_up(self) -> None:
        """Make the missed changes, in their order, except those that the database refuses for good."""
        if not self._missed:
            return
        written = 0
        for changed, change in tuple(self._missed.items()):
            try:
                _transaction(self._engine, change)
                written += 1
            except _FAULTY:
                log.exception("A change of the order book was made in memory alone: the database refuses it")
            del self._missed[changed]
        log.info("The order book works again; changes written into it: %d", written)
        Table.metadata.drop_all(self._meanwhile)
        Table.metadata.create_all(self._meanwhile)


def in_utc(at: datetime) -> datetime:
    """A date as it was written: SQLite keeps no offset, other databases give their own."""
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _is_in_memory(url: URL) -> bool:
    return url.get_backend_name() == "sqlite" and not url.database


def _make_file(url: URL) -> None:
    """Make the file of an SQLite database, for its owner alone."""
    if url.get_backend_name() == "sqlite" and url.database:
        file = Path(url.database)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)  # SQLite would make it readable for all; its journal takes the same mode
        with suppress(PermissionError):  # a file of before; it may belong to somebody else
            file.chmod(0o600)


def _engine(address: str) -> Engine:
    # Parameters hold what users ask for, which is nobody's business in a log.
    url = make_url(address)
    if _is_in_memory(url):
        # A database in memory lives in one connection; the pool lends it to one thread at a time.
        one_for_all = {"check_same_thread": False}
        return create_engine(
            IN_MEMORY, poolclass=QueuePool, pool_size=1, max_overflow=0, connect_args=one_for_all, hide_parameters=True
        )
    if url.get_backend_name() == "sqlite":
        url = url.update_query_dict({"timeout": _AWAITED, **url.query})
    # A file has no connection that breaks.
    return create_engine(url, pool_pre_ping=url.get_backend_name() != "sqlite", hide_parameters=True)


def _close(*engines: Engine) -> None:
    for engine in engines:
        engine.dispose()


def _transaction(engine: Engine, question: Callable[[Session], _T]) -> _T:
    try:
        with Session(engine) as session, session.begin():
            return question(session)
    except IntegrityError:  # another replica has made the same row just now; this time it is there
        with Session(engine) as session, session.begin():
            return question(session)
