"""Quicklooks side by side."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import streamlit as st

from components.desk.kept_quicklooks import KeptQuicklooks
from components.regards.delivery.order_state import in_words
from components.regards.pictures import Quicklook
from components.regards.printable import printable
from components.ui import session
from components.ui.elements import focus
from components.ui.elements.html_block import html_block

_LOOK_EVERY: Final = 0.5  # seconds between two looks at whether another picture has come
_PLACE: Final = "quicklooks-here"
_GALLERY: Final = html_block(Path(__file__).with_name("gallery"), "<ul></ul>")

Fetch = Callable[[Sequence[Quicklook]], None]
Address = Callable[[Quicklook], str]


def show_gallery(  # noqa: PLR0913 - the last two are words
    quicklooks: Sequence[Quicklook],
    kept: KeptQuicklooks,
    fetch: Fetch,
    address: Address,
    key: str,
    *,
    meaning: str = "",
    preview: bool = False,
) -> None:
    """Some quicklooks; nothing is fetched without the user's click.

    Args:
        quicklooks: those to show.
        kept: the pictures that have been fetched.
        fetch: begins to fetch some of them.
        address: where the browser gets a picture that is kept.
        key: of the gallery.
        meaning: what a click on the button means, besides the pictures.
        preview: whether the pictures are small, and none has a place before it was asked for.
    """
    drawn = kept.revision  # before all else: what comes meanwhile is news
    coming = any(map(kept.is_coming, quicklooks))
    missing = [each for each in quicklooks if not (kept.is_coming(each) or kept.picture(each.key))]
    with st.container(key=_PLACE):
        if missing:
            st.button(
                _label(len(missing), "" if preview else "these "),
                icon=":material/image:",
                key=f"show {key}",
                on_click=_ask,
                args=(fetch, missing, key, drawn),
            )
            if meaning:
                st.caption(meaning)
        placed = [each for each in quicklooks if not preview or each not in missing or kept.problem(each)]
        data = {"tiles": [_tile(each, kept, address) for each in placed], "small": preview}
        clicked = _GALLERY(key, data) if placed else ""
    if wanted := [each for each in missing if each.key == clicked]:
        _ask(fetch, wanted, key, drawn)
        st.rerun()
    if click := session.asked_for(key, coming=coming):
        focus.move_to_container(_PLACE, click)  # what was pressed is gone
    if coming:
        st.fragment(_wait_for, run_every=_LOOK_EVERY)(kept, drawn)


def _ask(fetch: Fetch, quicklooks: Sequence[Quicklook], key: str, drawn: int) -> None:
    fetch(quicklooks)
    session.note_asked_for(key, f"{_PLACE} {drawn}")


def _label(number: int, these: str) -> str:
    return "Show the quicklook" if number == 1 else f"Show {these}{number} quicklooks"


def _tile(quicklook: Quicklook, kept: KeptQuicklooks, address: Address) -> dict[str, object]:
    return {
        "key": quicklook.key,
        "name": printable(quicklook.name),
        "address": address(quicklook) if kept.picture(quicklook.key) else "",
        "coming": kept.is_coming(quicklook),
        "problem": printable(in_words(problem)) if (problem := kept.problem(quicklook)) else "",
    }


def _wait_for(kept: KeptQuicklooks, drawn: int) -> None:
    if kept.revision != drawn:
        st.rerun()
