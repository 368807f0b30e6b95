"""The arrival at new orders, to which Compose goes on by itself."""

import streamlit as st

from components.desk.desk import Desk
from components.ui import focus, session
from components.ui.compose.submission_result import accepted


def show_arrival(desk: Desk, order_ids: tuple[int, ...]) -> None:
    """Say that these orders were accepted, while the user stays who was led here; the next draft begins."""
    focus.move_to_title(f"arrival {order_ids}")
    if session.take_accepted(desk, order_ids):
        desk.begin_draft()
        session.note_arrival(order_ids)
    if session.has_arrived(order_ids):  # no toast: Streamlit's has a role without a name
        st.success(accepted(order_ids), icon=":material/check_circle:")
