"""One menu for all that asks again for files: at the archive, or by another order."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True, slots=True)
class Again:
    """What can be asked again; each is called without arguments, and None where it cannot be asked.

    ``restart`` is the archive's own repetition.
    """

    retry: Callable[[], None] | None = None
    order_missing: Callable[[], None] | None = None
    compose_same: Callable[[], None] | None = None
    restart: Callable[[], None] | None = None


def offer_again(again: Again, *, key: str, disabled: bool = False) -> None:
    """The menu, with a sentence on each of its entries; nothing if it has none.

    Args:
        again: its entries.
        key: tells the menus of several orders apart.
        disabled: an action is under way, and nothing else can be asked of the archive before its answer.
    """
    entries = [
        (
            again.retry,
            "Retry the failed files",
            ":material/replay:",
            "The archive tries again to provide what is in error, and what could not be downloaded. The order goes on.",
        ),
        (
            again.order_missing,
            "Order the missing ones",
            ":material/playlist_add:",
            "Composes an order of the products that have not arrived whole. Nothing is sent yet.",
        ),
        (
            again.compose_same,
            "Compose the same again",
            ":material/edit_square:",
            "Composes an order that asks for the same; it can be changed before it is sent.",
        ),
        (
            again.restart,
            "Repeat it on the archive",
            ":material/library_add:",
            "The archive makes a new order of the same files at once. This desk does not know what this one asked.",
        ),
    ]
    offered = [(act, label, icon, words) for act, label, icon, words in entries if act]
    if not offered:
        return
    if disabled:  # an open menu would stay open over the answer
        st.button("Again…", icon=":material/replay:", disabled=True, key=f"again {key} disabled")
        return
    with st.popover("Again…", icon=":material/replay:", key=f"again {key}"):
        for act, label, icon, words in offered:
            st.button(label, on_click=act, icon=icon, key=f"{label} {key}", width="stretch")
            st.caption(words)
