"""One order, or several that belong together: how far they are, their files, and what has arrived."""

from functools import partial

import streamlit as st

from components.desk.browser_downloads import metalink_address, zip_address
from components.desk.orders.followed_orders import now
from components.desk.orders.order_waiting import OrderWithFiles
from components.regards.errors import RegardsError
from components.regards.orders.quicklooks import can_be_shown
from components.regards.program.writing import file_name
from components.regards.sign_in.ways import Way
from components.ui import addresses, messages, session, tables
from components.ui.heading import show_heading
from components.ui.order import action_buttons, delivery_panel, quicklooks, receipt_panel, status_panel
from components.ui.order.delivery_panel import Controls
from components.ui.sign_in.gate import signed_in

FIRST_READING = 5.0  # seconds that the page waits, so that it is not drawn twice

desk = signed_in()
order_ids = addresses.order_numbers(str(st.query_params.get("id", "")))
if not order_ids:
    show_heading("Order", desk)
    st.warning("This address names no order. Choose one from your list.", icon=":material/help:")
    st.page_link("orders.py", label="My orders", icon=":material/list:")
    st.stop()

show_heading(addresses.title(order_ids), desk)
followed = session.follow(desk, order_ids)
if followed.has_drafted:
    st.switch_page("compose.py")
followed.look(FIRST_READING)
drawn = followed.drawn


@st.fragment(run_every=1.0 if followed.ticks else None)
def show_state() -> None:
    """How far the orders are; everything below is drawn again only when there is something new to show."""
    followed.look()
    if followed.drawn != drawn:
        st.rerun()
    messages.show_silence(followed.silence)
    for error in followed.errors:
        messages.show_error(error)
    if followed.errors:
        st.button("Look now", on_click=followed.look_now, icon=":material/refresh:")
    if not followed.orders:
        if not followed.errors:
            st.info("Reading the order…", icon=":material/hourglass_top:")
    elif len(order_ids) == 1:
        show_one()
    else:
        show_together()


def show_one() -> None:
    """The state of one order."""
    [order] = followed.orders
    if order.moving and not order.percent:
        desk.order_list.renew_when_due()  # others of the user may be in the way
    others = desk.order_list.value or ()
    status_panel.show_order(
        order, followed.files(order.order_id), now(), others, desk.login.archive.hour, followed.receipt()
    )


def offer_actions() -> None:
    """What may be done with one order, and what became of it."""
    [order] = followed.orders
    latest = followed.latest_action(order.order_id)
    under_way = latest.action if latest and not latest.outcome.done() else None
    action_buttons.offer_actions(order, under_way, partial(followed.ask, order.order_id, after=latest))
    if latest and latest.outcome.done() and followed.is_news(latest):
        try:
            number = latest.outcome.result()
        except RegardsError as error:
            messages.show_error(error)
        else:
            if number != order.order_id:
                st.switch_page("order.py", query_params={"id": str(number)})
    together = desk.batch_of(order.order_id)
    if len(together) > 1:
        st.page_link(
            "order.py",
            label=f"This is one of {len(together)} orders of one request: follow them all",
            icon=":material/stacks:",
            query_params={"id": addresses.written(together)},
        )


def show_together() -> None:
    """The state of several orders."""
    states = [
        OrderWithFiles(part.order, followed.files(part.order.order_id), len(part.proofs) or None)
        for part in followed.snapshots()
    ]
    st.write("Select a row to open one of these orders.")
    if number := status_panel.show_batch(states, now(), desk.login.archive.hour):
        st.switch_page("order.py", query_params={"id": str(number)})


def get_files() -> None:
    """The ways to get the files; all of them end in the same receipt."""
    if followed.gone:
        st.write(
            "The archive has dropped these files, so nothing more can be fetched. What has arrived stays where it is; "
            "the receipt below says which files these are."
        )
        if followed.deliveries:
            into_a_folder()
        return
    ways = {"Through your browser": through_the_browser, "With a program": with_a_program}
    if followed.root:
        ways = {"Into a folder": into_a_folder, **ways}
    ways[st.radio("How?", list(ways), horizontal=True, key="way")]()


