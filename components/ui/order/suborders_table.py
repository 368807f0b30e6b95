"""The table of an order's suborders."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from components.regards.orders.statuses import FileState
from components.ui import formatting
from components.ui.elements.tables import counts, show_table

_FAILED: Final = frozenset({FileState.DOWNLOAD_ERROR, FileState.PROCESSING_ERROR, FileState.ERROR})


def show_suborders(states: Mapping[int, Mapping[str, int]], *, gone: bool = False) -> None:
    """The suborders, in the archive's order.

    Args:
        states: counts files by state, for each suborder.
        gone: whether the archive has dropped their files, so that nothing more will be ready.
    """
    rows = []
    not_ready = formatting.file_state(FileState.PENDING, gone=gone)
    ready = formatting.file_state(FileState.AVAILABLE, gone=True) if gone else "Ready for you"
    for rank, suborder in enumerate(sorted(states), start=1):
        of_this = states[suborder]
        files = sum(of_this.values())
        available, pending = of_this.get(FileState.AVAILABLE, 0), of_this.get(FileState.PENDING, 0)
        rows.append(
            {
                "Suborder": rank,
                "Now": ready if available else not_ready if pending else "Finished",
                "Files": files,
                "Prepared": 100 * (files - pending) // files,
                "Ready": 0 if gone else available,
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
