"""Drafts that ask for given identifiers, with everything else as another draft has it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from components.order import identifiers
from components.order.draft import By, Draft
from components.order.identifiers import TextFile

LONG_PASTE: Final = 200_000
"""Characters; every click in a browser would carry a longer pasted text again, so it becomes a file."""


def only(draft: Draft, chosen: Iterable[str], name: str) -> Draft:
    """The draft with these identifiers alone: as pasted text, or as a file of that name where they are many."""
    text = identifiers.write(chosen)
    listed = replace(draft, by=By.IDENTIFIERS, pasted=text, pasted_column=None, files=())
    return replace(listed, pasted="", files=(TextFile(name, text),)) if len(text) > LONG_PASTE else listed


def together(drafts: Sequence[Draft]) -> Draft:
    """One draft that asks for what several ask for, which differ in their identifiers alone."""
    if len(drafts) == 1:
        return drafts[0]
    return only(drafts[0], dict.fromkeys(each for draft in drafts for each in draft.identifiers().identifiers), _ALL)


_ALL: Final = "identifiers ordered"
