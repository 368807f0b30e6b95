"""One order: what was asked, how far it is, and its files."""

from datetime import UTC, datetime

import streamlit as st

from components.regards.errors import NoAnswer, Unreachable
from components.regards.records import FileState
from components.ui import downloads, messages, progress, tables
from components.ui.gate import signed_in
from components.ui.heading import show_heading

FIRST_READING = 3.0  # seconds that the page waits for each, so that it is not drawn twice
LONGEST_NUMBER = 18  # digits; order numbers are 64-bit integers

desk = signed_in()
number = str(st.query_params.get("id", ""))
if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
    show_heading("Order", desk)
    st.warning("This address names no order. Choose one from your list.", icon=":material/help:")
    st.page_link("orders.py", label="My orders", icon=":material/list:")
    st.stop()

order_id = int(number)
show_heading(f"Order {order_id}", desk)
order_reading, files_reading = desk.order(order_id), desk.files(order_id)
order_reading.renew()
order_reading.take(FIRST_READING)
if order_reading.value:
    files_reading.renew()
    files_reading.take(FIRST_READING)


def something_moves() -> bool:
    """Whether to look again by ourselves: also while files wait, because downloading them changes their state."""
    order, files = order_reading.value, files_reading.value
    if order is None:
        return order_reading.error is None or isinstance(order_reading.error, NoAnswer | Unreachable)
    if files is None:
        return True
    return order.moving or any(file.state == FileState.AVAILABLE for file in files)


@st.fragment(run_every=1.0 if something_moves() else None)
def follow() -> None:
    """Draw what was read last; worker threads read."""
    moved = something_moves()
    order_reading.renew_when_due()
    if order_reading.error:
        messages.show_error(order_reading.error)
    order = order_reading.value
    if order is None:
        if not order_reading.error:
            st.info("Reading the order…", icon=":material/hourglass_top:")
        return
    files_reading.renew_when_due()
    progress.show_order(order, files_reading.value, datetime.now(UTC))
    st.header("Files")
    if files_reading.error:
        messages.show_error(files_reading.error)
    files = files_reading.value
    if files is None:
        st.info("Reading its files…", icon=":material/hourglass_top:")
        return
    progress.show_files(order, files)
    available = [file for file in files if file.state == FileState.AVAILABLE]
    if available:
        st.link_button(
            f"Download what is available as ZIP ({len(available)})",
            downloads.zip_link(desk.login, order_id),
            type="primary",
            icon=":material/folder_zip:",
        )
    if files:
        st.write("Select a file to download it alone.")
        if (file := tables.files_table(files)) and progress.can_be_downloaded(file):
            st.link_button("Download the selected file", downloads.file_link(desk.login, file.file_id))
            st.text(file.name)
    if moved and not something_moves():
        st.rerun()


follow()

if asked := next((each for each in desk.submitted_orders if each.order_id == order_id), None):
    with st.expander("What was asked"):
        st.code(asked.request_json, language=None, wrap_lines=True)
