"""A notice of the browser when files become ready, also while another window is in front.

Streamlit has no call for it. The browser asks its user once, at the click on the button, and keeps the answer; its
settings change it. There is no button without TLS, nor on Android, where a page alone may not show notices.
"""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from components.desk.orders.amounts import Amount, Share
from components.ui import formatting

_NOT_PREPARED: Final = frozenset({Share.TO_COME, Share.HELD})
_NOTICE = st.components.v2.component(
    "order_desk_ready_notice",
    html="""
    <button type="button" hidden>Notify me when files are ready</button>
    <span hidden>You are notified when files are ready.</span>
    """,
    css="""
    button, span { font: inherit; font-size: 0.875em; line-height: 2.4rem; color: var(--st-text-color); }
    button {
        padding: 0 0.75rem; cursor: pointer; background: var(--st-background-color);
        border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
    }
    button:hover, button:focus-visible { border-color: var(--st-primary-color); color: var(--st-primary-color); }
    [hidden] { display: none; }
    """,
    js="""
    const seen = {};
    const can = window.isSecureContext && "Notification" in window && !navigator.userAgent.includes("Android");
    const permission = () => can ? Notification.permission : "denied";
    export default function ({ data, parentElement }) {
        const button = parentElement.querySelector("button");
        const show = () => {
            button.hidden = !data.more || permission() !== "default";
            button.nextElementSibling.hidden = !data.more || permission() !== "granted";
        };
        button.onclick = () => Notification.requestPermission().then(show);
        show();
        const isNews = data.prepared > (seen[data.title] ?? data.prepared);
        seen[data.title] = data.prepared;
        if (!isNews || !data.text || permission() !== "granted") return;
        new Notification(data.title, { body: data.text, tag: data.title }).onclick = () => window.focus();
    }
    """,
)


def offer_notice(title: str, amounts: Mapping[Share, Amount]) -> None:
    """Offer a notice whenever more files are prepared and some wait for the user; ``title`` names the orders.

    Once none is to come, nothing is offered: the last one is told all the same.
    """
    prepared = sum(amount.files for share, amount in amounts.items() if share not in _NOT_PREPARED)
    ready = amounts.get(Share.READY, Amount()).files
    text = f"Ready: {formatting.count(ready, 'file')}" if ready else ""
    more = not _NOT_PREPARED.isdisjoint(amounts) or not prepared
    data = {"title": title, "text": text, "prepared": prepared, "more": more}
    _NOTICE(key=f"notice {title}", data=data, width="content")
