"""What the pages are drawn with. Streamlit only; `session` and `way_to_order` alone own the state."""
