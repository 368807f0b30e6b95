"""Orders and files as tables."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from components.regards.records import Order, OrderFile
from components.ui import words

_DATE = "YYYY-MM-DD HH:mm"


def orders_table(orders: Sequence[Order], own: frozenset[int]) -> int | None:
    """A table of orders; gives the number of the one that the user selected.

    Args:
        orders: in the order of the rows.
        own: numbers of those that were submitted at this desk.
    """
    table = pd.DataFrame(
        {
            "Order": [order.order_id for order in orders],
            "Status": [words.order_status(order) for order in orders],
            "Progress": [order.percent for order in orders],
            "Files": [order.files for order in orders],
            "Size": [words.size(order.size) for order in orders],
            "Created": [order.created for order in orders],
            "Expires": [order.expires for order in orders],
            "Name": [order.label for order in orders],
            "From": ["this desk" if order.order_id in own else "elsewhere" for order in orders],
        }
    )
    selected = st.dataframe(
        table,
        hide_index=True,
        key="orders",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "Order": st.column_config.NumberColumn(format="%d", pinned=True),
            "Progress": st.column_config.ProgressColumn(format="%d %%", min_value=0, max_value=100),
            "Created": st.column_config.DatetimeColumn(format=_DATE),
            "Expires": st.column_config.DatetimeColumn(format=_DATE),
        },
        alt="Your orders, newest first",
    )
    row = _selected_row(selected)
    return orders[row].order_id if row is not None and row < len(orders) else None


def files_table(files: Sequence[OrderFile]) -> OrderFile | None:
    """A table of an order's files; gives the one that the user selected."""
    table = pd.DataFrame(
        {
            "File": [file.name for file in files],
            "State": [words.file_state(file.state) for file in files],
            "Type": [file.data_type for file in files],
            "Size": [words.size(file.size) for file in files],
            "Product": [file.product for file in files],
            "Dataset": [file.dataset for file in files],
            "Checksum": [f"{file.algorithm} {file.checksum}".strip() for file in files],
            "Error": [file.error for file in files],
        }
    )
    selected = st.dataframe(
        table.drop(columns="Error") if not any(table["Error"]) else table,
        hide_index=True,
        key="files",
        on_select="rerun",
        selection_mode="single-row",
        alt="The files of this order",
    )
    row = _selected_row(selected)
    return files[row] if row is not None and row < len(files) else None


def _selected_row(state: Any) -> int | None:  # noqa: ANN401 - Streamlit declares no type that says what it gives
    rows = state["selection"]["rows"]
    return rows[0] if rows else None
