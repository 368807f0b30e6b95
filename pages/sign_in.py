"""Sign in, at an address of its own; every other page shows the same gate to a user who is not signed in."""

import streamlit as st

from components.ui.sign_in.gate import signed_in

signed_in()
st.switch_page("compose.py")
