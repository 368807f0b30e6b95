"""Quicklooks as a gallery."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import streamlit as st

from components.desk.orders.kept_quicklooks import KeptQuicklooks
from components.regards.delivery.order_state import in_words
from components.regards.orders.records import OrderFile
from components.regards.printable import printable
from components.ui.html_block import html_block
from components.ui.order.file_table import page_of

A_PAGE: Final = 12
"""Pictures that are shown at once."""

_LOOK_EVERY: Final = 0.5  # seconds between two looks at whether another picture has come
_GALLERY: Final = html_block(Path(__file__).with_name("gallery"), "<ul></ul>")


def show_gallery(
    files: Sequence[OrderFile],
    kept: KeptQuicklooks,
    fetch: Callable[[Sequence[OrderFile]], None],
    address: Callable[[OrderFile], str],
    key: str = "gallery",
) -> None:
    """The quicklooks of some files, a page of them at a time; nothing is fetched without the user's click.

    Args:
        files: those that can be shown.
        kept: the pictures that have been fetched.
        fetch: begins to fetch those of some files.
        address: where the browser gets a picture that is kept.
        key: of the gallery.
    """
    drawn = kept.revision  # before all else: what comes meanwhile is news
    gallery, below = st.container(), st.container()
    with below:
        shown = page_of(files, A_PAGE, key)
    coming = any(map(kept.is_coming, shown))
    missing = [file for file in shown if not (kept.is_coming(file) or kept.picture(file.order_id, file.file_id))]
    with gallery:
        if missing:
            st.button(
                "Show the quicklook" if len(missing) == 1 else f"Show these {len(missing)} quicklooks",
                icon=":material/image:",
                key=f"show {key}",
                on_click=fetch,
                args=(missing,),
            )
        if any(file.available for file in missing):
            st.caption(
                "To the archive each is a download: a quicklook that was shown is no longer in the ZIP of what is "
                "available. It can still be downloaded alone."
            )
        clicked = _GALLERY(key, {"tiles": [_tile(file, kept, address) for file in shown]})
    if wanted := [file for file in missing if _key(file) == clicked]:
        fetch(wanted)
        st.rerun()
    if coming:
        st.fragment(_wait_for, run_every=_LOOK_EVERY)(kept, drawn)


def _tile(file: OrderFile, kept: KeptQuicklooks, address: Callable[[OrderFile], str]) -> dict[str, object]:
    return {
        "key": _key(file),
        "name": printable(file.name),
        "address": address(file) if kept.picture(file.order_id, file.file_id) else "",
        "coming": kept.is_coming(file),
        "problem": printable(in_words(problem)) if (problem := kept.problem(file)) else "",
    }


def _key(file: OrderFile) -> str:
    return f"{file.order_id}-{file.file_id}"


def _wait_for(kept: KeptQuicklooks, drawn: int) -> None:
    if kept.revision != drawn:
        st.rerun()
