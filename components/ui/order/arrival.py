"""The arrival at new orders, to which Compose goes on by itself."""

from typing import Final

import streamlit as st

from components.desk.desk import Desk
from components.desk.orders.situation import Kind
from components.ui import way_to_order
from components.ui.compose.submission_result import accepted
from components.ui.elements import focus

_UNDER_WAY: Final = frozenset(
    {
        Kind.READING,
        Kind.UNREADABLE,
        Kind.STALE,
        Kind.PREPARING,
        Kind.SOME_READY,
        Kind.WAITING_FOR_USER,
        Kind.ALL_READY,
    }
)
"""Nothing was done about the files yet."""


def arrive(desk: Desk, order_ids: tuple[int, ...]) -> None:
    """Take over orders to which the user was led; the next draft begins."""
    focus.move_to_title(f"arrival {order_ids}")
    if way_to_order.take_accepted(desk, order_ids):
        desk.begin_draft()
        way_to_order.note_arrival(order_ids)


def show_arrival(order_ids: tuple[int, ...], kind: Kind, failed: int) -> None:
    """Say that orders to which the user was led were accepted, until something was done about their files, or failed.

    Args:
        order_ids: the orders of the page.
        kind: of their situation.
        failed: how many of their files have failed.
    """
    if not way_to_order.has_arrived(order_ids):
        return
    if kind in _UNDER_WAY and not failed:  # no toast: Streamlit's has a role without a name
        st.success(accepted(order_ids), icon=":material/check_circle:")
    else:
        way_to_order.note_arrival(())
