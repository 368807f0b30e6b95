"""Suborders and files as tables."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import pandas as pd
import streamlit as st

from components.desk.orders.listed_files import ListedFiles
from components.regards.delivery.receipt import Line, Outcome
from components.regards.orders.records import OrderFile
from components.regards.orders.statuses import FileState
from components.ui import formatting

MOST_ROWS: Final = 1_000
"""Rows of a table of files. It is drawn every second, so more would delay every click (lazy tables select no row)."""
FEW_ROWS: Final = 12
"""Files that are seen at one look, without fields to search them."""

_HERE: Final = {
    Outcome.DELIVERED: "verified",
    Outcome.UNVERIFIABLE: "not verifiable",
    Outcome.FAILED: "failed",
}
_FAILED: Final = frozenset({FileState.DOWNLOAD_ERROR, FileState.PROCESSING_ERROR, FileState.ERROR})


def suborders_table(states: Mapping[int, Mapping[str, int]]) -> None:
    """A table of suborders, in the archive's order; ``states`` counts files by state, for each suborder."""
    rows = []
    for rank, suborder in enumerate(sorted(states), start=1):
        of_this = states[suborder]
        files = sum(of_this.values())
        available, pending = of_this.get(FileState.AVAILABLE, 0), of_this.get(FileState.PENDING, 0)
        rows.append(
            {
                "Suborder": rank,
                "Now": "Ready for you" if available else "Not ready yet" if pending else "Finished",
                "Files": files,
                "Prepared": 100 * (files - pending) // files,
                "Available": available,
                "Downloaded": of_this.get(FileState.DOWNLOADED, 0),
                "Failed": sum(of_this.get(state, 0) for state in _FAILED),
            }
        )
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config={"Prepared": st.column_config.ProgressColumn(format="%d %%", min_value=0, max_value=100)},
        alt="Suborders: the parts in which the archive prepares this order",
    )


def files_table(
    listed: ListedFiles, key: str = "files", outcomes: Mapping[int | None, Line] = MappingProxyType({})
) -> OrderFile | None:
    """A table of files; gives the one that the user selected.

    More than a few come with fields to search by name, state and type; no more than `MOST_ROWS` are shown at once.

    Args:
        listed: the files of one order or of several.
        key: of the table; another order needs another one, or it inherits the selected row.
        outcomes: the lines of their receipt by ``file_id``: what has arrived here, and why a file failed.
    """
    shown: Sequence[OrderFile] = listed.files
    if len(shown) > FEW_ROWS:
        shown, key = _narrow_down(listed, key)
    lines = [outcomes.get(file.file_id) for file in shown]
    table = pd.DataFrame(
        {
            "Order": [file.order_id for file in shown],
            "File": [file.name for file in shown],
            "State": [formatting.file_state(file.state) for file in shown],
            "Here": [_HERE.get(line.outcome, "") if line else "" for line in lines],
            "Reason": [_reason(file, line) for file, line in zip(shown, lines, strict=True)],
            "Type": [file.data_type for file in shown],
            "Size": [formatting.size(file.size) for file in shown],
            "Product": [file.product for file in shown],
            "Dataset": [file.dataset for file in shown],
            "Suborder": pd.array([listed.ranks.get(file.suborder) for file in shown], dtype="Int64"),
            "Checksum": [f"{file.algorithm} {file.checksum}".strip() for file in shown],
        }
    )
    needless = {
        "Order": len(listed.orders) == 1,
        "Suborder": not listed.ranks,
        "Here": not any(table["Here"]),
        "Reason": not any(table["Reason"]),
    }
    table = table.drop(columns=[column for column, drop in needless.items() if drop])
    row = _select(table, key, "Files, sorted by name")
    return shown[row] if row is not None and row < len(shown) else None


def _narrow_down(listed: ListedFiles, key: str) -> tuple[Sequence[OrderFile], str]:
    """The files that the user looks for, and the key of their table: another search begins without a selected row."""
    with st.container(horizontal=True):
        wanted = st.text_input("Find files whose name or product contains", key=f"find {key}").strip().casefold()
        state = _choose("State", tuple(listed.by_state), formatting.file_state, key)
        kind = _choose("Type", listed.types, str, key)
    found: Sequence[OrderFile] = listed.files
    if state or kind or wanted:
        found = [
            file
            for file in found
            if (not state or file.state == state)
            and (not kind or file.data_type == kind)
            and (not wanted or wanted in file.name.casefold() or wanted in file.product.casefold())
        ]
    if len(found) < len(listed.files) or len(found) > MOST_ROWS:
        shown = f", of which the first {MOST_ROWS:,} are shown" if len(found) > MOST_ROWS else ""
        st.write(f"{len(found):,} of {formatting.count(len(listed.files), 'file')}{shown}.")
        found = found[:MOST_ROWS]
        key = f"{key} {hash(tuple(file.file_id for file in found))}"
    return found, key


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


def _select(table: pd.DataFrame, key: str, alt: str) -> int | None:
    """Draw a table and give the number of the row that the user selected."""
    known: Any = {
        "Order": st.column_config.NumberColumn(format="%d", pinned=True),
        "State": st.column_config.TextColumn(width=150),  # pixels; else its words are cut
    }
    state: Any = st.dataframe(
        table,
        hide_index=True,
        key=key,
        on_select="rerun",
        selection_mode="single-row",
        column_config=known,
        placeholder="–",
        alt=alt,
    )
    rows = state["selection"]["rows"]
    return rows[0] if rows else None
