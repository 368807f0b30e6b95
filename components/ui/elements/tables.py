"""Tables, and how their columns of counts are written."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import streamlit as st

from components.regards.printable import printable
from components.ui import formatting


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
