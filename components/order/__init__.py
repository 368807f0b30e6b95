"""The user's request as values, without Streamlit and HTTP."""
