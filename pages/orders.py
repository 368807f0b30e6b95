"""My orders: what the archive lists, joined with what was submitted at this desk."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import streamlit as st

from components.desk.order_book import Entry
from components.desk.orders.followed_orders import now
from components.desk.orders.order_list import may_change
from components.regards.errors import NOT_SHOWN, RegardsError
from components.regards.orders.orders import MOST_LISTED
from components.regards.orders.records import Order
from components.ui import addresses, formatting, messages, session
from components.ui.browser_time import show_times, zone_name
from components.ui.frame.heading import show_heading
from components.ui.order_name import name_of
from components.ui.orders import order_table
from components.ui.orders.order_rows import BOOK_COLUMNS, COLUMNS, Told, Wanted, book_rows, order_rows, states
from components.ui.orders.order_table import Row
from components.ui.sign_in.gate import signed_in
from components.ui.unsettled import show_unsettled

FIRST_READING = 3.0  # seconds that the page waits for it, so that it is not drawn twice
NEW = timedelta(minutes=1)  # after that, an order that is not listed was deleted, or the archive has lost it
FRESH = 2.0  # seconds in which the list is not read again because the page is drawn again
FEW = 5  # orders that need no search


class Shown(NamedTuple):
    """What the page shows, to compare."""

    orders: Sequence[Order] | None
    error: RegardsError | None
    has_more: bool
    rows: Sequence[Row]


desk = signed_in()
show_heading("My orders", desk)
show_unsettled(desk)
listed = desk.order_list
listed.renew_when_older(FRESH)
listed.take(FIRST_READING)
not_shown = isinstance(listed.error, NOT_SHOWN)
orders = listed.value or ()
made_here = desk.ordered_here.newest(max(len(orders), MOST_LISTED))
newest_here = {entry.order_id for entry in made_here}
others = [order.order_id for order in orders if order.order_id not in newest_here]
older_here = desk.ordered_here.entries(others) if others else ()  # where many newer ones were deleted


def made_together(newest: Sequence[Entry], older: Sequence[Entry]) -> Mapping[int, tuple[int, ...]]:
    """The orders that one request made, by the number of each of them."""
    batches = defaultdict(list)
    for entry in newest:
        batches[entry.batch].append(entry.order_id)
    # These may have been made with others that are older still.
    oldest = (*newest[-1:], *older) if len(newest) >= MOST_LISTED else older
    for batch, entry in {entry.batch: entry for entry in oldest}.items():
        batches[batch] = list(desk.ordered_here.batch_of(entry.order_id))
    return {entry.order_id: tuple(sorted(batches[entry.batch])) for entry in (*newest, *older)}


def named(entries: Sequence[Entry]) -> Mapping[int, str]:
    """The names of orders, by their numbers; orders of one request have one name."""
    batches = defaultdict(list)
    for entry in entries:
        batches[entry.batch].append(entry)
    return {entry.order_id: name_of(batches[entry.batch]) for entry in entries}


together, names = made_together(made_here, older_here), named((*made_here, *older_here))


def told() -> Told:
    """What is told beside the archive's list, at this moment."""
    return Told(now(), ZoneInfo(zone_name()), desk.login.archive.hour, names, together, session.brought(desk))


def shown() -> Shown:
    """What the page shows, without what the user looks for."""
    return Shown(listed.value, listed.error, listed.has_more, order_rows(listed.value or (), told(), Wanted()))


def moves() -> bool:
    """Whether to look again by ourselves."""
    if isinstance(listed.error, NOT_SHOWN):
        return listed.under_way
    moving = listed.value is None or listed.error is not None or listed.under_way
    return moving or any(map(may_change, listed.value or ()))


moving = moves()
drawn: list[Shown] = []  # what the page shows, from the first look on


@st.fragment(run_every=1.0 if moving else None)
def look_again() -> None:
    """Look every second, and draw the page again only when there is something new to show."""
    listed.renew_when_due()
    seen = shown()
    if drawn and (seen != drawn[0] or moves() != moving):
        st.rerun()
    drawn[:] = [seen]
    messages.show_silence(listed.silence)


def ask_wanted() -> Wanted:
    """What the user looks for."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input("Find a number or name", key="find orders", width=260, persist_state="session")
        counted = states(orders, told())
        state = st.segmented_control(
            "State",
            list(counted),
            format_func=lambda each: f"{each} ({counted[each]:,})",
            key="state of orders",
            persist_state="session",
        )
    return Wanted(text, state or "")


@st.fragment
def list_orders() -> None:
    """The orders as a table, and those that the archive does not list yet."""
    newest = max((order.order_id for order in orders), default=0)
    expected = [entry for entry in made_here if entry.order_id > newest and now() - entry.submitted_at < NEW]
    expected = [entry for entry in expected if not session.has_deleted(desk, entry.order_id)]
    for entry in expected:
        st.info(f"Order {entry.order_id} is submitted and will be listed in a moment.")
    if not orders:
        if not expected:
            show_none()
        return
    wanted = ask_wanted() if len(orders) > FEW else Wanted()
    found = drawn[0].rows if wanted == Wanted() else order_rows(orders, told(), wanted)
    count = formatting.count(len(orders), "order")
    newest_alone = f"the newest {count}" if listed.has_more else count
    shown_count = sum(len(row.parts) or 1 for row in found)
    as_read = ", as last read" if listed.error else ""
    tell(f"{newest_alone if shown_count == len(orders) else f'{shown_count:,} of {newest_alone}'}{as_read}")
    if found:
        follow(order_table.show(COLUMNS, found, "Your orders: those that need you first, then the newest", "orders"))
    else:
        st.text("None of these orders is like that.")
    if listed.has_more:
        st.button(f"Show the next {MOST_LISTED}", on_click=listed.read_more, icon=":material/expand_more:")


def show_none() -> None:
    """That there are no orders, and where one begins."""
    none, begin = ("now", "Compose an order") if made_here else ("yet", "Compose your first order")
    with st.container(border=True, horizontal_alignment="center"):
        st.subheader(f":material/inbox: You have no orders {none}", anchor=False, width="content")
        st.page_link("compose.py", label=begin, icon=":material/edit_square:", width="content")


@st.fragment
def list_from_order_book() -> None:
    """The orders that this desk remembers, where the archive does not show its list."""
    if made_here:
        tell(f"{formatting.count(len(made_here), 'order')} of this desk")
        title = "Your orders that were submitted at this desk, newest first"
        follow(order_table.show(BOOK_COLUMNS, book_rows(made_here, told()), title, "orders"))


def tell(count: str) -> None:
    """How many orders there are, and what is to be known of their times."""
    show_times(desk.login.archive.hour, count)


def follow(order_ids: Sequence[int]) -> None:
    """Open the page of some orders, if there are any."""
    if order_ids:
        st.switch_page("order.py", query_params={"id": addresses.written(order_ids)})


look_again()
if not_shown:
    st.info(
        "The list of your orders cannot be looked at here, so these are the orders that were submitted at this desk. "
        "How far each one is, its own page tries to find out.",
        icon=":material/visibility_off:",
    )
elif listed.error:
    messages.show_error(listed.error)
elif listed.value is None:
    st.status("Reading your orders…", state="running")
if listed.value is not None and not not_shown:
    list_orders()
elif listed.error:
    list_from_order_book()
st.button("Look again", on_click=listed.renew, icon=":material/refresh:")
