"""The state of one browser session: the desk of its user, and how the user signed in. Only this module changes it.

How far the user is on the way from Submit to an order, `way_to_order` keeps.
"""

import re
import time
from collections.abc import Callable
from typing import Final

import streamlit as st

from components.desk.archive_states import ArchiveStates, look
from components.desk.desk import Desk
from components.desk.orders.followed_orders import FollowedOrders
from components.desk.polling import Reading
from components.desk.shared_state import shared
from components.desk.sign_in.networks import network
from components.desk.sign_in.provider_sign_ins import ProviderSignIn
from components.desk.sign_in.sign_in import identity_providers, sign_in, sign_in_returned
from components.regards.settings import Archive
from components.regards.sign_in.login import Login
from components.regards.sign_in.ways import Credentials, Provider, Way
from components.ui import addresses
from components.web import login_cookie, provider_return, stream_limits

_DESK: Final = "desk"
_ATTEMPT: Final = "sign_in_attempt"
_LAST: Final = "last_way_in"
_PROVIDERS: Final = "identity_providers"
_LEAVING: Final = "state_to_leave_with"
_TICKET: Final = "login_ticket"
_IN_COOKIE: Final = "login_in_cookie"
_FOLLOWING: Final = "following"
_ARCHIVES: Final = "archive_states"
_RESTORED: Final = "login_restored"
_OVER: Final = "earlier_sign_in_is_over"
_REFUSED: Final = "refused_files"
_ASKED_FOR: Final = "asked_for"
_FILLED: Final = "filled_draft"
_TAB: Final = "draft"
_LONGEST_TAB: Final = 16
_OWN_NAMES: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
_FORWARDED: Final = ("forwarded", "x-forwarded", "x-real-ip", "via")


def current() -> Desk | None:
    """The desk of this session: signed in here, or carried over a refresh by the browser's cookie."""
    desk: Desk | None = st.session_state.get(_DESK)
    if desk is None and not st.session_state.get(_RESTORED):
        st.session_state[_RESTORED] = True
        if carried := shared().kept_logins.unseal(_cookie(), time.time()):
            desk = st.session_state[_DESK] = _desk(carried)
            st.session_state[_IN_COOKIE] = carried
        elif _cookie():
            st.session_state[_OVER] = True
    if desk and shared().kept_logins.is_signed_out(desk.login):
        _forget(desk)
        return None
    return desk


def has_begun(draft_key: str, *, is_blank: bool) -> bool:
    """Whether a draft begins with this drawing: blank and never filled, or filled for the first time after another.

    To be called once in a drawing.
    """
    filled_before = st.session_state.get(_FILLED)
    st.session_state[_FILLED] = filled_before or "" if is_blank else draft_key
    return bool(filled_before != draft_key and (is_blank or filled_before is not None))


def earlier_sign_in_is_over() -> bool:
    """Whether the browser came with a login that opens nothing any more, and nobody has signed in since."""
    return bool(st.session_state.get(_OVER))


def note_no_stranger() -> None:
    """Note that somebody has signed in through this page's stream, so that it may send and stay (`stream_limits`)."""
    shared().strangers.release(_stream())


def last_way_in() -> tuple[str, str, Way]:
    """The archive's name, the project and the way of the last sign-in in this session."""
    last: tuple[str, str, Way] = st.session_state.get(_LAST, ("", "", Way.PASSWORD))
    return last


def attempt_sign_in(archive: Archive, project: str, credentials: Credentials) -> None:
    """Begin to sign in, unless an attempt is under way: a double click must not count as two wrong passwords."""
    state, place = shared(), network(st.context.ip_address)
    _attempt(
        lambda: sign_in(archive, project, credentials, state.identifier_fields, state.failed_sign_ins, place), archive
    )


