"""The gate that every page begins with: a user who is not signed in signs in here, at the same address."""

import time

import streamlit as st

from components.desk.desk import Desk
from components.desk.shared_state import shared
from components.regards.errors import RegardsError
from components.regards.settings import Archive, Guests
from components.regards.sign_in.login import Login
from components.regards.sign_in.ways import Password
from components.ui import formatting, messages, session
from components.ui.frame.presenter_ribbon import show_ribbon
from components.ui.sign_in import cookie_exchange, ways_in
from components.ui.stale_fragments import end_page

_LONGEST_SIGN_IN = 90.0  # seconds: two answers of the archive, each within its own time-out
_LONGEST_EXCHANGE = 10.0  # seconds that the browser has to fetch its cookie; without one, all works but a refresh
_LOOK_EVERY = 3.0  # seconds


def signed_in() -> Desk:
    """The desk of the user of this page; nothing after this call runs for anybody else."""
    desk = session.current()
    if desk is None or desk.expired:
        session.go_on_from_provider()
    if desk is None:
        _keep_in_cookie()
        _sign_in()
        end_page()
    session.note_no_stranger()
    show_ribbon(desk)
    expired = desk.expired
    _look(desk, expired)
    if expired:
        desk.drop_click()  # who comes back looks again before anything is sent
        _sign_in_again(desk)
        end_page()
    desk.stay_signed_in()
    return desk


@st.fragment(run_every=_LOOK_EVERY)
def _look(desk: Desk, expired: bool) -> None:
    """Draw the page again when the session is over, goes on, or was signed out in another tab."""
    _keep_in_cookie()
    if session.current() is not desk or desk.expired is not expired:
        st.rerun()


def _keep_in_cookie() -> str:
    """Have the browser change its cookie if it has to; gives the ticket for it."""
    if ticket := session.ticket():
        cookie_exchange.exchange(ticket)
    return ticket


def _sign_in() -> None:
    st.title("Sign in", anchor=False)
    st.write(
        "This is a desk for ordering data from REGARDS archives. Paste the names of the products that you want, see "
        "what will come, and get every file, verified, with a receipt that names what is missing."
    )
    if session.earlier_sign_in_is_over():
        st.info(
            "You were signed in here before, and that sign-in is over. Your orders and what you typed are kept, except "
            "those of the demo archive where the desk was started again.",
            icon=":material/lock_clock:",
        )
    offered = shared().archives.offered
    if not offered:
        st.error("No archive is configured. The operator of this desk can name one in its settings (see README).")
        return
    for archive in offered:
        if archive.guests:
            _offer_to_try(archive, archive.guests)
    name, project, way = session.last_way_in()
    names = [archive.name for archive in offered]
    last = names.index(name) if name in names else 0
    chosen = st.selectbox("Archive", range(len(offered)), last, format_func=names.__getitem__, key="archive")
    archive = offered[chosen]
    project = _choose_project(archive, project if archive.name == name else "")
    ways_in.ask_password(archive, project)
    outcome = st.container()  # a refusal stands at the button, not below the other ways
    ways_in.offer_others(archive, project, way)
    with outcome:
        _finish()


def _choose_project(archive: Archive, last: str) -> str:
    """A field for the project; of several on offer one is chosen, and another may be typed."""
    key = f"project {archive.name}"
    if not archive.other_projects:
        return st.text_input("Project", value=last or archive.project, key=key).strip()
    projects = list(dict.fromkeys((*archive.projects, last or archive.project)))
    place = projects.index(last or archive.project)
    return (st.selectbox("Project", projects, place, key=key, accept_new_options=True) or "").strip()


def _offer_to_try(archive: Archive, guests: Guests) -> None:
    with st.container(border=True):
        st.write(
            "New here? The demo archive holds invented data under real names. It behaves like REGARDS, "
            "needs no account, and nothing you do there can break anything."
        )
        button = st.container()
        trouble = _choose_trouble()
        if button.button("Try the demo archive", type="primary", icon=":material/rocket_launch:"):
            guest = guests.welcome()
            if rehearsal := shared().archives.rehearsal:
                rehearsal.begin(guest.username, trouble)
            session.attempt_sign_in(archive, archive.project, Password(guest.username, guest.password))


def _choose_trouble() -> str | None:
    """A field for presenters: the trouble that the demo archive is to act out, None for none."""
    rehearsal = shared().archives.rehearsal
    if rehearsal is None:
        return None
    with st.expander("For presenters"):
        chosen = st.selectbox(
            "Act out a trouble",
            [None, *rehearsal.troubles],
            format_func=lambda name: name or "none: all goes well",
            key="trouble",
        )
        st.write("\n".join(f"- **{name}**: {explanation}" for name, explanation in rehearsal.troubles.items()))
        return chosen


def _sign_in_again(desk: Desk) -> None:
    st.title("Sign in again", anchor=False)
    st.info(f"{_why_over(desk.login, time.time())} What you typed is kept.", icon=":material/lock_clock:")
    st.text(f"{desk.login.username}, {desk.login.archive.name}, project {desk.login.project}")
    ways_in.ask_again(desk.login)
    _finish()
    st.button("Sign out", on_click=session.sign_out)


def _why_over(login: Login, now: float) -> str:
    if now < login.ends_at:
        return "Your session with the archive is over."
    hours = formatting.count(login.archive.session_hours, "hour")
    return f"You signed in {hours} ago, and no session lasts longer. Deliveries go on when you have signed in."


def _finish() -> None:
    try:
        with st.spinner("Signing in…"):
            done = session.finish_sign_in(_LONGEST_SIGN_IN)
            if done:
                # An address that is opened right after this must find the cookie.
                shared().kept_logins.await_exchange(_keep_in_cookie(), _LONGEST_EXCHANGE)
    except RegardsError as error:
        messages.show_error(error)
    else:
        if done:
            st.rerun()
