"""The page that draws the block under test."""

import streamlit as st

st.session_state["block"]()
