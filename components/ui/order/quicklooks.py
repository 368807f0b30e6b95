"""Quicklooks shown as pictures."""

from typing import Final

import streamlit as st

from components.desk.polling import Reading
from components.regards.orders.quicklooks import Picture
from components.regards.orders.records import OrderFile
from components.regards.printable import printable
from components.ui import messages

_LOOK_EVERY: Final = 0.5  # seconds between two looks at whether a picture has come


def show_picture(file: OrderFile, reading: Reading[Picture]) -> None:
    """A button that fetches a quicklook, and then the picture; nothing is fetched without the user's click."""
    reading.take()
    if reading.under_way:
        st.fragment(_wait_for, run_every=_LOOK_EVERY)(reading)
    elif reading.value:
        # The address is data, which Streamlit passes on; bytes it would decode.
        st.image(reading.value.address, alt=f"Quicklook {printable(file.name)}")
    else:
        if reading.error:
            messages.show_error(reading.error)
        st.button("Show the quicklook", icon=":material/image:", key=f"picture {file.file_id}", on_click=reading.renew)
        if file.available:
            st.caption(
                "To the archive that is a download: afterwards the quicklook is no longer in the ZIP of what is "
                "available. It can still be downloaded alone."
            )


def _wait_for(reading: Reading[Picture]) -> None:
    if not reading.under_way:
        st.rerun()
    st.write("Fetching the picture…")
