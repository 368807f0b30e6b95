"""Some quicklooks of the products found, before anything is ordered."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from components.desk.kept_quicklooks import KeptQuicklooks
from components.regards.pictures import Quicklook
from components.ui.elements.gallery import Address, Fetch, show_gallery

_MEANING: Final = "Nothing is ordered. To the archive each is a download."


def show_quicklooks(found: Sequence[Quicklook], kept: KeptQuicklooks, fetch: Fetch, address: Address) -> None:
    """A button that shows them; nothing where there are none. See `show_gallery`."""
    if found:
        with st.expander("Quicklooks of the first products found", expanded=True, icon=":material/image:"):
            show_gallery(found, kept, fetch, address, "quicklooks found", meaning=_MEANING, preview=True)
