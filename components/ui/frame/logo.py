"""The desk's name and mark."""

from pathlib import Path
from typing import Final

import streamlit as st

_HERE: Final = Path(__file__).parent

MARK: Final = str(_HERE / "mark.svg")


def show_logo() -> None:
    """Put name and mark into the header, in the colours of the theme."""
    scheme = "dark" if st.context.theme.type == "dark" else "light"
    st.logo(str(_HERE / f"logo_{scheme}.svg"), size="large")
