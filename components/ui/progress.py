"""How far an order is, in words and numbers."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import streamlit as st

from components.regards.records import FileState, Order, OrderFile, OrderStatus
from components.ui import words

_HOUR = 3600  # seconds

_COLOURS: dict[str, Literal["green", "orange", "red"]] = {
    OrderStatus.DONE: "green",
    OrderStatus.DONE_WITH_WARNING: "orange",
    OrderStatus.FAILED: "red",
    OrderStatus.EXPIRED: "red",
    OrderStatus.ERROR: "red",
}
_EXPLANATIONS: dict[str, str] = {
    OrderStatus.PENDING: "The archive lists the files of your order.",
    OrderStatus.RUNNING: "The archive brings the files together; what is available can be downloaded already.",
    OrderStatus.PAUSED: "The order is paused.",
    OrderStatus.DONE: "Every file was prepared.",
    OrderStatus.DONE_WITH_WARNING: "The order ended, and some of what was asked could not be provided.",
    OrderStatus.FAILED: "The archive could not provide the order.",
    OrderStatus.EXPIRED: "The time to download is over; the archive has dropped the files. Order them again.",
}


def show_order(order: Order, files: Sequence[OrderFile] | None, now: datetime) -> None:
    """Status, progress, size and deadline of an order; ``files`` is None while they are not known."""
    if order.status in _EXPLANATIONS:
        st.badge(words.order_status(order), color=_COLOURS.get(order.status, "blue"))
    else:
        st.text(order.status)  # whatever the archive calls it is text
    st.progress(min(max(order.percent, 0), 100) / 100, text=f"{order.percent} % prepared")
    st.write(_EXPLANATIONS.get(order.status, "This status is new to this page: ask the archive what it means."))
    if order.waiting_for_user and order.moving:
        st.warning(
            "The archive waits for you: download what is available, then it prepares the rest.",
            icon=":material/notifications_active:",
        )
    if order.status == OrderStatus.DONE_WITH_WARNING and not order.tasks:
        st.warning("No file matched. Check the file name and the data types, and that the products are in a dataset.")
    if order.tasks:
        _show_numbers(order, _seconds_left(order, files, now))


def _show_numbers(order: Order, left: float) -> None:
    with st.container(horizontal=True):
        st.metric("Files", f"{order.files:,}", border=True, width="content")
        st.metric("Size", words.size(order.size), border=True, width="content")
        if order.files_in_error:
            st.metric("In error", f"{order.files_in_error:,}", border=True, width="content")
        if left:
            st.metric("Expires in", words.duration(left), border=True, width="content")
    if 0 < left < _HOUR:
        st.warning("Less than an hour is left to download these files.", icon=":material/timer:")


def show_files(order: Order, files: Sequence[OrderFile]) -> None:
    """How many files are in which state, by dataset."""
    if not files:
        st.write("No files are listed yet." if order.moving else "This order has no files, or no longer.")
        return
    states = Counter(file.state for file in files)
    st.text(" · ".join(f"{words.file_state(state)}: {number:,}" for state, number in sorted(states.items())))


def _seconds_left(order: Order, files: Sequence[OrderFile] | None, now: datetime) -> float:
    """Seconds until the order expires; 0 if it does not: an order that was downloaded whole never does."""
    waiting = files is None or any(file.state in {FileState.PENDING, FileState.AVAILABLE} for file in files)
    if order.expires is None or order.status == OrderStatus.EXPIRED or not waiting:
        return 0
    return max((order.expires - now).total_seconds(), 0)


def can_be_downloaded(file: OrderFile) -> bool:
    """Whether a file may be asked for: available ones, and again those that were sent before (contract C.7)."""
    return file.state in {
        FileState.AVAILABLE,
        FileState.DOWNLOADED,
        FileState.DOWNLOAD_ERROR,
        FileState.PROCESSING_ERROR,
    }
