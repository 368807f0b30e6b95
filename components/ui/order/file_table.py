"""The files of orders as a table whose names are links.

It is a table of HTML, as that of My orders and for the same reasons: on Streamlit's canvas no link can be followed by
keyboard. Texts reach it as data and are shown as text.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

import streamlit as st

from components.desk.orders.listed_files import ListedFiles
from components.regards.delivery.receipt import Line, Outcome
from components.regards.orders.records import OrderFile
from components.regards.printable import printable
from components.ui import formatting
from components.ui.elements.html_block import html_block

A_PAGE: Final = 100
"""Files that are shown at once."""
FEW_ROWS: Final = 12
"""Files that are seen at one look, without fields to search them."""

_HERE: Final = {
    Outcome.DELIVERED: "verified",
    Outcome.UNVERIFIABLE: "not verifiable",
    Outcome.FAILED: "failed",
}
_TABLE: Final = html_block(
    Path(__file__).with_name("file_table"), '<div role="region" tabindex="0"><table></table></div>'
)


def show_files(
    listed: ListedFiles,
    address: Callable[[OrderFile], str],
    key: str = "files",
    outcomes: Mapping[int | None, Line] = MappingProxyType({}),
) -> Sequence[OrderFile]:
    """A table of files, a page of it at a time; gives the files that the user looks for.

    More than a few come with fields to search by name, state and type. Columns that say nothing are left out.

    Args:
        listed: the files of one order or of several.
        address: where the browser gets a file; "" if it cannot.
        key: of the table; that of other orders needs another one, or it begins with the same search.
        outcomes: the lines of their receipt by ``file_id``: what has arrived here, and why a file failed.
    """
    found = _find(listed, key) if len(listed.files) > FEW_ROWS else listed.files
    table = st.container()
    shown = page_of(found, A_PAGE, key)
    rows = []
    for file in shown:
        line = outcomes.get(file.file_id)
        rows.append(
            {
                "File": printable(file.name),
                "Order": str(file.order_id) if len(listed.orders) > 1 else "",
                "State": formatting.file_state(listed.state(file)),
                "Here": _HERE.get(line.outcome, "") if line else "",
                "Reason": _reason(file, line),
                "Type": file.data_type,
                "Size": formatting.size(file.size),
                "Product": file.product,
                "Dataset": file.dataset,
                "Suborder": str(listed.ranks.get(file.suborder, "")),
                "Checksum": f"{file.algorithm} {file.checksum}".strip(),
            }
        )
    if rows:
        columns = [name for name in rows[0] if any(row[name] for row in rows)]
        drawn = [
            {"address": address(file), "cells": [row[name] for name in columns]}
            for file, row in zip(shown, rows, strict=True)
        ]
        with table:
            _TABLE(key, {"title": "Files, sorted by name", "columns": columns, "rows": drawn})
    return found


def page_of(files: Sequence[OrderFile], most: int, key: str) -> Sequence[OrderFile]:
    """The files of the page that the user has chosen, with the control to choose it where there are several."""
    pages = -(-len(files) // most)
    if pages <= 1:
        return files
    # Another number of pages is another control: Streamlit refuses a page that is no longer there.
    # It has a line of its own: beside something else it hides pages of few, such as the second of two.
    first = (st.pagination(pages, key=f"page {key} {pages}") - 1) * most
    st.caption(f"{first + 1:,} to {min(first + most, len(files)):,} of {len(files):,}")
    return files[first : first + most]


def _find(listed: ListedFiles, key: str) -> Sequence[OrderFile]:
    with st.container(horizontal=True):
        wanted = st.text_input("Find files whose name or product contains", key=f"find {key}").strip().casefold()
        state = _choose("State", tuple(listed.by_state), formatting.file_state, key)
        kind = _choose("Type", listed.types, str, key)
    if not (state or kind or wanted):
        return listed.files
    found = [
        file
        for file in listed.files
        if (not state or listed.state(file) == state)
        and (not kind or file.data_type == kind)
        and (not wanted or wanted in file.name.casefold() or wanted in file.product.casefold())
    ]
    if len(found) < len(listed.files):
        st.write(f"{len(found):,} of {formatting.count(len(listed.files), 'file')}.")
    return found


def _choose(label: str, options: Sequence[str], in_words: Callable[[str], str], key: str) -> str:
    """One of some options, empty for any; a field only where there are several."""
    if len(options) <= 1:
        return ""
    return st.selectbox(
        label,
        ["", *options],
        format_func=lambda each: in_words(each) if each else "any",
        key=f"{label} {key}",
        width=200,
    )


def _reason(file: OrderFile, line: Line | None) -> str:
    """Why a file failed, here or on the archive."""
    return line.reason if line and line.outcome is Outcome.FAILED else file.error