def providers(archive: Archive, project: str) -> tuple[Provider, ...] | None:
    """The identity providers of a project, read once while it is chosen; None until they are there.

    A session reads one list at a time: anybody may type one project after the other, and all share the threads.
    """
    kept: tuple[object, Reading[tuple[Provider, ...]]] | None = st.session_state.get(_PROVIDERS)
    if kept is None or (kept[0] != (archive, project) and not kept[1].under_way):
        kept = st.session_state[_PROVIDERS] = (archive, project), identity_providers(archive, project)
    chosen, reading = kept
    reading.take()
    return None if chosen != (archive, project) or reading.under_way else reading.value or ()


def leave_for(archive: Archive, project: str, provider: Provider, again: Login | None = None) -> None:
    """Begin a sign-in at an identity provider, which leads back to this page; the next drawing sends the browser."""
    place = addresses.place_of(st.context.url or "", st.query_params.to_dict())
    begun = ProviderSignIn(archive, project, provider, place, again)
    st.session_state[_LEAVING] = shared().provider_sign_ins.begin(begun)


def leaving() -> str:
    """The state with which the browser is to leave for an identity provider; "" if it is not."""
    return str(st.session_state.get(_LEAVING, ""))


def go_on_from_provider() -> None:
    """Begin the sign-in of a user whom an identity provider has just sent back, if it has."""
    returned = shared().provider_sign_ins.take(_provider_cookie())
    if returned is None:
        return
    begun = returned.sign_in
    st.session_state[_LAST] = begun.archive.name, begun.project, Way.PROVIDER
    again = None if begun.again and shared().kept_logins.is_signed_out(begun.again) else begun.again
    _attempt(lambda: sign_in_returned(returned, shared().identifier_fields, again), begun.archive)


def _attempt(work: Callable[[], Login], archive: Archive) -> None:
    attempt: Reading[Login] | None = st.session_state.get(_ATTEMPT)
    if attempt is None or not attempt.under_way:
        attempt = st.session_state[_ATTEMPT] = Reading(work, archive=archive.name)
        attempt.renew()


def finish_sign_in(wait: float) -> bool:
    """Wait for the attempt, and give whether it has just succeeded.

    Args:
        wait: seconds at most.

    Raises:
        RegardsError: why it failed.
    """
    attempt: Reading[Login] | None = st.session_state.get(_ATTEMPT)
    if attempt is None:
        return False
    attempt.take(wait)
    if attempt.error:
        raise attempt.error
    if attempt.value is None:
        return False
    del st.session_state[_ATTEMPT]
    _use(attempt.value)
    return True


def sign_out() -> None:
    """Forget the login, here, in the browser and in its other tabs. The archive has no log-out (contract B.3).

    Deliveries end, unless their user is signed in elsewhere, too: they go on with that login.
    """
    if desk := current():
        if not shared().sessions.has_another(desk.login):  # first: a delivery must not end as one that has failed
            shared().deliveries_of(desk.login.archive).cancel_all(desk.account)
        desk.quicklooks.forget()
        st.session_state[_TICKET] = shared().kept_logins.sign_out(desk.login)
        _forget(desk)


def fields(draft_key: str) -> dict[str, object]:
    """The values of a draft's fields, as the browser sent them last."""
    return {str(key): st.session_state[key] for key in st.session_state if str(key).endswith(draft_key)}


def follow(desk: Desk, order_ids: tuple[int, ...]) -> FollowedOrders:
    """The orders that this session's page follows; the same object as long as the page shows the same orders."""
    kept: tuple[Desk, FollowedOrders] | None = st.session_state.get(_FOLLOWING)
    if kept is None or kept[0] is not desk or kept[1].order_ids != order_ids:
        kept = st.session_state[_FOLLOWING] = desk, FollowedOrders(desk, order_ids, shared())
    return kept[1]


def browser_is_here() -> bool:
    """Whether the browser runs on the machine of the desk, as far as its connection tells: no proof, only a hint.

    A proxy on this machine connects from here, too, and says for whom.
    """
    host = re.sub(r":\d+$", "", st.context.headers.get("Host", ""))
    through_proxy = any(str(name).lower().startswith(_FORWARDED) for name in st.context.headers)
    return st.context.ip_address is None and host in _OWN_NAMES and not through_proxy


