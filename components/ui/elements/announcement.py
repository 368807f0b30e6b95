"""What a screen reader says by itself where a page changes without its user: Streamlit has no call for it."""

import streamlit as st

_ANNOUNCEMENT = st.components.v2.component(
    "order_desk_announcement",
    html='<p role="status"></p>',
    css="p { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }",
    js="""
    export default function ({ data, parentElement }) {
        const place = parentElement.querySelector("p");
        if (place.dataset.subject === data.subject) return;
        place.dataset.subject = data.subject;
        place.textContent = data.text;
    }
    """,
)


def announce(text: str, subject: str) -> None:
    """Have a text read aloud, once for each value of ``subject``: it may hold numbers that change all the time."""
    _ANNOUNCEMENT(key="announcement", data={"text": text, "subject": subject})
