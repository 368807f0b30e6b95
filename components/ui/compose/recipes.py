"""Drafts to keep and to share: as a file, and as a link, whose content is shown before it is taken over."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from components.order.draft import By, Draft
from components.order.files import link, recipe
from components.order.identifiers import UnreadableFile, summary
from components.ui import formatting

_IN_ADDRESS: Final = "recipe"
_FIRST: Final = 5  # lines of what a link holds that are shown at once
_LONGEST: Final = 500  # characters of an expression for file names, on the page


def offer_recipe(draft: Draft) -> None:
    """The draft as a file to keep, and to drop on this page again."""
    st.download_button(
        "Keep this as a recipe",
        lambda: recipe.write(draft),
        "recipe.json",
        "application/json",
        icon=":material/bookmark:",
        on_click="ignore",
        help="A file that you can drop here later, or give to a colleague, to compose the same order again.",
    )


def offer_link(draft: Draft, key: str) -> None:
    """The draft as a link to share, while it is short enough."""
    box = st.popover("Share as a link", icon=":material/link:", key=f"share {key}", on_change="rerun")
    if not box.open:
        return
    with box:
        text = link.write(draft)
        if text is None:
            st.write("This is too much for a link. Keep it as a recipe, and send the file.")
            return
        st.write("It holds what you typed. Who opens it signs in for themselves, and orders nothing without a click.")
        address = (st.context.url or "").partition("?")[0].rstrip("/")
        st.code(f"{address}/?{urlencode({_IN_ADDRESS: text})}", language=None, wrap_lines=True)


def show_linked(on_take: Callable[[Draft], None]) -> None:
    """The recipe that the address holds; ``on_take`` is called with its draft if the user wants it."""
    if not (text := str(st.query_params.get(_IN_ADDRESS, ""))):
        return
    with st.container(border=True, key="linked recipe"):
        st.subheader("A recipe came with the address", anchor=False)
        draft = _read(text)
        if draft:
            st.write("Nothing of it is on the page yet. It asks for:")
            _show(draft)
        with st.container(horizontal=True):
            if draft:
                st.button(
                    "Take it over", on_click=_take, args=(on_take, draft), type="primary", icon=":material/input:"
                )
            st.button("Leave it", on_click=_drop)


def _take(on_take: Callable[[Draft], None], draft: Draft) -> None:
    _drop()
    on_take(draft)


def _drop() -> None:
    """Take the recipe out of the address: the user has taken it over, or does not want it."""
    st.query_params.pop(_IN_ADDRESS, None)


def _read(text: str) -> Draft | None:
    try:
        return link.read(text)
    except UnreadableFile as problem:
        st.error("It cannot be used.", icon=":material/error:")
        st.text(str(problem))
        return None


def _show(draft: Draft) -> None:
    """What a draft asks for, as text: somebody else has written it."""
    if draft.name:
        st.text(f"Name: {draft.name}")
    if draft.by is By.IDENTIFIERS:
        found = draft.identifiers()
        st.text(summary(found))
        listed = "\n".join(found.identifiers)
    else:
        st.text("Search expressions:")
        listed = draft.expressions
    lines = listed.splitlines()
    st.code(formatting.shorten("\n".join(lines[:_FIRST])), language=None, wrap_lines=True)
    if len(lines) > _FIRST:
        with st.expander(f"All {len(lines):,} lines"):
            st.code(formatting.shorten(listed), language=None, wrap_lines=True)
    if draft.field.strip():
        st.text(f"Identifier field: {draft.field}")
    versions = ", latest version only" if draft.latest_only else ""
    st.text(f"Data types: {', '.join(draft.data_types) or 'both'}{versions}")
    if expression := draft.file_name_expression():
        st.text(f"File names that match the expression {formatting.shorten(expression, _LONGEST)}")
