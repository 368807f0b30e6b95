"""What REGARDS forgets of an order: the request, when it was made here, and with which others (contract C.3).

A database keeps it, so that it survives a restart and replicas share it. While the database fails, the orders
are kept in memory instead: the archive has taken them, so nobody must be told that they failed.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy import BigInteger, DateTime, Engine, QueuePool, create_engine, delete, make_url, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

log = logging.getLogger(__name__)

IN_MEMORY: Final = "sqlite://"
"""The address of a book that ends with the process."""

_PAUSE: Final = 30.0  # seconds in which a database that failed is left alone: its time-outs would delay every page

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Entry:
    """An order that was submitted here; those that were submitted together have the same ``batch``."""

    order_id: int
    submitted_at: datetime
    batch: str


@dataclass(frozen=True, slots=True)
class SubmittedOrder:
    """The same with what was asked: the request as it was sent, and the recipe that makes it again."""

    order_id: int
    request_json: str
    submitted_at: datetime
    recipe: str
    batch: str


class OrderBook:
    """The orders of all accounts.

    Args:
        address: of the database, as SQLAlchemy writes it; tables, and the folder of a file, are made on first use.
        now: a clock in seconds.
    """

    def __init__(self, address: str, now: Callable[[], float] = time.monotonic) -> None:
        self._engine = _engine(address)
        self._now = now
        self._lock = threading.Lock()
        self._is_made = False
        self._again_at = now()
        # Orders that the database does not have yet.
        self._meanwhile = _engine(IN_MEMORY)
        _Base.metadata.create_all(self._meanwhile)
        self._is_behind = False

    def add(self, account: str, order: SubmittedOrder) -> None:
        """Note an order that the archive took; it takes the place of an older one of the same number."""
        self._ask(lambda session: session.merge(_row(account, order)))

    def newest(self, account: str, most: int) -> tuple[Entry, ...]:
        """The orders that an account submitted last, newest first."""
        newest_first = _Row.submitted_at.desc(), _Row.order_id.desc()
        wanted = select(_Row.order_id, _Row.submitted_at, _Row.batch).where(_Row.account == account)
        found = self._ask(lambda session: session.execute(wanted.order_by(*newest_first).limit(most)).all())
        return tuple(Entry(order_id, _in_utc(at), batch) for order_id, at, batch in found)

    def find(self, account: str, order_id: int) -> SubmittedOrder | None:
        """One order of an account, if it was submitted here."""
        return self._ask(lambda session: _order(session.get(_Row, (account, order_id))))

    def batch(self, account: str, order_id: int) -> tuple[int, ...]:
        """The numbers of the orders that were submitted together with one, itself included; none if none was here."""
        of_account = _Row.account == account
        batch = select(_Row.batch).where(of_account, _Row.order_id == order_id).scalar_subquery()
        wanted = select(_Row.order_id).where(of_account, _Row.batch == batch).order_by(_Row.order_id)
        return self._ask(lambda session: tuple(session.scalars(wanted)))

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
        self._meanwhile.dispose()

    def _ask(self, question: Callable[[Session], _T]) -> _T:
        if self._now() >= self._again_at:
            try:
                with self._lock:
                    self._make()
                    self._catch_up()
                answer = _transaction(self._engine, question)
            except Exception:  # a driver raises what it likes
                log.exception("The order book fails; until it works again, orders are kept in memory alone")
                self._again_at = self._now() + _PAUSE
            else:
                return answer
        with self._lock:
            self._is_behind = True
            return _transaction(self._meanwhile, question)

    def _make(self) -> None:
        if self._is_made:
            return
        url = self._engine.url
        if url.get_backend_name() == "sqlite" and url.database:
            Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _Base.metadata.create_all(self._engine)
        self._is_made = True

    def _catch_up(self) -> None:
        """Write what was kept in memory. Twice does no harm: an order has one place in the book."""
        if not self._is_behind:
            return
        with Session(self._meanwhile) as memory, memory.begin():
            kept = memory.scalars(select(_Row)).all()
            _transaction(self._engine, lambda session: [session.merge(row) for row in kept])
            memory.execute(delete(_Row))
        self._is_behind = False
        log.info("The order book works again; orders written into it: %d", len(kept))


class _Base(DeclarativeBase):
    pass


class _Row(_Base):
    __tablename__ = "submitted_orders"

    account: Mapped[str] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    submitted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    batch: Mapped[str]
    # The long ones last: SQLite reads a row from its beginning.
    request_json: Mapped[str]
    recipe: Mapped[str]


def _row(account: str, order: SubmittedOrder) -> _Row:
    return _Row(
        account=account,
        order_id=order.order_id,
        submitted_at=order.submitted_at.astimezone(UTC),
        batch=order.batch,
        request_json=order.request_json,
        recipe=order.recipe,
    )


def _order(row: _Row | None) -> SubmittedOrder | None:
    if row is None:
        return None
    return SubmittedOrder(row.order_id, row.request_json, _in_utc(row.submitted_at), row.recipe, row.batch)


def _in_utc(at: datetime) -> datetime:
    """A date as it was written: SQLite keeps no offset, other databases give their own."""
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _engine(address: str) -> Engine:
    # Parameters hold what users ask for, which is nobody's business in a log.
    if make_url(address).get_backend_name() == "sqlite" and not make_url(address).database:
        # A database in memory lives in one connection; the pool lends it to one thread at a time.
        one_for_all = {"check_same_thread": False}
        return create_engine(
            IN_MEMORY, poolclass=QueuePool, pool_size=1, max_overflow=0, connect_args=one_for_all, hide_parameters=True
        )
    return create_engine(address, pool_pre_ping=True, hide_parameters=True)


def _transaction(engine: Engine, question: Callable[[Session], _T]) -> _T:
    with Session(engine) as session, session.begin():
        return question(session)
