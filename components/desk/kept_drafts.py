"""What this process keeps of an account between its browser sessions: the draft.

A refresh or a new tab begins a new Streamlit session; with this it begins where the last one ended.
"""

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from hashlib import sha256

from components.order.draft import Draft

_MOST_ACCOUNTS = 1_000


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """An account's draft, the key under which it is submitted at most once, and the draft whose place it took."""

    draft: Draft = field(default_factory=Draft)
    draft_key: str = field(default_factory=lambda: secrets.token_hex(8))
    replaced: Draft | None = None


class KeptDrafts:
    """What is kept of each account; the accounts not seen for longest are forgotten first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._accounts: OrderedDict[str, KeptDraft] = OrderedDict()

    def of(self, account: str) -> KeptDraft:
        """What is kept of an account; something empty for a new one."""
        with self._lock:
            return self._keep(account, self._accounts.get(account) or KeptDraft())

    def keep_draft(self, account: str, draft: Draft, draft_key: str) -> KeptDraft:
        """Keep a draft under its key; gives what is now kept."""
        with self._lock:
            before = self._accounts.get(account) or KeptDraft()
            return self._keep(account, replace(before, draft=draft, draft_key=draft_key))

    def begin_draft(self, account: str, draft: Draft, replaced: Draft | None = None) -> KeptDraft:
        """Keep a draft under a new key, so that it may be submitted. ``replaced`` is the draft whose place it takes."""
        with self._lock:
            return self._keep(account, KeptDraft(draft, replaced=replaced))

    def submit_again(self, account: str, draft: Draft, draft_key: str) -> KeptDraft:
        """Keep a draft under the key that follows: two tabs that submit again after one answer make one order."""
        return self.keep_draft(account, draft, sha256(draft_key.encode()).hexdigest()[:16])

    def _keep(self, account: str, kept: KeptDraft) -> KeptDraft:
        self._accounts[account] = kept
        self._accounts.move_to_end(account)
        while len(self._accounts) > _MOST_ACCOUNTS:
            self._accounts.popitem(last=False)
        return kept
