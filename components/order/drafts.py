"""Drafts for given identifiers, otherwise the same as another draft."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from components.order import identifiers
from components.order.draft import By, Draft
from components.order.identifiers import TextFile

LONG_PASTE: Final = 200_000
"""Characters of pasted text. A longer one becomes a file: a browser would send the text again with every click."""


def only(draft: Draft, chosen: Iterable[str], name: str) -> Draft:
    """The draft with only these identifiers: as pasted text, or as a file of this name if the text is long."""
    text = identifiers.write(chosen)
    listed = replace(draft, by=By.IDENTIFIERS, pasted=text, pasted_reading=None, files=())
    return replace(listed, pasted="", files=(TextFile(name, text),)) if len(text) > LONG_PASTE else listed


def together(drafts: Sequence[Draft]) -> Draft:
    """One draft for the identifiers of several, which are otherwise the same."""
    if len(drafts) == 1:
        return drafts[0]
    return only(drafts[0], dict.fromkeys(each for draft in drafts for each in draft.identifiers().identifiers), _ALL)


_ALL: Final = "identifiers ordered"
