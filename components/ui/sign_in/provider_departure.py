"""The part of a page by which the browser leaves for an identity provider."""

import streamlit as st

from components.web import provider_return

_LEAVE = st.components.v2.component(
    "order_desk_provider",
    js="""
    export default function ({ data }) {
        fetch(new URL(data.route.slice(1), document.baseURI),
              { method: "POST", headers: { "X-State": data.state }, credentials: "same-origin" })
            .then(async (answer) => { if (answer.ok) location.assign(await answer.text()); });
    }
    """,
)


def leave(state: str) -> None:
    """Have the browser bind a sign-in to itself, and go to its provider."""
    _LEAVE(key=f"provider {state[:8]}", data={"route": provider_return.LEAVE, "state": state}, height=0)