def brought(desk: Desk) -> frozenset[int]:
    """The orders that deliveries of this desk bring into the user's folder now."""
    return shared().deliveries_of(desk.login.archive).brought(desk.account)


def has_deleted(desk: Desk, order_id: int) -> bool:
    """Whether the user has deleted an order at this desk."""
    return shared().order_actions.has_deleted(desk.account, order_id)


def archive_states(desk: Desk) -> Reading[ArchiveStates]:
    """The state of the archives on offer, as this session's user finds it."""
    kept: tuple[Desk, Reading[ArchiveStates]] | None = st.session_state.get(_ARCHIVES)
    if kept is None or kept[0] is not desk:
        offered = shared().archives.offered
        kept = st.session_state[_ARCHIVES] = desk, Reading(lambda: look(offered, desk.connection))
    return kept[1]


def tab_in_address(desk: Desk) -> dict[str, str]:
    """The part of the address of Compose that names the tab's draft."""
    return {_TAB: desk.tab}


def note_refused_files(desk: Desk, files: tuple[tuple[str, str], ...]) -> None:
    """Keep what became of dropped files, name and why, while their draft is on the page."""
    st.session_state[_REFUSED] = desk.draft_key, files


def refused_files(desk: Desk) -> tuple[tuple[str, str], ...]:
    """The dropped files that were refused for the draft on the page."""
    draft_key, files = st.session_state.get(_REFUSED, ("", ()))
    return files if draft_key == desk.draft_key else ()


def note_asked_for(gallery: str, click: str) -> None:
    """Note that the user has asked for pictures of the gallery of this key; ``click`` tells this from other times."""
    st.session_state[f"{_ASKED_FOR} {gallery}"] = click


def asked_for(gallery: str, *, coming: bool) -> str:
    """The click by which the user has asked for pictures of a gallery, while they are coming and once more."""
    note = f"{_ASKED_FOR} {gallery}"
    return str(st.session_state.get(note, "") if coming else st.session_state.pop(note, ""))


def ticket() -> str:
    """The ticket that the browser has yet to exchange for its cookie; empty for none.

    There is a new one whenever the token was renewed, also by another tab or by a worker thread.
    """
    desk: Desk | None = st.session_state.get(_DESK)
    if desk and not desk.expired and st.session_state.get(_IN_COOKIE) != desk.login:
        st.session_state[_IN_COOKIE] = desk.login
        st.session_state[_TICKET] = shared().kept_logins.ticket_to_keep(desk.login)
    found = str(st.session_state.get(_TICKET, ""))
    return found if shared().kept_logins.awaits(found) else ""


def _forget(desk: Desk) -> None:
    """Take the desk away from the session, which remembers the way to it."""
    st.session_state[_LAST] = desk.login.archive.name, desk.login.project, desk.login.way
    st.session_state.pop(_DESK, None)


def _use(signed_in: Login) -> None:
    """Give the session this login."""
    st.session_state.pop(_OVER, None)
    desk: Desk | None = st.session_state.get(_DESK)
    if desk and desk.account == signed_in.account:
        desk.take_over(signed_in)
    else:
        st.session_state[_DESK] = _desk(signed_in)
    shared().deliveries_of(signed_in.archive).look_now(signed_in.account)


def _desk(signed_in: Login) -> Desk:
    state, archive = shared(), signed_in.archive
    tab = str(st.query_params.get(_TAB, ""))[:_LONGEST_TAB]
    return Desk(
        state.sessions.of(signed_in),
        state.kept_drafts_of(archive),
        state.submissions,
        state.order_book_of(archive),
        tab if tab.isprintable() else "",  # PostgreSQL holds no NUL
        order_page=addresses.whole(state.public_address, "/order") if state.public_address else "",
    )


def _cookie() -> str:
    return login_cookie.held(st.context.cookies)


def _stream() -> str:
    return str(st.context.headers.get(stream_limits.STREAM, ""))


def _provider_cookie() -> str:
    return str(st.context.cookies.get(provider_return.NAME, ""))
