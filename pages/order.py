"""One order, or several that belong together: how far they are, their files, and what has arrived."""

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

import streamlit as st

from components.desk.browser_downloads import metalink_address
from components.desk.orders.amounts import Amount, Share, with_arriving
from components.desk.orders.followed_orders import now
from components.desk.orders.outlook import outlook
from components.desk.orders.situation import Kind, Situation, Step
from components.order import order_label
from components.regards.errors import RegardsError
from components.regards.orders.actions import Action, possible
from components.regards.orders.quicklooks import can_be_shown
from components.regards.orders.records import Order
from components.regards.program.credentials import NAMES, VARIABLES
from components.regards.program.writing import file_name, sign_in_with
from components.regards.sign_in.ways import Way
from components.ui import addresses, messages, session
from components.ui.browser_time import zone_name
from components.ui.frame import heading
from components.ui.frame.heading import show_heading
from components.ui.order import (
    action_buttons,
    again_menu,
    banner,
    delivery_panel,
    file_table,
    next_step,
    quicklooks,
    ready_notice,
    receipt_panel,
    rounds_picture,
    status_panel,
)
from components.ui.order.again_menu import Again
from components.ui.order.arrival import arrive, show_arrival
from components.ui.order.delivery_panel import Controls, Place
from components.ui.order.next_step import zip_offers
from components.ui.order_name import show_name
from components.ui.orders.order_rows import Told
from components.ui.sign_in.gate import signed_in
from components.ui.stale_fragments import end_page

FIRST_READING = 5.0  # seconds that the page waits, so that it is not drawn twice


def find_by_label(label: str) -> None:
    """Open the order of this name, to which an e-mail of the archive leads: when it was asked for, it had no number."""
    desk.order_list.renew()
    desk.order_list.take(FIRST_READING)
    if number := next((order.order_id for order in desk.order_list.value or () if order.label == label), None):
        st.switch_page("order.py", query_params={"id": str(number)})
    if desk.order_list.error:
        messages.show_error(desk.order_list.error)
    elif desk.order_list.under_way:
        st.warning("The archive has not answered yet which order this is. Reload the page.", icon=":material/help:")
    else:
        st.warning("None of your newest orders has this name:", icon=":material/help:")
        st.text(label)


def lead_to_list() -> None:
    """The way to an order that can be shown."""
    st.page_link("orders.py", label="My orders", icon=":material/list:")


desk = signed_in()
order_ids = addresses.order_numbers(str(st.query_params.get("id", "")))
if not order_ids:
    show_heading("Order", desk)
    if label := str(st.query_params.get("label", ""))[: order_label.LONGEST]:
        find_by_label(label)
    else:
        st.warning("This address names no order. Choose one from your list.", icon=":material/help:")
    lead_to_list()
    end_page()


def user_folder() -> Place:
    """The user's folder on the machine of the desk."""
    return Place(str(into_folder.place), here=session.browser_is_here(), passes=desk.login.archive.folder_passes)


def best_folder() -> Place | None:
    """The folder where it is the best way to get the files: it is the user's own, or has begun to fill."""
    first = desk.login.archive.first_way
    wanted = first == "folder" or (not first and session.browser_is_here())
    begun = into_folder.deliveries or into_folder.broken_off
    return user_folder() if into_folder.root and (wanted or begun) else None


def go_over_to_draft() -> None:
    """Go over to Compose if a draft was begun here. Back finds the orders in the address."""
    if followed.has_drafted:
        query = {"id": addresses.written(order_ids), **session.tab_in_address(desk)}
        st.switch_page("compose.py", query_params=query)


show_heading(addresses.title(order_ids), desk)
show_name(desk.ordered_here.entries(order_ids))
arrive(desk, order_ids)
followed = session.follow(desk, order_ids)
into_folder = followed.into_folder
go_over_to_draft()
followed.look(FIRST_READING)
drawn, standing = followed.drawn, outlook(followed)
show_arrival(order_ids, standing.kind, followed.receipt().failed)
folder = best_folder()
heading.name_tab(addresses.title(order_ids), ready=followed.amounts().get(Share.READY, Amount()).files)


@st.fragment(run_every=1.0 if followed.ticks else None)
def show_state() -> None:
    """Where the orders stand; everything below is drawn again only when there is something new to show."""
    followed.look()
    go_over_to_draft()
    now_standing = outlook(followed)
    if followed.drawn != drawn or now_standing.step != standing.step:
        st.rerun()
    messages.show_silence(followed.silence)
    receipt = followed.receipt()
    arriving = sum(each.progress().arriving for each in into_folder.deliveries)
    banner.show_banner(
        now_standing,
        with_arriving(followed.amounts(), arriving) if followed.listed else {},
        next_step.offers(now_standing, followed, folder, desk.login),
        receipt if followed.settled else None,
        next_step.remarks(now_standing, followed, folder),
    )
    failures = followed.failures
    for error, concerned in failures.items():
        messages.show_error(error, addresses.title(concerned) if len(concerned) < len(order_ids) else "")
    if failures:
        st.button("Look now", on_click=followed.look_now, icon=":material/refresh:")
    if now_standing.kind is Kind.UNREADABLE:
        lead_to_list()
    if followed.orders:
        if len(order_ids) == 1:
            show_one(now_standing)
        else:
            show_together()


