"""The frame around every page: its name, the way between pages, and the account."""

from pathlib import Path
from typing import Literal

import streamlit as st

from components.ui import kept_downloads, session, stale_fragments, way_to_order
from components.ui.frame import logo

HERE = Path(__file__).parent

stale_fragments.ignore_timers_of_other_pages()
stale_fragments.deliver_whole_pages()
kept_downloads.keep_downloads()
desk = session.current()
visibility: Literal["visible", "hidden"] = "visible" if desk else "hidden"
compose = st.Page(HERE / "compose.py", title="Compose order", url_path="", default=True, visibility=visibility)
orders = st.Page(HERE / "orders.py", title="My orders", url_path="orders", visibility=visibility)
archives = st.Page(HERE / "archives.py", title="Archives", url_path="archives", visibility=visibility)
order = st.Page(HERE / "order.py", title="Order", url_path="order", visibility="hidden")
sign_in = st.Page(HERE / "sign_in.py", title="Sign in", url_path="sign-in", visibility="hidden")
page = st.navigation([compose, orders, archives, order, sign_in], position="top")

st.set_page_config(
    page_title=f"{page.title if desk and not desk.expired else 'Sign in'} · Order desk for REGARDS",
    page_icon=logo.MARK,
    layout="wide" if desk else "centered",
)
logo.show_logo()
st.html(HERE.parent / "components/ui/frame/page.css")
way_to_order.enter(page.url_path)
page.run()
