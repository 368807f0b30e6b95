"""What REGARDS forgets of an order: the request, when it was made here, and with which others (contract C.3).

A database keeps it, so that it survives a restart and replicas share it (`database`).
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Select, and_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from components.desk.catalogue.chosen_fields import ChosenFields
from components.desk.database import IN_MEMORY, Database, Table, in_utc
from components.desk.intents import Intent, Intents
from components.desk.leases import Leases

__all__ = ["IN_MEMORY", "Entry", "OrderBook", "SubmittedOrder"]


@dataclass(frozen=True, slots=True)
class Entry:
    """An order that was submitted here; those that were submitted together have the same ``batch``.

    ``name`` is the user's own, empty for none. ``products`` were asked for by name, without those that do not
    come, as far as a check had told; 0 if they were searched for, None if that was not kept.
    """

    order_id: int
    submitted_at: datetime
    batch: str
    name: str = ""
    products: int | None = None


@dataclass(frozen=True, slots=True)
class SubmittedOrder:
    """An entry with what was asked: the request as it was sent, and the recipe that makes it again."""

    order_id: int
    request_json: str
    submitted_at: datetime
    recipe: str
    batch: str
    name: str = ""
    products: int | None = None


class OrderBook:
    """The orders of all accounts.

    Args:
        address: of the database, as SQLAlchemy writes it.
        now: a clock in seconds.
    """

    def __init__(self, address: str, now: Callable[[], float] = time.monotonic) -> None:
        self.database = Database(address, now)
        self.intents = Intents(self.database)
        self.leases = Leases(self.database)
        self.chosen_fields = ChosenFields(self.database)

    def add(self, account: str, order: SubmittedOrder, intent: Intent | None = None) -> None:
        """Note an order that the archive took; it takes the place of an older one of the same number.

        ``intent`` is what is left of the intent to submit it; the two are written together or not at all.
        """

        def write(session: Session) -> None:
            session.merge(_row(account, order))
            session.merge(_NameRow(account=account, order_id=order.order_id, name=order.name, products=order.products))
            if intent:
                intent.write(session, account)

        self.database.change(write)

    def newest(self, account: str, most: int) -> tuple[Entry, ...]:
        """The orders that an account submitted last, newest first."""
        newest_first = _Row.submitted_at.desc(), _Row.order_id.desc()
        return self._entries(_ENTRIES.where(_Row.account == account).order_by(*newest_first).limit(most))

    def entries(self, account: str, order_ids: Sequence[int]) -> tuple[Entry, ...]:
        """Those of these orders that an account submitted here, in the order of their numbers."""
        wanted = _ENTRIES.where(_Row.account == account, _Row.order_id.in_(order_ids))
        return self._entries(wanted.order_by(_Row.order_id))

    def find(self, account: str, order_id: int) -> SubmittedOrder | None:
        """One order of an account, if it was submitted here."""
        key = account, order_id
        return self.database.read(lambda session: _order(session.get(_Row, key), session.get(_NameRow, key)))

    def batch(self, account: str, order_id: int) -> tuple[int, ...]:
        """The numbers of the orders that were submitted together with one, itself included; none if none was here."""
        of_account = _Row.account == account
        batch = select(_Row.batch).where(of_account, _Row.order_id == order_id).scalar_subquery()
        wanted = select(_Row.order_id).where(of_account, _Row.batch == batch).order_by(_Row.order_id)
        return self.database.read(lambda session: tuple(session.scalars(wanted)))

    def in_batch(self, account: str, batch: str) -> tuple[int, ...]:
        """The numbers of the orders of a batch, in the order in which they were accepted."""
        wanted = select(_Row.order_id).where(_Row.account == account, _Row.batch == batch)
        in_order = wanted.order_by(_Row.submitted_at, _Row.order_id)
        return self.database.read(lambda session: tuple(session.scalars(in_order)))

    def _entries(self, wanted: Select[int, datetime, str, str, int | None]) -> tuple[Entry, ...]:
        found = self.database.read(lambda session: session.execute(wanted).all())
        return tuple(Entry(number, in_utc(at), batch, name or "", count) for number, at, batch, name, count in found)

    def close(self) -> None:
        """Close all connections."""
        self.database.close()


class _Row(Table):
    __tablename__ = "submitted_orders"

    account: Mapped[str] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    submitted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    batch: Mapped[str]
    # The long ones last: SQLite reads a row from its beginning.
    request_json: Mapped[str]
    recipe: Mapped[str]


class _NameRow(Table):
    """A table of its own, because books of an older desk have none: their orders have no row in it."""

    __tablename__ = "order_names"

    account: Mapped[str] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str]
    products: Mapped[int | None]


_ENTRIES = select(_Row.order_id, _Row.submitted_at, _Row.batch, _NameRow.name, _NameRow.products).outerjoin(
    _NameRow, and_(_NameRow.account == _Row.account, _NameRow.order_id == _Row.order_id)
)


def _row(account: str, order: SubmittedOrder) -> _Row:
    return _Row(
        account=account,
        order_id=order.order_id,
        submitted_at=order.submitted_at.astimezone(UTC),
        batch=order.batch,
        request_json=order.request_json,
        recipe=order.recipe,
    )


def _order(row: _Row | None, named: _NameRow | None) -> SubmittedOrder | None:
    if row is None:
        return None
    order = SubmittedOrder(row.order_id, row.request_json, in_utc(row.submitted_at), row.recipe, row.batch)
    return replace(order, name=named.name, products=named.products) if named else order
