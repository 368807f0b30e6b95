"""Tables, and suborders as one of them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import streamlit as st

from components.regards.orders.statuses import FileState
from components.regards.printable import printable
from components.ui import formatting

_FAILED: Final = frozenset({FileState.DOWNLOAD_ERROR, FileState.PROCESSING_ERROR, FileState.ERROR})


def show_table(
    data: Mapping[str, Sequence[object]] | Sequence[Mapping[str, object]],
    alt: str,
    column_config: Mapping[str, Any] | None = None,
    height: int | Literal["auto"] = "auto",
) -> None:
    """Show a table without numbers of rows; a long one goes to the browser in parts, as it is scrolled.

    Texts are shown as `printable`: Arrow refuses half a surrogate pair, which JSON can escape.

    Args:
        data: columns by their names, or rows with a value for each column.
        alt: what the table holds, for users who hear the page.
        column_config: as `st.dataframe` takes it.
        height: of the table, in pixels.
    """
    # Imported with the first table, and nowhere else: the first page after a start would wait for it. A table of
    # Arrow is what the browser takes; Streamlit makes one of anything else through pandas, which takes 2 ms a rerun.
    import pyarrow as pa  # noqa: PLC0415

    columns = data if isinstance(data, Mapping) else _columns(data)
    table = pa.table({name: [_cell(value) for value in values] for name, values in columns.items()})
    st.dataframe(table, hide_index=True, column_config=column_config, height=height, alt=alt)


def _columns(rows: Sequence[Mapping[str, object]]) -> dict[str, list[object]]:
    return {name: [row[name] for row in rows] for name in next(iter(rows), ())}


def _cell(value: object) -> object:
    return printable(value) if isinstance(value, str) else value


def counts(*columns: str) -> dict[str, Any]:
    """The configuration of columns that hold counts."""
    return dict.fromkeys(columns, st.column_config.NumberColumn(format=formatting.COUNT_IN_TABLES))


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
    show_table(
        rows,
        "Suborders: the parts in which the archive prepares this order",
        {
            **counts("Files", "Available", "Downloaded", "Failed"),
            "Prepared": st.column_config.ProgressColumn(format="%d %%", min_value=0, max_value=100),
        },
    )
