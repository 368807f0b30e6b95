"""The quicklooks of an order."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from components.desk.kept_quicklooks import KeptQuicklooks
from components.regards.orders.quicklooks import quicklook_of
from components.regards.orders.records import OrderFile
from components.ui.elements.gallery import Address, Fetch, show_gallery
from components.ui.order.file_table import page_of

A_PAGE: Final = 12
"""Pictures that are shown at once."""

_MEANING: Final = (
    "To the archive each is a download: a quicklook that was shown is no longer in the ZIP of what is ready. It "
    "can still be downloaded alone."
)


def show_quicklooks(
    files: Sequence[OrderFile], kept: KeptQuicklooks, fetch: Fetch, address: Address, key: str = "gallery"
) -> None:
    """The quicklooks of some files that can be shown, a page of them at a time; see `show_gallery`."""
    gallery, below = st.container(), st.container()
    with below:
        shown = page_of(files, A_PAGE, key)
    quicklooks = [quicklook_of(file) for file in shown]
    changes = any(file.available and not kept.picture(each.key) for file, each in zip(shown, quicklooks, strict=True))
    with gallery:
        show_gallery(quicklooks, kept, fetch, address, key, meaning=_MEANING if changes else "")
