"""The sign-outs of all users, kept in the database until the last token of each sign-in has ended.

A cookie that was copied before a sign-out so stays closed after a restart, and in every replica.
"""

import time
from collections.abc import Callable
from math import inf
from typing import Final

from sqlalchemy import Double, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from components.desk.database import Database, Table

FRESH: Final = 2.0
"""Seconds in which the database is not asked again: every request of every user depends on the answer."""


class SignOuts:
    """What has been signed out of, by sign-in. Thread-safe.

    While the database fails, this process still knows its own sign-outs, and those of replicas and of earlier
    processes count as not made: to close every session would stop all users, though the archive goes on, and what
    such a cookie opens ends with its token.

    Args:
        database: where they are kept.
        now: a clock in seconds since 1970, as the times of logins are.
    """

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now
        self._here: dict[str, float] = {}
        self._anywhere: frozenset[str] = frozenset()
        self._read_at = -inf

    def add(self, sign_in_id: str, until: float) -> None:
        """Note a sign-out, to be kept until a time; forget those whose time is over."""
        now = self._now()
        self._here[sign_in_id] = until
        for each in [each for each, end in tuple(self._here.items()) if end < now]:  # others may sign out meanwhile
            self._here.pop(each, None)

        def write(session: Session) -> None:
            session.execute(delete(_Row).where(_Row.until < now))
            session.merge(_Row(sign_in_id=sign_in_id, until=until))

        self._database.change(write)

    def has(self, sign_in_id: str) -> bool:
        """Whether the user has signed out of a sign-in, here or, as of two seconds ago, anywhere else."""
        now = self._now()
        if not 0 <= now - self._read_at < FRESH:  # also where the clock was set back
            self._anywhere = self._database.read(lambda session: frozenset(session.scalars(select(_Row.sign_in_id))))
            self._read_at = now  # only now: a thread that asks meanwhile must read, too
        return sign_in_id in self._here or sign_in_id in self._anywhere


class _Row(Table):
    __tablename__ = "sign_outs"

    sign_in_id: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[float] = mapped_column(Double)
