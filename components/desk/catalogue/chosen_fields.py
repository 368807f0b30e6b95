"""The attribute in which a user looks for identifiers, where it is not the archive's own."""

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from components.desk.database import Database, Table


class ChosenFields:
    """The choices of all accounts. They survive the process, as the database does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, account: str) -> str:
        """The attribute that an account has chosen; empty for none."""

        def chosen(session: Session) -> str:
            row = session.get(_Row, account)
            return row.field if row else ""

        return self._database.read(chosen)

    def choose(self, account: str, field: str) -> None:
        """Use this attribute for an account from now on; with an empty one, that of the archive."""

        def write(session: Session) -> None:
            if field:
                session.merge(_Row(account=account, field=field))
            else:
                session.execute(delete(_Row).where(_Row.account == account))

        self._database.change(write)


class _Row(Table):
    __tablename__ = "chosen_fields"

    account: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str]
