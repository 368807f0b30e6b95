"""Sealed logins that are too long for a cookie, kept in the database; the cookie then names the sign-in alone.

The text is encrypted with the secret of the cookies, and so is the name in the cookie. So the database alone opens
nothing: who reads it can neither open a text nor make a cookie. A renewed token takes the place of the one before.
"""

import time
from collections.abc import Callable

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from components.desk.database import Database, Table


class LongLogins:
    """The sealed logins, by sign-in. Thread-safe. While the database fails, this process still knows its own.

    Args:
        database: where they are kept.
        now: a clock in seconds since 1970, as the times of logins are.
    """

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def keep(self, sign_in_id: str, sealed: str, until: float) -> None:
        """Keep the text of a sign-in until a time; forget those whose time is over."""
        now = self._now()

        def write(session: Session) -> None:
            session.execute(delete(_Row).where(_Row.until < now))
            session.merge(_Row(sign_in_id=sign_in_id, sealed=sealed, until=until))

        self._database.change(write)

    def of(self, sign_in_id: str) -> str:
        """The text of a sign-in; empty for none."""

        def sealed(session: Session) -> str:
            row = session.get(_Row, sign_in_id)
            return row.sealed if row else ""

        return self._database.read(sealed)

    def forget(self, sign_in_id: str) -> None:
        """Forget the text of a sign-in."""
        self._database.change(lambda session: session.execute(delete(_Row).where(_Row.sign_in_id == sign_in_id)))


class _Row(Table):
    __tablename__ = "long_logins"

    sign_in_id: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[str]
    until: Mapped[float]
