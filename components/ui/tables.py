"""Suborders as a table."""

from collections.abc import Mapping
from typing import Final

import pandas as pd
import streamlit as st

from components.regards.orders.statuses import FileState
from components.ui import formatting

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
    count = st.column_config.NumberColumn(format=formatting.COUNT_IN_TABLES)
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config={
            "Prepared": st.column_config.ProgressColumn(format="%d %%", min_value=0, max_value=100),
            **dict.fromkeys(("Files", "Available", "Downloaded", "Failed"), count),
        },
        alt="Suborders: the parts in which the archive prepares this order",
    )
