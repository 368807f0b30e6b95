"""What was about to be sent, written down before it is sent.

A process that is killed between a request and its verdict leaves an intent behind. It is never sent again by itself:
the user is told what the archive shows of it, and decides (`submissions.unsettled`).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import DateTime, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from components.desk.database import Database, Table, in_utc
from components.order import basket_request, drafts
from components.order.draft import Draft
from components.order.files import recipe
from components.regards.submission.lost_verdict import MAY_APPEAR

_KEPT: Final = timedelta(days=30)
_UNLISTED: Final = "null"  # in the place of the numbers before


@dataclass(frozen=True, slots=True)
class Intent:
    """The intent to submit the requests of a draft, and how far that went.

    Attributes:
        key: of the submission: the draft's key and its content.
        batch: that of its orders in the order book.
        sent_at: when the last request was sent.
        planned: how many requests there are.
        accepted: how many of them the archive has accepted; the next one is on its way, or was not sent.
        before: the numbers of the newest orders before the request that is on its way; None if none is.
        lost: why its verdict never came, as a sentence; empty as long as that is not known.
        request_json: the request that is on its way.
        recipe: the recipe of the whole draft; this and the request are empty once all requests are accepted.
        part_size: the number of identifiers of one request; 0 if the draft is not divided.
        unlisted: whether the archive did not show the orders before, so that none can be told to be new.
    """

    key: str
    batch: str
    sent_at: datetime
    planned: int
    accepted: int = 0
    before: frozenset[int] | None = None
    lost: str = ""
    request_json: str = ""
    recipe: str = ""
    part_size: int = 0
    unlisted: bool = False

    @property
    def on_its_way(self) -> bool:
        """Whether a request was sent and has no verdict."""
        return self.before is not None

    @property
    def label(self) -> str:
        """What its order is called at the archive, by way of the basket; "" where the archive chooses the name."""
        request = basket_request.read(self.request_json)
        return request.label if request else ""

    @property
    def complete(self) -> bool:
        """Whether all requests are accepted."""
        return self.accepted == self.planned

    @property
    def has_rest(self) -> bool:
        """Whether there are requests that were not sent."""
        return self.accepted + self.on_its_way < self.planned

    def seconds_left(self, now: datetime) -> float:
        """For how many seconds the order of the request on its way may still appear, also if it has not so far."""
        left = MAY_APPEAR - (now - self.sent_at).total_seconds()
        return min(max(left, 0.0), MAY_APPEAR)  # another machine may have written it, by its clock

    def sending(self, request_json: str, before: frozenset[int] | None, at: datetime) -> "Intent":
        """The intent when the next request is about to be sent; ``before`` is None if the orders are not shown."""
        return replace(
            self,
            request_json=request_json,
            before=before or frozenset(),
            sent_at=at,
            lost="",
            unlisted=before is None,
        )

    def after_acceptance(self) -> "Intent":
        """The intent when the request on its way was accepted."""
        done = replace(self, accepted=self.accepted + 1, before=None, lost="", request_json="")
        return replace(done, recipe="") if done.complete else done

    def draft_on_its_way(self) -> Draft | None:
        """A draft that asks for what the request on its way asked for."""
        return self._part(self.accepted, self.accepted + 1)

    def draft_not_sent(self) -> Draft | None:
        """A draft that asks for what was not sent; None if everything was."""
        return self._part(self.accepted + self.on_its_way, self.planned) if self.has_rest else None

    def without_rest(self) -> "Intent":
        """The intent without the requests that were not sent."""
        asked = self.draft_on_its_way()
        return replace(self, planned=self.accepted + 1, recipe=recipe.write(asked) if asked else "", part_size=0)

    def _part(self, first: int, end: int) -> Draft | None:
        draft = recipe.read(self.recipe)
        if draft is None or not self.part_size:
            return draft
        chosen = draft.identifiers().identifiers[first * self.part_size : end * self.part_size]
        return drafts.only(draft, chosen, "identifiers ordered")

    def write(self, session: Session, account: str) -> None:
        """Write the intent in the place of its state before, within a transaction."""
        before = None if self.before is None else _UNLISTED if self.unlisted else json.dumps(sorted(self.before))
        session.merge(
            _Row(
                account=account,
                key=self.key,
                batch=self.batch,
                sent_at=self.sent_at.astimezone(UTC),
                planned=self.planned,
                accepted=self.accepted,
                part_size=self.part_size,
                before=before,
                lost=self.lost,
                request_json=self.request_json,
                recipe=self.recipe,
            )
        )


class Intents:
    """The intents of all accounts that are in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, account: str, intent: Intent) -> bool:
        """Write an intent, in the place of its state before; forget those of the account that are too old.

        False, and nothing is written, if its key is that of another batch: another replica was quicker.
        """

        def write(session: Session) -> bool:
            there = session.get(_Row, (account, intent.key))
            if there and there.batch != intent.batch:
                return False
            intent.write(session, account)
            old = (intent.sent_at - _KEPT).astimezone(UTC)
            session.execute(delete(_Row).where(_Row.account == account, _Row.sent_at < old))
            return True

        return self._database.change(write)

    def find(self, account: str, key: str) -> Intent | None:
        """The intent of a submission, if there is one."""
        return self._database.read(lambda session: _intent(session.get(_Row, (account, key))))

    def of(self, account: str) -> Sequence[Intent]:
        """The intents of an account that are not complete, oldest first."""
        wanted = select(_Row).where(_Row.account == account, _Row.accepted < _Row.planned).order_by(_Row.sent_at)
        found = self._database.read(lambda session: [_intent(row) for row in session.scalars(wanted)])
        return [intent for intent in found if intent]

    def forget(self, account: str, key: str) -> None:
        """Forget an intent."""
        gone = delete(_Row).where(_Row.account == account, _Row.key == key)
        self._database.change(lambda session: session.execute(gone))


class _Row(Table):
    __tablename__ = "intents"

    account: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    batch: Mapped[str]
    sent_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    planned: Mapped[int]
    accepted: Mapped[int]
    part_size: Mapped[int]
    before: Mapped[str | None]
    lost: Mapped[str]
    request_json: Mapped[str]
    recipe: Mapped[str]


def _intent(row: _Row | None) -> Intent | None:
    if row is None:
        return None
    return Intent(
        key=row.key,
        batch=row.batch,
        sent_at=in_utc(row.sent_at),
        planned=row.planned,
        accepted=row.accepted,
        before=None if row.before is None else frozenset(json.loads(row.before) or ()),
        lost=row.lost,
        request_json=row.request_json,
        recipe=row.recipe,
        part_size=row.part_size,
        unlisted=row.before == _UNLISTED,
    )
