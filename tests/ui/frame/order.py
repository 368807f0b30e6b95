"""The page of an order: says which one it was opened for."""

import streamlit as st

st.title(f"Opened for {st.query_params.get('id')}")
