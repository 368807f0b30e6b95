"""What a signed-in user works with, and what this process keeps for all users. No Streamlit, no HTTP server."""
