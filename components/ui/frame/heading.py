"""The head of a page: its title, and whose page it is."""

import streamlit as st

from components.desk.desk import Desk
from components.ui import session


def show_heading(title: str, desk: Desk) -> None:
    """The title of a page, with the account and the way out beside it."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(title, anchor=False, width="content")
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            st.text(f"{desk.login.username} · {desk.login.archive.name}")
            st.button("Sign out", on_click=session.sign_out, icon=":material/logout:", type="tertiary")


def name_tab(title: str, *, ready: int) -> None:
    """Name the browser's tab after a page, with how many files are ready, so that it is seen from another tab."""
    counted = f"({ready:,}) {title}" if ready else title
    st.set_page_config(page_title=f"{counted} · Order desk for REGARDS")
