"""The frame around every page: its name, the way between pages, and the account."""

from pathlib import Path
from typing import Literal

import streamlit as st

from components.ui import session

HERE = Path(__file__).parent

# A page icon of letters: a drawn one would be fetched from a font host.
st.set_page_config(page_title="Order desk for REGARDS", page_icon="🛰️", layout="wide")

desk = session.current()
visibility: Literal["visible", "hidden"] = "visible" if desk else "hidden"
page = st.navigation(
    [
        st.Page(HERE / "compose.py", title="Compose order", url_path="", default=True, visibility=visibility),
        st.Page(HERE / "orders.py", title="My orders", url_path="orders", visibility=visibility),
        st.Page(HERE / "order.py", title="Order", url_path="order", visibility="hidden"),
        st.Page(HERE / "sign_in.py", title="Sign in", url_path="sign-in", visibility="hidden"),
    ],
    position="top",
)

if desk:
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        st.text(f"{desk.login.username} · {desk.login.archive.name}")
        st.button("Sign out", on_click=session.sign_out, type="tertiary", icon=":material/logout:")

page.run()
