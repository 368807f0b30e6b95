"""The ways into an archive, as the sign-in page offers them and as a page asks again for one of them."""

import time
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from components.desk.shared_state import shared
from components.regards.settings import Archive
from components.regards.sign_in import pasted_tokens
from components.regards.sign_in.entrance import KEY_LIFE
from components.regards.sign_in.login import Login
from components.regards.sign_in.providers import return_address
from components.regards.sign_in.ways import ApiKey, Password, PastedToken, Provider, Way
from components.ui import addresses, formatting, session
from components.ui.sign_in import provider_departure
from components.web import provider_return

_LOOK_EVERY: Final = 0.4  # seconds


def ask_password(archive: Archive, project: str) -> None:
    """The usual way into a project."""
    with st.form("sign_in"):
        username = st.text_input("Login", autocomplete="username", key="username")
        password = st.text_input("Password", type="password", autocomplete="current-password", key="password")
        if st.form_submit_button("Sign in", type="primary"):
            _try_password(archive, project, username, password)


def offer_others(archive: Archive, project: str, last: Way) -> None:
    """The other ways into a project; the one that was used last is open."""
    with st.container():  # keeps its place, or what is below would close again when the providers come
        _offer_providers(archive, project)
    with st.expander("Paste a token", expanded=last == Way.TOKEN):
        _ask_token(archive, project)
    if archive.api_key_header:
        with st.expander("Use an API key", expanded=last == Way.KEY):
            _ask_key(archive, project)


def ask_again(login: Login) -> None:
    """The way by which the user signed in, once more."""
    archive, project = login.archive, login.project
    match login.way:
        case Way.PROVIDER:
            _offer_providers(archive, project, login)
        case Way.TOKEN:
            _ask_token(archive, project)
        case Way.KEY:
            _ask_key(archive, project)
        case _:
            _ask_password_again(login)


def _ask_password_again(login: Login) -> None:
    with st.form("sign_in_again"):
        password = st.text_input(
            "Password",
            # The demo archive fills in its own accounts: its visitors have never seen a password.
            value=login.archive.guest_password(login.username),
            type="password",
            autocomplete="current-password",
            key="password again",
        )
        if st.form_submit_button("Sign in", type="primary"):
            _try_password(login.archive, login.project, login.username, password)


def _try_password(archive: Archive, project: str, username: str, password: str) -> None:
    if _are_there(project=project, login=username.strip(), password=password):
        session.attempt_sign_in(archive, project, Password(username.strip(), password))


def _are_there(**named: str) -> bool:
    """Whether the fields of these names are filled in; names those that are not."""
    missing = [name for name, value in named.items() if not value]
    if missing:
        st.warning(f"Fill in the {' and the '.join(missing)}.", icon=":material/edit:")
    return not missing


def _ask_token(archive: Archive, project: str) -> None:
    st.write("A token of this archive that you got elsewhere, for example from REGARDS' own pages.")
    token = st.text_input("Token", type="password", autocomplete="off", key="token").strip()
    if claims := pasted_tokens.read(token):
        st.text(f"It says that it is for the project {claims.project} and ends {_end(claims.ends_at)}.")
        st.caption("The desk goes on after its end only as long as the archive itself grants a new one.")
    if st.button("Use this token") and _are_there(token=token):
        session.attempt_sign_in(archive, project, PastedToken(token))


def _end(ends_at: float) -> str:
    try:
        at = f"{datetime.fromtimestamp(ends_at, UTC):on %-d %B %Y at %H:%M UTC}"
    except (OverflowError, ValueError):
        return "in a far future"
    left = ends_at - time.time()
    return f"{at}, in {formatting.duration(left)}" if left > 0 else f"{at}, which is over"


def _ask_key(archive: Archive, project: str) -> None:
    st.write(
        f"A key that the archive gave you. It goes with each request under the header `{archive.api_key_header}`. "
        f"The desk keeps it for {formatting.duration(KEY_LIFE)}, in your browser and encrypted."
    )
    key = st.text_input("API key", type="password", autocomplete="off", key="api key").strip()
    if st.button("Use this key") and _are_there(key=key):
        session.attempt_sign_in(archive, project, ApiKey(key))


def _offer_providers(archive: Archive, project: str, again: Login | None = None) -> None:
    """A button for each identity provider of a project, once they are listed; to sign in again only that of before.

    They appear by themselves: to draw the whole page for them would take away what a click has just said.
    """
    every = _LOOK_EVERY if session.providers(archive, project) is None else None
    st.fragment(_show_providers, run_every=every)(archive, project, again)


def _show_providers(archive: Archive, project: str, again: Login | None) -> None:
    providers = session.providers(archive, project)
    if providers is None:
        return
    listed = [each for each in providers if again is None or each.name == again.provider]
    elsewhere = [each for each in listed if not _leads_here(each)]
    for provider in listed:
        if provider not in elsewhere:
            st.button(
                f"Continue with {formatting.as_text(provider.name)}",
                key=f"provider {provider.name}",
                icon=":material/passkey:",
                type="primary" if again else "secondary",
                width="stretch",
                on_click=session.leave_for,
                args=(archive, project, provider, again),
            )
    if elsewhere:
        _explain(elsewhere)
    if again and not listed:
        st.warning("The archive does not offer your identity provider now. Sign out to choose another way.")
    if state := session.leaving():
        provider_departure.leave(state)


def _explain(providers: list[Provider]) -> None:
    with st.expander("Identity providers that lead elsewhere"):
        st.write("They send browsers back to other pages than this desk's, so they cannot be used here:")
        for provider in providers:
            st.text(f"{provider.name}: {return_address(provider)}")
        st.write("The operators of the archive can add a provider that leads to this address:")
        st.code(_own_return_address(), language=None)


def _leads_here(provider: Provider) -> bool:
    """Whether a provider sends browsers back to this desk, as far as its address says."""
    there, here = return_address(provider), _own_return_address()
    return not there or not here or there == here


def _own_return_address() -> str:
    """The address to register at providers; "" where the desk does not know its own."""
    parts = urlsplit(st.context.url or "")
    origin = shared().public_address or (f"{parts.scheme}://{parts.netloc}" if parts.netloc else "")
    return addresses.whole(origin, provider_return.RETURN) if origin else ""
