"""My orders: what the archive lists, joined with what was submitted at this desk."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from components.desk.order_book import Entry
from components.desk.orders.followed_orders import now
from components.desk.orders.order_waiting import HOUR, seconds_left
from components.regards.errors import NOT_SHOWN
from components.regards.orders.orders import MOST_LISTED
from components.regards.orders.records import Order
from components.ui import formatting, messages, tables
from components.ui.browser_time import zone_name
from components.ui.heading import show_heading
from components.ui.sign_in.gate import signed_in
from components.ui.unsettled import show_unsettled

FIRST_READING = 3.0  # seconds that the page waits for it, so that it is not drawn twice
NEW = timedelta(minutes=1)  # after that, an order that is not listed was deleted, or the archive has lost it
FRESH = 2.0  # seconds in which the list is not read again because the page is drawn again

desk = signed_in()
show_heading("My orders", desk)
show_unsettled(desk)
reading = desk.order_list
reading.renew_when_older(FRESH)
reading.take(FIRST_READING)


def something_moves() -> bool:
    """Whether to look again by ourselves."""
    if isinstance(reading.error, NOT_SHOWN):
        return reading.under_way
    return (
        reading.value is None
        or reading.error is not None
        or reading.under_way
        or any(order.moving or (order.waiting_for_user and not order.gone) for order in reading.value)
    )


def made_together(made_here: Sequence[Entry]) -> dict[int, int]:
    """How many orders one request made, by the number of each of them."""
    sizes = Counter(entry.batch for entry in made_here)
    if len(made_here) == MOST_LISTED:  # the oldest ones may have been made with others that are older still
        sizes[made_here[-1].batch] = len(desk.batch_of(made_here[-1].order_id))
    return {entry.order_id: sizes[entry.batch] for entry in made_here}


def what_needs_the_user() -> dict[int, str]:
    """Why orders need their user, by their number; those that do not are left out."""
    hour = desk.login.archive.hour
    needs = {
        each.order_id: formatting.need(each, seconds_left(each, None, now()), hour) for each in reading.value or ()
    }
    return {order_id: words for order_id, words in needs.items() if words}


def name_zone() -> None:
    """Say once in which zone the times of the page are, and that the demo's own time runs faster."""
    st.text(f"Times are in the zone {zone_name()}.")
    if desk.login.archive.hour < HOUR:
        st.text(f"An hour of this demo archive lasts {formatting.duration(desk.login.archive.hour)}.")


drawn = reading.value, reading.error, what_needs_the_user()
moving = something_moves()


@st.fragment(run_every=1.0 if moving else None)
def look_again() -> None:
    """Look every second, and draw the page again only when there is something new to show."""
    reading.renew_when_due()
    if (reading.value, reading.error, what_needs_the_user()) != drawn or something_moves() != moving:
        st.rerun()
    messages.show_silence(reading.silence)


@st.fragment
def list_orders(orders: Sequence[Order]) -> None:
    """The orders as a table, and those that the archive does not list yet."""
    made_here = desk.ordered_here()
    newest = max((order.order_id for order in orders), default=0)
    for entry in made_here:
        if entry.order_id > newest and now() - entry.submitted_at < NEW:
            st.info(f"Order {entry.order_id} is submitted and will be listed in a moment.")
    if not orders:
        st.info("You have no orders yet.", icon=":material/inbox:")
        st.page_link("compose.py", label="Compose your first order", icon=":material/edit_square:")
        return
    st.write("Select a row to open the order.")
    if len(orders) == MOST_LISTED:
        st.write(f"These are your {MOST_LISTED} newest orders.")
    own = frozenset(entry.order_id for entry in made_here)
    name_zone()
    if selected := tables.orders_table(orders, own, made_together(made_here), drawn[-1], zone_name()):
        st.switch_page("order.py", query_params={"id": str(selected)})


@st.fragment
def list_from_order_book() -> None:
    """The orders that this desk remembers, where the archive does not show a list."""
    st.info(
        "The list of your orders cannot be looked at here, so these are the orders that were submitted at this desk. "
        "How far each one is, its own page tries to find out.",
        icon=":material/visibility_off:",
    )
    made_here = desk.ordered_here()
    if not made_here:
        return
    name_zone()
    if selected := tables.book_table(made_here, made_together(made_here), zone_name()):
        st.switch_page("order.py", query_params={"id": str(selected)})


look_again()
if isinstance(reading.error, NOT_SHOWN):
    list_from_order_book()
elif reading.error:
    messages.show_error(reading.error)
elif reading.value is None:
    st.info("Reading your orders…", icon=":material/hourglass_top:")
if reading.value is not None and not isinstance(reading.error, NOT_SHOWN):
    list_orders(reading.value)
st.button("Look again", on_click=reading.renew, icon=":material/refresh:")
