"""The page of an order, with its number as title."""

import streamlit as st

st.title(f"Opened for {st.query_params.get('id')}")