def show_one(now_standing: Situation) -> None:
    """The archive's word for one order."""
    [order] = followed.orders
    if order.moving and not order.percent:
        desk.order_list.renew_when_due()  # others of the user may be in the way
    others = desk.order_list.value or ()
    status_panel.show_order(
        order,
        followed.files(order.order_id),
        now(),
        others,
        desk.login.archive.hour,
        followed.receipt(),
        brought=into_folder.is_brought(order.order_id),
        explained=now_standing.kind is Kind.PAUSED,
    )


def offer_actions() -> None:
    """What may be asked again, what may be done with one order, and what became of it."""
    single = followed.orders[0] if len(order_ids) == 1 else None
    latest = followed.latest_action(single.order_id) if single else None
    under_way = latest is not None and not latest.outcome.done()
    ask = partial(followed.ask, single.order_id, after=latest) if single else None
    with st.container(horizontal=True):
        again_menu.offer_again(what_again(single, ask), key=addresses.written(order_ids), disabled=under_way)
        if single and ask:
            elsewhere = {Action.RESUME} if standing.step is Step.RESUME else set()
            action_buttons.offer_actions(single, ask, without=elsewhere, disabled=under_way)
        if followed.all_known and not followed.settled and not any(into_folder.deliveries.values()):
            ready_notice.offer_notice(addresses.title(order_ids), followed.amounts())
    if latest and under_way:
        action_buttons.show_under_way(latest.action)
    if single and latest and not under_way and followed.is_news(latest):
        try:
            number = latest.outcome.result()
        except RegardsError as error:
            messages.show_error(error)
        else:
            if number != single.order_id:
                st.switch_page("order.py", query_params={"id": str(number)})
    together = followed.together(single) if single else ()
    if len(together) > 1:
        st.page_link(
            "order.py",
            label=f"This is one of {len(together)} orders of one request: follow them all",
            icon=":material/stacks:",
            query_params={"id": addresses.written(together)},
        )


def what_again(single: Order | None, ask: Callable[[Action], None] | None) -> Again:
    """What can be asked again of the archive, if it is one order, and of the desk."""
    allowed = possible(single) if single else ()
    return Again(
        retry=partial(ask, Action.RETRY) if ask and Action.RETRY in allowed else None,
        order_missing=followed.order_missing if followed.settled and followed.can_order_missing else None,
        compose_same=followed.order_again if followed.asked else None,
        restart=partial(ask, Action.RESTART) if ask and Action.RESTART in allowed and not followed.asked else None,
    )


def show_together() -> None:
    """The state of several orders."""
    told = Told(now(), ZoneInfo(zone_name()), desk.login.archive.hour, brought=session.brought(desk))
    if clicked := status_panel.show_batch(followed.parts(), told):
        st.switch_page("order.py", query_params={"id": addresses.written(clicked)})


def get_files() -> None:
    """The ways to get the files; all of them end in the same receipt."""
    if followed.gone:
        st.write(
            "The archive has dropped these files, so nothing more can be fetched. What has arrived stays where it is; "
            "the receipt says which files these are."
        )
        if into_folder.deliveries:
            into_a_folder()
        return
    listed = followed.all_files
    if followed.settled and listed and listed.none_can_be_provided and not into_folder.deliveries:
        st.write("The archive cannot provide any of these files, so there is nothing to fetch.")
        return
    ways = {"Through your browser": through_the_browser, "With a program": with_a_program}
    if folder:
        ways = {"Into a folder": into_a_folder, **ways}
    elif into_folder.root:
        ways["Into a folder"] = into_a_folder
    ways[st.radio("How?", list(ways), horizontal=True, key="way", persist_state="session")]()


