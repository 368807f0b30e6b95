"""What is kept of an account between its browser sessions: the drafts, each under the name of its tab.

A refresh begins a new Streamlit session; with this it begins where the last one ended, also after a restart. Two tabs
have different names, so that each finds its own draft again. A new tab begins with the account's newest draft.
"""

import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final, NamedTuple

from sqlalchemy import DateTime, Select, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from components.desk.database import Database, Table, in_utc
from components.order.draft import Draft
from components.order.files import recipe

log = logging.getLogger(__name__)

_MOST_TABS: Final = 500  # in memory, of all accounts
_MOST_CHARACTERS: Final = 100_000_000  # of all these tabs, some 100 MB; never fewer than the latest tab
_MOST_TABS_OF_ACCOUNT: Final = 8  # in the database
_LONGEST_RECIPE: Final = 10_000_000
"""Characters in the database, some 100,000 identifiers. A longer recipe is in memory alone."""

_KEPT_FOR: Final = timedelta(days=30)
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft, the key under which it is submitted at most once, and the draft whose place it took."""

    draft: Draft = field(default_factory=Draft)
    draft_key: str = field(default_factory=lambda: secrets.token_hex(8))
    replaced: Draft | None = None

    def again(self) -> "KeptDraft":
        """The same under the key that follows: two tabs that submit again after one answer make one order."""
        return replace(self, draft_key=sha256(self.draft_key.encode()).hexdigest()[:16])


class _Remembered(NamedTuple):
    """What memory holds of a tab, and when it was written."""

    kept: KeptDraft
    at: datetime = _NEVER


class KeptDrafts:
    """What is kept of each tab of each account; what was not seen for longest is forgotten first.

    Replicas share the database, so what it holds counts where it is newer than what this process remembers.

    Args:
        database: where drafts survive the process; without one they end with it.
        now: the clock.
    """

    def __init__(
        self, database: Database | None = None, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._lock = threading.Lock()
        self._database = database
        self._now = now
        self._tabs: OrderedDict[tuple[str, str], _Remembered] = OrderedDict()
        self._newest: OrderedDict[str, str] = OrderedDict()  # the tab of an account that was written last

    @property
    def fails(self) -> bool:
        """Whether the database fails, so that there may be more than can be read."""
        return self._database is not None and self._database.fails

    def of(self, account: str, tab: str) -> KeptDraft:
        """What is kept of a tab, else the newest of its account; something empty for a new account."""
        found = self.has(account, tab) or self._newest_of(account)
        if found or self.fails:  # what cannot be read now is not blank
            return found or KeptDraft()
        return self._remember(account, tab, _Remembered(KeptDraft()), newest=True)

    def has(self, account: str, tab: str) -> KeptDraft | None:
        """What is kept of exactly this tab."""
        return self._newer(account, tab, select(_Row).where(_Row.account == account, _Row.tab == tab))

    def keep(self, account: str, tab: str, kept: KeptDraft) -> None:
        """Keep a draft under the name of its tab, as the newest of its account."""
        with self._lock:
            before = self._tabs.get((account, tab))
        now = self._now().astimezone(UTC)
        if before:  # the clock of the replica that wrote it may be ahead
            now = max(now, before.at + timedelta(microseconds=1))
        self._remember(account, tab, _Remembered(kept, now), newest=True)
        if self._database:
            self._database.change(_writing(account, tab, kept, now), of=(account, tab))

    def _newest_of(self, account: str) -> KeptDraft | None:
        with self._lock:
            tab = self._newest.get(account, "")
        rows = select(_Row).where(_Row.account == account).order_by(_Row.kept_at.desc()).limit(1)
        return self._newer(account, tab, rows)

    def _newer(self, account: str, tab: str, rows: "Select[_Row]") -> KeptDraft | None:
        """What is remembered of a tab, or the first of these rows if it is newer."""
        with self._lock:
            if here := self._tabs.get((account, tab)):
                self._tabs.move_to_end((account, tab))
        since = here.at if here else _NEVER
        return self._found(account, rows.where(_Row.kept_at > since)) or (here.kept if here else None)

    def _remember(self, account: str, tab: str, what: _Remembered, *, newest: bool = False) -> KeptDraft:
        with self._lock:
            if newest:  # not what was only read: an older tab may have been refreshed
                self._newest[account] = tab
                self._newest.move_to_end(account)
            self._tabs[account, tab] = what
            self._tabs.move_to_end((account, tab))
            while len(self._tabs) > 1 and (len(self._tabs) > _MOST_TABS or self._characters() > _MOST_CHARACTERS):
                self._tabs.popitem(last=False)
            while len(self._newest) > _MOST_TABS:
                self._newest.popitem(last=False)
        return what.kept

    def _characters(self) -> int:
        drafts = (draft for kept, _ in self._tabs.values() for draft in (kept.draft, kept.replaced))
        return sum(draft.characters for draft in drafts if draft)

    def _found(self, account: str, wanted: "Select[_Row]") -> KeptDraft | None:
        """The draft of a row of the database that is not too old."""
        if self._database is None:
            return None
        recent = wanted.where(_Row.kept_at >= (self._now() - _KEPT_FOR).astimezone(UTC))
        found = self._database.read(lambda session: _kept(session.scalar(recent)))
        if found is None:
            return None
        return self._remember(account, *found)


def _writing(account: str, tab: str, kept: KeptDraft, now: datetime) -> Callable[[Session], None]:
    """A change that writes a draft, and forgets what is too much or too old."""
    draft, replaced = recipe.write(kept.draft), recipe.write(kept.replaced) if kept.replaced else ""
    of_account = _Row.account == account
    others = select(_Row.tab).where(of_account, _Row.tab != tab).order_by(_Row.kept_at.desc())

    def write(session: Session) -> None:
        session.execute(delete(_Row).where(_Row.kept_at < now - _KEPT_FOR))
        too_many = list(session.scalars(others))[_MOST_TABS_OF_ACCOUNT - 1 :]
        if len(draft) > _LONGEST_RECIPE:  # what was kept of it before would be false
            too_many.append(tab)
        else:
            short = replaced if len(replaced) <= _LONGEST_RECIPE else ""
            session.merge(
                _Row(account=account, tab=tab, draft_key=kept.draft_key, kept_at=now, draft=draft, replaced=short)
            )
        if too_many:
            session.execute(delete(_Row).where(of_account, _Row.tab.in_(too_many)))

    return write


class _Row(Table):
    __tablename__ = "kept_drafts"

    account: Mapped[str] = mapped_column(primary_key=True)
    tab: Mapped[str] = mapped_column(primary_key=True)
    draft_key: Mapped[str]
    kept_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    draft: Mapped[str]
    replaced: Mapped[str]


def _kept(row: _Row | None) -> tuple[str, _Remembered] | None:
    if row is None:
        return None
    try:
        draft, replaced = recipe.read(row.draft), recipe.read(row.replaced) if row.replaced else None
    except Exception:  # written by another version of the desk
        log.exception("A kept draft cannot be read")
        return None
    if not all(each is None or each.can_be_sent for each in (draft, replaced)):  # no page could show it
        return None
    if draft is None:
        return None
    return row.tab, _Remembered(KeptDraft(draft, row.draft_key, replaced), in_utc(row.kept_at))
