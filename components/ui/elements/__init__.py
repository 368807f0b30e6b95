"""Elements for the blocks of several pages, where those of Streamlit are not enough."""
