"""My orders: what the archive lists, joined with what was submitted at this desk."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from components.desk.order_book import Entry
from components.regards.orders import MOST_LISTED
from components.ui import messages, tables
from components.ui.gate import signed_in
from components.ui.heading import show_heading
from components.ui.unsettled import show_unsettled

FIRST_READING = 3.0  # seconds that the page waits for it, so that it is not drawn twice

desk = signed_in()
show_heading("My orders", desk)
show_unsettled(desk)
reading = desk.order_list
reading.renew()
reading.take(FIRST_READING)


def something_moves() -> bool:
    """Whether to look again by ourselves."""
    return reading.value is None or reading.error is not None or any(order.moving for order in reading.value)


def made_together(made_here: Sequence[Entry]) -> dict[int, int]:
    """How many orders one request made, by the number of each of them."""
    sizes = Counter(entry.batch for entry in made_here)
    if len(made_here) == MOST_LISTED:  # the oldest ones may have been made with others that are older still
        sizes[made_here[-1].batch] = len(desk.batch_of(made_here[-1].order_id))
    return {entry.order_id: sizes[entry.batch] for entry in made_here}


@st.fragment(run_every=1.0 if something_moves() else None)
def list_orders() -> None:
    """Draw what was read last; a worker thread reads."""
    moved = something_moves()
    reading.renew_when_due()
    if reading.error:
        messages.show_error(reading.error)
    if reading.value is None:
        if not reading.error:
            st.info("Reading your orders…", icon=":material/hourglass_top:")
        return
    made_here = desk.ordered_here()
    newest = max((order.order_id for order in reading.value), default=0)
    for entry in made_here:
        if entry.order_id > newest:
            st.info(f"Order {entry.order_id} is submitted and will be listed in a moment.")
    if not reading.value:
        st.info("You have no orders yet.", icon=":material/inbox:")
        st.page_link("compose.py", label="Compose your first order", icon=":material/edit_square:")
        return
    st.write("Select a row to open the order.")
    if len(reading.value) == MOST_LISTED:
        st.write(f"These are your {MOST_LISTED} newest orders.")
    own = frozenset(entry.order_id for entry in made_here)
    if selected := tables.orders_table(reading.value, own, made_together(made_here)):
        st.switch_page("order.py", query_params={"id": str(selected)})
    if moved and not something_moves():
        st.rerun()


list_orders()
st.button("Look again", on_click=reading.renew, icon=":material/refresh:")
