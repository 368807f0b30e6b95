"""The table of an order's suborders."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from components.desk.orders.listed_files import Gone
from components.regards.orders.statuses import FileState
from components.ui import formatting
from components.ui.elements.tables import counts, show_table

_FAILED: Final = frozenset({FileState.DOWNLOAD_ERROR, FileState.PROCESSING_ERROR, FileState.ERROR})
_UNFINISHED: Final = (FileState.AVAILABLE, Gone.DROPPED, FileState.PENDING, Gone.NEVER_PREPARED)
"""States of which one file is enough to tell where its suborder stands, the strongest first."""


def show_suborders(states: Mapping[int, Mapping[str, int]]) -> None:
    """The suborders, in the archive's order. ``states`` counts files by state, for each suborder."""
    rows = []
    for rank, suborder in enumerate(sorted(states), start=1):
        of_this = states[suborder]
        files = sum(of_this.values())
        pending = of_this.get(FileState.PENDING, 0) + of_this.get(Gone.NEVER_PREPARED, 0)
        telling = next((state for state in _UNFINISHED if of_this.get(state)), None)
        rows.append(
            {
                "Suborder": rank,
                "Now": formatting.file_state(telling) if telling else "Finished",
                "Files": files,
                "Prepared": 100 * (files - pending) // files,
                "Ready": of_this.get(FileState.AVAILABLE, 0),
                "Downloaded": of_this.get(FileState.DOWNLOADED, 0),
                "Failed": sum(of_this.get(state, 0) for state in _FAILED),
            }
        )
    show_table(
        rows,
        "Suborders: the parts in which the archive prepares this order",
        {
            **counts("Files", "Ready", "Downloaded", "Failed"),
            "Prepared": st.column_config.ProgressColumn(format="%d %%", min_value=0, max_value=100),
        },
    )
