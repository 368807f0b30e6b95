"""The part of a page by which a text area sends what is in it while it is still being edited.

Streamlit's text areas send their text when they are left, or at Ctrl+Enter. This presses Ctrl+Enter for the user a
moment after a paste or the last key: the focus and the caret stay where they are.
"""

import streamlit as st

_REST = 500  # milliseconds without a change

_LIVE = st.components.v2.component(
    "order_desk_live_field",
    js="""
    export default function ({ data }) {
        let timer;
        const send = (field) => field.dispatchEvent(
            new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true }));
        const changed = (event) => {
            const field = event.target;
            if (field.tagName !== "TEXTAREA" || field.getAttribute("aria-label") !== data.label) return;
            clearTimeout(timer);
            if (!event.isComposing) timer = setTimeout(send, data.rest, field);
        };
        document.addEventListener("input", changed);
        return () => { clearTimeout(timer); document.removeEventListener("input", changed); };
    }
    """,
)


def make_live(label: str) -> None:
    """Let the text area of this label send its text by itself."""
    _LIVE(key=f"live {label}", data={"label": label, "rest": _REST}, height=0)