@st.fragment(run_every=1.0 if any(into_folder.deliveries.values()) or into_folder.elsewhere else None)
def into_a_folder() -> None:
    """Deliveries into the user's folder on the machine of the desk."""
    if followed.drawn != drawn:
        st.rerun()
    elsewhere = into_folder.elsewhere
    if elsewhere:
        delivery_panel.show_elsewhere(elsewhere, user_folder())
    deliveries = {each: runs for each, runs in into_folder.deliveries.items() if runs or not elsewhere}
    above = next_step.is_into_folder(standing, folder)  # the head of the page has the button
    start = None if followed.gone or above else into_folder.deliver
    brought = into_folder.outcome(followed.orders, followed.receipt())
    ended = not any(order.unfinished or order.unseen for order in followed.orders)
    is_whole = brought is not None and 0 < brought.ordered == brought.verified + brought.unverifiable
    more = None if ended and is_whole else start
    for number, (delivery, running) in enumerate(deliveries.items()):
        go_on = None if standing.step is Step.GO_ON else delivery.go_on
        controls = Controls(more, delivery.pause, go_on, delivery.cancel)
        delivery_panel.show_delivery(delivery.progress(), user_folder(), controls, running=running, key=str(number))
    not_begun = any(into_folder.delivery(order_id) is None and order_id not in elsewhere for order_id in order_ids)
    # A delivery that runs brings its own orders alone.
    if not followed.gone and not_begun and (not deliveries or elsewhere or any(deliveries.values())):
        delivery_panel.offer_delivery(user_folder(), start, into_folder.broken_off)


def through_the_browser() -> None:
    """What is ready now, as ZIP; single files are in the table below."""
    st.write("Your browser saves what the archive has ready now; each file is checked on its way.")
    found = zip_offers(followed, desk.login)
    above = standing.step is Step.GET and not folder  # the head of the page has the links
    for each in found[next_step.MOST_ZIPS :] if above else found:
        st.link_button(each.label, each.address, icon=each.icon)
    if not found:
        st.write("Nothing is ready at this moment.")
        listed = followed.all_files
        if listed and any(map(listed.can_be_fetched, listed.files)):
            st.write("Files that you have already fetched can be fetched again below.")


def with_a_program() -> None:
    """A program to run elsewhere, and a list for download managers."""
    name = file_name(order_ids)
    way = sign_in_with(desk.login.way)
    st.write(
        "A Python program of one file, to run on any machine that reaches the archive. It does what the folder does: "
        "fetches each file as soon as it is ready, checks it, goes on until the end, and writes the receipt. It needs "
        f"Python 3.9 or later and nothing else. It holds no {NAMES[way]}: it asks for yours, or takes it from the "
        f"variable `{VARIABLES[way]}`. With `--help` it names the other ways to sign in."
    )
    if desk.login.way == Way.PROVIDER:
        st.write("An identity provider lets in browsers only, so the program asks for a token of the archive instead.")
    if way == "token":
        st.write(
            "You get a token for example on REGARDS' own pages. The program goes on after its end only as long as the "
            "archive grants a new one. Otherwise it stops and says so; started again with another token, it goes on "
            "where it stopped."
        )
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
    for order in (each for each in followed.orders if not each.gone):
        which = "" if len(order_ids) == 1 else f" of order {order.order_id}"
        st.link_button(
            f"Download the metalink{which}", metalink_address(desk.login, order.order_id), icon=":material/link:"
        )


@st.fragment
def list_files() -> None:
    """Every file with its state and a link to download it alone, and the quicklooks among them."""
    listed = followed.all_files
    if listed is None and not followed.failures:
        st.info("Reading the files…", icon=":material/hourglass_top:")
    if listed is None:
        return
    status_panel.show_files(followed.orders[0], listed)
    if len(followed.orders) == 1:
        rounds_picture.show_rounds(followed.rounds(), followed.orders[0].created, now())
    if not listed.files:
        return
    if not any(file.has_number for file in listed.files):
        st.write("The archive gives these files no numbers, so they come in the ZIP only.")
    elif any(map(listed.can_be_fetched, listed.files)):
        st.write("Click on the name of a file to download it alone.")
    key = addresses.written(order_ids)
    found = file_table.show_files(
        listed,
        lambda file: followed.file_address(file) if listed.can_be_fetched(file) else "",
        f"files {key}",
        followed.receipt().by_file_id,
    )
    if pictures := [file for file in found if can_be_shown(file) and not listed.has_dropped(file)]:
        st.subheader("Quicklooks", anchor=False)
        quicklooks.show_quicklooks(
            pictures, desk.quicklooks, desk.fetch_quicklooks, desk.picture_address, f"quicklooks {key}"
        )


show_state()
# Each block has a place of its own: what appears in one never moves the buttons of another under a hand.
actions, ways, files, receipt = (st.container() for _ in range(4))
if followed.orders:
    with actions:
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
        receipt_panel.show_receipt(followed.receipt(), moving=not followed.settled)

if followed.asked:
    st.header("What was asked", anchor=False)
    for order_id, request in followed.requests.items():
        with st.expander(f"The request of order {order_id}"):
            st.code(request, language=None, wrap_lines=True)
