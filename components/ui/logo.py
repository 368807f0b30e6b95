"""The desk's name and mark."""

from pathlib import Path
from typing import Final

import streamlit as st

_PICTURES: Final = Path(__file__).parent / "pictures"

MARK: Final = str(_PICTURES / "mark.svg")


def show_logo() -> None:
    """Put name and mark into the header, in the colours of the theme."""
    scheme = "dark" if st.context.theme.type == "dark" else "light"
    st.logo(str(_PICTURES / f"{scheme}.svg"), size="large")
