"""What the user wants, as values: no Streamlit, no HTTP."""
