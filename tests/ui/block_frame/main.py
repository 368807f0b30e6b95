"""A frame like the app's around one block, so that links to pages lead somewhere."""

import streamlit as st

st.navigation([st.Page("block.py", default=True), st.Page("order.py", url_path="order")]).run()
