"""The draft of one browser tab, kept under the tab's name."""

import secrets
from dataclasses import replace

from components.desk.drafts.kept_drafts import KeptDraft, KeptDrafts
from components.order.draft import Draft


class TabDraft:
    """What a user has typed in one tab.

    Args:
        account: the key of the user.
        kept_drafts: gives the draft back after a refresh.
        tab: the name of the tab; empty for a new one.
    """

    def __init__(self, account: str, kept_drafts: KeptDrafts, tab: str = "") -> None:
        self._account = account
        self._drafts = kept_drafts
        self.tab = tab or _new_tab()
        self._kept = kept_drafts.of(account, self.tab)
        self.is_unread = bool(tab) and self.draft.is_blank and kept_drafts.fails
        """Whether it begins blank, and what was kept before cannot be read now."""

    @property
    def draft(self) -> Draft:
        """What the user has typed."""
        return self._kept.draft

    @property
    def key(self) -> str:
        """The key under which the draft is submitted at most once."""
        return self._kept.draft_key

    @property
    def replaced(self) -> Draft | None:
        """The draft whose place this one took, to be brought back."""
        return self._kept.replaced

    def keep(self, draft: Draft) -> None:
        """Keep what the user has typed."""
        if draft != self.draft:
            self._keep(replace(self._kept, draft=draft))

    def begin(self, draft: Draft, replaced: Draft | None = None) -> None:
        """Begin a draft under a new key, so that it may be submitted. ``replaced`` can be brought back."""
        self._keep(KeptDraft(draft, replaced=replaced))

    def submit_again(self) -> None:
        """Go on under the key that follows, so that the draft may be submitted once more."""
        self._keep(self._kept.again())

    def _keep(self, kept: KeptDraft) -> None:
        there = self._drafts.has(self._account, self.tab)
        # Another tab has written under this name, or what is kept under it may be more than was read.
        if self.is_unread or (there and there != self._kept):
            self.tab, self.is_unread = _new_tab(), False
        self._drafts.keep(self._account, self.tab, kept)
        self._kept = kept


def _new_tab() -> str:
    return secrets.token_hex(4)
