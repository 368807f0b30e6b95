"""The name of an order on the pages: the user's own, else one in words, with times in the zone of the browser."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

import streamlit as st

from components.desk.order_book import Entry
from components.order import order_name
from components.regards.printable import in_one_line
from components.ui.browser_time import zone_name

_LONGEST_TYPED: Final = 1_000  # characters that are looked at


def ask_name(name: str, products: int | None, key: str) -> str:
    """A field for the name of an order; empty for the default, which the field shows.

    Args:
        name: what the field begins with.
        products: how many come, of those asked for by name; 0 if they are searched for, None if nobody knows.
        key: of the draft.
    """
    typed = st.text_input(
        "Name (optional)",
        value=name,
        placeholder=_by_default(products, datetime.now(UTC)),
        help="For yourself: this desk shows the order under it. Without one, it is named as the field says.",
        key=f"name {key}",
        persist_state="session",
    )
    wanted = in_one_line((typed or "")[:_LONGEST_TYPED])
    if len(wanted) > order_name.LONGEST:  # Streamlit's own limit would drop a longer text without a word
        st.caption(f"The name is cut to {order_name.LONGEST} characters.")
    return wanted[: order_name.LONGEST].rstrip()


def name_of(entries: Sequence[Entry]) -> str:
    """The name of orders that were submitted together; empty for none, and for orders of several requests."""
    if len({entry.batch for entry in entries}) != 1:
        return ""
    first = min(entries, key=lambda entry: entry.submitted_at)
    counts = [entry.products for entry in entries if entry.products is not None]
    products = sum(counts) if len(counts) == len(entries) else None
    return first.name or _by_default(products, first.submitted_at)


def show_name(entries: Sequence[Entry]) -> None:
    """The name of the orders of a page, as text; nothing if it is not known here."""
    if name := name_of(entries):
        st.text(name)


def _by_default(products: int | None, at: datetime) -> str:
    return order_name.by_default(products, at.astimezone(ZoneInfo(zone_name())))