@st.fragment(run_every=1.0 if any(followed.deliveries.values()) or followed.elsewhere else None)
def into_a_folder() -> None:
    """Deliveries into the user's folder on the machine of the desk."""
    if followed.drawn != drawn:
        st.rerun()
    place = str(followed.root)
    elsewhere = followed.elsewhere
    if elsewhere:
        delivery_panel.show_elsewhere(elsewhere, place)
    deliveries = {each: runs for each, runs in followed.deliveries.items() if runs or not elsewhere}
    for number, (delivery, running) in enumerate(deliveries.items()):
        start = None if followed.gone else followed.deliver
        controls = Controls(start, delivery.pause, delivery.go_on, delivery.cancel)
        delivery_panel.show_delivery(delivery.progress(), place, controls, running=running, key=str(number))
    not_begun = any(followed.delivery(order_id) is None and order_id not in elsewhere for order_id in order_ids)
    # A delivery that runs brings its own orders alone.
    if not followed.gone and not_begun and (not deliveries or elsewhere or any(deliveries.values())):
        delivery_panel.offer_delivery(place, followed.deliver, followed.broken_off)


def through_the_browser() -> None:
    """What is available now, as ZIP; single files are in the table below."""
    st.write("Your browser saves what the archive has ready now; each file is checked on its way.")
    found = False
    for order in followed.orders:
        if available := OrderWithFiles(order, followed.files(order.order_id)).available:
            found = True
            which = "" if len(order_ids) == 1 else f" of order {order.order_id}"
            st.link_button(
                f"Download what is available{which} as ZIP ({available:,})",
                zip_address(desk.login, order.order_id),
                icon=":material/folder_zip:",
            )
    if not found:
        st.write("Nothing is available at this moment.")
        if any(file.can_be_fetched for file in followed.all_files or ()):
            st.write("Files that you have already fetched can be fetched again below.")


def with_a_program() -> None:
    """A program to run elsewhere, and a list for download managers."""
    name = file_name(order_ids)
    st.write(
        "A Python program of one file, to run on any machine that reaches the archive. It does what the folder does: "
        "fetches each file as soon as it is ready, checks it, goes on until the end, and writes the receipt. It needs "
        "Python 3.9 or later and nothing else. It holds no password: it asks, or takes it from the variable "
        "`REGARDS_PASSWORD`."
    )
    if desk.login.way != Way.PASSWORD:
        st.write("You signed in here without a password. The program has no other way: it needs a login with one.")
    st.download_button(
        "Download the program",
        followed.program(),
        name,
        "text/x-python",
        icon=":material/terminal:",
        on_click="ignore",
    )
    st.code(f"python {name}", language=None)
    if password := desk.login.archive.guest_password(desk.login.username):
        st.write(f"The password of your account on the demo archive is `{password}`.")
    st.write(
        "For download managers there is a metalink. Archives write no checksums into it, so a download manager can "
        "check the sizes of files, and not their content. Anyone who has it can fetch the files without signing in, "
        "until the order expires: treat it like a password."
    )
    for order in followed.orders:
        which = "" if len(order_ids) == 1 else f" of order {order.order_id}"
        st.link_button(
            f"Download the metalink{which}", metalink_address(desk.login, order.order_id), icon=":material/link:"
        )


@st.fragment
def list_files() -> None:
    """Every file with its state; one can be selected and downloaded alone."""
    files = followed.all_files
    if files is None and not followed.errors:
        st.info("Reading the files…", icon=":material/hourglass_top:")
    if files is None:
        return
    status_panel.show_files(followed.orders[0], files)
    if not files:
        return
    if not any(file.has_number for file in files):
        st.write("The archive gives these files no numbers, so they come in the ZIP only.")
    elif not followed.gone:
        st.write("Select a file to download it alone.")
    file = tables.files_table(files, f"files {addresses.written(order_ids)}")
    if file and file.can_be_fetched and not followed.gone:
        st.link_button("Download the selected file", followed.file_address(file))
        st.text(file.name)
        if can_be_shown(file):
            quicklooks.show_picture(file, followed.quicklooks.of(file))


show_state()
# Each block has a place of its own: what appears in one never moves the buttons of another under a hand.
actions, ways, files, receipt = (st.container() for _ in range(4))
if followed.orders:
    with actions:
        if len(order_ids) == 1:
            offer_actions()
    with ways:
        if any(order.files or order.unseen for order in followed.orders):
            st.header("Get the files", anchor=False)
            get_files()
    with files:
        st.header("Files", anchor=False)
        list_files()
    with receipt:
        st.header("Receipt", anchor=False)
        receipt_panel.show_receipt(
            followed.receipt(), moving=not followed.settled, on_order_missing=followed.order_missing
        )

if followed.asked:
    st.header("What was asked", anchor=False)
    st.button(
        "Order again",
        on_click=followed.order_again,
        icon=":material/replay:",
        help="Composes the same order. Nothing is sent yet.",
    )
    for order_id in order_ids:
        if asked := desk.asked(order_id):
            with st.expander(f"The request of order {order_id}"):
                st.code(asked.request_json, language=None, wrap_lines=True)
