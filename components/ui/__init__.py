"""What the pages are drawn with. Streamlit only; `session` alone owns the state."""
