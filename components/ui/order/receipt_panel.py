"""The ending of an order: what was ordered, and what became of each file."""

import io
from collections.abc import Iterable, Sequence

import streamlit as st

from components.regards.delivery.receipt import Line, Outcome, Receipt
from components.regards.delivery.receipt_files import MOST_FOR_COMPOSE, receipt_to_csv, receipt_to_json
from components.regards.orders.statuses import UNFINISHED
from components.ui import formatting
from components.ui.elements.tables import show_table

_HELP = "Drop this file on Compose to ask again for what is missing."
_MOST_ROWS = 1_000
_NAME_WIDTH = 240  # pixels: at 390, the reason begins beside it


def show_receipt(receipt: Receipt, *, moving: bool) -> None:
    """Show the sum of a receipt, and each missing file with its reason.

    Args:
        receipt: of the orders of the page.
        moving: whether files may still come, or some of the orders or of their files are still to be read.
    """
    if moving and not receipt.ordered:
        st.write("The archive has not said yet which files these are. The receipt will name each of them.")
        return
    unsaid = [order.order_id for order in receipt.orders if not order.ordered and order.status in UNFINISHED]
    if moving and unsaid:
        which = f"order {unsaid[0]}" if len(unsaid) == 1 else formatting.count(len(unsaid), "order")
        st.write(f"The archive has not said yet which files {which} will have. They are not in this sum.")
    known = "listed" if receipt.unseen else "ordered"
    st.text(
        f"{formatting.count(receipt.ordered, 'file')} {known} = {receipt.delivered:,} delivered and verified "
        f"{f'+ {receipt.unverifiable:,} delivered but not verifiable ' if receipt.unverifiable else ''}"
        f"+ {receipt.failed:,} failed + {receipt.left_out:,} {'still to come' if moving else 'left out'}"
    )
    missing = receipt.not_arrived
    without = receipt.identifiers_without_files
    if moving:
        st.write("You can keep the receipt once no more files can come.")
    else:
        _show_unverifiable(receipt)
    if missing:
        not_here = "not here yet" if moving else "not delivered"
        # Without numbers, which change: the browser closes an expander under a new label.
        with st.expander(f"Files {not_here}, each with its reason", expanded=not moving):
            _show_lines(missing, moving=moving)
    unread = moving and (unsaid or any(order.unlisted for order in receipt.orders))
    if without and receipt.lines and not unread:
        with st.expander("Identifiers of which the archive named no file"):
            st.write(f"{formatting.count(len(without), 'identifier')}:")
            show_table({"Identifier": without[:_MOST_ROWS]}, "Without any file that the archive named")
            _say_how_many(len(without))


def offer_files(receipt: Receipt) -> None:
    """The receipt to take away, as CSV and as JSON."""
    name = f"receipt_{'_'.join(str(order.order_id) for order in receipt.orders[:3])}"
    st.download_button(
        "Receipt as CSV",
        lambda: _whole(receipt_to_csv(receipt)),
        f"{name}.csv",
        "text/csv",
        icon=":material/table:",
        on_click="ignore",
    )
    st.download_button(
        "Receipt as JSON",
        lambda: _whole(receipt_to_json(receipt)),
        f"{name}.json",
        "application/json",
        icon=":material/data_object:",
        on_click="ignore",
        help=_HELP if len(receipt.lines) <= MOST_FOR_COMPOSE else None,
    )


def _whole(pieces: Iterable[bytes]) -> bytes:
    """The bytes of a file, in memory once."""
    file = io.BytesIO()
    file.writelines(pieces)
    return file.getvalue()


def _show_unverifiable(receipt: Receipt) -> None:
    if not receipt.unverifiable:
        return
    by_size = sum(line.verified_by == "size" for line in receipt.lines)
    by_nothing = receipt.unverifiable - by_size
    if by_size:
        st.write(
            f"The archive announced no checksum of {formatting.count(by_size, 'file')}: only the size was compared."
        )
    if by_nothing:
        st.write(f"The archive announced neither size nor checksum of {formatting.count(by_nothing, 'file')}.")


def _show_lines(lines: Sequence[Line], *, moving: bool) -> None:
    shown = lines[:_MOST_ROWS]
    words = {Outcome.LEFT_OUT: "still to come"} if moving else {}
    config = {
        "File": st.column_config.TextColumn(width=_NAME_WIDTH),
        "Order": st.column_config.NumberColumn(format="%d"),
    }
    show_table(
        {
            "File": [line.name for line in shown],
            "Reason": [line.reason for line in shown],
            "Outcome": [words.get(line.outcome, str(line.outcome)) for line in shown],
            "Product": [line.product for line in shown],
            "Order": [line.order_id for line in shown],
        },
        "Files that were not delivered",
        config,
    )
    _say_how_many(len(lines))


def _say_how_many(number: int) -> None:
    if number > _MOST_ROWS:
        st.write(f"These are the first {_MOST_ROWS:,}; the receipt holds all of them.")
