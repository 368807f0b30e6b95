"""How far orders are, in words and numbers.

Alerts hold no number that ticks: a screen reader reads an alert aloud whenever its text changes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, Literal, TypeVar

import streamlit as st

from components.desk.orders.listed_files import ListedFiles
from components.desk.orders.order_waiting import HOUR, OrderWithFiles, blocking, seconds_left, stuck
from components.regards.delivery.receipt import Receipt
from components.regards.orders.records import Order, OrderFile
from components.regards.orders.statuses import OrderStatus, UnseenStatus
from components.ui import formatting
from components.ui.browser_time import show_times
from components.ui.order.suborders_table import show_suborders
from components.ui.orders import order_table
from components.ui.orders.order_rows import BATCH_COLUMNS, Told, batch_rows

T = TypeVar("T")

Colour = Literal["green", "orange", "red", "blue"]

_COLOURS: Final[dict[str, Colour]] = {
    OrderStatus.DONE_WITH_WARNING: "orange",
    OrderStatus.FAILED: "red",
    OrderStatus.EXPIRED: "red",
    OrderStatus.ERROR: "red",
}
_EXPLANATIONS: Final[dict[str, str]] = {
    OrderStatus.PENDING: "The archive lists the files of your order.",
    OrderStatus.RUNNING: "The archive brings the files together; what is ready can be downloaded already.",
    OrderStatus.PAUSED: "The order is paused: the archive prepares nothing more until you resume it.",
    OrderStatus.DONE: "Every file was prepared.",
    OrderStatus.DONE_WITH_WARNING: "The order ended, and some of what was asked could not be provided.",
    OrderStatus.FAILED: "The archive could not provide the order.",
    OrderStatus.EXPIRED: "The time to download is over; the archive has dropped the files. Order them again.",
    OrderStatus.DELETED: "The order is deleted, and its files on the archive with it.",
    OrderStatus.ERROR: "The archive tried to delete the order and failed. Ask its operators.",
    UnseenStatus.MORE_TO_COME: (
        "The order itself cannot be looked at here. The archive lists the files that are ready, and says that more "
        "will come."
    ),
    UnseenStatus.UNKNOWN: (
        "The order itself cannot be looked at here. The archive lists the files that are ready, and does not say "
        "whether more will come."
    ),
}
PLACES: Final = (
    "The archive prepares at most two parts (suborders) at a time for each user, over all orders, and a part keeps "
    "its place until its files are downloaded."
)
"""Why an order may wait (contract C.8)."""


def show_order(  # noqa: PLR0913 - those after the time may be left out
    order: Order,
    files: Sequence[OrderFile] | None,
    now: datetime,
    others: Sequence[Order] = (),
    hour: float = HOUR,
    receipt: Receipt | None = None,
    *,
    brought: bool = False,
    explained: bool = False,
) -> None:
    """The archive's word for an order, its progress, size and deadline, and what it waits for.

    Args:
        order: as last read.
        files: of the order, None while they are not known.
        now: the time.
        others: the user's orders, which may hold this one up.
        hour: the archive's, in seconds.
        receipt: of this order alone, None while nothing is known of what has arrived.
        brought: whether a delivery is fetching its files, so that nothing waits for the user.
        explained: whether the head of the page says already what its status means.
    """
    is_ready = any(file.available for file in files or ())
    has_all = receipt is not None and 0 < receipt.ordered == receipt.arrived and not receipt.unseen
    if brought or has_all or (files is not None and not is_ready):
        order = replace(order, waiting_for_user=False)
    _show_word(order, receipt, late=not order.percent and (is_ready or bool(receipt and receipt.arrived)))
    if not explained:
        st.caption(_EXPLANATIONS.get(order.status, "This status is new to this page: ask the archive what it means."))
    if receipt and receipt.wrong and order.moving:  # at the end the head of the page says so, and why
        wrong = formatting.count(len(receipt.wrong), "file")
        st.error(
            f"{wrong} arrived otherwise than the archive announced; the receipt says which.", icon=":material/error:"
        )
    if stuck(order, now, hour):
        _show_stuck()
    if holding := blocking(order, others):
        _show_blocking(holding)
    if order.status == OrderStatus.DONE_WITH_WARNING and not order.tasks:
        st.warning("No file matched. Check the file name and the data types, and that the products are in a dataset.")
    left = seconds_left(order, files, now)
    if (files is None or is_ready) and not brought:
        _show_hurry(left, hour)
    if order.tasks:
        _show_sums(order, left)


def show_files(order: Order, listed: ListedFiles) -> None:
    """How many files are in which state, over the whole order and by suborder."""
    if not listed.files:
        is_to_come = order.moving or (order.files and not order.gone)
        st.write("No files are listed yet." if is_to_come else "This order has no files, or no longer.")
        return
    counted = ((formatting.file_state(state), number) for state, number in listed.by_state.items())
    st.text(" · ".join(f"{words}: {number:,}" for words, number in counted))
    if len(listed.by_suborder) > 1:
        show_suborders(listed.by_suborder)


def show_batch(followed: Sequence[OrderWithFiles], told: Told) -> tuple[int, ...]:
    """Several orders that are followed as one: totals, the first deadline, and a table.

    Gives the number of the order that the user clicked in it, if there is one.
    """
    orders = [each.order for each in followed]
    size = sum(order.size for order in orders)
    left = min(_known(seconds_left(each.order, each.files, told.now) for each in followed), default=None)
    verified = _known(each.verified for each in followed)
    available = _known(each.available for each in followed)
    if any(available) or len(available) < len(orders):
        _show_hurry(left, told.hour)
    with st.container(horizontal=True):
        _metric("Orders", f"{len(orders):,}")
        _metric("Still moving", f"{sum(order.moving for order in orders):,}")
        _metric("Files", f"{sum(order.files for order in orders):,}")
        _metric("Size", formatting.size(size))
        if available:
            _metric("Ready now", f"{sum(available):,}")
        if verified:
            _metric("Verified", f"{sum(verified):,}")
        if left:
            _metric("First expires in", formatting.duration(left))
    show_times(told.hour)
    return order_table.show(BATCH_COLUMNS, batch_rows(followed, told), "The orders followed", "followed")


def _show_word(order: Order, receipt: Receipt | None, *, late: bool) -> None:
    """The status and the progress; ``late`` says that the files tell of more progress."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.text("On the archive:", width="content")
        if order.status in _EXPLANATIONS:
            st.badge(formatting.order_status(order), color=_colour(order, receipt))
        else:
            st.text(order.status, width="content")  # a name that only the archive knows: shown as text
        if not order.unseen and not late:
            st.text(f"{order.percent} % prepared", width="content")


