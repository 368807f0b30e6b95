"""An earlier order in a dropped file, beside the list at hand."""

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from components.order.draft import Draft
from components.order.files.earlier import Comparison, Earlier, compare
from components.ui import formatting
from components.ui.elements.tables import show_table

_MOST_ROWS: Final = 1_000


def show_beside(
    name: str,
    earlier: Earlier,
    listed: Sequence[str],
    on_keep: Callable[[tuple[str, ...]], None],
    on_replace: Callable[[Draft], None],
) -> None:
    """What a recipe or receipt says of the list at hand.

    Args:
        name: of the file.
        earlier: what it holds.
        listed: the identifiers at hand, none for a blank form.
        on_keep: called with those to keep, if the user wants no others.
        on_replace: called with the draft of the file, if the user wants it in the place of the list.
    """
    with st.container(border=True, key="beside"):
        st.text(name)
        if earlier.draft is None:
            st.success(
                "Nothing is missing in this receipt: every ordered file has arrived.", icon=":material/task_alt:"
            )
        if not (listed and earlier.asked):
            return
        found = compare(listed, earlier.asked)
        _show_comparison(found)
        with st.container(horizontal=True):
            if found.new and found.same:
                only = f"Keep only the {len(found.new):,} new" if len(found.new) > 1 else "Keep only the new one"
                st.button(
                    only, on_click=on_keep, args=(found.new,), icon=":material/filter_alt:", key="keep only the new"
                )
            if earlier.draft:
                instead = "Order what is missing in it instead" if earlier.is_receipt else "Take the recipe instead"
                st.button(instead, on_click=on_replace, args=(earlier.draft,), key="take the earlier instead")


def _show_comparison(found: Comparison) -> None:
    st.write(
        f"Your list beside this file, by name: {len(found.new):,} new, {len(found.same):,} the same, "
        f"{len(found.gone):,} gone from your list."
    )
    if found.new or found.gone:
        with st.expander("New and gone, name by name"):
            names = [*found.new, *found.gone]
            signs = ["new"] * len(found.new) + ["gone"] * len(found.gone)
            columns = {"In your list": signs[:_MOST_ROWS], "Identifier": names[:_MOST_ROWS]}
            show_table(columns, "Identifiers that are new or gone")
            if len(names) > _MOST_ROWS:
                st.write(f"These are the first {_MOST_ROWS:,} of {formatting.count(len(names), 'name')}.")
