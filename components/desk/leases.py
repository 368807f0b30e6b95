"""What one replica does and no other may do meanwhile: each such work has a name, and a lease that must be renewed.

A replica that was killed renews nothing, so that another may go on soon after.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from math import inf
from typing import Final

from sqlalchemy import ColumnElement, Double, and_, delete, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from components.desk.database import Database, Table

log = logging.getLogger(__name__)

LASTS: Final = 20.0
"""Seconds after which a lease ends that was not renewed."""

RENEWED_EVERY: Final = 5.0
"""Seconds between two renewals: three may fail."""

_LOOK_AGAIN: Final = 1.0  # seconds between two attempts to take what another replica holds

FRESH: Final = 2.0
"""Seconds in which the database is not asked again for the leases of others: pages that tick ask each second."""


class Leases:
    """The leases of this replica, and what it knows of those of others. Thread-safe.

    While the database fails, replicas do not know of one another, and nothing counts as held by others: users are not
    stopped.

    Args:
        database: what the replicas share.
        now: a clock in seconds since 1970, on which the replicas agree within some seconds.
    """

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now
        self._replica = secrets.token_hex(8)
        self._others: frozenset[str] = frozenset()
        self._read_at = -inf

    def take(self, names: Iterable[str]) -> frozenset[str]:
        """Take leases, or renew them. Gives the names that this replica holds now; others hold the rest."""
        wanted = frozenset(names)

        def write(session: Session) -> frozenset[str]:
            now = self._now()
            session.execute(delete(_Row).where(~_in_force(now)))
            asked = select(_Row.name, _Row.replica).where(_Row.name.in_(wanted))
            found = {name: replica for name, replica in session.execute(asked)}  # noqa: C416 - rows are no pairs to mypy
            held = {name for name, replica in found.items() if replica == self._replica}
            of_mine = _Row.name.in_(held), _Row.replica == self._replica
            session.execute(update(_Row).where(*of_mine).values(until=now + LASTS))
            # In one order, so that no two replicas wait for each other. Where another was quicker, this is made again.
            free = [
                {"name": name, "replica": self._replica, "until": now + LASTS} for name in sorted(wanted - found.keys())
            ]
            if free:
                session.execute(insert(_Row), free)
            return wanted - (found.keys() - held)

        return self._database.attempt(write)

    def give_back(self, names: Iterable[str]) -> None:
        """End leases of this replica."""
        given = delete(_Row).where(_Row.name.in_(frozenset(names)), _Row.replica == self._replica)
        self._database.attempt(lambda session: session.execute(given))

    @contextmanager
    def turn(self, names: Sequence[str], pause: Callable[[float], None]) -> Iterator[None]:
        """Meanwhile this replica holds some leases; before, it waits for each, for as long as another one holds it.

        They are taken in the order given. ``pause`` waits for some seconds, and may raise an error that ends the
        waiting.
        """
        ended = threading.Event()
        keeper = threading.Thread(target=self._keep, args=(names, ended), name="lease", daemon=True)
        try:
            for name in names:
                while not self.take([name]):
                    pause(_LOOK_AGAIN)
            keeper.start()
            yield
        finally:
            ended.set()
            if keeper.ident is not None:
                keeper.join(RENEWED_EVERY)  # or it might take them once more; a database that hangs holds nobody up
            self.give_back(names)

    def _keep(self, names: Sequence[str], ended: threading.Event) -> None:
        while not ended.wait(RENEWED_EVERY):
            try:
                self.take(names)
            except Exception:  # the next renewal may come in time
                log.exception("A lease could not be renewed")

    def has_other(self, name: str) -> bool:
        """Whether another replica holds a lease, as of two seconds ago."""
        now = self._now()
        if not 0 <= now - self._read_at < FRESH:  # also where the clock was set back
            of_others = select(_Row.name).where(_Row.replica != self._replica, _in_force(now))
            self._others = self._database.read(lambda session: frozenset(session.scalars(of_others)))
            self._read_at = now  # only now: a thread that asks meanwhile must read, too
        return name in self._others


class _Row(Table):
    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(primary_key=True)
    replica: Mapped[str]
    until: Mapped[float] = mapped_column(Double)


def _in_force(now: float) -> ColumnElement[bool]:
    """Of a lease; one that lasts longer than any can was taken before a clock was set back."""
    return and_(_Row.until > now, _Row.until < now + 2 * LASTS)