def _show_sums(order: Order, left: float | None) -> None:
    with st.container(horizontal=True):
        _metric("Files", f"{order.files:,}")
        _metric("Size", formatting.size(order.size))
        if order.files_in_error:
            _metric("In error", f"{order.files_in_error:,}")
        if left:
            _metric("Expires in", formatting.duration(left))


def _colour(order: Order, receipt: Receipt | None) -> Colour:
    """Green if the archive is done and every file is verified here: its word alone says nothing of what arrived."""
    if order.status != OrderStatus.DONE or receipt is None:
        return _COLOURS.get(order.status, "blue")
    if receipt.wrong:
        return "orange"
    return "green" if receipt.ordered and receipt.delivered == receipt.ordered else "blue"


def _show_blocking(holding: Sequence[Order]) -> None:
    st.warning(
        f"{PLACES} These orders of yours may hold the places:",
        title="This order waits for its turn",
        icon=":material/front_hand:",
    )
    for order in holding:
        what = "download what is ready of it" if order.waiting_for_user else "it is running"
        st.page_link(
            "order.py",
            label=f"Order {order.order_id}: {what}",
            icon=":material/arrow_forward:",
            query_params={"id": str(order.order_id)},
        )


def _show_stuck() -> None:
    st.warning(
        "It has been prepared for unusually long. If the file-name expression of an order is invalid, the archive "
        "never gets beyond this point and never says so: cancel the order, correct the expression and order again. "
        "Otherwise the archive may be busy with another order of yours; it gives up after an hour.",
        title="This order may be stuck",
        icon=":material/pending:",
    )


def _show_hurry(left: float | None, hour: float) -> None:
    """The deadline, loud under an hour."""
    if left is None or left >= hour:
        return
    if left:
        words_, title = "Little time is left to download these files; then the archive drops them.", "Hurry"
    else:
        words_ = "The archive may drop these files at any moment: download what is still there."
        title = "The time to download is over"
    st.error(words_, title=title, icon=":material/timer:")


def _metric(label: str, value: str) -> None:
    st.metric(label, value, border=True, width="content")


def _known(values: Iterable[T | None]) -> list[T]:
    return [value for value in values if value is not None]
