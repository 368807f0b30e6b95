"""The part of a page by which the browser exchanges a ticket for the login cookie."""

import streamlit as st

from components.web import login_cookie

_EXCHANGE = st.components.v2.component(
    "order_desk_login_cookie",
    js="""
    export default function ({ data }) {
        fetch(new URL(data.route.slice(1), document.baseURI),
              { method: "POST", headers: { "X-Ticket": data.ticket }, credentials: "same-origin" });
    }
    """,
)


def exchange(ticket: str) -> None:
    """Have the browser bring a ticket to the route that sets or removes its cookie."""
    # One page may hold two: the ticket of a sign-out, and that of the sign-in after it.
    _EXCHANGE(key=f"login_cookie {ticket[:8]}", data={"route": login_cookie.ROUTE, "ticket": ticket}, height=0)
